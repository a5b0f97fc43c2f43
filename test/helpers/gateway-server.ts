/** A small server in the gateway's place, and a client of ours before it: real sockets, no sandbox. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type LookupFunction, type Socket } from 'node:net';
import { createGatewayClient, type GatewayClient, type GatewayClientOptions } from '../../src/gateway/client.ts';
import type { Payment } from '../../src/payment/types.ts';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The client's port: two requests with the same one shared a connection. */
  readonly fromPort: number;
}

export type Handler = (request: Received, response: ServerResponse) => void;

export interface TestServer {
  readonly baseUrl: string;
  readonly port: number;
  readonly received: Received[];
  readonly sockets: Set<Socket>;
  /** Connections accepted since the start. */
  connections(): number;
  /** A client is done with a TLS handshake before its server is: resolves when the server has one as well. */
  readonly firstConnection: Promise<void>;
}

/** What a test opened; closed in turn after it. */
export type Cleanup = (close: () => void | Promise<void>) => void;

const watch = (server: Server, sockets: Set<Socket>, count: { connections: number }, secure: boolean) =>
  server.on(secure ? 'secureConnection' : 'connection', (socket: Socket) => {
    count.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });

export const serveGateway = async (cleanup: Cleanup, handler: Handler, tls?: ServerOptions): Promise<TestServer> => {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const count = { connections: 0 };
  const onRequest = (message: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const request: Received = {
        method: message.method ?? '',
        url: message.url ?? '',
        headers: message.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        fromPort: message.socket.remotePort ?? 0,
      };
      received.push(request);
      handler(request, response);
    });
  };
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest);
  watch(server, sockets, count, tls !== undefined);
  const firstConnection = new Promise<void>((resolve) => {
    server.once(tls === undefined ? 'connection' : 'secureConnection', () => resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  cleanup(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    baseUrl: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/`,
    port,
    received,
    sockets,
    connections: () => count.connections,
    firstConnection,
  };
};

/** A server that speaks bytes: `onData` gets what has come so far. */
export const serveBytes = async (
  cleanup: Cleanup,
  onData: (soFar: string, socket: Socket) => void,
): Promise<{ readonly baseUrl: string; readonly port: number; connections(): number }> => {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createRawServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let soFar = '';
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      soFar += chunk.toString('latin1');
      onData(soFar, socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  cleanup(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { baseUrl: `http://127.0.0.1:${port}/`, port, connections: () => connections };
};

/** A port of this machine where nobody listens. */
export const closedPort = async (): Promise<number> => {
  const server = createRawServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

export const answerJson = (
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(JSON.stringify(body));
};

export const identity = { terminalId: 'T-1001', key: new Uint8Array(Buffer.from('0123456789abcdef0123456789abcdef')) };

export interface LogLine {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const clientOf = (
  cleanup: Cleanup,
  options: Partial<GatewayClientOptions> & { readonly baseUrl: string },
): { readonly client: GatewayClient; readonly log: LogLine[] } => {
  const log: LogLine[] = [];
  const client = createGatewayClient({
    identity: () => identity,
    softwareVersion: '0.1.0',
    wallClock: () => Date.now(),
    monotonicClock: () => performance.now(),
    randomBytes: (size) => randomBytes(size),
    log: (event, data) => log.push({ event, data }),
    ...options,
  });
  cleanup(() => client.close());
  return { client, log };
};

/** Every name is this machine. */
export const everythingIsHere: LookupFunction = (_hostname, options, callback) => {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

export const intent = {
  transactionNumber: 42,
  saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
  shiftNumber: 7,
  method: 'offline',
  paymentSystem: null,
  amountMinor: 150_000,
  currency: 'RUB',
  expiresInSeconds: 120,
  createdAt: '2026-11-24T09:00:00.000Z',
} as const;

export const onlineIntent = { ...intent, method: 'online', paymentSystem: 'wechat' } as const;

export const refundIntent = {
  ...intent,
  transactionNumber: 43,
  saleId: 'BBBBBBBBBBBBBBBBBBBBBB',
  amountMinor: 50_000,
  expiresInSeconds: 0,
  createdAt: '2026-11-24T09:02:00.000Z',
  refund: { originalTransactionNumber: 42, refundedBeforeMinor: 0, reason: 'customer' },
} as const;

export const saleKey = { kind: 'payment', ...intent } as const;

export const payment = (changes: Partial<Payment> = {}): Payment => ({
  kind: 'payment',
  transactionNumber: 42,
  saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
  shiftNumber: 7,
  method: 'offline',
  paymentSystem: 'sendy',
  status: 'paid',
  amount: 150_000,
  currency: 'RUB',
  refundedAmount: 0,
  reference: 'REF-1',
  createdAt: '2026-11-24T09:00:00.000Z',
  paidAt: '2026-11-24T09:00:05.000Z',
  ...changes,
});

export const problem = (status: number, code: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'about:blank',
  status,
  code,
  title: code,
  ...more,
});
