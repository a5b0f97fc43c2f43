/** Start of the box to `ready`, with a journal of 100,000 payments, ÷ `node -e 0`. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type BoxPlace, type Build, preparePlace, startBox } from './box-process.ts';
import { serveDesk } from './devices-on-desk.ts';
import { sharedNowMs, startFastGateway } from './fast-gateway.ts';
import { type Figure, type Pair, ratioFigure } from './figures.ts';
import { benchJournal, commitsOf } from './sample-sale.ts';

export const largeJournalPayments = 100_000;
const starts = 15;

/**
 * The payments of years: real sales multiplied by SQL, each with its history and its printed slips, since a hundred
 * thousand sales one by one would take the bench a quarter of an hour.
 */
export const writeLargeJournal = async (path: string, serverUrl: string, terminalId: string): Promise<void> => {
  const journal = benchJournal(path);
  journal.scope({ gateway: serverUrl, terminalId });
  for (const commit of commitsOf(journal)) await commit();
  journal.close();

  const db = new DatabaseSync(path);
  const columnsOf = (table: string, ...without: string[]): string =>
    db
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name))
      .filter((name) => !without.includes(name))
      .join(', ');
  const payment = columnsOf('payment', 'number');
  const event = columnsOf('event', 'number');
  const document = columnsOf('document', 'id', 'number');
  const scope = db.prepare('SELECT scope_id FROM payment').get()?.scope_id;
  db.exec(`
    PRAGMA synchronous = OFF;
    BEGIN;
    CREATE TEMP TABLE n AS WITH RECURSIVE n(n) AS (VALUES (2) UNION ALL SELECT n + 1 FROM n WHERE n < ${largeJournalPayments})
      SELECT n FROM n;
    INSERT INTO payment (number, ${payment}) SELECT n, ${payment} FROM n, payment WHERE scope_id = ${Number(scope)} AND number = 1;
    INSERT INTO event (number, ${event}) SELECT n, ${event} FROM n, event WHERE scope_id = ${Number(scope)} AND number = 1;
    INSERT INTO document (id, number, ${document}) SELECT n, n, ${document} FROM n, document WHERE document.id = 1;
    INSERT INTO document_copy (id, document_id, copy, printed)
      SELECT n * 10 + copy, n, copy, 1 FROM n, document_copy WHERE document_id = 1;
    COMMIT;`);
  db.close();
};

/** One start of nothing, milliseconds. */
export const bareNodeMs = (): number => {
  const from = sharedNowMs();
  spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  return sharedNowMs() - from;
};

const pairsOf = async (build: Build, place: BoxPlace): Promise<Pair[]> => {
  const pairs: Pair[] = [];
  for (let start = -2; start < starts; start += 1) {
    const yardstick = bareNodeMs();
    const box = await startBox(build, place);
    // the first start of a bundle writes its compile cache when it ends
    await box.stop();
    if (start >= 0) pairs.push({ measured: box.startMs, yardstick });
  }
  return pairs;
};

export const startToReady = async (directory: string): Promise<Figure[]> => {
  const gateway = await startFastGateway(largeJournalPayments);
  const place = await preparePlace(join(directory, 'start'), gateway.url);
  const large = join(directory, 'large.db');
  if (!existsSync(large)) await writeLargeJournal(large, gateway.url, '10000001');
  await copyFile(large, join(place.directory, 'journal.db'));
  const desk = await serveDesk(place.virtualPath);
  const bundled = await pairsOf('bundled', place);
  const source = await pairsOf('source', place);
  await desk.close();
  await gateway.close();
  return [
    ratioFigure('start to ready, 100,000 payments, bundled ÷ node -e 0', 5, bundled),
    ratioFigure('  the same from source', null, source),
  ];
};
