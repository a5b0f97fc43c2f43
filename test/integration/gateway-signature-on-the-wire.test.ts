import { createHash, createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import {
  answerJson,
  clientOf,
  identity,
  intent,
  onlineIntent,
  payment,
  type Received,
  saleKey,
  serveGateway,
} from '../helpers/gateway-server.ts';

/** The gateway's side of the contract, written from the RFCs alone: what is wrong with the signature, or null. */
const objection = (request: Received, baseUrl: string): string | null => {
  const input = /^sig1=(\(([^)]*)\);.*)$/.exec(String(request.headers['signature-input']));
  const signature = /^sig1=:([A-Za-z0-9+/]+=*):$/.exec(String(request.headers.signature))?.[1];
  if (input === null || signature === undefined) return 'no sig1';
  const values: Record<string, string> = {
    '"@method"': request.method,
    '"@target-uri"': baseUrl + request.url.slice(1),
    '"content-digest"': String(request.headers['content-digest']),
  };
  const covered = (input[2] ?? '').split(' ');
  const needed = request.body === '' ? ['"@method"', '"@target-uri"'] : Object.keys(values);
  if (covered.join() !== needed.join()) return `covers ${covered.join()}`;
  const digest = createHash('sha256').update(request.body).digest('base64');
  if (request.body !== '' && values['"content-digest"'] !== `sha-256=:${digest}:`) return 'digest';
  const base = [...covered.map((name) => `${name}: ${values[name]}`), `"@signature-params": ${input[1]}`].join('\n');
  return createHmac('sha256', identity.key).update(base).digest('base64') === signature ? null : 'signature';
};

test('requests with and without a body, with and without a query, under a path of the operator’s', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: `${server.baseUrl}api/v1/` });
  await client.payOffline(intent, '130000000000000000');
  await client.payment(saleKey, 5);
  await client.counters();
  await client.report({ from: '2026-11-24T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' });
  expect(server.received.map((request) => request.url)).toEqual([
    '/api/v1/pos/payment/offline',
    '/api/v1/pos/payment/42?saleId=AAAAAAAAAAAAAAAAAAAAAA&wait=5',
    '/api/v1/pos/counters',
    '/api/v1/pos/report?from=2026-11-24T00%3A00%3A00.000Z&to=2026-11-25T00%3A00%3A00.000Z',
  ]);
  expect(server.received.map((request) => objection(request, server.baseUrl))).toEqual([null, null, null, null]);
});

test('headers: who is calling, what is sent, what is understood', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.payOffline(intent, '130000000000000000');
  expect(server.received[0]?.headers).toMatchObject({
    'user-agent': 'sendy-box/0.1.0',
    'content-type': 'application/json',
    accept: 'application/json, application/problem+json',
    connection: 'keep-alive',
  });
  expect(server.received[0]?.headers['signature-input']).toContain(';keyid="T-1001";alg="hmac-sha256"');
});

test('a repeat has the same bytes and a signature of its own, though the intent came back from disk in another order', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const fromDisk = Object.fromEntries(Object.entries(intent).reverse()) as typeof intent;
  await client.payOffline(intent, 'ключ покупателя 130');
  await client.payOffline(fromDisk, 'ключ покупателя 130');
  const [first, second] = server.received;
  expect(first?.body).toBe(
    '{"transactionNumber":42,"saleId":"AAAAAAAAAAAAAAAAAAAAAA","shiftNumber":7,"amount":150000,"currency":"RUB",' +
      '"expiresInSeconds":120,"createdAt":"2026-11-24T09:00:00.000Z","qr":"ключ покупателя 130"}',
  );
  expect(second?.body).toBe(first?.body);
  expect(second?.headers.signature).not.toBe(first?.headers.signature);
  expect(server.received.map((request) => objection(request, server.baseUrl))).toEqual([null, null]);
});

test('the cancel carries the intent, so that an unknown number can be recorded', async () => {
  const server = await serveGateway(onTestFinished, (_, response) =>
    answerJson(response, payment({ status: 'cancelled' })),
  );
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.cancel(onlineIntent, { reason: 'timeout', ifPaid: 'refund', cancelledAt: '2026-11-24T09:02:00.000Z' });
  expect(server.received[0]?.url).toBe('/pos/payment/42/cancel');
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
    reason: 'timeout',
    ifPaid: 'refund',
    cancelledAt: '2026-11-24T09:02:00.000Z',
    method: 'online',
    shiftNumber: 7,
    amount: 150_000,
    currency: 'RUB',
    createdAt: '2026-11-24T09:00:00.000Z',
  });
});

test('activation is not signed: there is no key yet', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => response.destroy());
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, identity: () => null });
  await client.activate({
    terminalId: 'T-1001',
    serialNumber: 'SN-1',
    activationCode: '12345678',
    attemptId: 'AAAAAAAAAAAAAAAAAAAAAA',
    hardwareId: 'HW-1',
    softwareVersion: '0.1.0',
    replaceExisting: false,
  });
  expect(server.received).toHaveLength(1);
  expect(server.received[0]?.headers.signature).toBeUndefined();
  expect(server.received[0]?.headers['signature-input']).toBeUndefined();
});

test('a box that is not activated sends nothing: ACT-01', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()));
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, identity: () => null });
  expect(await client.counters()).toMatchObject({ kind: 'notSent', error: { code: 'ACT-01' } });
  expect(server.connections()).toBe(0);
});
