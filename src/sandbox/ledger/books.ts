/** What every rule of the ledger works on: the tables, the operator's clock, chance, and who wants to know of a change. */
import type { DatabaseSync } from 'node:sqlite';
import { assert } from '../../errors.ts';
import { inTransaction } from './database.ts';
import type { Movements } from './movements.ts';
import type { Terminal } from './terminal.ts';
import type { Transaction, TransactionChange, Transactions } from './transactions.ts';
import { maskedPayer, newApprovalCode, newReference, type RandomBytes } from './wallets.ts';

export interface Books {
  readonly db: DatabaseSync;
  readonly transactions: Transactions;
  readonly movements: Movements;
  readonly terminal: Terminal;
  readonly now: () => number;
  readonly random: RandomBytes;
  /** A transaction is no longer what it was: a held answer may go. */
  readonly changed: (transactionNumber: number) => void;
}

/** Records a new number; the first one opens its shift. On disk when it returns. */
export const record = (books: Books, row: Transaction): void => {
  inTransaction(books.db, () => {
    books.transactions.insert(row);
    openShift(books, row.shiftNumber);
  });
};

/** A shift opens with its first transaction; a number recorded for another shift than the open one opens nothing. */
export const openShift = (books: Books, shiftNumber: number): void => {
  if (shiftNumber !== books.terminal.openShift()) return;
  books.db.prepare('INSERT OR IGNORE INTO shifts (shiftNumber, openedMs) VALUES (?, ?)').run(shiftNumber, books.now());
};

const change = (
  books: Books,
  transactionNumber: number,
  what: TransactionChange,
  moveMoney = () => {},
): Transaction => {
  const after = inTransaction(books.db, () => {
    moveMoney();
    return books.transactions.change(transactionNumber, what);
  });
  books.changed(transactionNumber);
  return after;
};

/** pending → paid: the customer's money is the merchant's. */
export const settlePaid = (books: Books, row: Transaction): Transaction => {
  const { transactionNumber, paymentSystem, amount } = row;
  assert(row.kind === 'payment' && row.status === 'pending', 'only a pending payment becomes paid');
  assert(paymentSystem !== null, 'a pending payment has a wallet');
  const paidMs = books.now();
  return change(
    books,
    transactionNumber,
    {
      status: 'paid',
      paidMs,
      reference: newReference(books.random),
      approvalCode: newApprovalCode(books.random),
      payer: maskedPayer(books.random, paymentSystem),
    },
    () => books.movements.charge(transactionNumber, paymentSystem, amount, paidMs),
  );
};

/** pending → declined, for a payment or a refund: no money moves. */
export const settleDeclined = (books: Books, row: Transaction, declineCode: string): Transaction => {
  assert(row.status === 'pending', 'only what is pending is declined');
  return change(books, row.transactionNumber, { status: 'declined', declineCode, finalMs: books.now() });
};

/** pending → cancelled or expired. */
export const settleUnpaid = (
  books: Books,
  row: Transaction,
  status: 'cancelled' | 'expired',
  finalMs: number,
): Transaction => {
  assert(row.kind === 'payment' && row.status === 'pending', 'only a pending payment ends unpaid');
  return change(books, row.transactionNumber, { status, finalMs });
};

/** paid → reversed: what was not refunded goes back (gateway contract, cancel). */
export const settleReversed = (books: Books, row: Transaction): Transaction => {
  const { transactionNumber, paymentSystem, amount, refundedAmount } = row;
  assert(row.kind === 'payment' && row.status === 'paid' && paymentSystem !== null, 'only a paid payment is reversed');
  const finalMs = books.now();
  return change(books, transactionNumber, { status: 'reversed', reversal: null, finalMs }, () => {
    const owed = amount - refundedAmount;
    if (owed > 0) books.movements.giveBack('reversal', transactionNumber, paymentSystem, owed, finalMs);
  });
};

export const markReversal = (books: Books, row: Transaction, reversal: 'pending' | 'failed'): Transaction =>
  row.reversal === reversal ? row : change(books, row.transactionNumber, { reversal });

/**
 * A refund becomes refunded, in the shift that is open now (gateway contract: a pending refund settles into the shift open
 * at that time).
 */
export const settleRefunded = (books: Books, row: Transaction): Transaction => {
  const { transactionNumber, paymentSystem, amount, originalTransactionNumber } = row;
  assert(row.kind === 'refund' && row.status === 'pending', 'only a pending refund is refunded');
  assert(originalTransactionNumber !== null && paymentSystem !== null, 'a refund has its payment');
  const original = books.transactions.find(originalTransactionNumber);
  assert(original?.status === 'paid', 'only a paid payment is refunded');
  const finalMs = books.now();
  const shiftNumber = books.terminal.openShift();
  const refunded = change(
    books,
    transactionNumber,
    { status: 'refunded', shiftNumber, finalMs, reference: newReference(books.random) },
    () => {
      books.movements.giveBack('refund', transactionNumber, paymentSystem, amount, finalMs);
      books.transactions.change(originalTransactionNumber, { refundedAmount: original.refundedAmount + amount });
      openShift(books, shiftNumber);
    },
  );
  books.changed(originalTransactionNumber);
  return refunded;
};

/** Ends every pending payment whose time is over, each at its own expiry and not when it was noticed. */
export const expireDue = (books: Books): void => {
  const now = books.now();
  const nextMs = nextExpiryMs(books);
  if (nextMs === null || nextMs > now) return;
  for (const row of books.transactions.pending('payment'))
    if (row.expiresMs !== null && row.expiresMs <= now) settleUnpaid(books, row, 'expired', row.expiresMs);
};

/** When the next pending payment expires, or null. */
export const nextExpiryMs = (books: Books): number | null => books.transactions.nextExpiryMs();
