/**
 * The least gateway that a box can be measured against: plain HTTP on loopback, no signature checked, no ledger, every
 * payment paid at once. It says when a request arrived and when its answer left, by the system's monotonic clock.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Payment } from '../../src/payment/types.ts';
import { terminalInfo } from './sample-sale.ts';

/** Milliseconds on a clock that all processes of the machine share. */
export const sharedNowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface Exchange {
  readonly arrivedMs: number;
  /** Just before the answer is handed to the socket. */
  readonly answeredMs: number;
}

export interface FastGateway {
  /** Ends in `/`: the setting `serverUrl`. */
  readonly url: string;
  /** The next payment request that is answered from now on. */
  nextPayment(): Promise<Exchange>;
  /** The next `pos/counters` that is answered from now on. */
  nextCounters(): Promise<void>;
  /** The next request for `bare`, which is no call of the contract. */
  nextBare(): Promise<Exchange>;
  close(): Promise<void>;
}

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
};

const paidPayment = (body: Record<string, unknown>): Payment => ({
  kind: 'payment',
  transactionNumber: Number(body.transactionNumber),
  saleId: String(body.saleId),
  shiftNumber: Number(body.shiftNumber),
  method: 'offline',
  paymentSystem: 'alipay',
  status: 'paid',
  amount: Number(body.amount),
  currency: String(body.currency),
  refundedAmount: 0,
  reference: '632841097315',
  approvalCode: 'A1B2C3',
  payer: '138****0001',
  createdAt: String(body.createdAt),
  paidAt: new Date().toISOString(),
});

/** `lastTransactionNumber`: what the journal of the box under test has reached. */
export const startFastGateway = async (lastTransactionNumber = 0): Promise<FastGateway> => {
  let last = lastTransactionNumber;
  const waiting: Record<'payment' | 'counters' | 'bare', ((exchange: Exchange) => void)[]> = {
    payment: [],
    counters: [],
    bare: [],
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const arrivedMs = sharedNowMs();
    const path = (request.url ?? '').split('?')[0];
    const body = await readBody(request);
    const reply = (kind: keyof typeof waiting | null, document: unknown): void => {
      const text = JSON.stringify(document);
      const exchange = { arrivedMs, answeredMs: sharedNowMs() };
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
      response.end(text);
      if (kind !== null) for (const settle of waiting[kind].splice(0)) settle(exchange);
    };
    switch (path) {
      case '/pos/counters':
        return reply('counters', { lastTransactionNumber: last, shiftNumber: 1, open: [] });
      case '/pos/payment/offline':
        last = Number(body.transactionNumber);
        return reply('payment', paidPayment(body));
      case '/pos/terminal':
        return reply(null, { ...terminalInfo, serverTime: new Date().toISOString() });
      case '/bare':
        return reply('bare', body);
      default:
        response.writeHead(404).end();
    }
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const next = (kind: keyof typeof waiting): Promise<Exchange> => new Promise((done) => waiting[kind].push(done));
  return {
    url: `http://127.0.0.1:${port}/`,
    nextPayment: () => next('payment'),
    nextCounters: async () => void (await next('counters')),
    nextBare: () => next('bare'),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
