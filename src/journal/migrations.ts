/**
 * The schema of the journal, as a list of steps: step n takes a database of version n to version n + 1. A released step
 * is never edited, since boxes in the field have taken it; a change is a new step at the end.
 */
import type { DatabaseSync } from 'node:sqlite';
import { assert, type FieldError, fieldError, reasonedError } from '../errors.ts';

/** "SBOX": tells the journal from any other SQLite file (SQLite file format, 1.3.14). */
export const applicationId = 0x53_42_4f_58;

/**
 * Version 1. Rows belong to (gateway, terminal, number): `scope` is the first two. The current row of a number stands
 * beside its append-only history; the verdict and the intent are guarded here as well as in the code, so that no other
 * program can rewrite them by mistake. A refund is a row of its own that names its payment, and has no verdict. Documents
 * are data, language and width; `document_copy` is the print ledger. Keys rise with time, so a sale's commit touches the
 * right edge of each tree.
 */
const firstSchema = `
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    salt TEXT NOT NULL,
    checkpoints INTEGER NOT NULL
  ) STRICT;
  INSERT INTO journal VALUES (1, lower(hex(randomblob(16))), 0);

  CREATE TABLE scope (
    id INTEGER PRIMARY KEY,
    gateway TEXT NOT NULL,
    terminal_id TEXT NOT NULL,
    UNIQUE (gateway, terminal_id)
  ) STRICT;

  CREATE TABLE payment (
    scope_id INTEGER NOT NULL REFERENCES scope (id),
    number INTEGER NOT NULL CHECK (number > 0),
    sale_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
    shift_number INTEGER NOT NULL,
    method TEXT NOT NULL,
    payment_system TEXT,
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    currency TEXT NOT NULL,
    expires_in_seconds INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    ref TEXT,
    code_hash TEXT,
    original_number INTEGER CHECK (original_number > 0),
    refunded_before INTEGER CHECK (refunded_before >= 0),
    refund_reason TEXT CHECK (refund_reason IN ('customer', 'late-money')),
    status TEXT NOT NULL,
    verdict TEXT CHECK (verdict IN ('paid', 'notPaid')),
    error TEXT,
    cancel TEXT,
    answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1)),
    unanswered INTEGER NOT NULL DEFAULT 0 CHECK (unanswered IN (0, 1)),
    answer TEXT,
    resolved INTEGER NOT NULL DEFAULT 0 CHECK (resolved IN (0, 1)),
    PRIMARY KEY (scope_id, number),
    CHECK ((kind = 'refund') = (original_number IS NOT NULL)),
    CHECK ((kind = 'refund') = (refunded_before IS NOT NULL)),
    CHECK ((kind = 'refund') = (refund_reason IS NOT NULL)),
    CHECK (kind = 'payment' OR (verdict IS NULL AND cancel IS NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX payment_open ON payment (scope_id, number) WHERE resolved = 0;
  CREATE INDEX payment_of_shift ON payment (scope_id, shift_number, number);
  CREATE INDEX payment_ref ON payment (ref, created_at) WHERE ref IS NOT NULL;
  CREATE INDEX refund_of_payment ON payment (scope_id, original_number, number) WHERE original_number IS NOT NULL;
  CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment
    BEGIN SELECT RAISE(ABORT, 'a payment is never deleted'); END;
  CREATE TRIGGER intent_is_kept BEFORE UPDATE OF
    scope_id, number, sale_id, kind, shift_number, method, payment_system, amount_minor, currency, expires_in_seconds,
    created_at, ref, code_hash, original_number, refunded_before, refund_reason
    ON payment BEGIN SELECT RAISE(ABORT, 'an intent never changes'); END;
  CREATE TRIGGER verdict_is_kept BEFORE UPDATE OF verdict ON payment
    WHEN OLD.verdict IS NOT NULL AND NEW.verdict IS NOT OLD.verdict
    BEGIN SELECT RAISE(ABORT, 'a verdict never changes'); END;

  CREATE TABLE event (
    scope_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    step INTEGER NOT NULL,
    type TEXT NOT NULL,
    at TEXT NOT NULL,
    data TEXT,
    PRIMARY KEY (scope_id, number, step),
    FOREIGN KEY (scope_id, number) REFERENCES payment (scope_id, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
  CREATE TRIGGER event_is_kept BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;

  CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    scope_id INTEGER REFERENCES scope (id),
    number INTEGER,
    kind TEXT NOT NULL,
    notice TEXT CHECK (notice IN ('lateMoney', 'moneyHeldBack', 'refundDeclined', 'contradiction')),
    language TEXT NOT NULL,
    width INTEGER NOT NULL,
    data TEXT NOT NULL,
    copies INTEGER NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX document_of_payment ON document (scope_id, number) WHERE number IS NOT NULL;
  CREATE UNIQUE INDEX document_notice ON document (scope_id, number, notice) WHERE notice IS NOT NULL;

  CREATE TABLE document_copy (
    id INTEGER PRIMARY KEY CHECK (id = document_id * 10 + copy),
    document_id INTEGER NOT NULL REFERENCES document (id),
    copy INTEGER NOT NULL CHECK (copy BETWEEN 1 AND 9),
    printed INTEGER NOT NULL DEFAULT 0 CHECK (printed IN (0, 1)),
    may_be_out INTEGER NOT NULL DEFAULT 0 CHECK (may_be_out IN (0, 1))
  ) STRICT;
  CREATE INDEX document_copy_owed ON document_copy (id) WHERE printed = 0;
`;

/**
 * Version 2. A refund that the wallet settles later counts in the shift that is open then, and by the gateway's clock: what
 * its answer says of that can be searched. Reports are of these two.
 */
const countedSchema = `
  ALTER TABLE payment ADD COLUMN counted_shift INTEGER
    GENERATED ALWAYS AS (coalesce(answer ->> '$.shiftNumber', shift_number)) VIRTUAL;
  ALTER TABLE payment ADD COLUMN counted_at TEXT
    GENERATED ALWAYS AS (answer ->> iif(kind = 'payment', '$.paidAt', '$.finalAt')) VIRTUAL;
  DROP INDEX payment_of_shift;
  CREATE INDEX payment_of_shift ON payment (scope_id, counted_shift, number);
  CREATE INDEX payment_counted ON payment (scope_id, counted_at) WHERE status IN ('paid', 'refunded');
`;

/**
 * Version 3. The shifts that this box closes: on disk before the first request, answered once, and never changed then. A
 * gateway that was restored from a backup may have a shift closed once more.
 */
const dayCloseSchema = `
  CREATE TABLE day_close (
    id INTEGER PRIMARY KEY,
    scope_id INTEGER NOT NULL REFERENCES scope (id),
    shift_number INTEGER NOT NULL CHECK (shift_number > 0),
    begun_at TEXT NOT NULL,
    comparison TEXT NOT NULL,
    closed_at TEXT,
    closed_totals TEXT,
    CHECK ((closed_at IS NULL) = (closed_totals IS NULL))
  ) STRICT;
  CREATE INDEX day_close_of_shift ON day_close (scope_id, shift_number, id);
  CREATE UNIQUE INDEX day_close_open ON day_close (scope_id) WHERE closed_at IS NULL;
  CREATE TRIGGER close_is_not_changed BEFORE UPDATE ON day_close WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a closed shift never changes'); END;
  CREATE TRIGGER close_is_kept BEFORE DELETE ON day_close WHEN OLD.closed_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a closed shift is never deleted'); END;
`;

export const migrations: readonly string[] = [firstSchema, countedSchema, dayCloseSchema];

const pragma = (db: DatabaseSync, name: 'user_version' | 'application_id'): number => {
  const value = db.prepare(`PRAGMA ${name}`).get()?.[name];
  assert(typeof value === 'number', `PRAGMA ${name} is a number`);
  return value;
};

/**
 * Why this database cannot be our journal, or null. Reads only. Errors: JRN-03 a newer version (params `version`,
 * `supported`), JRN-04 some other SQLite database. SQLite's own failures are thrown as they come.
 */
export const migrationRefusal = (db: DatabaseSync, steps: readonly string[] = migrations): FieldError | null => {
  const version = pragma(db, 'user_version');
  const id = pragma(db, 'application_id');
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isEmpty && version === 0 && id === 0) return null;
  if (id !== applicationId) return reasonedError('JRN-04', 'foreignDatabase', { version });
  if (version > steps.length) {
    return fieldError('JRN-03', `version ${version}, this box knows ${steps.length}`, {
      version,
      supported: steps.length,
    });
  }
  return version === 0 ? reasonedError('JRN-04', 'foreignDatabase') : null;
};

/** Takes the steps that are missing, each in one transaction with its version. Returns how many were taken. */
export const migrate = (db: DatabaseSync, steps: readonly string[] = migrations): number => {
  const from = pragma(db, 'user_version');
  for (let version = from; version < steps.length; version += 1) {
    db.exec(`BEGIN IMMEDIATE;
      ${steps[version]};
      PRAGMA application_id = ${applicationId};
      PRAGMA user_version = ${version + 1};
      COMMIT`);
  }
  return Math.max(0, steps.length - from);
};
