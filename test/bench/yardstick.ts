/**
 * What the box's own work is measured against, in a process of its own as the box is: 200 bytes appended + fdatasync, one
 * bare undici request, and one commit of a journal. Run as a program it answers each message with a measurement.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Pool } from 'undici';
import { sharedNowMs } from './fast-gateway.ts';
import { openRawAppend } from './raw-append.ts';
import { benchJournal, commitsOf } from './sample-sale.ts';

export interface Measurement {
  readonly appendMs: number;
  /** From the call to the answer. */
  readonly requestMs: number;
  /** On the shared clock: when the request was made. */
  readonly requestedMs: number;
  /** The second commit of a sale: the verdict with its slips. */
  readonly commitMs: number;
}

export interface Yardstick {
  measure(): Promise<Measurement>;
  stop(): Promise<void>;
}

/** What an intent takes in a file that is only appended to. */
const appendBytes = 200;
const bareBody = JSON.stringify({ amount: 15_000, currency: 'RUB', text: '.'.repeat(200) });

const serve = async (directory: string, url: string): Promise<void> => {
  const raw = openRawAppend(join(directory, 'yardstick.raw'), appendBytes);
  const journal = benchJournal(join(directory, 'yardstick.db'));
  const pool = new Pool(url, { connections: 1, allowH2: false, keepAliveTimeout: 60_000 });
  process.on('message', () => {
    void (async () => {
      const appendMs = raw.measure();
      const requestedMs = sharedNowMs();
      const { body } = await pool.request({
        method: 'POST',
        path: '/bare',
        headers: { 'content-type': 'application/json' },
        body: bareBody,
      });
      await body.text();
      const requestMs = sharedNowMs() - requestedMs;
      const [begin, verdict, printed] = commitsOf(journal);
      await begin?.();
      const from = sharedNowMs();
      await verdict?.();
      const commitMs = sharedNowMs() - from;
      await printed?.();
      process.send?.({ appendMs, requestMs, requestedMs, commitMs } satisfies Measurement);
    })();
  });
  process.send?.('ready');
};

export const startYardstick = async (directory: string, url: string): Promise<Yardstick> => {
  const child: ChildProcess = fork(import.meta.filename, [directory, url], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  await once(child, 'message');
  return {
    async measure() {
      const answered = once(child, 'message');
      child.send('measure');
      const [measurement] = await answered;
      return measurement as Measurement;
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};

if (process.argv[1] === import.meta.filename) await serve(process.argv[2] ?? '', process.argv[3] ?? '');
