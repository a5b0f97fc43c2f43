import { expect, test } from 'vitest';
import { parseServerUrl } from '../../src/gateway/server-url.ts';

test.each([
  'https://gateway.example/',
  'https://gateway.example:8443/api/v1/',
  'http://127.0.0.1:8080/',
  'http://127.12.0.3/',
  'http://localhost:1/',
  'http://[::1]:8080/',
])('%s may be a gateway', (text) => {
  expect(parseServerUrl(text).ok).toBe(true);
});

test.each([
  ['plain http on a host that is elsewhere', 'http://gateway.example/'],
  ['a name that only begins like a loopback address', 'http://127.0.0.1.evil.example/'],
  ['another machine of the network', 'http://192.168.0.10/'],
  ['no slash at the end', 'https://gateway.example/api'],
  ['a password in it', 'https://user:secret@gateway.example/'],
  ['a query', 'https://gateway.example/?a=b'],
  ['a fragment', 'https://gateway.example/#a'],
  ['another protocol', 'ftp://gateway.example/'],
  ['no URL', 'gateway.example'],
  ['nothing', ''],
])('%s is refused with SET-02', (_, text) => {
  expect(parseServerUrl(text)).toMatchObject({ ok: false, error: { code: 'SET-02', params: { key: 'serverUrl' } } });
});
