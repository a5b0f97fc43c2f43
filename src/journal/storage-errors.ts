/** SQLite's result codes and the system's errors as field errors (sqlite.org/rescode.html). */
import { statfsSync } from 'node:fs';
import { type FieldError, FieldFailure, fieldError } from '../errors.ts';

const sqliteBusy = 5;
const sqliteLocked = 6;
const sqliteReadonly = 8;
const sqliteIoErr = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteCantOpen = 14;
const sqlitePermission = 3;
const sqliteNoLfs = 22;
const sqliteNotADb = 26;

export interface StorageFailure {
  readonly error: FieldError;
  /**
   * After an input or output error the connection is not trusted: a page that an fsync could not write may be marked
   * clean, so that a second fsync says "done" ("fsyncgate"; sqlite.org/atomiccommit.html).
   */
  readonly connectionLost: boolean;
}

/** No block free for us: SQLite reports a disk that is full while it grows its shared memory as an I/O error. */
const isFull = (directory: string): boolean => {
  try {
    return statfsSync(directory).bavail === 0;
  } catch {
    return false;
  }
};

const errcodeOf = (thrown: unknown): number | null =>
  thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number' ? thrown.errcode : null;

/** JRN-01 disk full, JRN-02 cannot be written, JRN-04 damaged; null for anything else, which is a bug. */
export const storageFailure = (thrown: unknown, directory: string): StorageFailure | null => {
  if (!(thrown instanceof Error)) return null;
  const errcode = errcodeOf(thrown);
  if (errcode === null) {
    if (!('syscall' in thrown) || !('code' in thrown)) return null;
    const isFullDisk = thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT';
    return { error: fieldError(isFullDisk ? 'JRN-01' : 'JRN-02', thrown.message), connectionLost: true };
  }
  const detail = `${thrown.message} (SQLite ${errcode})`;
  switch (errcode & 0xff) {
    case sqliteFull:
      return { error: fieldError('JRN-01', detail), connectionLost: false };
    case sqliteIoErr:
    case sqliteCantOpen:
      return { error: fieldError(isFull(directory) ? 'JRN-01' : 'JRN-02', detail), connectionLost: true };
    case sqliteBusy:
    case sqliteLocked:
      return { error: fieldError('JRN-02', detail), connectionLost: false };
    case sqliteReadonly:
    case sqlitePermission:
    case sqliteNoLfs:
      return { error: fieldError('JRN-02', detail), connectionLost: true };
    case sqliteCorrupt:
    case sqliteNotADb:
      return { error: fieldError('JRN-04', detail), connectionLost: true };
    default:
      return null;
  }
};

/** The same, as something to throw: a FieldFailure, or the bug itself. */
export const asFailure = (thrown: unknown, failure: StorageFailure | null): unknown =>
  failure === null ? thrown : new FieldFailure(failure.error, { cause: thrown });
