import { expect, onTestFinished, test } from 'vitest';
import type { Payment } from '../../src/payment/types.ts';
import { clientOf, onlineIntent, payment, saleKey, serveGateway } from '../helpers/gateway-server.ts';

const clientAnswered = async (body: string | Buffer, status = 200, type = 'application/json') => {
  const server = await serveGateway(onTestFinished, (_, response) => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  });
  return clientOf(onTestFinished, { baseUrl: server.baseUrl }).client;
};

const json = JSON.stringify(payment());

test.each([
  ['JSON cut in the middle', json.slice(0, -20)],
  ['an empty body', ''],
  ['two documents', json + json],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from([0xff, 0x7d])])],
  ['null', 'null'],
  ['a list', `[${json}]`],
  ['ten thousand brackets', '['.repeat(10_000)],
  ['a missing status', json.replace(/"status":"paid",/, '')],
  ['an unknown status', json.replace('"paid"', '"settled"')],
  ['an amount as text', json.replace('150000', '"150000"')],
  ['an amount with a fraction', json.replace('150000', '150000.5')],
  ['a time without milliseconds', json.replace('09:00:05.000Z', '09:00:05Z')],
])('%s: no answer, NET-10', async (_, body) => {
  const client = await clientAnswered(body);
  expect(await client.payment(saleKey, 0)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
});

test('a success that is not 200: no answer, NET-10', async () => {
  const client = await clientAnswered(json, 202);
  expect(await client.payment(saleKey, 0)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
});

test.each<[string, Partial<Payment>]>([
  ['another number', { transactionNumber: 43 }],
  ['another sale', { saleId: 'BBBBBBBBBBBBBBBBBBBBBB' }],
  ['a refund', { kind: 'refund', status: 'refunded' }],
  ['another amount', { amount: 150_001 }],
  ['another currency', { currency: 'USD' }],
  ['a payment that is “refunded”', { status: 'refunded' }],
])('an answer about %s ends nothing: no answer, NET-10', async (_, changes) => {
  const client = await clientAnswered(JSON.stringify(payment(changes)));
  expect(await client.payment(saleKey, 0)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
});

test('a pending online payment without a code to print: no answer, NET-10; with one it is an answer', async () => {
  const pending: Partial<Payment> = { method: 'online', status: 'pending', paymentSystem: 'wechat' };
  const without = await clientAnswered(JSON.stringify(payment(pending)));
  expect(await without.payOnline(onlineIntent)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
  const expiresAt = '2026-11-24T09:02:00.000Z';
  const complete = await clientAnswered(
    JSON.stringify(payment({ ...pending, qr: 'https://pay.example/t', expiresAt })),
  );
  expect(await complete.payOnline(onlineIntent)).toMatchObject({
    kind: 'answered',
    value: { status: 'pending', qr: 'https://pay.example/t' },
  });
});

test('members that nobody knows are ignored', async () => {
  const client = await clientAnswered(JSON.stringify({ ...payment(), loyaltyPoints: 15 }));
  expect(await client.payment(saleKey, 0)).toEqual({ kind: 'answered', value: payment() });
});
