/**
 * The disk under the journal: a real SQLite file in memory, on which a statement fails as SQLite fails, and of which a
 * power cut leaves what SQLite promises to be there.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions, type StatementSync } from 'node:sqlite';
import type { Connect } from '../journal/store.ts';

/** full: no room for the next page. io: EIO at a write or an fsync. readOnly: the kernel has remounted it. */
export const diskFaults = ['full', 'io', 'readOnly'] as const;
export type DiskFault = (typeof diskFaults)[number];

export interface Disk {
  readonly connect: Connect;
  readonly path: string;
  /** From now on every write fails; null: no more. */
  setFault(fault: DiskFault | null): void;
  /** The next commit fails once. `landed`: it is on disk all the same, which SQLite allows an I/O error to mean. */
  failNextCommit(fault: DiskFault, landed: boolean): void;
  /** Since the last power cut the journal was told of a failure of something that is on disk all the same. */
  landed(): boolean;
  /** A connection of the judge's own: it sees what is committed. */
  reader(): DatabaseSync;
  /** The box that wrote is dead: what is on disk is what the next one finds. */
  powerCut(): void;
  /** What is committed now, as a file of its own. */
  copy(): string;
  /** With the power off: from now on the journal is a copy. */
  replace(copy: string): void;
  bytes(): number;
  /** The database and its log. */
  files(): readonly string[];
  remove(): void;
}

const errcodes: Readonly<Record<DiskFault, { readonly errcode: number; readonly message: string }>> = {
  full: { errcode: 13, message: 'database or disk is full' },
  io: { errcode: 10, message: 'disk I/O error' },
  readOnly: { errcode: 8, message: 'attempt to write a readonly database' },
};

/** As `node:sqlite` throws it. */
const sqliteError = (fault: DiskFault): Error => {
  const { errcode, message } = errcodes[fault];
  return Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode, errstr: message });
};

/** `PRAGMA synchronous`: from this on a commit is on disk when it returns (sqlite.org/pragma.html#pragma_synchronous). */
const synchronousFull = 2;

/** Memory, where there is such a file system: a simulated disk costs no real fsync. */
const scratch = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

const writes = /^\s*(?:BEGIN|COMMIT|INSERT|UPDATE|DELETE|CREATE|REPLACE)/i;

interface Trouble {
  /** Throws, or does the work. */
  meet<T>(sql: string, work: () => T): T;
}

class FailingDatabase extends DatabaseSync {
  readonly #trouble: Trouble;

  constructor(path: string, options: DatabaseSyncOptions, trouble: Trouble) {
    super(path, options);
    this.#trouble = trouble;
  }

  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    if (!writes.test(sql)) return statement;
    const { run, get } = statement;
    const failing =
      (work: (...values: never[]) => unknown) =>
      (...values: never[]) =>
        this.#trouble.meet(sql, () => work.apply(statement, values));
    return Object.assign(statement, { run: failing(run), get: failing(get) });
  }

  override exec(sql: string): void {
    this.#trouble.meet(sql, () => super.exec(sql));
  }
}

export const openDisk = (onFault: (kind: string) => void): Disk => {
  const directory = mkdtempSync(join(scratch(), 'sendybox-simulation-'));
  let path = join(directory, 'journal.db');
  let files = 0;
  let landed = false;
  let fault: DiskFault | null = null;
  let next: { readonly fault: DiskFault; readonly landed: boolean } | null = null;
  let box: DatabaseSync | null = null;
  let judge: DatabaseSync | null = null;

  const trouble: Trouble = {
    meet(sql, work) {
      if (fault === null && next === null) return work();
      if (fault !== null) {
        // A disk that is full still reads, begins and rolls back; it is the first page to be written that fails.
        if (!writes.test(sql) || (fault === 'full' && !/^\s*(?:INSERT|UPDATE|COMMIT)/i.test(sql))) return work();
        onFault(`storage.${fault}`);
        throw sqliteError(fault);
      }
      if (next === null || !/^\s*COMMIT/i.test(sql)) return work();
      const failing = next;
      next = null;
      onFault(`storage.${failing.fault}AtCommit`);
      if (failing.landed) {
        work();
        landed = true;
      }
      throw sqliteError(failing.fault);
    },
  };

  const reader = (): DatabaseSync => {
    judge ??= new DatabaseSync(path, { readOnly: true, timeout: 500 });
    return judge;
  };

  return {
    get path() {
      return path;
    },
    connect(_, options) {
      if (fault !== null && fault !== 'full') {
        onFault(`storage.${fault}`);
        throw sqliteError(fault);
      }
      box = new FailingDatabase(path, options, trouble);
      return box;
    },
    setFault(wanted) {
      fault = wanted;
    },
    failNextCommit(wanted, landed) {
      next = { fault: wanted, landed };
    },
    landed: () => landed,
    reader,
    powerCut() {
      const dead = box;
      box = null;
      next = null;
      landed = false;
      if (dead === null || !dead.isOpen) return;
      const level = Number(dead.prepare('PRAGMA synchronous').get()?.synchronous ?? 0);
      if (level >= synchronousFull) {
        // The judge's connection keeps SQLite from folding the log in, as no process does that dies.
        reader();
        dead.close();
        return;
      }
      // Not synced: since the last checkpoint nothing need be there. The main file is, and the log is not.
      files += 1;
      const left = join(directory, `journal-${files}.db`);
      copyFileSync(path, left);
      judge?.close();
      judge = null;
      dead.close();
      path = left;
    },
    copy() {
      files += 1;
      const copied = join(directory, `copy-${files}.db`);
      const source = new DatabaseSync(path);
      source.exec(`VACUUM INTO '${copied}'`);
      source.close();
      return copied;
    },
    replace(copied) {
      judge?.close();
      judge = null;
      path = copied;
    },
    bytes() {
      const row = reader()
        .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
        .get();
      return Number(row?.bytes ?? 0);
    },
    files: () => [path, `${path}-wal`].filter((file) => existsSync(file)),
    remove() {
      judge?.close();
      if (box?.isOpen) box.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
