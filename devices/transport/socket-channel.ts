/** A connected socket as the seam knows it: what TCP printers and the virtual devices have in common. */
import type { Socket } from 'node:net';
import type { ByteChannel } from './types.ts';

/** What may come before anybody listens; beyond it the socket is no longer read, so that the far end has to wait. */
const maxEarlyBytes = 65_536;
/** A device that takes nothing must not fill the box's memory. */
const maxUnsentBytes = 1_048_576;

export const createSocketChannel = (socket: Socket, early: Uint8Array = new Uint8Array(0)): ByteChannel => {
  let held: Uint8Array[] = early.length > 0 ? [early] : [];
  let heldBytes = early.length;
  let listener: ((bytes: Uint8Array) => void) | null = null;
  let onClosed: ((error: Error | null) => void) | null = null;
  let lastError: Error | null = null;
  let closedByUs = false;
  let closed = socket.destroyed;

  const reason = (): Error | null => (closedByUs ? null : (lastError ?? new Error('closed by the device')));

  socket.on('data', (bytes: Buffer) => {
    if (listener !== null) return listener(bytes);
    held.push(bytes);
    heldBytes += bytes.length;
    if (heldBytes > maxEarlyBytes) socket.pause();
  });
  socket.on('error', (error) => {
    lastError = error;
  });
  socket.once('close', () => {
    closed = true;
    onClosed?.(reason());
    onClosed = null;
  });
  socket.resume();

  return {
    write: (bytes, signal) =>
      new Promise((done, fail) => {
        if (signal?.aborted) return fail(signal.reason);
        if (closed || !socket.writable) return fail(reason() ?? new Error('closed'));
        if (socket.writableLength + bytes.length > maxUnsentBytes) return fail(new Error('the device takes no bytes'));
        // The bytes cannot be called back: whoever gives a write up knows that they may still arrive.
        const abort = (): void => fail(signal?.reason);
        signal?.addEventListener('abort', abort, { once: true });
        // A socket that closes calls back with an error for every write it still holds.
        socket.write(bytes, (error) => {
          signal?.removeEventListener('abort', abort);
          if (error) fail(error);
          else done();
        });
      }),
    onData(next) {
      listener = next;
      const first = held;
      held = [];
      heldBytes = 0;
      for (const bytes of first) next(bytes);
      socket.resume();
    },
    onClose(next) {
      if (closed) next(reason());
      else onClosed = next;
    },
    close: () =>
      new Promise((done) => {
        closedByUs = true;
        if (closed) return done();
        socket.once('close', () => done());
        socket.destroy();
      }),
  };
};
