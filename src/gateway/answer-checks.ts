/**
 * Is an answer about what was asked? Each check names what is not as it must be, or returns null. An answer that is not
 * is *malformed* (gateway contract, transport), which is no answer: it must never end a sale.
 */
import type { PaymentKey } from '../../machines/ports.ts';
import type { Payment, ShiftReport, TransactionsPage } from '../payment/types.ts';

const statusesOf: Readonly<Record<Payment['kind'], ReadonlySet<Payment['status']>>> = {
  payment: new Set<Payment['status']>(['pending', 'paid', 'declined', 'cancelled', 'expired', 'reversed']),
  refund: new Set<Payment['status']>(['pending', 'refunded', 'declined']),
};

export const paymentMismatch = (key: PaymentKey, payment: Payment): string | null => {
  if (payment.transactionNumber !== key.transactionNumber) return 'another transactionNumber';
  if (payment.saleId !== key.saleId) return 'another saleId';
  if (payment.kind !== key.kind) return 'another kind';
  if (payment.amount !== key.amountMinor) return 'another amount';
  if (payment.currency !== key.currency) return 'another currency';
  if (!statusesOf[payment.kind].has(payment.status)) return `a ${payment.kind} cannot be ${payment.status}`;
  if (payment.kind === 'payment' && payment.method === 'online' && payment.status === 'pending' && !payment.qr)
    return 'a pending online payment without qr';
  return null;
};

export const shiftMismatch = (asked: number, answer: { readonly shiftNumber?: number | undefined }): string | null =>
  answer.shiftNumber === asked ? null : 'another shiftNumber';

export interface TimeRange {
  /** Inclusive, RFC 3339 UTC with milliseconds. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
}

export const rangeMismatch = (asked: TimeRange, answer: ShiftReport): string | null =>
  answer.from === asked.from && answer.to === asked.to ? null : 'another range';

export interface PageRequest {
  /** The last number of the page before; 0 for the first. */
  readonly after: number;
  /** 1–500. */
  readonly limit: number;
}

/** Rising numbers beyond `after`, and a `next` that leads on: a reader of pages always comes to an end. */
export const pageMismatch = (asked: PageRequest, page: TransactionsPage): string | null => {
  if (page.transactions.length > asked.limit) return 'more transactions than asked for';
  let last = asked.after;
  for (const { transactionNumber } of page.transactions) {
    if (transactionNumber <= last) return 'transactions not by rising number';
    last = transactionNumber;
  }
  if (page.next !== null && page.next <= asked.after) return 'next does not lead on';
  return null;
};
