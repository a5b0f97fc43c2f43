/**
 * The database file under the journal: opens it, commits, checkpoints, and knows when a connection is not to be trusted
 * any more. One commit is one fsync of the write-ahead log; all other fsyncs happen in checkpoints, which the owner
 * asks for when the box is idle.
 */
import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions, type StatementSync } from 'node:sqlite';
import { assert, type FieldError, FieldFailure, failed, fieldError, ok, type Result } from '../errors.ts';
import { migrate, migrationRefusal } from './migrations.ts';
import { asFailure, storageFailure } from './storage-errors.ts';

export interface StoreOptions {
  readonly path: string;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  /** Pages of 4 KiB the file may have: the journal's share of the disk. */
  readonly maxPageCount?: number | undefined;
  /** Pages in the log after which a commit checkpoints, idle or not. */
  readonly maxLogPages?: number | undefined;
  /** In place of SQLite's own connection: the simulator's, on a disk that fails. */
  readonly connect?: Connect | undefined;
  /** After a failure the file is open again: a commit that was said to have failed may be in it. */
  readonly onReopened?: (() => void) | undefined;
}

export type Connect = (path: string, options: DatabaseSyncOptions) => DatabaseSync;

/** 4 MiB of log: about 60 sales without an idle moment between them. */
const defaultMaxLogPages = 1_000;
/** A commit is some ten pages: the bound need not be looked at each time. */
const commitsBetweenMeasurements = 8;
/** Somebody else (a backup) may read while we write; a lock that lasts longer is an error. */
const busyTimeoutMs = 500;
const pageBytes = 4_096;
const logFrameBytes = pageBytes + 24;

const statements = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',
  /** Reports the log's length and touches nothing (sqlite.org/pragma.html#pragma_wal_checkpoint). */
  measureLog: 'PRAGMA wal_checkpoint(NOOP)',
  /** Waits for no reader. Leaves the log its size: later commits overwrite blocks it has, and need no room on the disk. */
  drainLog: 'PRAGMA wal_checkpoint(PASSIVE)',
  markCheckpoint: 'UPDATE journal SET checkpoints = checkpoints + 1',
} as const;

/** The row that every form of `wal_checkpoint` returns. */
const logState = (row: Readonly<Record<string, unknown>> | undefined): { all: number; undrained: number } => {
  const { log, checkpointed } = row ?? {};
  assert(typeof log === 'number' && typeof checkpointed === 'number', 'a checkpoint tells the length of the log');
  return { all: log, undrained: log - checkpointed };
};

/** A prepared statement for each text; texts are constants, so the cache is bounded by the source. */
export class Connection {
  readonly db: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.db = db;
  }

  sql(text: string): StatementSync {
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      statement = this.db.prepare(text);
      this.#prepared.set(text, statement);
    }
    return statement;
  }

  /** Several statements as one transaction: all on disk when this returns, none when it throws. */
  transaction<T>(work: (connection: Connection) => T): T {
    this.sql(statements.begin).run();
    try {
      const value = work(this);
      this.sql(statements.commit).run();
      return value;
    } catch (thrown) {
      // SQLite has rolled back by itself after some failures of COMMIT
      if (this.db.isTransaction) this.sql(statements.rollback).run();
      throw thrown;
    }
  }

  /** Pages in the log, and those of them that are not in the database yet. */
  logPages(): { readonly all: number; readonly undrained: number } {
    return logState(this.sql(statements.measureLog).get());
  }

  /**
   * Moves the log into the database. The commit at the end begins the log again and writes its new header, which costs
   * an fsync of its own: here, and not in the next sale. False: a reader is in the way, another time.
   */
  checkpoint(): boolean {
    if (logState(this.sql(statements.drainLog).get()).undrained > 0) return false;
    this.transaction(() => this.sql(statements.markCheckpoint).run());
    return true;
  }
}

export class Store {
  readonly #options: StoreOptions;
  readonly #directory: string;
  readonly #maxLogPages: number;
  #connection: Connection | null = null;
  #failure: FieldError | null = null;
  /** Of the last commit; null: it is on disk. */
  #commitFailure: FieldError | null = null;
  #isClosed = false;
  #commitsSinceMeasured = 0;

  private constructor(options: StoreOptions) {
    this.#options = options;
    this.#directory = dirname(options.path);
    this.#maxLogPages = options.maxLogPages ?? defaultMaxLogPages;
  }

  /** Errors: JRN-01 disk full, JRN-02 not readable or writable, JRN-03 newer version, JRN-04 damaged. */
  static open(options: StoreOptions): Result<Store> {
    const store = new Store(options);
    try {
      store.#connected();
      return ok(store);
    } catch (thrown) {
      if (thrown instanceof FieldFailure) return failed(thrown.fieldError);
      throw thrown;
    }
  }

  /** Why the last commit is not on disk, or what broke the connection; null: nothing is known to be wrong. */
  get failure(): FieldError | null {
    return this.#failure ?? this.#commitFailure;
  }

  /** Throws FieldFailure JRN-…; anything else is a bug. */
  read<T>(work: (connection: Connection) => T): T {
    const connection = this.#connected();
    try {
      return work(connection);
    } catch (thrown) {
      throw this.#failed(thrown);
    }
  }

  /** One commit, one fsync. Throws FieldFailure JRN-… (then nothing of it is on disk); anything else is a bug. */
  commit<T>(work: (connection: Connection) => T): T {
    const connection = this.#connected();
    let value: T;
    try {
      value = connection.transaction(work);
    } catch (thrown) {
      const failure = this.#failed(thrown);
      if (failure instanceof FieldFailure) this.#commitFailure = failure.fieldError;
      throw failure;
    }
    this.#commitFailure = null;
    this.#boundLog(connection);
    return value;
  }

  /** To be called when the box is idle; does nothing when there was no commit since. Throws FieldFailure JRN-…. */
  checkpoint(): void {
    const connection = this.#connected();
    try {
      // one page is the mark of the last checkpoint
      if (connection.logPages().undrained > 1) connection.checkpoint();
    } catch (thrown) {
      throw this.#failed(thrown);
    }
  }

  /** The smallest commit there is: tells whether the journal can be written again. Throws FieldFailure JRN-…. */
  probe(): void {
    this.commit((connection) => connection.sql(statements.markCheckpoint).run());
  }

  close(): void {
    this.#isClosed = true;
    this.#disconnect();
  }

  /** The sale's commit has succeeded: a checkpoint that fails here is the next call's trouble, not this one's. */
  #boundLog(connection: Connection): void {
    this.#commitsSinceMeasured += 1;
    if (this.#commitsSinceMeasured < commitsBetweenMeasurements) return;
    this.#commitsSinceMeasured = 0;
    try {
      const pages = connection.logPages().all;
      if (pages < this.#maxLogPages) return;
      if (connection.checkpoint()) this.#options.log('journal.checkpointed', { pages });
    } catch (thrown) {
      const failure = this.#failed(thrown);
      if (!(failure instanceof FieldFailure)) throw failure;
    }
  }

  #failed(thrown: unknown): unknown {
    const failure = storageFailure(thrown, this.#directory);
    if (failure === null) return thrown;
    this.#options.log('journal.failed', { code: failure.error.code, detail: failure.error.detail });
    if (failure.connectionLost) {
      this.#failure = failure.error;
      this.#disconnect();
    }
    return asFailure(thrown, failure);
  }

  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = null;
    try {
      connection?.db.close();
    } catch (thrown) {
      // closing checkpoints; what it could not do is done by the next opening, or reported by it
      this.#options.log('journal.closeFailed', { detail: String(thrown) });
    }
  }

  #connected(): Connection {
    if (this.#connection !== null) return this.#connection;
    assert(!this.#isClosed, 'the journal is open');
    let db: DatabaseSync | null = null;
    try {
      db = openFile(this.#options.path, this.#options.connect);
      const refusal = migrationRefusal(db);
      if (refusal !== null) throw new FieldFailure(refusal);
      const steps = prepareFile(db, this.#options.maxPageCount, this.#maxLogPages);
      const connection = new Connection(db);
      // what an earlier connection left in the log is on the disk before anything is built on it
      const isSound = connection.checkpoint();
      if (this.#failure !== null && !isSound) throw new FieldFailure(this.#failure);
      if (steps > 0) this.#options.log('journal.migrated', { steps });
      const isReopened = this.#failure !== null;
      this.#failure = null;
      this.#connection = connection;
      if (isReopened) {
        this.#options.log('journal.reopened');
        this.#options.onReopened?.();
      }
      return connection;
    } catch (thrown) {
      closeQuietly(db);
      if (thrown instanceof FieldFailure) {
        this.#failure = thrown.fieldError;
        throw thrown;
      }
      throw this.#failed(thrown);
    }
  }
}

const openFile = (path: string, connect: Connect = (...how) => new DatabaseSync(...how)): DatabaseSync => {
  // SQLite gives the log and the shared memory the mode of the database
  closeSync(openSync(path, 'a', 0o600));
  return connect(path, { timeout: busyTimeoutMs, enableDoubleQuotedStringLiterals: false });
};

/** `auto_vacuum` can be chosen only before the first table, and before the log exists. */
const prepareFile = (db: DatabaseSync, maxPageCount: number | undefined, maxLogPages: number): number => {
  db.exec('PRAGMA auto_vacuum = INCREMENTAL');
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
  if (mode !== 'wal') throw new FieldFailure(fieldError('JRN-02', `no write-ahead log on this file system: ${mode}`));
  db.exec(`
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = 0;
    PRAGMA journal_size_limit = ${2 * maxLogPages * logFrameBytes};
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;`);
  if (maxPageCount !== undefined) db.exec(`PRAGMA max_page_count = ${maxPageCount}`);
  return migrate(db);
};

const closeQuietly = (db: DatabaseSync | null): void => {
  try {
    db?.close();
  } catch {
    // the first failure is the one that is reported
  }
};
