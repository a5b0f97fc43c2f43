import { expect, onTestFinished, test } from 'vitest';
import { clientOf, intent } from '../helpers/gateway-server.ts';

test.each(['ENOTFOUND', 'EAI_AGAIN'])('the name does not resolve (%s): not sent, NET-02', async (code) => {
  const { client } = clientOf(onTestFinished, {
    baseUrl: 'https://gateway.example/',
    lookup: (_hostname, _options, callback) => callback(Object.assign(new Error('getaddrinfo'), { code }), ''),
  });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'notSent',
    error: { code: 'NET-02' },
  });
});

test('a resolver that never answers: not sent when the time is over, and the request never leaves', async () => {
  const { client } = clientOf(onTestFinished, {
    baseUrl: 'https://gateway.example/',
    lookup: () => {},
    timeouts: { walletMs: 50 },
  });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'notSent',
    error: { code: 'NET-06' },
  });
});
