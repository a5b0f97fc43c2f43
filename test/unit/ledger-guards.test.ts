/** What the books themselves refuse, should the code above them ever be wrong. */
import { expect, test } from 'vitest';
import { openBooks } from '../../src/sandbox/ledger/database.ts';
import { openMovements } from '../../src/sandbox/ledger/movements.ts';
import { blankTransaction, openTransactions, type Transaction } from '../../src/sandbox/ledger/transactions.ts';

const openGuarded = (status: Transaction['status']) => {
  const db = openBooks(':memory:');
  const transactions = openTransactions(db);
  transactions.insert({
    ...blankTransaction,
    transactionNumber: 1,
    saleId: 'A'.repeat(22),
    kind: 'payment',
    shiftNumber: 1,
    method: 'offline',
    paymentSystem: 'sendy',
    status,
    amount: 150_00,
    currency: 'RUB',
    createdAt: '2026-11-24T08:00:00.000Z',
  });
  return { db, transactions, movements: openMovements(db) };
};

test('a number is charged once', () => {
  const { movements } = openGuarded('pending');
  movements.charge(1, 'sendy', 150_00, 0);
  expect(() => movements.charge(1, 'sendy', 150_00, 0)).toThrow(/UNIQUE/);
});

test('a movement neither changes nor goes', () => {
  const { db, movements } = openGuarded('paid');
  movements.charge(1, 'sendy', 150_00, 0);
  expect(() => db.exec('UPDATE movements SET amount = 1')).toThrow(/does not change/);
  expect(() => db.exec('DELETE FROM movements')).toThrow(/never deleted/);
  expect(() => movements.charge(1, 'sendy', 0, 0)).toThrow(/CHECK/);
});

test.each(['declined', 'cancelled', 'expired', 'reversed', 'refunded'] as const)('%s is final', (status) => {
  const { transactions } = openGuarded(status);
  expect(() => transactions.change(1, { status: 'paid' })).toThrow(/final/);
});

test('what is paid becomes reversed and nothing else', () => {
  const { transactions } = openGuarded('paid');
  expect(() => transactions.change(1, { status: 'cancelled' })).toThrow(/only be reversed/);
  expect(transactions.change(1, { status: 'reversed' }).status).toBe('reversed');
});

test('more than the payment is never refunded, and no number is forgotten', () => {
  const { db, transactions } = openGuarded('paid');
  expect(() => transactions.change(1, { refundedAmount: 150_01 })).toThrow(/CHECK/);
  expect(() => db.exec('DELETE FROM transactions')).toThrow(/for ever/);
});
