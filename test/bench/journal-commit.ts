/** Journal commit ÷ (4 KiB appended + fdatasync): what the box's bookkeeping costs over the disk itself. */
import { join } from 'node:path';
import { type Figure, type Pair, ratioFigure } from './figures.ts';
import { openRawAppend } from './raw-append.ts';
import { benchJournal, commitsOf } from './sample-sale.ts';

const sales = 400;
/** An idle moment comes every so many sales; it is not part of a commit. */
const salesBetweenCheckpoints = 40;
/** A page of the log: what one commit writes at least. */
const yardstickBytes = 4_096;

export const journalCommit = async (directory: string): Promise<Figure[]> => {
  const journal = benchJournal(join(directory, 'commit.db'));
  const raw = openRawAppend(join(directory, 'commit.raw'), yardstickBytes);
  const commits = commitsOf(journal);
  const names = ['intent', 'verdict and slips', 'printed'];
  const pairs: Pair[][] = names.map(() => []);
  for (let sale = 0; sale < sales; sale += 1) {
    for (const [index, commit] of commits.entries()) {
      const yardstick = raw.measure();
      const from = performance.now();
      await commit();
      pairs[index]?.push({ measured: performance.now() - from, yardstick });
    }
    if (sale % salesBetweenCheckpoints === salesBetweenCheckpoints - 1) await journal.checkpoint();
  }
  journal.close();
  raw.close();
  return [
    ratioFigure('journal commit ÷ 4 KiB append + fdatasync', 1.5, pairs.flat()),
    ...names.map((name, index) => ratioFigure(`  of it: ${name}`, null, pairs[index] ?? [])),
  ];
};
