import { expect, onTestFinished, test } from 'vitest';
import { clientOf, intent, serveBytes } from '../helpers/gateway-server.ts';

const complete = (soFar: string) => soFar.includes('"qr":');

const payAgainst = async (onData: Parameters<typeof serveBytes>[1]) => {
  const server = await serveBytes(onTestFinished, onData);
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const outcome = await client.payOffline(intent, '130000000000000000');
  return { outcome, connections: server.connections() };
};

test('the connection is closed without an answer: it may have been processed, NET-07, and it is not sent again', async () => {
  const { outcome, connections } = await payAgainst((soFar, socket) => {
    if (complete(soFar)) socket.end();
  });
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-07' } });
  expect(connections).toBe(1);
});

test('the connection is reset at the first byte of the request: no answer, for that byte had left', async () => {
  const { outcome, connections } = await payAgainst((_, socket) => socket.resetAndDestroy());
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-07' } });
  expect(connections).toBe(1);
});

test('half a header, then the end', async () => {
  const { outcome } = await payAgainst((soFar, socket) => {
    if (complete(soFar)) socket.end('HTTP/1.1 200 OK\r\nContent-Ty');
  });
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-07' } });
});

test('half a body, then the end', async () => {
  const { outcome } = await payAgainst((soFar, socket) => {
    if (complete(soFar))
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"kind":"payment",');
  });
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-07' } });
});

test('the body ends early and nobody had said how long it would be', async () => {
  const { outcome } = await payAgainst((soFar, socket) => {
    if (complete(soFar))
      socket.end('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"kind":"payment",');
  });
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
});
