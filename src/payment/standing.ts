/** How a transaction stands, by the gateway's answer to *did it go through?* and by the journal: one word for both. */
import type { FieldError } from '../errors.ts';
import type { JournalWord } from './contradiction.ts';
import type { Payment } from './types.ts';

export type Standing =
  | 'paid'
  | 'notPaid'
  /** The till was told NOT PAID, and what was taken is on its way back. */
  | 'returning'
  /** The same, and it is back. */
  | 'returned'
  /** Not paid yet. */
  | 'pending'
  /** Paid at the gateway, while the box has no verdict: the cashier is asked whether goods were given. */
  | 'unjudged'
  | 'refunded'
  /** A refund that is under way. */
  | 'accepted'
  | 'notRefunded'
  /** The gateway does not know it, and the box has not ended it. */
  | 'open'
  /** Gateway and journal cannot both be right. */
  | 'contradiction'
  /** Neither knows it. */
  | 'none'
  /** The gateway was not reached. */
  | 'unreached';

export interface Asked {
  readonly payment: Payment | null;
  readonly sale: JournalWord | null;
  readonly error: FieldError | null;
}

const withoutPayment = ({ sale, error }: Asked): Standing => {
  if (sale === null) return error?.code === 'PAY-06' ? 'none' : 'unreached';
  if (error?.code !== 'GWY-06') return 'unreached';
  if (!sale.resolved) return 'open';
  return sale.kind === 'refund' ? 'notRefunded' : 'notPaid';
};

/** `error` as the inquiry ended with it: GWY-17, GWY-06 where only the gateway does not know it, PAY-06 where nobody does. */
export const standingOf = (asked: Asked): Standing => {
  const { payment, sale, error } = asked;
  if (error?.code === 'GWY-17') return 'contradiction';
  if (payment === null) return withoutPayment(asked);
  if (payment.kind === 'refund') {
    if (payment.status === 'refunded') return 'refunded';
    return payment.status === 'pending' ? 'accepted' : 'notRefunded';
  }
  // The verdict of another sale with the same number (two boxes with one terminal) says nothing of this payment.
  const ours = sale?.intent.saleId === payment.saleId ? sale : null;
  if (payment.status === 'reversed') return 'returned';
  if (payment.status !== 'paid' && payment.status !== 'pending') return 'notPaid';
  if (ours?.verdict === 'notPaid') return ours.resolved ? 'returned' : 'returning';
  if (payment.status === 'pending') return 'pending';
  return ours !== null && ours.verdict === null ? 'unjudged' : 'paid';
};
