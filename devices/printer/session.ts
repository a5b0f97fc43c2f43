/** Questions and answers with one attached printer: each has a time-out, and an answer that nobody waits for is said. */
import type { PrinterStatus } from '../../machines/ports.ts';
import { type FieldError, fieldError } from '../../src/errors.ts';
import type { DeviceLog, Timers } from '../device-status.ts';
import type { ByteChannel } from '../transport/types.ts';
import { clearBuffers, recoverCleared, type StatusQuery, statusQueries, statusQuery } from './escpos.ts';
import { type Answer, createAnswerReader, statusOfAnswers, statusOfAutomatic } from './status.ts';

/** Real-time: a printer answers in milliseconds, also while it prints; USB polling and a loaded network add to it. */
export const answerTimeoutMs = 500;
/** 512 bytes are 533 ms at 9600 baud, and a printer with a full buffer takes them as fast as it prints, some 16 lines a second. */
const writeTimeoutMs = 5_000;
const chunkBytes = 512;

export type Ended = { readonly ended: FieldError };
type Waiter = (answer: Answer | Ended) => boolean;

export interface PrinterSession {
  /** Silence is PRN-04, bytes that are no answers are PRN-07: both are a status. */
  readStatus(): Promise<PrinterStatus>;
  /** Null: all bytes were handed over. Errors: PRN-04 not taken in time or given up, PRN-01 the channel closed. */
  write(bytes: Uint8Array, signal?: AbortSignal): Promise<FieldError | null>;
  /** Calls back once: true when the done-report with this id comes, false when the session ends first. */
  whenDone(id: string, callback: (reported: boolean) => void): () => void;
  /** Throws away what the printer holds and has not printed; true: it said so. */
  clear(): Promise<boolean>;
  ended(): FieldError | null;
  end(error: FieldError): void;
}

export interface SessionDeps {
  readonly clock: Timers;
  readonly log: DeviceLog;
  /** A status that came by itself (GS a). */
  readonly onAutomatic: (status: PrinterStatus) => void;
}

export const openSession = (channel: ByteChannel, { clock, log, onAutomatic }: SessionDeps): PrinterSession => {
  const waiters = new Set<Waiter>();
  let endedBy: FieldError | null = null;
  let garbageBytes = 0;
  let unexpected = 0;

  const offer = (answer: Answer | Ended): boolean => {
    for (const waiter of waiters) {
      if (waiter(answer)) {
        waiters.delete(waiter);
        return true;
      }
    }
    return false;
  };

  const take = (answer: Answer): void => {
    if (answer.type === 'garbage') garbageBytes += 1;
    if (answer.type === 'automatic') onAutomatic(statusOfAutomatic(answer.bytes));
    else if (!offer(answer)) {
      unexpected += 1;
      // The 1st, 2nd, 4th, 8th …: a printer that floods the line must not flood the log.
      if ((unexpected & (unexpected - 1)) === 0) log('printer.unexpectedAnswer', { ...answer, count: unexpected });
    }
  };

  channel.onData(createAnswerReader(take));

  /** Null: it did not come in time, or the session ended. */
  const expect = <T>(match: (answer: Answer) => T | null): Promise<T | null> =>
    new Promise((done) => {
      const finish = (value: T | null): void => {
        clock.clearTimeout(timer as never);
        waiters.delete(waiter);
        done(value);
      };
      const waiter: Waiter = (answer) => {
        if ('ended' in answer) {
          finish(null);
          return false;
        }
        const value = match(answer);
        if (value !== null) finish(value);
        return value !== null;
      };
      const timer = clock.setTimeout(() => finish(null), answerTimeoutMs);
      waiters.add(waiter);
    });

  const writeChunk = async (bytes: Uint8Array, signal?: AbortSignal): Promise<FieldError | null> => {
    const abort = new AbortController();
    const give = (why: string): void => abort.abort(new Error(why));
    const givenUp = (): void => give('given up');
    const timer = clock.setTimeout(() => give(`takes no bytes for ${writeTimeoutMs} ms`), writeTimeoutMs);
    signal?.addEventListener('abort', givenUp, { once: true });
    try {
      await channel.write(bytes, abort.signal);
      return null;
    } catch (thrown) {
      return endedBy ?? fieldError(abort.signal.aborted ? 'PRN-04' : 'PRN-01', (thrown as Error).message);
    } finally {
      clock.clearTimeout(timer as never);
      signal?.removeEventListener('abort', givenUp);
    }
  };

  const ask = async (query: StatusQuery): Promise<number | null> => {
    const answer = expect((got) => (got.type === 'status' ? got.byte : null));
    const refused = await writeChunk(statusQuery(query));
    return refused === null ? answer : null;
  };

  return {
    async readStatus() {
      const garbageBefore = garbageBytes;
      const answers: Record<StatusQuery, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
      // One by one: an answer does not say which question it belongs to, and some clones drop one of two in a row.
      for (const query of statusQueries) {
        const byte = await ask(query);
        if (endedBy !== null) return { state: 'missing', error: endedBy };
        if (byte === null) {
          const error =
            garbageBytes > garbageBefore
              ? fieldError('PRN-07', 'bytes that are no status')
              : fieldError('PRN-04', `no answer to DLE EOT ${query}`);
          return { state: 'faulted', error };
        }
        answers[query] = byte;
      }
      return statusOfAnswers(answers);
    },
    async write(bytes, signal) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const refused = await writeChunk(bytes.subarray(at, at + chunkBytes), signal);
        if (refused !== null) return refused;
      }
      return null;
    },
    whenDone(id, callback) {
      const waiter: Waiter = (answer) => {
        const reported = !('ended' in answer) && answer.type === 'done' && answer.id === id;
        if (reported || 'ended' in answer) callback(reported);
        return reported;
      };
      waiters.add(waiter);
      return () => waiters.delete(waiter);
    },
    async clear() {
      const cleared = expect((got) => (got.type === 'cleared' ? true : null));
      // Nothing may follow it before its answer (manual, DLE DC4 function 8).
      if ((await writeChunk(clearBuffers)) !== null) return false;
      if ((await cleared) === true) return true;
      if (endedBy === null) await writeChunk(recoverCleared);
      return false;
    },
    ended: () => endedBy,
    end(error) {
      endedBy ??= error;
      for (const waiter of [...waiters]) waiter({ ended: error });
      waiters.clear();
    },
  };
};
