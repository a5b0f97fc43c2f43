import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority, createLeaf } from '../helpers/certificates.ts';
import { answerJson, clientOf, intent, payment, serveGateway } from '../helpers/gateway-server.ts';

const authority = await createAuthority('Gateway CA');
const leaf = await createLeaf(authority);

const warmed = async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()), {
    key: leaf.keyPem,
    cert: leaf.pem,
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, caPem: authority.pem });
  expect(await client.warm()).toBeNull();
  await server.firstConnection;
  return { client, server };
};

test('warming opens a connection and sends nothing; the payment then goes over it', async () => {
  const { client, server } = await warmed();
  expect(server.connections()).toBe(1);
  expect(server.received).toHaveLength(0);
  expect((await client.payOffline(intent, '130000000000000000')).kind).toBe('answered');
  expect(server.connections()).toBe(1);
});

test('warming again opens no second one, before a call or after it', async () => {
  const { client, server } = await warmed();
  await Promise.all([client.warm(), client.warm()]);
  await client.payOffline(intent, '130000000000000000');
  await client.warm();
  expect(server.connections()).toBe(1);
});

test('the server has closed the warm connection meanwhile: the payment opens another and is made', async () => {
  const { client, server } = await warmed();
  for (const socket of server.sockets) {
    const closed = once(socket, 'close');
    socket.end();
    await closed;
  }
  expect((await client.payOffline(intent, '130000000000000000')).kind).toBe('answered');
  expect(server.connections()).toBe(2);
});

test('the server closes the warm connection at the very moment of the payment: nothing is lost on it', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.warm();
  await server.firstConnection;
  for (const socket of server.sockets) socket.destroy();
  expect((await client.payOffline(intent, '130000000000000000')).kind).toBe('answered');
  expect(server.connections()).toBe(2);
});

test('a client that is closed leaves no connection behind', async () => {
  const { client, server } = await warmed();
  const closed = Promise.all([...server.sockets].map((socket) => once(socket, 'close')));
  await client.close();
  await closed;
  expect(server.sockets.size).toBe(0);
});
