/** A client without manners: sends what a test wants, byte for byte. */
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

export const rawClient = async (path: string) => {
  const socket = connect(path);
  onTestFinished(() => void socket.destroy());
  let received = '';
  let wake = (): void => {};
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', (text) => {
    received += text;
    wake();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  return {
    socket,
    closed,
    send: (text: string | Uint8Array) => socket.write(text),
    /** The first `count` lines, parsed. */
    async lines(count: number): Promise<Record<string, unknown>[]> {
      while (received.split('\n').length <= count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received
        .split('\n')
        .slice(0, count)
        .map((line) => JSON.parse(line));
    },
    received: () => received,
  };
};
