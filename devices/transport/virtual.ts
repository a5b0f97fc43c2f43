/** The sandbox's transport: a unix socket to the far end of a virtual device, in place of usblp, serial or hidraw. */
import { connect } from 'node:net';
import { type FieldCode, FieldFailure, fieldError } from '../../src/errors.ts';
import { createSocketChannel } from './socket-channel.ts';
import type { ByteChannel, ReportChannel } from './types.ts';
import {
  accepted,
  createLineTaker,
  createReportReader,
  helloLine,
  notFound,
  type VirtualDevice,
} from './virtual-protocol.ts';

const missingCode: Readonly<Record<VirtualDevice, FieldCode>> = {
  printer: 'PRN-01',
  scanner: 'SCN-01',
  keypad: 'KEY-01',
  display: 'DSP-01',
};

/** The supervisor answers from its event loop; one that is stopped in a debugger or gone does not. */
const answerTimeoutMs = 3_000;

/** Sends the hello and waits for the line that answers it. Rejects with a plain Error. */
const greet = (
  socketPath: string,
  hello: string,
  signal?: AbortSignal,
): Promise<{ line: string; rest: Uint8Array; socket: ReturnType<typeof connect> }> =>
  new Promise((done, fail) => {
    if (signal?.aborted) return fail(new Error('given up'));
    const socket = connect(socketPath);
    const settle = (): void => {
      signal?.removeEventListener('abort', givenUp);
      socket.setTimeout(0);
      socket.off('data', take).off('timeout', timedOut).off('close', closed);
    };
    const give = (why: string): void => {
      settle();
      socket.destroy();
      fail(new Error(why));
    };
    let lastError: NodeJS.ErrnoException | null = null;
    const givenUp = (): void => give('given up');
    const timedOut = (): void => give(`no answer within ${answerTimeoutMs} ms`);
    const closed = (): void => give(lastError?.code ?? 'not plugged in');
    const take = createLineTaker(
      (line, rest) => {
        settle();
        socket.pause();
        done({ line, rest, socket });
      },
      () => give('an answer that is no line'),
    );
    signal?.addEventListener('abort', givenUp, { once: true });
    socket.setTimeout(answerTimeoutMs);
    socket.once('timeout', timedOut);
    socket.once('close', closed);
    socket.on('error', (error) => {
      lastError = error;
    });
    socket.on('data', take);
    socket.write(hello);
  });

/** Errors: PRN-01, SCN-01, KEY-01 or DSP-01: the device is not plugged in, or nobody serves the socket. */
export const openVirtual = async (
  socketPath: string,
  device: VirtualDevice,
  signal: AbortSignal,
): Promise<ByteChannel> => {
  try {
    const { line, rest, socket } = await greet(socketPath, helloLine({ device }), signal);
    if (line !== accepted) {
      socket.destroy();
      throw new Error('an answer that is not ours');
    }
    return createSocketChannel(socket, rest);
  } catch (thrown) {
    throw new FieldFailure(fieldError(missingCode[device], `virtual: ${(thrown as Error).message}`), { cause: thrown });
  }
};

/** Reports that come before anybody listens are dropped beyond this: nobody types or scans that fast. */
const maxEarlyReports = 64;

/** The same for a HID device. Bytes that are no framed reports close the channel. */
export const openVirtualReports = async (
  socketPath: string,
  device: VirtualDevice,
  signal: AbortSignal,
): Promise<ReportChannel> => {
  const channel = await openVirtual(socketPath, device, signal);
  const early: Uint8Array[] = [];
  let listener: ((report: Uint8Array) => void) | null = null;
  let broken: Error | null = null;
  const read = createReportReader(
    (report) => {
      if (listener !== null) listener(report);
      else if (early.length < maxEarlyReports) early.push(report);
    },
    (why) => {
      broken = new Error(why);
      void channel.close();
    },
  );
  channel.onData(read);
  return {
    onReport(next) {
      listener = next;
      for (const report of early.splice(0)) next(report);
    },
    onClose: (closed) => channel.onClose((error) => closed(broken ?? error)),
    close: () => channel.close(),
  };
};

/** The virtual name server's address for a host. Rejects with an error whose `code` is `ENOTFOUND`, as `dns.lookup` does. */
export const resolveVirtually = async (socketPath: string, host: string): Promise<string> => {
  const unknown = (): Error =>
    Object.assign(new Error(`getaddrinfo ${notFound} ${host}`), { code: notFound, hostname: host });
  let answer: string;
  try {
    const { line, socket } = await greet(socketPath, helloLine({ device: 'resolver', host }));
    socket.destroy();
    answer = line;
  } catch (thrown) {
    throw Object.assign(unknown(), { cause: thrown });
  }
  if (answer === notFound || answer === '') throw unknown();
  return answer;
};
