/**
 * The day close: where the gateway's book and the journal tell different things of one shift, transaction by transaction
 * (gateway contract, rule 5 and `POST pos/shift/close`). Pure; the two books may come in any number of pages.
 */
import { contradicts, type JournalWord } from './contradiction.ts';
import { createAdder, isCounted, sameTotals } from './totals.ts';
import type { Payment, ShiftReport, Totals } from './types.ts';

/**
 * paidAtGateway: NOT PAID for the box; it is reversed before the shift is closed. notPaidAtGateway: PAID for the box, and
 * goods were given: an alarm, never adopted. unknownToBox: counted by the gateway, made by another box or lost with a
 * card. unknownToGateway: counted by the box. reversed: taken and given back, which the box did not know. amount: both count it, with different sums. sums: the gateway's own list does
 * not make the gateway's totals.
 */
export const differenceKinds = [
  'paidAtGateway',
  'notPaidAtGateway',
  'refundedAtGateway',
  'notRefundedAtGateway',
  'unknownToBox',
  'unknownToGateway',
  'reversed',
  'amount',
  'sums',
] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  /** Null: it is about no single transaction. */
  readonly transactionNumber: number | null;
  /** By the gateway where it knows the transaction, else by the box; minor units. Of `sums`: how much the list makes. */
  readonly amount: number;
}

/** What the journal knows of a number; the parts of a `Sale` that the comparison needs. */
export interface JournalEntry extends JournalWord {
  readonly intent: { readonly transactionNumber: number; readonly saleId: string; readonly amountMinor: number };
  readonly payment: Payment | null;
}

export interface Reconciliation {
  /** The gateway's, as they will be closed. */
  readonly report: ShiftReport;
  /** By the journal. */
  readonly boxTotals: Totals;
  /** The first ones. */
  readonly differences: readonly Difference[];
  /** All of them. */
  readonly differenceCount: number;
  /** NOT PAID for the box and paid at the gateway: the first ones, to be reversed before the shift is closed. */
  readonly toReverse: readonly number[];
  /** Transactions in the gateway's list of the shift. */
  readonly transactions: number;
}

/** A slip a metre long helps nobody: what is beyond is counted. */
export const maxDifferences = 200;

const countedByBox = (entry: JournalEntry): boolean =>
  entry.kind === 'payment' ? entry.verdict === 'paid' : entry.status === 'refunded';

/** What differs about a number; null: the two agree, or are about to. */
const kindOf = (entry: JournalEntry | null, payment: Payment | null): DifferenceKind | null => {
  if (entry === null) return payment !== null && isCounted(payment) ? 'unknownToBox' : null;
  if (payment !== null && isCounted(payment) && countedByBox(entry))
    return payment.amount === entry.intent.amountMinor ? null : 'amount';
  if (entry.verdict === 'notPaid' && entry.status !== 'reversed' && payment?.status === 'reversed') return 'reversed';
  if (!contradicts(entry, payment)) return null;
  if (payment === null) return 'unknownToGateway';
  // A refund that the box has given up and the gateway still works at is counted by nobody yet.
  if (payment.status === 'pending') return null;
  if (payment.kind === 'refund') return payment.status === 'refunded' ? 'refundedAtGateway' : 'notRefundedAtGateway';
  return payment.status === 'paid' ? 'paidAtGateway' : 'notPaidAtGateway';
};

export interface Reconciler {
  /** One number, by the journal and by the gateway's list of the shift; null: not there. Each number once. */
  add(entry: JournalEntry | null, payment: Payment | null): void;
  result(): Reconciliation;
}

export const createReconciler = (report: ShiftReport): Reconciler => {
  const [byBox, byList] = [createAdder(), createAdder()];
  const differences: Difference[] = [];
  const toReverse: number[] = [];
  let differenceCount = 0;
  let transactions = 0;

  const tell = (kind: DifferenceKind, transactionNumber: number | null, amount: number): void => {
    differenceCount += 1;
    if (differences.length < maxDifferences) differences.push({ kind, transactionNumber, amount });
    if (kind === 'paidAtGateway' && transactionNumber !== null && toReverse.length < maxDifferences)
      toReverse.push(transactionNumber);
  };

  return {
    add(entry, payment) {
      if (payment !== null) {
        transactions += 1;
        byList.add(payment);
      }
      // By its status and not by its verdict: late money that a refund gave back is in the sums of both books.
      if (entry !== null && entry.payment !== null) byBox.add({ ...entry.payment, amount: entry.intent.amountMinor });
      const isOurs = entry === null || payment === null || entry.intent.saleId === payment.saleId;
      // Two boxes with one terminal may have chosen one number: each of the two sales is told by itself.
      const pairs = isOurs ? [[entry, payment] as const] : [[entry, null] as const, [null, payment] as const];
      for (const [ours, theirs] of pairs) {
        const kind = kindOf(ours, theirs);
        const amount = theirs?.amount ?? ours?.intent.amountMinor ?? 0;
        const number = theirs?.transactionNumber ?? ours?.intent.transactionNumber ?? null;
        if (kind !== null) tell(kind, number, amount);
      }
    },
    result() {
      const listed = byList.totals();
      const isWhole = sameTotals(listed, report.totals);
      const sums: readonly Difference[] = isWhole
        ? []
        : [{ kind: 'sums', transactionNumber: null, amount: listed.paid.amount - listed.refunded.amount }];
      return {
        report,
        boxTotals: byBox.totals(),
        differences: [...sums, ...differences].slice(0, maxDifferences),
        differenceCount: differenceCount + sums.length,
        toReverse,
        transactions,
      };
    },
  };
};
