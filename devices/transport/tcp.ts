/** A printer on the network: a raw byte stream, by convention on port 9100. */
import { connect } from 'node:net';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import { createSocketChannel } from './socket-channel.ts';
import type { ByteChannel } from './types.ts';

/** On a shop's own network a printer answers within milliseconds; a SYN that was lost twice still gets through. */
export const connectTimeoutMs = 3_000;
/** Idle polling keeps the link busy; keepalive finds a printer whose cable was pulled while nobody asked it. */
const keepAliveMs = 10_000;

/** Errors: PRN-01 with the system's own reason. */
export const openTcp = (host: string, port: number, signal: AbortSignal): Promise<ByteChannel> =>
  new Promise((done, fail) => {
    const missing = (why: string): FieldFailure => new FieldFailure(fieldError('PRN-01', `${host}:${port} ${why}`));
    if (signal.aborted) return fail(missing('given up'));
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
    const give = (why: string): void => {
      socket.destroy();
      settle();
      fail(missing(why));
    };
    const givenUp = (): void => give('given up');
    const timedOut = (): void => give(`does not answer within ${connectTimeoutMs} ms`);
    const failed = (error: NodeJS.ErrnoException): void => give(error.code ?? error.message);
    const settle = (): void => {
      signal.removeEventListener('abort', givenUp);
      socket.off('timeout', timedOut);
      socket.off('error', failed);
      // An error that comes after the socket was given up concerns nobody.
      socket.on('error', () => undefined);
    };
    signal.addEventListener('abort', givenUp, { once: true });
    socket.setTimeout(connectTimeoutMs);
    socket.once('timeout', timedOut);
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.setTimeout(0);
      settle();
      done(createSocketChannel(socket));
    });
  });
