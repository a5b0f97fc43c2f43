import { expect, onTestFinished, test } from 'vitest';
import { answerJson, clientOf, intent, payment, saleKey, serveGateway } from '../helpers/gateway-server.ts';

const order = { reason: 'cashier', ifPaid: 'keep', cancelledAt: '2026-11-24T09:01:00.000Z' } as const;

/** Holds every long poll until it is told to answer. */
const holdingGateway = async () => {
  const held: (() => void)[] = [];
  let arrived = () => {};
  const firstPoll = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const server = await serveGateway(onTestFinished, (request, response) => {
    if (request.url.includes('wait=')) {
      held.push(() => answerJson(response, payment({ status: 'cancelled' })));
      arrived();
    } else answerJson(response, payment({ status: 'cancelled' }));
  });
  return { server, held, firstPoll };
};

test('a cancel does not wait behind a long poll and has another connection', async () => {
  const { server, held, firstPoll } = await holdingGateway();
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const polling = client.payment(saleKey, 25);
  await firstPoll;
  expect((await client.cancel(intent, order)).kind).toBe('answered');
  for (const answer of held) answer();
  expect((await polling).kind).toBe('answered');
  const [poll, cancel] = server.received;
  expect(cancel?.fromPort).not.toBe(poll?.fromPort);
});

test('neither do they share one when the poll is over: a poll that is given up never closes the cancel’s connection', async () => {
  const { server, held, firstPoll } = await holdingGateway();
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const polling = client.payment(saleKey, 25);
  await firstPoll;
  for (const answer of held) answer();
  await polling;
  await client.cancel(intent, order);
  const [poll, cancel] = server.received;
  expect(cancel?.fromPort).not.toBe(poll?.fromPort);
});

test('the wait is kept within 0–25 s, whole seconds', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  for (const wait of [0, 24.9, 600, -5]) await client.payment(saleKey, wait);
  expect(server.received.map((request) => new URL(request.url, server.baseUrl).searchParams.get('wait'))).toEqual([
    null,
    '24',
    '25',
    null,
  ]);
});

test('the box waits for the answer of a long poll as long as it asked for, and a margin', async () => {
  const { server, held, firstPoll } = await holdingGateway();
  const { client } = clientOf(onTestFinished, {
    baseUrl: server.baseUrl,
    timeouts: { readMs: 30, waitMarginMs: 50 },
  });
  const polling = client.payment(saleKey, 1);
  await firstPoll;
  const startedAt = performance.now();
  expect(await polling).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-06' } });
  expect(performance.now() - startedAt).toBeGreaterThan(900);
  expect(held).toHaveLength(1);
});
