/** The operator's rows, one a number, and the `Payment` that the wire shows of each. */
import type { DatabaseSync } from 'node:sqlite';
import { assert } from '../../errors.ts';
import type { Payment, PaymentMethod, PaymentStatus, PaymentSystem } from '../../payment/types.ts';
import { declineMessage } from './messages.ts';

/** Amounts are minor units; `…Ms` is the gateway's clock. */
export interface Transaction {
  readonly transactionNumber: number;
  readonly saleId: string;
  readonly kind: 'payment' | 'refund';
  readonly shiftNumber: number;
  readonly method: PaymentMethod;
  readonly paymentSystem: PaymentSystem | null;
  readonly status: PaymentStatus;
  readonly amount: number;
  readonly currency: string;
  readonly refundedAmount: number;
  readonly reversal: 'pending' | 'failed' | null;
  readonly originalTransactionNumber: number | null;
  readonly reference: string | null;
  readonly approvalCode: string | null;
  readonly payer: string | null;
  readonly qr: string | null;
  readonly expiresMs: number | null;
  readonly createdAt: string;
  readonly paidMs: number | null;
  readonly finalMs: number | null;
  readonly declineCode: string | null;
}

/** What is empty until something happens. */
export const blankTransaction = {
  refundedAmount: 0,
  reversal: null,
  originalTransactionNumber: null,
  reference: null,
  approvalCode: null,
  payer: null,
  qr: null,
  expiresMs: null,
  paidMs: null,
  finalMs: null,
  declineCode: null,
} as const;

const columns = [
  'transactionNumber',
  'saleId',
  'kind',
  'shiftNumber',
  'method',
  'paymentSystem',
  'status',
  'amount',
  'currency',
  'refundedAmount',
  'reversal',
  'originalTransactionNumber',
  'reference',
  'approvalCode',
  'payer',
  'qr',
  'expiresMs',
  'createdAt',
  'paidMs',
  'finalMs',
  'declineCode',
] as const satisfies readonly (keyof Transaction)[];

/** Everything else is what the number was recorded with, and stays. */
const changing = [
  'shiftNumber',
  'status',
  'refundedAmount',
  'reversal',
  'reference',
  'approvalCode',
  'payer',
  'paidMs',
  'finalMs',
  'declineCode',
] as const satisfies readonly (keyof Transaction)[];
export type TransactionChange = Partial<Pick<Transaction, (typeof changing)[number]>>;

export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** Gateway contract, `Payment`: `qr` and `expiresAt` are in every answer while it is pending, and only then. */
export const toPayment = (row: Transaction): Payment => {
  const pending = row.status === 'pending';
  return {
    kind: row.kind,
    transactionNumber: row.transactionNumber,
    saleId: row.saleId,
    shiftNumber: row.shiftNumber,
    method: row.method,
    paymentSystem: row.paymentSystem,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    refundedAmount: row.refundedAmount,
    reference: row.reference,
    createdAt: row.createdAt,
    ...(row.reversal === null ? {} : { reversal: row.reversal }),
    ...(row.originalTransactionNumber === null ? {} : { originalTransactionNumber: row.originalTransactionNumber }),
    ...(row.approvalCode === null ? {} : { approvalCode: row.approvalCode }),
    ...(row.payer === null ? {} : { payer: row.payer }),
    ...(pending && row.qr !== null ? { qr: row.qr } : {}),
    ...(pending && row.expiresMs !== null ? { expiresAt: instantOf(row.expiresMs) } : {}),
    ...(row.paidMs === null ? {} : { paidAt: instantOf(row.paidMs) }),
    ...(row.finalMs === null ? {} : { finalAt: instantOf(row.finalMs) }),
    ...(row.declineCode === null ? {} : { declineCode: row.declineCode, message: declineMessage(row.declineCode) }),
  };
};

export interface Transactions {
  find(transactionNumber: number): Transaction | null;
  /** The online payment whose printed QR this is, in whatever state. */
  findByQr(qr: string): Transaction | null;
  insert(row: Transaction): void;
  /** The row as it is afterwards. */
  change(transactionNumber: number, change: TransactionChange): Transaction;
  /** Declined, refused and tombstoned numbers count (gateway contract, counters). */
  lastNumber(): number;
  /** By rising number. */
  pending(kind: 'payment' | 'refund'): readonly Transaction[];
  /** When the first of the pending payments expires: looked at by every call, so it reads no rows. */
  nextExpiryMs(): number | null;
  countPending(): number;
  /** Payments whose money is on its way back. */
  reversing(): readonly Transaction[];
  refundsOf(originalTransactionNumber: number): readonly Transaction[];
}

/** A row as SQLite gives it: the table's columns are `Transaction`'s, and it is STRICT. */
export const asTransaction = (row: Record<string, unknown> | undefined): Transaction | null =>
  row === undefined ? null : (row as unknown as Transaction);
export const asTransactions = (rows: readonly Record<string, unknown>[]): readonly Transaction[] =>
  rows as unknown as readonly Transaction[];

export const openTransactions = (db: DatabaseSync): Transactions => {
  const select = db.prepare('SELECT * FROM transactions WHERE transactionNumber = ?');
  const selectByQr = db.prepare('SELECT * FROM transactions WHERE qr = ?');
  const selectLast = db.prepare('SELECT max(transactionNumber) AS last FROM transactions');
  const selectPending = db.prepare(
    "SELECT * FROM transactions WHERE status = 'pending' AND kind = ? ORDER BY transactionNumber",
  );
  const selectNextExpiry = db.prepare(
    "SELECT min(expiresMs) AS nextMs FROM transactions WHERE status = 'pending' AND kind = 'payment'",
  );
  const countPending = db.prepare("SELECT count(*) AS open FROM transactions WHERE status = 'pending'");
  const selectReversing = db.prepare(
    "SELECT * FROM transactions WHERE reversal = 'pending' ORDER BY transactionNumber",
  );
  const selectRefunds = db.prepare(
    "SELECT * FROM transactions WHERE kind = 'refund' AND originalTransactionNumber = ? ORDER BY transactionNumber",
  );
  const insert = db.prepare(
    `INSERT INTO transactions (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  );
  const update = db.prepare(
    `UPDATE transactions SET ${changing.map((column) => `${column} = :${column}`).join(', ')}
     WHERE transactionNumber = :transactionNumber`,
  );
  const find = (transactionNumber: number) => asTransaction(select.get(transactionNumber));

  return {
    find,
    findByQr: (qr) => asTransaction(selectByQr.get(qr)),
    insert: (row) => {
      insert.run(Object.fromEntries(columns.map((column) => [column, row[column]])));
    },
    change: (transactionNumber, change) => {
      const before = find(transactionNumber);
      assert(before !== null, 'only a recorded number changes');
      const after = { ...before, ...change };
      update.run({ transactionNumber, ...Object.fromEntries(changing.map((column) => [column, after[column]])) });
      return after;
    },
    lastNumber: () => Number(selectLast.get()?.last ?? 0),
    pending: (kind) => asTransactions(selectPending.all(kind)),
    nextExpiryMs: () => (selectNextExpiry.get()?.nextMs ?? null) as number | null,
    countPending: () => Number(countPending.get()?.open ?? 0),
    reversing: () => asTransactions(selectReversing.all()),
    refundsOf: (original) => asTransactions(selectRefunds.all(original)),
  };
};
