import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVirtual, openVirtualReports, resolveVirtually } from '../../devices/transport/virtual.ts';
import {
  type Accept,
  type Resolve,
  serveVirtualDevices,
  type VirtualConnection,
  type VirtualServer,
} from '../../devices/transport/virtual-server.ts';

let folder: string;
let socketPath: string;
let servers: VirtualServer[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sendy-virtual-'));
  socketPath = join(folder, 'devices.sock');
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.close();
  await rm(folder, { recursive: true });
});

const serve = async (accept: Accept, resolve?: Resolve): Promise<VirtualServer> => {
  const server = await serveVirtualDevices(socketPath, accept, resolve);
  servers.push(server);
  return server;
};

const never = new AbortController().signal;

const nextBytes = (channel: { onData(listener: (bytes: Uint8Array) => void): void }, count: number): Promise<Buffer> =>
  new Promise((done) => {
    const held: Uint8Array[] = [];
    let length = 0;
    channel.onData((bytes) => {
      held.push(bytes);
      length += bytes.length;
      if (length >= count) done(Buffer.concat(held));
    });
  });

test('bytes go both ways, unchanged, and the device knows which it is', async () => {
  let plugged: VirtualConnection | undefined;
  let device = '';
  await serve((name, connection) => {
    device = name;
    plugged = connection;
    return true;
  });
  const channel = await openVirtual(socketPath, 'printer', never);
  expect(device).toBe('printer');
  const received = nextBytes(plugged as VirtualConnection, 256);
  await channel.write(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect([...(await received)]).toEqual(Array.from({ length: 256 }, (_, byte) => byte));
  const answered = nextBytes(channel, 3);
  plugged?.send(Uint8Array.of(0x0a, 0x00, 0xff));
  expect([...(await answered)]).toEqual([0x0a, 0x00, 0xff]);
});

test('what the device says before anybody listens is kept', async () => {
  await serve((_device, connection) => {
    connection.send(Buffer.from('guten '));
    return true;
  });
  const channel = await openVirtual(socketPath, 'display', never);
  await new Promise((done) => setImmediate(done));
  expect((await nextBytes(channel, 6)).toString()).toBe('guten ');
});

test.each([
  ['printer', 'PRN-01'],
  ['scanner', 'SCN-01'],
  ['keypad', 'KEY-01'],
  ['display', 'DSP-01'],
] as const)('a %s that is not plugged in is %s', async (device, code) => {
  await serve(() => false);
  await expect(openVirtual(socketPath, device, never)).rejects.toMatchObject({ fieldError: { code } });
});

test('nobody serves: the device is missing', async () => {
  await expect(openVirtual(socketPath, 'printer', never)).rejects.toMatchObject({
    fieldError: { code: 'PRN-01', detail: 'virtual: ENOENT' },
  });
});

test('an open that is given up ends at once, whatever the far end does', async () => {
  const dumb = createServer();
  await new Promise<void>((done) => dumb.listen(socketPath, done));
  const giveUp = new AbortController();
  const opening = openVirtual(socketPath, 'printer', giveUp.signal);
  giveUp.abort();
  await expect(opening).rejects.toMatchObject({ fieldError: { code: 'PRN-01', detail: 'virtual: given up' } });
  await expect(openVirtual(socketPath, 'printer', giveUp.signal)).rejects.toMatchObject({
    fieldError: { code: 'PRN-01' },
  });
  await new Promise((done) => dumb.close(done));
});

test('a device that is pulled out closes the channel with a reason, and a write into it fails', async () => {
  let plugged: VirtualConnection | undefined;
  await serve((_device, connection) => {
    plugged = connection;
    return true;
  });
  const channel = await openVirtual(socketPath, 'printer', never);
  const closed = new Promise<Error | null>((done) => channel.onClose(done));
  plugged?.close();
  expect(await closed).toBeInstanceOf(Error);
  await expect(channel.write(Uint8Array.of(1))).rejects.toThrow();
  expect(await new Promise((done) => channel.onClose(done))).toBeInstanceOf(Error); // also when it is asked later
});

test('closed by the box it closes without a reason, and the far end hears of it', async () => {
  const gone = Promise.withResolvers<void>();
  await serve((_device, connection) => {
    connection.onClose(() => gone.resolve());
    return true;
  });
  const channel = await openVirtual(socketPath, 'printer', never);
  const closed = new Promise<Error | null>((done) => channel.onClose(done));
  await channel.close();
  expect(await closed).toBeNull();
  await gone.promise;
});

test('a device that reads nothing stops the box from filling its memory', async () => {
  let held: Socket | undefined;
  const deaf = createServer((socket) => {
    held = socket;
    socket.once('data', () => {
      socket.pause();
      socket.write('ok\n');
    });
  });
  await new Promise<void>((done) => deaf.listen(socketPath, done));
  const channel = await openVirtual(socketPath, 'printer', never);
  const giveUp = new AbortController();
  const writes = Array.from({ length: 40 }, () => channel.write(new Uint8Array(100_000), giveUp.signal));
  const refusals = Promise.allSettled(writes);
  giveUp.abort(new Error('given up'));
  const reasons = (await refusals).flatMap((write) => (write.status === 'rejected' ? [write.reason.message] : []));
  expect(reasons).toContain('the device takes no bytes');
  expect(reasons).toContain('given up');
  await channel.close();
  held?.destroy();
  await new Promise((done) => deaf.close(done));
});

test('a device that talks before anybody listens has to wait, and nothing of it is lost', async () => {
  const speech = 8_000_000;
  let device: Socket | undefined;
  const talker = createServer((socket) => {
    device = socket;
    socket.once('data', () => {
      socket.write('ok\n');
      socket.write(Buffer.alloc(speech));
    });
  });
  await new Promise<void>((done) => talker.listen(socketPath, done));
  const channel = await openVirtual(socketPath, 'printer', never);
  for (let turn = 0; turn < 500; turn += 1) await new Promise((done) => setImmediate(done));
  expect(device?.writableLength).toBeGreaterThan(0);
  expect(await nextBytes(channel, speech)).toHaveLength(speech);
  await channel.close();
  await new Promise((done) => talker.close(done));
});

test('HID reports arrive whole, however the stream is cut', async () => {
  await serve((_device, connection) => {
    for (const length of [0, 1, 64, 1_024]) connection.sendReport(new Uint8Array(length).fill(length & 0xff));
    return true;
  });
  const channel = await openVirtualReports(socketPath, 'scanner', never);
  const reports: number[] = [];
  await new Promise<void>((done) =>
    channel.onReport((report) => {
      reports.push(report.length);
      if (reports.length === 4) done();
    }),
  );
  expect(reports).toEqual([0, 1, 64, 1_024]);
  await channel.close();
});

test('what is no stream of reports closes the scanner with a reason', async () => {
  await serve((_device, connection) => {
    connection.send(Uint8Array.of(0xff, 0xff, 0x00));
    return true;
  });
  const channel = await openVirtualReports(socketPath, 'scanner', never);
  expect(await new Promise<Error | null>((done) => channel.onClose(done))).toMatchObject({
    message: 'a report of 65535 bytes',
  });
});

test('a name is resolved, or not found with the code that dns.lookup has', async () => {
  await serve(
    () => false,
    (host) => (host === 'gateway.example' ? '127.0.0.1' : null),
  );
  expect(await resolveVirtually(socketPath, 'gateway.example')).toBe('127.0.0.1');
  await expect(resolveVirtually(socketPath, 'elsewhere.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test.each(['', '{}', '{"device":"toaster"}', 'null', '[', 'x'.repeat(2_000)])(
  'no hello, no device: %s',
  async (hello) => {
    let accepted = 0;
    await serve(() => {
      accepted += 1;
      return true;
    });
    const answer = await new Promise<string>((done) => {
      let heard = '';
      const socket = connect(socketPath, () => socket.write(`${hello}\n`));
      socket.on('data', (bytes) => {
        heard += bytes.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => done(heard));
    });
    expect(answer).toBe('');
    expect(accepted).toBe(0);
  },
);

test('a socket that a killed supervisor left behind is taken over, one that is served is not', async () => {
  await writeFile(socketPath, '');
  await serve(() => true);
  await expect(serveVirtualDevices(socketPath, () => true)).rejects.toThrow('served by another process');
});
