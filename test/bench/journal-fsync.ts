/** fsyncs of a commit outside checkpoints, as strace counts them in another process. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, rounded } from './figures.ts';
import { benchJournal, commitsOf } from './sample-sale.ts';

const sales = 100;
const commitsOfSale = 3;

/** Run as a program: sells argv[3] times on the journal at argv[2], without a checkpoint among the sales. */
const sell = async (path: string, count: number): Promise<void> => {
  const journal = benchJournal(path, 1_000_000);
  for (let sale = 0; sale < count; sale += 1) {
    for (const commit of commitsOf(journal)) await commit();
  }
  journal.close();
};

/** The calls of fsync and fdatasync in strace's summary (`calls` is its fourth column). */
const countSyncs = (directory: string, count: number): number => {
  const summary = join(directory, `fsync-${count}.txt`);
  execFileSync('strace', [
    ...['-f', '-c', '-e', 'trace=fsync,fdatasync', '-o', summary],
    ...[process.execPath, '--disable-warning=ExperimentalWarning', import.meta.filename],
    ...[join(directory, `fsync-${count}.db`), String(count)],
  ]);
  const lines = execFileSync('cat', [summary], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => /\b(fsync|fdatasync)$/.test(line.trimEnd()))
    .reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[3]), 0);
};

export const journalFsync = (directory: string): Figure => {
  const name = 'fsyncs of a commit, by strace';
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
  } catch {
    const note = "strace is missing: 'sudo apt-get install strace'";
    return { name, unit: 'fsyncs', min: null, median: null, limit: 1, parts: {}, note };
  }
  // opening and closing checkpoint: their fsyncs are those of a run that sells nothing
  const idle = countSyncs(directory, 0);
  const busy = countSyncs(directory, sales);
  const each = rounded((busy - idle) / (sales * commitsOfSale));
  const parts = { commits: sales * commitsOfSale, fsyncs: busy - idle, openAndClose: idle };
  return { name, unit: 'fsyncs', min: each, median: each, limit: 1, parts };
};

if (process.argv[1] === import.meta.filename) await sell(process.argv[2] ?? '', Number(process.argv[3]));
