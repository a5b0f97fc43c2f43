/**
 * Opens connections to the gateway, and keeps one in reserve when it is asked to: a customer at the till shall not wait
 * for a TCP and TLS handshake. No byte of a request passes here.
 */
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { Trust } from './tls.ts';

export interface ConnectorOptions {
  readonly trust: Trust;
  readonly https: boolean;
  readonly connectTimeoutMs: number;
  /** In place of the system's resolver. */
  readonly lookup?: LookupFunction | undefined;
  /** A reserve older than this is closed: the gateway would have closed it too. */
  readonly idleTimeoutMs: number;
}

export interface Connector {
  readonly connect: buildConnector.connector;
  /** Opens the reserve, unless there is one. Rejects with the connection's error. */
  reserve(target: buildConnector.Options): Promise<void>;
  /** Closes the reserve; a connection that is being opened for it is closed as soon as it is open. */
  close(): void;
}

const usable = (socket: Socket): boolean => !socket.destroyed && !socket.readableEnded && socket.writable;

export const createConnector = (options: ConnectorOptions): Connector => {
  const build = (): buildConnector.connector =>
    buildConnector({
      allowH2: false,
      timeout: options.connectTimeoutMs,
      ...(options.lookup === undefined ? {} : { lookup: options.lookup }),
      ...(options.https
        ? {
            secureContext: options.trust.secureContext(),
            rejectUnauthorized: true,
            checkServerIdentity: options.trust.checkServerIdentity,
            // A resumed session skips checkServerIdentity, and with it name and pins: every connection proves itself.
            maxCachedSessions: 0,
          }
        : {}),
    });
  let built: buildConnector.connector | null = null;
  /** Built when first needed: reading the trust store takes a moment that the start of the box shall not pay. */
  const open: buildConnector.connector = (target, callback) => {
    built ??= build();
    built(target, callback);
  };

  let inReserve: { readonly socket: Socket; readonly release: () => void } | null = null;
  let opening: Promise<void> | null = null;
  let closed = false;

  const keep = (socket: Socket): void => {
    // undici's connector keeps its own listener for errors on the socket: none is ever unhandled.
    const drop = () => {
      if (inReserve?.socket === socket) inReserve = null;
      release();
      socket.destroy();
    };
    const age = setTimeout(drop, options.idleTimeoutMs).unref();
    const release = () => {
      clearTimeout(age);
      for (const event of ['end', 'close']) socket.off(event, drop);
    };
    for (const event of ['end', 'close']) socket.on(event, drop);
    socket.unref();
    inReserve = { socket, release };
  };

  const takeReserve = (): Socket | null => {
    if (inReserve === null) return null;
    const { socket, release } = inReserve;
    inReserve = null;
    release();
    socket.ref();
    return socket;
  };

  return {
    connect: (target, callback) => {
      const socket = takeReserve();
      if (socket === null) {
        open(target, callback);
        return;
      }
      // Through the event loop's poll phase once: a FIN or a reset that has already arrived is seen before the socket is used.
      setImmediate(() =>
        setImmediate(() => {
          if (usable(socket)) callback(null, socket);
          else open(target, callback);
        }),
      );
    },

    reserve: (target) => {
      if (inReserve !== null || closed) return Promise.resolve();
      opening ??= new Promise<void>((resolve, reject) => {
        open(target, (error, socket) => {
          opening = null;
          if (error !== null) {
            reject(error);
            return;
          }
          if (closed) socket.destroy();
          else keep(socket);
          resolve();
        });
      });
      return opening;
    },

    close: () => {
      closed = true;
      takeReserve()?.destroy();
    },
  };
};
