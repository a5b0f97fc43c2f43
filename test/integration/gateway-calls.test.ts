import { expect, onTestFinished, test } from 'vitest';
import type { GatewayClient } from '../../src/gateway/client.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import { answerJson, clientOf, payment, refundIntent, serveGateway } from '../helpers/gateway-server.ts';

const none = { count: 0, amount: 0 };
const part = { paid: { count: 1, amount: 150_000 }, refunded: none };
const nothing = { paid: none, refunded: none };
const totals = {
  ...part,
  bySystem: { sendy: part, wechat: nothing, alipay: nothing },
  byMethod: { online: nothing, offline: part },
};
const terminal = {
  terminal: { id: 'T-1001', serialNumber: 'SN-1', name: 'Till 1' },
  merchant: { name: 'Shop', taxId: '7700000000', address: 'Moscow' },
  currency: 'RUB',
  paymentSystems: ['sendy', 'wechat'],
  modes: ['online', 'offline'],
  limits: { minAmount: 100, maxAmount: 10_000_000 },
  permissions: { refund: true },
  activatedAt: '2026-11-24T08:00:00.000Z',
};
const activated = { ...terminal, terminalKey: Buffer.alloc(32, 7).toString('base64') };
const day = { from: '2026-11-24T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' };
const sums = { openedAt: '2026-11-24T08:00:00.000Z', closedAt: null, currency: 'RUB', totals };
const page = { transactions: [payment({ transactionNumber: 41 }), payment()], next: 42 };
const refunded = payment({
  kind: 'refund',
  transactionNumber: 43,
  saleId: 'BBBBBBBBBBBBBBBBBBBBBB',
  status: 'refunded',
  amount: 50_000,
  originalTransactionNumber: 42,
});

const activation = {
  terminalId: 'T-1001',
  serialNumber: 'SN-1',
  activationCode: '12345678',
  attemptId: 'AAAAAAAAAAAAAAAAAAAAAA',
  hardwareId: 'HW-1',
  softwareVersion: '0.1.0',
  replaceExisting: false,
};
const pages = { after: 40, limit: 2 };
const closing = { shiftNumber: 7, totals, closedAt: '2026-11-24T20:00:00.000Z' };

interface Case {
  readonly name: string;
  readonly call: (client: GatewayClient) => Promise<Outcome<unknown>>;
  readonly sends: string;
  readonly answer: object;
  /** The same, about something else. */
  readonly wrong: object;
}

const cases: readonly Case[] = [
  {
    name: 'activation',
    call: (client) => client.activate(activation),
    sends: 'POST /pos/activation',
    answer: activated,
    wrong: { ...activated, terminal: { ...terminal.terminal, serialNumber: 'SN-2' } },
  },
  {
    name: 'terminal',
    call: (client) => client.terminal(),
    sends: 'GET /pos/terminal',
    answer: { ...terminal, serverTime: '2026-11-24T09:00:00.000Z' },
    wrong: { ...terminal, serverTime: '2026-11-24T09:00:00.000Z', terminal: { ...terminal.terminal, id: 'T-1002' } },
  },
  {
    name: 'counters',
    call: (client) => client.counters(),
    sends: 'GET /pos/counters',
    answer: { lastTransactionNumber: 42, shiftNumber: 7, open: [payment({ status: 'pending' })] },
    wrong: { lastTransactionNumber: -1, shiftNumber: 7, open: [] },
  },
  {
    name: 'refund',
    call: (client) => client.refund(refundIntent),
    sends: 'POST /pos/refund',
    answer: refunded,
    wrong: { ...refunded, kind: 'payment', status: 'paid' },
  },
  {
    name: 'a refund of one payment',
    call: (client) => client.refund(refundIntent),
    sends: 'POST /pos/refund',
    answer: refunded,
    wrong: { ...refunded, originalTransactionNumber: 41 },
  },
  {
    name: 'a refund whose answer does not say of what',
    call: (client) => client.refund(refundIntent),
    sends: 'POST /pos/refund',
    answer: { ...refunded, originalTransactionNumber: undefined },
    wrong: { ...refunded, originalTransactionNumber: undefined, saleId: 'CCCCCCCCCCCCCCCCCCCCCC' },
  },
  {
    name: 'a shift',
    call: (client) => client.shift(7),
    sends: 'GET /pos/shift/7',
    answer: { shiftNumber: 7, ...sums },
    wrong: { shiftNumber: 8, ...sums },
  },
  {
    name: 'a report',
    call: (client) => client.report(day),
    sends: 'GET /pos/report?from=2026-11-24T00%3A00%3A00.000Z&to=2026-11-25T00%3A00%3A00.000Z',
    answer: { ...day, ...sums },
    wrong: { ...day, to: '2026-11-26T00:00:00.000Z', ...sums },
  },
  {
    name: 'the transactions of a shift',
    call: (client) => client.shiftTransactions(7, pages),
    sends: 'GET /pos/shift/7/transactions?after=40&limit=2',
    answer: page,
    wrong: { ...page, transactions: [...page.transactions].reverse() },
  },
  {
    name: 'the transactions of a report',
    call: (client) => client.reportTransactions(day, pages),
    sends:
      'GET /pos/report/transactions?from=2026-11-24T00%3A00%3A00.000Z&to=2026-11-25T00%3A00%3A00.000Z&after=40&limit=2',
    answer: page,
    wrong: { transactions: [], next: 40 },
  },
  {
    name: 'the close of a shift',
    call: (client) => client.closeShift(closing),
    sends: 'POST /pos/shift/close',
    answer: closing,
    wrong: { ...closing, shiftNumber: 6 },
  },
];

test.each(cases)('$name: asked as the contract says, the answer handed on whole', async ({ call, sends, answer }) => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, answer));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await call(client)).toEqual({ kind: 'answered', value: answer });
  expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual([sends]);
});

test.each(cases)('$name: an answer about something else is none', async ({ call, wrong }) => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, wrong));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await call(client)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-10' } });
});

test('a refund says what the box believes to be refunded before', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, refunded));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.refund(refundIntent);
  await client.refund({ ...refundIntent });
  expect(server.received[1]?.body, 'a repeat has the same bytes').toBe(server.received[0]?.body);
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    transactionNumber: 43,
    saleId: 'BBBBBBBBBBBBBBBBBBBBBB',
    shiftNumber: 7,
    originalTransactionNumber: 42,
    amount: 50_000,
    refundedBefore: 0,
    currency: 'RUB',
    reason: 'customer',
    createdAt: '2026-11-24T09:02:00.000Z',
  });
});

test('a repeated close of a shift has the same bytes, though its totals came back from disk in another order', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, closing));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const reversed = <T extends object>(value: T): T =>
    Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([name, member]) => [name, typeof member === 'object' && member !== null ? reversed(member) : member]),
    ) as T;
  await client.closeShift(closing);
  await client.closeShift(reversed(closing));
  expect(server.received[1]?.body).toBe(server.received[0]?.body);
});

test('more calls at once than the box ever makes are not piled up', async () => {
  const server = await serveGateway(onTestFinished, () => {});
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const abort = new AbortController();
  const piled = Array.from({ length: 64 }, () => client.counters(abort.signal));
  expect(await client.counters()).toMatchObject({ kind: 'notSent', error: { code: 'PAY-04' } });
  abort.abort();
  await Promise.all(piled);
});
