/** The gateway's TLS socket: opens and closes its port, changes its certificate, and drops connections at once. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ServerCertificate } from './certificates.ts';

/** Loopback only: the sandbox moves no real money, and nobody outside this machine has business with it. */
const host = '127.0.0.1';

/** A box opens four connections; a few boxes, a test and a judge fit. More are dropped. */
const maxConnections = 64;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 20_000;
/** Above the box's 60 s, so that it is the box that closes an idle connection. */
const keepAliveTimeoutMs = 75_000;

export interface Listener {
  /** Rejects if the port cannot be had. No-op while open. */
  open(port: number): Promise<void>;
  /** Refuses new connections and closes the open ones. No-op while closed. */
  close(): Promise<void>;
  useCertificate(certificate: ServerCertificate): void;
  dropConnections(): void;
}

export const createListener = (
  certificate: ServerCertificate,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Listener => {
  const server = createServer(
    {
      ...certificate,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: 10_000,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: 5_000,
    },
    handle,
  );
  server.maxConnections = maxConnections;
  server.maxHeadersCount = 64;
  // Connections are counted below TLS, so that one in the middle of its handshake is dropped like any other.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());

  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    open: async (port) => {
      if (server.listening) return;
      const opened = once(server, 'listening');
      server.listen({ host, port });
      await opened;
    },
    close: async () => {
      if (!server.listening) return;
      const closed = new Promise<void>((done) => server.close(() => done()));
      dropConnections();
      await closed;
    },
    // The new context has new ticket keys: a session made under the other certificate is not resumed past this one.
    useCertificate: (next) => server.setSecureContext({ ...next, minVersion: 'TLSv1.2' }),
    dropConnections,
  };
};
