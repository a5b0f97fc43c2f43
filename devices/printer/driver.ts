/**
 * The printer as the box sees it: one document at a time, done only when the printer says so.
 *
 * What a printer does when its paper runs out in the middle of a slip decides how this works: it goes offline, keeps
 * what it has received, and when new paper is in prints the rest of it, from the next line. The box, which has told its
 * cashier of the trouble, will print that slip again marked as a duplicate; both together would be a torso and a slip on
 * one strip. So a document that was interrupted is cleared out of the printer at once, while it is still offline
 * (DLE DC4 8, which real printers obey in that state; DLE ENQ 2 for those that do not know it), and the next document
 * begins on paper of its own, behind a cut.
 */
import { createHash } from 'node:crypto';
import type { PrinterStatus, PrintOutcome } from '../../machines/ports.ts';
import { type FieldError, fieldError } from '../../src/errors.ts';
import type { DeviceLog, Timers } from '../device-status.ts';
import type { ByteChannel } from '../transport/types.ts';
import { doneRequest, feedAndCut, initialize } from './escpos.ts';
import { openSession, type PrinterSession } from './session.ts';
import { refusalOf } from './status.ts';

export interface PrinterDriverOptions {
  /** The printer knows GS ( H and reports a document done; without it a document is done when it must have come out. */
  readonly doneReport: boolean;
}

export interface PrinterDriverDeps {
  readonly clock: Timers;
  readonly log: DeviceLog;
}

export interface PrinterDriver {
  attach(channel: ByteChannel): void;
  /** The channel is gone: what is being printed ends with this error. */
  detach(error: FieldError): void;
  status(): PrinterStatus;
  /** Returns the unsubscribe function. */
  onStatus(listener: (status: PrinterStatus) => void): () => void;
  /**
   * Never rejects. Errors: PRN-01 missing, PRN-02 paper out, PRN-03 cover open, PRN-04 no answer, too many documents
   * waiting or given up, PRN-05 printer error, PRN-07 garbage.
   */
  print(document: Uint8Array, signal?: AbortSignal): Promise<PrintOutcome>;
  /** Ends what waits with PRN-01 and closes the channel. */
  close(): Promise<void>;
}

/** Paper out shows without a document, and paper that was put in is seen within a second. */
export const idlePollMs = 800;
/** An answer that is later than the time-out comes within this, or not at all. */
const quietMs = 100;
/** While a document comes out. */
const jobPollMs = 250;
/** A printer that cuts or feeds may miss a question; three in a row it does not. */
const toleratedMisses = 2;
/** Two copies, the next customer's QR, and a report behind them. */
const maxWaiting = 8;
/** Slowest line 9600 baud, 960 bytes a second; slowest text some 60 mm a second, 16 lines of 32 characters. */
const printTimeMs = (bytes: number): number => 500 + 2 * bytes;
/** Beyond this a printer that answers and is ready has lost the document. */
const doneTimeoutMs = (bytes: number): number => 10_000 + 2 * printTimeMs(bytes);

interface Sleeper {
  wake: () => void;
}

interface Report extends Sleeper {
  done: boolean;
}

interface Job {
  readonly document: Uint8Array;
  readonly signal: AbortSignal | undefined;
  readonly settle: (outcome: PrintOutcome) => void;
}

const refused = (error: FieldError): PrintOutcome => ({ ok: false, error, mayBeOut: false });
const interrupted = (error: FieldError): PrintOutcome => ({ ok: false, error, mayBeOut: true });
const isSilent = (refusal: FieldError | null): boolean => refusal?.code === 'PRN-04' || refusal?.code === 'PRN-07';
const givenUp = fieldError('PRN-04', 'given up');

/**
 * Four characters, as GS ( H wants them. Of the document too, not its number alone: a box that starts anew counts from
 * one again, and a report of the document before its power cut must not stand for the first one after it.
 */
const reportId = (document: Uint8Array, jobNumber: number): string =>
  createHash('sha256').update(document).update(String(jobNumber)).digest('base64url').slice(0, 4);

const describe = (status: PrinterStatus): string =>
  status.state === 'ready' ? `ready ${status.paperLow}` : JSON.stringify(status);

export const createPrinterDriver = (
  options: PrinterDriverOptions,
  { clock, log }: PrinterDriverDeps,
): PrinterDriver => {
  const listeners = new Set<(status: PrinterStatus) => void>();
  const waiting: Job[] = [];
  let status: PrinterStatus = { state: 'missing', error: fieldError('PRN-01', 'not opened yet') };
  let session: PrinterSession | null = null;
  let channel: ByteChannel | null = null;
  let running = false;
  let closed = false;
  /** A check under way; who comes meanwhile takes its answer. */
  let checking: { readonly of: PrinterSession; readonly result: Promise<PrinterStatus> } | null = null;
  let tidying: { readonly of: PrinterSession; readonly result: Promise<void> } | null = null;
  let pollTimer: unknown = null;
  let jobNumber = 0;
  /**
   * Something of a broken document may be in the printer, and on the paper that hangs out of it. So it is at the start:
   * a power cut may have come in the middle of a slip, or in the middle of a command that would swallow the next one.
   */
  let mustClear = true;
  let mustSeparate = true;

  const setStatus = (next: PrinterStatus): void => {
    if (describe(next) === describe(status)) return;
    status = next;
    log('device.status', { device: 'printer', ...next });
    for (const listener of listeners) listener(next);
  };

  /** Ends early when it is woken. */
  const nap = (ms: number, sleeper: Sleeper = { wake: () => undefined }): Promise<void> =>
    new Promise((done) => {
      const timer = clock.setTimeout(done, ms);
      sleeper.wake = () => {
        clock.clearTimeout(timer as never);
        done();
      };
    });

  const check = (asked: PrinterSession): Promise<PrinterStatus> => {
    if (checking?.of === asked) return checking.result;
    const result = asked.readStatus().then((read) => {
      if (checking?.of === asked) checking = null;
      if (session === asked) setStatus(read);
      return read;
    });
    checking = { of: asked, result };
    return result;
  };

  const tidy = (asked: PrinterSession): Promise<void> => {
    if (!mustClear || isSilent(refusalOf(status))) return Promise.resolve();
    if (tidying?.of === asked) return tidying.result;
    const result = asked.clear().then((confirmed) => {
      if (tidying?.of === asked) tidying = null;
      // A printer that answers questions has had the command, whether it knows it or not.
      if (confirmed || (session === asked && !isSilent(refusalOf(status)))) mustClear = false;
    });
    tidying = { of: asked, result };
    return result;
  };

  const poll = async (): Promise<void> => {
    const asked = session;
    if (asked === null || running) return;
    await check(asked);
    if (session === asked) await tidy(asked);
    scheduleNext();
  };

  const scheduleNext = (): void => {
    clock.clearTimeout(pollTimer as never);
    if (waiting.length > 0) void runNext();
    else if (session !== null) pollTimer = clock.setTimeout(() => void poll(), idlePollMs);
  };

  /** Null: ready now. A printer that was silent or spoke garbage is asked once more, after what comes late has come. */
  const refusalNow = async (asked: PrinterSession): Promise<FieldError | null> => {
    const refusal = refusalOf(await check(asked));
    if (!isSilent(refusal)) return refusal;
    await nap(quietMs);
    return refusalOf(await check(asked));
  };

  /** Null: it is on paper. */
  const untilDone = async (asked: PrinterSession, report: Report, bytes: number, signal?: AbortSignal) => {
    let overdue = false;
    const limitMs = options.doneReport ? doneTimeoutMs(bytes) : printTimeMs(bytes);
    const limit = clock.setTimeout(() => {
      overdue = true;
    }, limitMs);
    const wake = (): void => report.wake();
    signal?.addEventListener('abort', wake);
    try {
      for (let misses = 0; !report.done; ) {
        const stopped = asked.ended() ?? (signal?.aborted ? givenUp : null);
        if (stopped !== null) return stopped;
        await nap(jobPollMs, report);
        if (report.done || asked.ended() !== null || signal?.aborted) continue;
        const wasOverdue = overdue;
        const refusal = refusalOf(await check(asked));
        if (report.done || asked.ended() !== null) continue;
        misses = isSilent(refusal) ? misses + 1 : 0;
        if (refusal !== null && (misses === 0 || misses > toleratedMisses)) return refusal;
        if (wasOverdue && refusal === null) return options.doneReport ? fieldError('PRN-04', 'no done-report') : null;
      }
      return null;
    } finally {
      clock.clearTimeout(limit as never);
      signal?.removeEventListener('abort', wake);
    }
  };

  const send = async (asked: PrinterSession, { document, signal }: Job): Promise<FieldError | null> => {
    jobNumber += 1;
    const id = reportId(document, jobNumber);
    const bytes = Buffer.concat([
      mustSeparate ? Buffer.from([...initialize, ...feedAndCut]) : Buffer.alloc(0),
      document,
      options.doneReport ? doneRequest(id) : Buffer.alloc(0),
    ]);
    const report: Report = { done: false, wake: () => undefined };
    const stopWaiting = asked.whenDone(id, (reported) => {
      report.done = reported;
      report.wake();
    });
    try {
      const failed = await asked.write(bytes, signal);
      if (failed === null) return await untilDone(asked, report, bytes.length, signal);
      // The printer may wait for the rest of a command, and would take for it what comes next: start afresh.
      if (asked.ended() === null) await channel?.close();
      return failed;
    } finally {
      stopWaiting();
    }
  };

  const run = async (job: Job): Promise<PrintOutcome> => {
    const asked = session;
    if (asked === null) return refused(refusalOf(status) ?? fieldError('PRN-01'));
    if (job.signal?.aborted) return refused(givenUp);
    const refusal = await refusalNow(asked);
    if (refusal !== null) return refused(refusal);
    await tidy(asked);
    if (asked.ended() !== null) return refused(asked.ended() ?? fieldError('PRN-01'));
    if (job.signal?.aborted) return refused(givenUp);
    const failed = await send(asked, job);
    mustSeparate = failed !== null;
    if (failed === null) return { ok: true };
    mustClear = true;
    return interrupted(failed);
  };

  const runNext = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const outcome = await run(job);
      if (!outcome.ok)
        log('printer.notPrinted', { ...outcome.error, mayBeOut: outcome.mayBeOut, bytes: job.document.length });
      job.settle(outcome);
      if (session !== null) await tidy(session);
    }
    running = false;
    scheduleNext();
  };

  const detach = (error: FieldError): void => {
    session?.end(error);
    session = null;
    channel = null;
    clock.clearTimeout(pollTimer as never);
    setStatus({ state: 'missing', error });
  };

  return {
    attach(next) {
      if (closed) return;
      session?.end(fieldError('PRN-01', 'opened anew'));
      channel = next;
      session = openSession(next, { clock, log, onAutomatic: setStatus });
      void poll();
    },
    detach,
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    print(document, signal) {
      if (closed) return Promise.resolve(refused(fieldError('PRN-01', 'closed')));
      if (waiting.length >= maxWaiting)
        return Promise.resolve(refused(fieldError('PRN-04', 'too many documents wait')));
      return new Promise((settle) => {
        waiting.push({ document, signal, settle });
        void runNext();
      });
    },
    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.settle(refused(fieldError('PRN-01', 'closed')));
      const open = channel;
      detach(fieldError('PRN-01', 'closed'));
      await open?.close();
    },
  };
};
