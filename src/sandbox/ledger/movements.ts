/**
 * Money moves here and nowhere else. Every movement debits one account and credits another by the same amount, so the
 * sum over all accounts is zero at any time; a number is charged at most once, by the table's own constraint.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { PaymentSystem } from '../../payment/types.ts';

export type MovementKind = 'charge' | 'refund' | 'reversal';

/** The merchant's account, or all customers' accounts in one wallet. */
export type Account = 'merchant' | `customers:${PaymentSystem}`;

export interface Movement {
  readonly id: number;
  readonly transactionNumber: number;
  readonly kind: MovementKind;
  readonly debited: Account;
  readonly credited: Account;
  /** Minor units, above zero. */
  readonly amount: number;
  readonly movedMs: number;
}

export interface Movements {
  /** Customer to merchant. */
  charge(transactionNumber: number, paymentSystem: PaymentSystem, amountMinor: number, movedMs: number): void;
  /** Merchant to customer. */
  giveBack(
    kind: 'refund' | 'reversal',
    transactionNumber: number,
    paymentSystem: PaymentSystem,
    amountMinor: number,
    movedMs: number,
  ): void;
  of(transactionNumber: number): readonly Movement[];
  all(): readonly Movement[];
  /** Credits less debits, minor units. */
  balance(account: Account): number;
}

export const openMovements = (db: DatabaseSync): Movements => {
  const insert = db.prepare(
    `INSERT INTO movements (transactionNumber, kind, debited, credited, amount, movedMs)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const selectOf = db.prepare('SELECT * FROM movements WHERE transactionNumber = ? ORDER BY id');
  const selectAll = db.prepare('SELECT * FROM movements ORDER BY id');
  const selectBalance = db.prepare(
    `SELECT coalesce(sum(CASE WHEN credited = :account THEN amount ELSE -amount END), 0) AS balance
     FROM movements WHERE :account IN (credited, debited)`,
  );
  const asMovements = (rows: readonly Record<string, unknown>[]) => rows as unknown as readonly Movement[];

  return {
    charge: (transactionNumber, paymentSystem, amountMinor, movedMs) => {
      insert.run(transactionNumber, 'charge', `customers:${paymentSystem}`, 'merchant', amountMinor, movedMs);
    },
    giveBack: (kind, transactionNumber, paymentSystem, amountMinor, movedMs) => {
      insert.run(transactionNumber, kind, 'merchant', `customers:${paymentSystem}`, amountMinor, movedMs);
    },
    of: (transactionNumber) => asMovements(selectOf.all(transactionNumber)),
    all: () => asMovements(selectAll.all()),
    balance: (account) => Number(selectBalance.get({ account })?.balance ?? 0),
  };
};
