import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import {
  answerJson,
  clientOf,
  everythingIsHere,
  intent,
  payment,
  saleKey,
  serveGateway,
} from '../helpers/gateway-server.ts';

test('given up before the call: not sent, and nothing is dispatched', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.payOffline(intent, '130000000000000000', AbortSignal.abort())).toMatchObject({ kind: 'notSent' });
  expect(server.connections()).toBe(0);
});

test('given up while the name is looked up: not sent, and the connection that comes later carries nothing', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  let resolveName = () => {};
  const { client } = clientOf(onTestFinished, {
    baseUrl: `http://localhost:${server.port}/`,
    lookup: (hostname, options, callback) => {
      resolveName = () => everythingIsHere(hostname, options, callback);
    },
  });
  const abort = new AbortController();
  const paying = client.payOffline(intent, '130000000000000000', abort.signal);
  abort.abort();
  expect(await paying).toMatchObject({ kind: 'notSent', error: { code: 'NET-06' } });
  const asked = client.payment(saleKey, 0); // waits for the same connection
  resolveName();
  expect((await asked).kind).toBe('answered');
  expect(server.received.map((request) => request.method)).toEqual(['GET']);
});

test('given up while all connections are busy: not sent, and it does not leave when one becomes free', async () => {
  const held: (() => void)[] = [];
  let allBusy = () => {};
  const fourHeld = new Promise<void>((resolve) => {
    allBusy = resolve;
  });
  const server = await serveGateway(onTestFinished, (_, response) => {
    if (held.push(() => answerJson(response, payment())) === 4) allBusy();
    if (held.length > 4) answerJson(response, payment());
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const asked = Array.from({ length: 4 }, () => client.payment(saleKey, 0));
  await fourHeld;
  const abort = new AbortController();
  const paying = client.payOffline(intent, '130000000000000000', abort.signal);
  abort.abort();
  expect(await paying).toMatchObject({ kind: 'notSent' });
  const after = client.payment(saleKey, 0); // waits behind the one that was given up
  for (const answer of held) answer();
  for (const outcome of await Promise.all([...asked, after])) expect(outcome.kind).toBe('answered');
  expect(server.received.map((request) => request.method)).toEqual(['GET', 'GET', 'GET', 'GET', 'GET']);
});

test('given up after the request left: no answer, and the link is not blamed', async () => {
  let arrived = () => {};
  const inTheGateway = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = await serveGateway(onTestFinished, () => arrived());
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const abort = new AbortController();
  const paying = client.payOffline(intent, '130000000000000000', abort.signal);
  await inTheGateway;
  abort.abort();
  expect(await paying).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-06' } });
  expect(client.link()).toEqual({ reachable: null, lastError: null });
});

test('the client is closed (a new serverUrl): what was under way has no answer, what comes after is not sent', async () => {
  let arrived = () => {};
  const inTheGateway = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = await serveGateway(onTestFinished, () => arrived());
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const paying = client.payOffline(intent, '130000000000000000');
  await inTheGateway;
  await client.close();
  expect(await paying).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-07' } });
  expect(await client.counters()).toMatchObject({ kind: 'notSent' });
});

test('the server is gone for good after a restart on the same port: not sent, never a crash', async () => {
  const first = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(first, 'listening');
  const address = first.address();
  first.close();
  await once(first, 'close');
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { client } = clientOf(onTestFinished, { baseUrl: `http://127.0.0.1:${port}/` });
  const all = await Promise.all(Array.from({ length: 8 }, () => client.counters()));
  expect(all.every((outcome) => outcome.kind === 'notSent')).toBe(true);
});
