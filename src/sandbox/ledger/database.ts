/**
 * The operator's books on disk: `gateway.db`. What must never happen is refused by the database itself, whatever the code
 * above it does: a second charge under one number, a movement that is changed afterwards, a final status that changes.
 */
import { DatabaseSync } from 'node:sqlite';

const schemaVersion = 1;

const schema = `
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE terminal (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  terminalId TEXT NOT NULL,
  serialNumber TEXT NOT NULL,
  activationCode TEXT NOT NULL,
  attemptsLeft INTEGER NOT NULL,
  openShift INTEGER NOT NULL,
  blocked INTEGER NOT NULL,
  permits TEXT NOT NULL,
  walletMood TEXT NOT NULL
) STRICT;

CREATE TABLE terminalKeys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key BLOB NOT NULL,
  hardwareId TEXT NOT NULL,
  activatedMs INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0,
  void INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX oneActiveKey ON terminalKeys (void) WHERE void = 0;

CREATE TABLE voidCodes (code TEXT PRIMARY KEY) STRICT;
CREATE TABLE activationAttempts (
  attemptId TEXT PRIMARY KEY,
  keyId INTEGER REFERENCES terminalKeys (id),
  refusal TEXT
) STRICT;

CREATE TABLE nonces (nonce TEXT PRIMARY KEY, seenMs INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX noncesBySeen ON nonces (seenMs);

CREATE TABLE shifts (
  shiftNumber INTEGER PRIMARY KEY,
  openedMs INTEGER,
  closedMs INTEGER,
  totals TEXT
) STRICT;

CREATE TABLE transactions (
  transactionNumber INTEGER PRIMARY KEY,
  saleId TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')),
  shiftNumber INTEGER NOT NULL,
  method TEXT NOT NULL,
  paymentSystem TEXT,
  status TEXT NOT NULL,
  amount INTEGER NOT NULL CHECK (amount >= 0),
  currency TEXT NOT NULL,
  refundedAmount INTEGER NOT NULL CHECK (refundedAmount BETWEEN 0 AND amount),
  reversal TEXT,
  originalTransactionNumber INTEGER REFERENCES transactions (transactionNumber),
  reference TEXT,
  approvalCode TEXT,
  payer TEXT,
  qr TEXT,
  expiresMs INTEGER,
  createdAt TEXT NOT NULL,
  paidMs INTEGER,
  finalMs INTEGER,
  declineCode TEXT
) STRICT;
CREATE INDEX transactionsByShift ON transactions (shiftNumber, transactionNumber);
CREATE INDEX transactionsByPaid ON transactions (paidMs) WHERE paidMs IS NOT NULL;
CREATE INDEX transactionsByFinal ON transactions (finalMs) WHERE kind = 'refund' AND finalMs IS NOT NULL;
CREATE INDEX transactionsByOriginal ON transactions (originalTransactionNumber) WHERE kind = 'refund';
CREATE INDEX transactionsPending ON transactions (kind, transactionNumber) WHERE status = 'pending';
CREATE INDEX transactionsReversing ON transactions (transactionNumber) WHERE reversal = 'pending';
CREATE UNIQUE INDEX transactionsByQr ON transactions (qr) WHERE qr IS NOT NULL;

CREATE TRIGGER finalStaysFinal BEFORE UPDATE ON transactions
WHEN OLD.status IN ('declined', 'cancelled', 'expired', 'reversed', 'refunded')
BEGIN SELECT RAISE(ABORT, 'a final transaction does not change'); END;
CREATE TRIGGER paidOnlyReverses BEFORE UPDATE OF status ON transactions
WHEN OLD.status = 'paid' AND NEW.status NOT IN ('paid', 'reversed')
BEGIN SELECT RAISE(ABORT, 'a paid payment can only be reversed'); END;
CREATE TRIGGER numbersStay BEFORE DELETE ON transactions
BEGIN SELECT RAISE(ABORT, 'a number is recorded for ever'); END;

CREATE TABLE movements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  transactionNumber INTEGER NOT NULL REFERENCES transactions (transactionNumber),
  kind TEXT NOT NULL CHECK (kind IN ('charge', 'refund', 'reversal')),
  debited TEXT NOT NULL,
  credited TEXT NOT NULL CHECK (credited <> debited),
  amount INTEGER NOT NULL CHECK (amount > 0),
  movedMs INTEGER NOT NULL,
  UNIQUE (transactionNumber, kind)
) STRICT;
CREATE TRIGGER movementsStay BEFORE UPDATE ON movements
BEGIN SELECT RAISE(ABORT, 'a movement does not change'); END;
CREATE TRIGGER movementsRemain BEFORE DELETE ON movements
BEGIN SELECT RAISE(ABORT, 'a movement is never deleted'); END;
`;

/** Opens or creates the books. Throws on a file of another version: the sandbox's answer is `--fresh`. */
export const openBooks = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path);
  try {
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 2000',
    );
    const version = db.prepare('PRAGMA user_version').get()?.user_version;
    if (version === 0) inTransaction(db, () => db.exec(`${schema} PRAGMA user_version = ${schemaVersion}`));
    else if (version !== schemaVersion) throw new Error(`${path} is of version ${version}, not ${schemaVersion}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** All of `work` is on disk, or nothing of it. */
export const inTransaction = <T>(db: DatabaseSync, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};
