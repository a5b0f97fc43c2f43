import { expect, onTestFinished, test } from 'vitest';
import type { Outcome } from '../../src/gateway/outcome.ts';
import {
  answerJson,
  clientOf,
  closedPort,
  type Handler,
  intent,
  onlineIntent,
  payment,
  problem,
  refundIntent,
  saleKey,
  serveGateway,
} from '../helpers/gateway-server.ts';

const canary = {
  code: '139999CANARYCODE99',
  token: 'https://pay.example/CANARYTOKEN',
  activationCode: 'CANARYACTIVATION',
  attemptId: 'CANARYATTEMPTIDAAAAAAA',
  key: Buffer.from('CANARYKEYCANARYKEYCANARYKEY').toString('base64'),
};
const terminal = {
  terminal: { id: 'T-1001', serialNumber: 'SN-1', name: 'Till 1' },
  merchant: { name: 'Shop', taxId: '7700000000', address: 'Moscow' },
  currency: 'RUB',
  paymentSystems: ['sendy'],
  modes: ['offline'],
  limits: { minAmount: 100, maxAmount: 10_000_000 },
  permissions: { refund: true },
  activatedAt: '2026-11-24T08:00:00.000Z',
};

/** Every call of the contract once, each with a canary wherever a secret can be. */
const callEverything = async (baseUrl: string) => {
  const { client, log } = clientOf(onTestFinished, {
    baseUrl,
    identity: () => ({ terminalId: 'T-1001', key: Buffer.from(canary.key, 'base64') }),
    timeouts: { readMs: 2_000, walletMs: 2_000, sumsMs: 2_000 },
  });
  const range = { from: '2026-11-24T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' };
  const none = { count: 0, amount: 0 };
  const part = { paid: none, refunded: none };
  const totals = {
    ...part,
    bySystem: { sendy: part, wechat: part, alipay: part },
    byMethod: { online: part, offline: part },
  };
  const calls: (() => Promise<Outcome<unknown>>)[] = [
    () =>
      client.activate({
        terminalId: 'T-1001',
        serialNumber: 'SN-1',
        activationCode: canary.activationCode,
        attemptId: canary.attemptId,
        hardwareId: 'HW-1',
        softwareVersion: '0.1.0',
        replaceExisting: false,
      }),
    () => client.terminal(),
    () => client.counters(),
    () => client.payOffline(intent, canary.code),
    () => client.payOnline(onlineIntent),
    () => client.payment(saleKey, 0),
    () => client.payment(saleKey, 1),
    () => client.cancel(intent, { reason: 'cashier', ifPaid: 'keep', cancelledAt: '2026-11-24T09:01:00.000Z' }),
    () => client.refund(refundIntent),
    () => client.shift(7),
    () => client.report(range),
    () => client.shiftTransactions(7, { after: 0, limit: 500 }),
    () => client.reportTransactions(range, { after: 0, limit: 500 }),
    () => client.closeShift({ shiftNumber: 7, totals, closedAt: '2026-11-24T20:00:00.000Z' }),
  ];
  const outcomes: Outcome<unknown>[] = [];
  for (const call of calls) outcomes.push(await call());
  return { calls: calls.length, log, outcomes };
};

const echo = (body: string) => problem(400, 'request-invalid', { title: body, detail: `not understood: ${body}` });

const gateways: readonly [string, Handler][] = [
  [
    'answers',
    (request, response) =>
      request.url.endsWith('/activation')
        ? answerJson(response, { ...terminal, terminalKey: canary.key })
        : answerJson(response, payment({ method: 'online', status: 'pending', qr: canary.token })),
  ],
  ['quotes every request in a refusal', (request, response) => answerJson(response, echo(request.body), 400)],
  [
    'answers with a torn body',
    (_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(`{"qr":"${canary.token}","terminalKey":"${canary.key}"`);
    },
  ],
  [
    'answers with another sale',
    (_, response) => answerJson(response, payment({ qr: canary.token, saleId: canary.attemptId })),
  ],
  ['hangs up', (_, response) => response.destroy()],
];

test.each(gateways)('a gateway that %s: one log line a request, and no secret in any', async (_, handler) => {
  const secrets = new Set<string>();
  const server = await serveGateway(onTestFinished, (request, response) => {
    for (const name of ['signature', 'signature-input'])
      for (const secret of String(request.headers[name] ?? '').matchAll(/sig1=:([^:]+):|nonce="([^"]+)"/g))
        secrets.add(secret[1] ?? secret[2] ?? '');
    handler(request, response);
  });
  const { calls, log, outcomes } = await callEverything(server.baseUrl);

  const written = JSON.stringify(log);
  expect(log.filter((line) => line.event === 'gateway.request')).toHaveLength(calls);
  for (const secret of [...secrets, ...Object.values(canary), 'CANARY']) expect(written).not.toContain(secret);
  // The errors are logged and shown by whoever called.
  const errors = outcomes.filter((outcome) => outcome.kind !== 'answered');
  expect(JSON.stringify(errors)).not.toContain('CANARY');
});

test('a gateway that is not there: no secret either', async () => {
  const { log, outcomes } = await callEverything(`http://127.0.0.1:${await closedPort()}/`);
  expect(JSON.stringify([log, outcomes])).not.toContain('CANARY');
});

test('a log line says what was asked, how it ended, and how long it took', async () => {
  const server = await serveGateway(onTestFinished, (_, response) =>
    answerJson(response, problem(404, 'payment-not-found'), 404),
  );
  const { client, log } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.payment(saleKey, 0);
  expect(log).toEqual([
    {
      event: 'gateway.request',
      data: {
        method: 'GET',
        path: 'pos/payment/{transactionNumber}',
        transactionNumber: 42,
        waitSeconds: 0,
        status: 404,
        ms: expect.any(Number),
        outcome: 'refused',
        problem: 'payment-not-found',
        code: 'GWY-06',
      },
    },
  ]);
});
