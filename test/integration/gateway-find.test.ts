/** A transaction of which only the number is known: the client as it is, and the sandbox gateway as it is. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { answerJson, clientOf, payment, problem, serveGateway } from '../helpers/gateway-server.ts';
import { startActivated } from '../helpers/sandbox-gateway-client.ts';

const started = async () => {
  const { gateway, box } = await startActivated();
  const { client } = clientOf(onTestFinished, {
    baseUrl: gateway.url,
    caPem: readFileSync(gateway.caFile, 'utf8'),
    identity: () => ({ terminalId: gateway.info().terminalId, key: Buffer.from(box.key, 'base64') }),
    lookup: (_host, options, done) =>
      options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  });
  return { gateway, box, client };
};

const answered = (value: unknown) => ({ kind: 'answered', value });

test('in the open shift every number is found, whatever became of it', async () => {
  const { gateway, box, client } = await started();
  await box.payOffline({ transactionNumber: 3 });
  gateway.customer('confirm');
  await box.payOffline({ transactionNumber: 5 });
  gateway.customer('reject');
  await box.payOnline({ transactionNumber: 7 });

  expect(await client.find(3)).toMatchObject(answered({ transactionNumber: 3, kind: 'payment', status: 'paid' }));
  expect(await client.find(5)).toMatchObject(answered({ transactionNumber: 5, status: 'declined' }));
  expect(await client.find(7)).toMatchObject(answered({ transactionNumber: 7, status: 'pending' }));
});

test('numbers between, before and beyond those that were used are not there', async () => {
  const { gateway, box, client } = await started();
  expect(await client.find(1), 'nothing was ever sold').toEqual(answered(null));
  await box.payOffline({ transactionNumber: 3 });
  gateway.customer('confirm');
  await box.payOffline({ transactionNumber: 5 });
  for (const number of [1, 4, 6, 999_999_999_999]) expect(await client.find(number)).toEqual(answered(null));
});

test('after the day close what was paid and what was refunded is found', async () => {
  const { gateway, box, client } = await started();
  for (const transactionNumber of [3, 4]) {
    await box.payOffline({ transactionNumber });
    gateway.customer('confirm');
  }
  await box.refund({ transactionNumber: 5, originalTransactionNumber: 3 });
  const reversed = await box.payOffline({ transactionNumber: 6 });
  gateway.customer('confirm');
  await box.cancel(reversed.body, 'refund');
  await box.closeShift(1);
  await box.payOffline({ transactionNumber: 8, shiftNumber: 2 });

  expect(await client.find(4)).toMatchObject(answered({ transactionNumber: 4, shiftNumber: 1, status: 'paid' }));
  expect(await client.find(3)).toMatchObject(answered({ status: 'paid', refundedAmount: 150_00 }));
  const refund = { kind: 'refund', status: 'refunded', originalTransactionNumber: 3 };
  expect(await client.find(5)).toMatchObject(answered(refund));
  expect(await client.find(6)).toMatchObject(answered({ status: 'reversed' }));
  expect(await client.find(7)).toEqual(answered(null));
});

const none = { transactions: [], next: null };

test('a gateway that does not know the next shift before something is sold in it', async () => {
  const server = await serveGateway(onTestFinished, ({ url }, response) => {
    if (url === '/pos/counters') return answerJson(response, { lastTransactionNumber: 42, shiftNumber: 8, open: [] });
    if (url.startsWith('/pos/shift/')) return answerJson(response, problem(404, 'shift-not-found'), 404);
    return answerJson(response, { transactions: [payment()], next: null });
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.find(42)).toEqual(answered(payment()));
  expect(server.received.map(({ url }) => url.replace(/to=[^&]+/, 'to=…'))).toEqual([
    '/pos/counters',
    '/pos/shift/8/transactions?after=41&limit=1',
    '/pos/report/transactions?from=2000-01-01T00%3A00%3A00.000Z&to=…&after=41&limit=1',
  ]);
});

test.each(['counters', 'shift', 'report'])('no answer of the %s is no answer, and never "not there"', async (lost) => {
  const server = await serveGateway(onTestFinished, ({ url }, response) => {
    if (url.startsWith(`/pos/${lost}`)) return answerJson(response, {}, 500);
    if (url === '/pos/counters') return answerJson(response, { lastTransactionNumber: 42, shiftNumber: 8, open: [] });
    return answerJson(response, none);
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.find(42)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-08' } });
});

test('a payment that is "refunded" is no answer', async () => {
  const server = await serveGateway(onTestFinished, ({ url }, response) => {
    if (url === '/pos/counters') return answerJson(response, { lastTransactionNumber: 42, shiftNumber: 8, open: [] });
    return answerJson(response, { transactions: [payment({ status: 'refunded' })], next: null });
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.find(42)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
});
