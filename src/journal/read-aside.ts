/**
 * Reads the journal beside the box, whether that runs or not: one unchanging view of it, through a connection that writes
 * nothing. The box goes on committing meanwhile; only the draining of its log waits.
 */
import { existsSync, fdatasyncSync } from 'node:fs';
import { access, constants, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type FieldError, FieldFailure, failed, fieldError, ok, type Result } from '../errors.ts';
import { hasDayCloses, openClose } from './day-closes.ts';
import { migrationRefusal } from './migrations.ts';
import { storageFailure } from './storage-errors.ts';
import { Connection } from './store.ts';

/** The box holds a lock for a commit or two, never longer. */
const busyTimeoutMs = 5_000;

/**
 * Errors: JRN-06 there is none, JRN-05 not readable, JRN-03 of a newer version, JRN-04 damaged, and what `work` throws as
 * FieldFailure. `work` may be called again where a box starts meanwhile.
 */
export const readAside = async <T>(
  path: string,
  work: (connection: Connection) => Promise<T> | T,
): Promise<Result<T>> => {
  try {
    await access(path, constants.R_OK);
    const atRest = await readAtRest(path, work);
    return ok(
      atRest === null
        ? await readIn(path, new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs }), work)
        : atRest.value,
    );
  } catch (thrown) {
    return failed(failureOf(path, thrown));
  }
};

/**
 * A box that was stopped in order has left no log beside the file: it is read as what it is, and SQLite makes no files of
 * its own beside it. Null: there is a log, or a box has started meanwhile.
 */
const readAtRest = async <T>(
  path: string,
  work: (connection: Connection) => Promise<T> | T,
): Promise<{ readonly value: T } | null> => {
  if (existsSync(`${path}-wal`)) return null;
  const before = await stat(path, { bigint: true });
  const isAtRest = async (): Promise<boolean> => {
    const now = await stat(path, { bigint: true });
    return !existsSync(`${path}-wal`) && now.ino === before.ino && now.mtimeNs === before.mtimeNs;
  };
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1'); // sqlite.org/uri.html
  try {
    const value = await readIn(path, new DatabaseSync(url, { readOnly: true }), work);
    return (await isAtRest()) ? { value } : null;
  } catch (thrown) {
    if (await isAtRest()) throw thrown;
    return null;
  }
};

const readIn = async <T>(
  path: string,
  db: DatabaseSync,
  work: (connection: Connection) => Promise<T> | T,
): Promise<T> => {
  try {
    db.exec('BEGIN');
    const refusal = migrationRefusal(db); // the first reading: from here on the view stands still
    if (refusal !== null) throw new FieldFailure(refusal);
    const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
    if (isEmpty) throw new FieldFailure(fieldError('JRN-06', 'empty', { file: path }));
    return await work(new Connection(db));
  } finally {
    db.close();
  }
};

/** Reading is what failed here: JRN-02 speaks of writing. */
const failureOf = (path: string, thrown: unknown): FieldError => {
  if (thrown instanceof FieldFailure) return thrown.fieldError;
  const failure = storageFailure(thrown, dirname(path));
  if (failure === null) throw thrown;
  const { code, detail } = failure.error;
  if (code === 'JRN-04') return failure.error;
  const errno = 'syscall' in (thrown as Error) ? (thrown as NodeJS.ErrnoException).code : undefined;
  if (errno === 'ENOENT') return fieldError('JRN-06', undefined, { file: path });
  return fieldError('JRN-05', detail, { file: path, ...(errno !== undefined && { errno }) });
};

/** Throws FieldFailure JRN-04. Every page is read. */
export const checkSound = ({ db }: Connection): void => {
  const said = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  if (said !== 'ok') throw new FieldFailure(fieldError('JRN-04', String(said)));
};

/** Of all gateways and terminals that this journal has known. */
export const summaryOf = (connection: Connection): { highestTransactionNumber: number; openObligations: number } => {
  const row = connection.db
    .prepare('SELECT max(number) AS highest, count(*) FILTER (WHERE resolved = 0) AS open FROM payment')
    .get();
  const closes = hasDayCloses(connection) ? scopesOf(connection).map(({ id }) => openClose(connection, id)) : [];
  return {
    highestTransactionNumber: Number(row?.highest ?? 0),
    openObligations: Number(row?.open ?? 0) + closes.filter((close) => close !== null).length,
  };
};

export interface JournalScope {
  readonly id: number;
  readonly gateway: string;
  readonly terminalId: string;
}

/** The one that was added last is the first. */
export const scopesOf = ({ db }: Connection): readonly JournalScope[] =>
  db
    .prepare('SELECT id, gateway, terminal_id FROM scope ORDER BY id DESC LIMIT 100')
    .all()
    .map(({ id, gateway, terminal_id }) => ({
      id: Number(id),
      gateway: String(gateway),
      terminalId: String(terminal_id),
    }));

/**
 * 1 MiB. What is copied is put on the disk bit by bit: a hundred megabytes at once would keep the box's next commit
 * waiting for as long as the disk takes for them.
 */
const pagesAtOnce = 256;

/**
 * Copies the view of the journal to `to`, an empty file. Rejects with what `to` fails with (SQLite's error, or the
 * system's), or with the reason of `signal`. What is wrong with the journal itself is found by `checkSound` before.
 */
export const copyJournal = async ({ db }: Connection, to: string, signal?: AbortSignal): Promise<void> => {
  const file = await open(to, 'r+');
  try {
    await backup(db, to, {
      rate: pagesAtOnce,
      progress() {
        signal?.throwIfAborted();
        fdatasyncSync(file.fd); // here, so that the next step waits for it
      },
    });
  } finally {
    await file.close();
  }
};
