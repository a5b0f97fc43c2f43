/** The far ends of the virtual devices: what the sandbox's supervisor serves, and the box's transports connect to. */
import { unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createSocketChannel } from './socket-channel.ts';
import type { ByteChannel } from './types.ts';
import {
  accepted,
  createLineTaker,
  frameReport,
  notFound,
  parseHello,
  type VirtualDevice,
} from './virtual-protocol.ts';

/** The far end of one open device. */
export interface VirtualConnection {
  /** Dropped after the close. A box that leaves a megabyte unread is disconnected. */
  send(bytes: Uint8Array): void;
  /** One HID report; at most 1,024 bytes. */
  sendReport(report: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Fires once, also when it is set after the close. */
  onClose(listener: () => void): void;
  close(): void;
}

export interface VirtualServer {
  close(): Promise<void>;
}

/** False: nothing is plugged in there; the box finds the device missing. What it sends meanwhile follows the `ok`. */
export type Accept = (device: VirtualDevice, connection: VirtualConnection) => boolean;

/** An address, or null: the name is not found. */
export type Resolve = (host: string) => string | null;

/** A client that connects says hello at once; one that does not is no box. */
const helloTimeoutMs = 5_000;
/** One box opens four devices and resolves a name; the rest is room for reconnects that overlap. */
const maxConnections = 64;

const createConnection = (channel: ByteChannel, greeting: Uint8Array): VirtualConnection & { plugIn(): void } => {
  let waiting: Uint8Array[] | null = [];
  const write = (bytes: Uint8Array): void => {
    // Fails when the box is gone or reads nothing for a megabyte: either way this connection is over.
    channel.write(bytes).catch(() => channel.close());
  };
  const send = (bytes: Uint8Array): void => {
    if (waiting === null) write(bytes);
    else waiting.push(bytes);
  };
  return {
    send,
    sendReport: (report) => send(frameReport(report)),
    onData: (listener) => channel.onData(listener),
    onClose: (listener) => channel.onClose(() => listener()),
    close: () => void channel.close(),
    plugIn() {
      const held = waiting ?? [];
      waiting = null;
      write(greeting);
      for (const bytes of held) write(bytes);
    },
  };
};

const serve = (socket: Socket, accept: Accept, resolve: Resolve): void => {
  const deadline = setTimeout(() => socket.destroy(), helloTimeoutMs);
  socket.once('close', () => clearTimeout(deadline));
  // A box that dies resets the socket: 'close' follows and says all that matters.
  socket.on('error', () => undefined);
  const answer = (line: string, rest: Uint8Array): void => {
    clearTimeout(deadline);
    socket.off('data', take);
    const hello = parseHello(line);
    if (hello === null) {
      socket.destroy();
    } else if (hello.device === 'resolver') {
      socket.end(`${resolve(hello.host) ?? notFound}\n`);
    } else {
      const connection = createConnection(createSocketChannel(socket, rest), Buffer.from(`${accepted}\n`));
      if (accept(hello.device, connection)) connection.plugIn();
      else socket.destroy();
    }
  };
  const take = createLineTaker(answer, () => socket.destroy());
  socket.on('data', take);
};

/** A socket file that a killed supervisor left behind is in the way; one that somebody serves is not ours to take. */
const clearStaleSocket = async (socketPath: string): Promise<void> => {
  const served = await new Promise<boolean>((done) => {
    const probe = connect(socketPath);
    probe.once('connect', () => {
      probe.destroy();
      done(true);
    });
    probe.once('error', () => done(false));
  });
  if (served) throw new Error(`${socketPath} is served by another process`);
  await unlink(socketPath).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
};

const listen = (server: Server, socketPath: string): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(socketPath, () => {
      server.off('error', fail);
      done();
    });
  });

/** Serves until closed. Rejects when the path is served already or cannot be made. */
export const serveVirtualDevices = async (
  socketPath: string,
  accept: Accept,
  resolve: Resolve = () => null,
): Promise<VirtualServer> => {
  await clearStaleSocket(socketPath);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    serve(socket, accept, resolve);
  });
  server.maxConnections = maxConnections;
  await listen(server, socketPath);
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
};
