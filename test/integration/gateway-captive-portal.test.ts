import { expect, onTestFinished, test } from 'vitest';
import { clientOf, intent, serveBytes, serveGateway } from '../helpers/gateway-server.ts';

const portalDate = 'Thu, 01 Jan 2015 00:00:00 GMT';

const payBehind = async (status: number, headers: Record<string, string>, body = '<html>Welcome, please log in') => {
  const server = await serveGateway(onTestFinished, (_, response) => {
    response.writeHead(status, { Date: portalDate, ...headers });
    response.end(body);
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const outcome = await client.payOffline(intent, '130000000000000000');
  return { client, outcome, requests: server.received.length };
};

test.each([
  ['a redirect', 302, { Location: 'http://portal.example/login' }],
  ['a permanent redirect', 308, { Location: 'http://portal.example/login' }],
  ['a page in place of the answer', 200, { 'Content-Type': 'text/html' }],
  ['an answer without a type', 200, {}],
  ['a 404 of a proxy', 404, { 'Content-Type': 'text/html' }],
  ['a demand for a log-in', 407, { 'Content-Type': 'text/html' }],
  ['an error with no code of the gateway’s', 403, { 'Content-Type': 'application/problem+json' }],
])('%s: no answer, NET-09; it is not followed and its clock is not believed', async (_, status, headers) => {
  const { client, outcome, requests } = await payBehind(status, headers as Record<string, string>);
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-09' } });
  expect(requests).toBe(1);
  expect(client.clock()).toEqual({ synchronised: false, offsetMs: 0 });
  expect(client.link()).toMatchObject({ reachable: false });
});

test('a 4xx in JSON with a code that is not ours: no answer, NET-09', async () => {
  const body = JSON.stringify({ status: 404, code: 'resource-missing', title: 'Not Found' });
  const { outcome } = await payBehind(404, { 'Content-Type': 'application/problem+json' }, body);
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-09' } });
});

test('JSON of somebody else’s with 200: no answer, NET-10, and its clock is not believed', async () => {
  const { client, outcome } = await payBehind(200, { 'Content-Type': 'application/json' }, '{"login":"required"}');
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
  expect(client.clock().synchronised).toBe(false);
});

test('something that is not HTTP at all: no answer, NET-09', async () => {
  const server = await serveBytes(onTestFinished, (_, socket) => socket.end('220 mail.example ESMTP ready\r\n'));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'noAnswer',
    error: { code: 'NET-09' },
  });
});
