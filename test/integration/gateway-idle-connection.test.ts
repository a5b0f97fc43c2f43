import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { answerJson, clientOf, intent, serveBytes, serveGateway } from '../helpers/gateway-server.ts';

const counters = { lastTransactionNumber: 41, shiftNumber: 7, open: [] };

test('calls one after another share a connection', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, counters));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  for (let call = 0; call < 3; call += 1) expect((await client.counters()).kind).toBe('answered');
  expect(server.connections()).toBe(1);
});

test('a connection that the server closed while it was idle is replaced, and the sale does not notice', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, counters));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.counters();
  for (const socket of server.sockets) {
    const closed = once(socket, 'close');
    socket.end();
    await closed; // the box has answered the FIN: it knows
  }
  expect((await client.counters()).kind).toBe('answered');
  expect(server.connections()).toBe(2);
});

test('a stale connection that is reset as the request arrives: bytes had left, so no answer, and no second sending', async () => {
  let requests = 0;
  const body = JSON.stringify(counters);
  const server = await serveBytes(onTestFinished, (_, socket) => {
    requests += 1;
    if (requests > 1) socket.resetAndDestroy();
    else
      socket.write(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect((await client.counters()).kind).toBe('answered');
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'noAnswer',
    error: { code: 'NET-07' },
  });
  expect(server.connections()).toBe(1);
});
