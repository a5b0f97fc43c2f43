/**
 * Is an answer about what was asked? Each check names what is not as it must be, or returns null. An answer that is not
 * is *malformed* (gateway contract, transport), which is no answer: it must never end a sale.
 */
import type { PaymentKey } from '../../machines/ports.ts';
import { isStatusOf } from '../payment/statuses.ts';
import type { Intent, Payment, ShiftReport, TransactionsPage } from '../payment/types.ts';

/** What no payment and no refund can be, whatever was asked about. */
export const impossibility = ({ kind, status }: Payment): string | null =>
  isStatusOf(kind, status) ? null : `a ${kind} cannot be ${status}`;

export const paymentMismatch = (key: PaymentKey, payment: Payment): string | null => {
  if (payment.transactionNumber !== key.transactionNumber) return 'another transactionNumber';
  if (payment.saleId !== key.saleId) return 'another saleId';
  if (payment.kind !== key.kind) return 'another kind';
  if (payment.amount !== key.amountMinor) return 'another amount';
  if (payment.currency !== key.currency) return 'another currency';
  const impossible = impossibility(payment);
  if (impossible !== null) return impossible;
  if (payment.kind === 'payment' && payment.method === 'online' && payment.status === 'pending' && !payment.qr)
    return 'a pending online payment without qr';
  return null;
};

/** A refund need not say what it gives back, but it must not give back another payment than the one that was asked for. */
export const refundMismatch = (intent: Intent, payment: Payment): string | null => {
  const { originalTransactionNumber } = payment;
  const isOfAnother =
    originalTransactionNumber !== undefined && originalTransactionNumber !== intent.refund?.originalTransactionNumber;
  return (
    paymentMismatch({ kind: 'refund', ...intent }, payment) ?? (isOfAnother ? 'a refund of another payment' : null)
  );
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
