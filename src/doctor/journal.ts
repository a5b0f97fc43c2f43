/**
 * Is the journal sound? Read beside the box, through a connection that writes nothing and holds no lock that a sale needs;
 * in the process of whoever asks, since reading it through takes as long as the disk does.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { hasDayCloses, openClose } from '../journal/day-closes.ts';
import { checkSound, readAside, scopesOf } from '../journal/read-aside.ts';
import { openSales } from '../journal/sales.ts';
import type { Connection } from '../journal/store.ts';
import type { Finding } from '../locale/doctor.ts';
import { netOf } from '../payment/totals.ts';
import { denial } from './denial.ts';
import { skipped, sound, trouble } from './finding.ts';
import { type Owed, owedBy, owedClose } from './obligations.ts';

export interface ExaminedJournal {
  readonly finding: Finding;
  /** What it knows of obligations; null: it cannot be read. */
  readonly owed: readonly Owed[] | null;
}

const mebibyte = 1_048_576;
/** A card of 40 MB a second reads it in 6 s. */
const maxMiB = 256;
const maxOwed = 1_000;

export const examineJournal = async (dataDirectory: string): Promise<ExaminedJournal> => {
  const path = join(dataDirectory, 'journal.db');
  const size = mebibytesOf(path);
  const read = await readAside(path, (connection) => {
    if (size <= maxMiB) checkSound(connection);
    return scopesOf(connection).flatMap(({ id }) => [
      ...openSales(connection, id, maxOwed).map((sale) => owedBy(sale, sale.error)),
      ...openCloses(connection, id),
    ]);
  });
  if (!read.ok) {
    const why = denial(read.error);
    if (why !== null) return { finding: trouble('skipped', 'journal', why), owed: null };
    const state = read.error.code === 'JRN-06' ? 'skipped' : 'fail'; // a box that has never run has none
    return { finding: trouble(state, 'journal', read.error), owed: null };
  }
  const owed = read.value;
  const finding =
    size > maxMiB
      ? skipped('journal', 'journalTooLarge', { size: Math.round(size) })
      : sound('journal', 'journalSound', { size: Math.ceil(size), count: owed.length });
  return { finding, owed };
};

/** A journal that no box of this version has opened yet has none. */
const openCloses = (connection: Connection, scopeId: number): readonly Owed[] => {
  const close = hasDayCloses(connection) ? openClose(connection, scopeId) : null;
  if (close === null) return [];
  return [owedClose({ begunAt: close.begunAt, netMinor: netOf(close.comparison.report.totals) }, null)];
};

const mebibytesOf = (path: string): number => {
  try {
    return statSync(path).size / mebibyte;
  } catch {
    return 0; // told by the reading
  }
};
