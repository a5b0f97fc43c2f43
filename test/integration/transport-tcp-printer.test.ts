import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openTcp } from '../../devices/transport/tcp.ts';

let server: Server | undefined;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise((done) => (server === undefined ? done(null) : server.close(done)));
  server = undefined;
});

/** A network printer's port. */
const listen = async (onConnect: (socket: Socket) => void = () => undefined): Promise<number> => {
  server = createServer((socket) => {
    sockets.push(socket);
    onConnect(socket);
  });
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const never = new AbortController().signal;

test('bytes go both ways', async () => {
  const port = await listen((socket) => socket.on('data', (bytes) => socket.write(bytes)));
  const channel = await openTcp('127.0.0.1', port, never);
  const echoed = new Promise<Uint8Array>((done) => channel.onData(done));
  await channel.write(Uint8Array.of(0x10, 0x04, 0x01));
  expect([...(await echoed)]).toEqual([0x10, 0x04, 0x01]);
  await channel.close();
});

test('a printer that is off is missing, with the system’s reason', async () => {
  const port = await listen();
  await new Promise((done) => server?.close(done));
  server = undefined;
  await expect(openTcp('127.0.0.1', port, never)).rejects.toMatchObject({
    fieldError: { code: 'PRN-01', detail: `127.0.0.1:${port} ECONNREFUSED` },
  });
});

test('an open that is given up ends at once', async () => {
  const giveUp = new AbortController();
  const opening = openTcp('127.0.0.1', await listen(), giveUp.signal);
  giveUp.abort();
  await expect(opening).rejects.toMatchObject({ fieldError: { code: 'PRN-01' } });
  await expect(openTcp('127.0.0.1', 9_100, giveUp.signal)).rejects.toMatchObject({ fieldError: { code: 'PRN-01' } });
});

test('a printer that resets the connection closes the channel with the reason', async () => {
  const port = await listen((socket) => setImmediate(() => socket.resetAndDestroy()));
  const channel = await openTcp('127.0.0.1', port, never);
  expect(await new Promise((done) => channel.onClose(done))).toMatchObject({ code: 'ECONNRESET' });
  await expect(channel.write(Uint8Array.of(1))).rejects.toThrow();
});
