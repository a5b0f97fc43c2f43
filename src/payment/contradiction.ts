/** When the gateway and the journal tell of one transaction what cannot both be true (gateway contract, rule 5). */
import { isFinal } from './statuses.ts';
import type { Payment, SaleStatus, Verdict } from './types.ts';

/** What the journal knows; the parts of a `Sale` that the comparison needs. */
export interface JournalWord {
  readonly kind: 'payment' | 'refund';
  readonly intent: { readonly saleId: string };
  readonly status: SaleStatus;
  readonly verdict: Verdict | null;
  readonly resolved: boolean;
}

/** What was taken of the customer and is not given back, by the gateway. */
const isKept = (payment: Payment): boolean => payment.status === 'paid' && payment.refundedAmount < payment.amount;

/**
 * `payment`: what the gateway says now of that number, null where it does not know it. What is still open contradicts
 * nothing: the box and the gateway are about to agree. Who refunded a PAID payment in another way contradicts nothing
 * either: it stays `paid`.
 */
export const contradicts = (journal: JournalWord, payment: Payment | null): boolean => {
  // The number is another sale's (two boxes with one terminal): the gateway knows nothing of ours.
  const ours = payment !== null && payment.saleId === journal.intent.saleId ? payment : null;
  if (journal.kind === 'refund') {
    if (journal.status === 'refunded') return ours?.status !== 'refunded';
    const hasFailed = journal.resolved && isFinal(journal.status);
    return hasFailed && ours !== null && ours.status !== 'declined';
  }
  if (journal.verdict === 'paid') return ours?.status !== 'paid';
  if (!journal.resolved) return false;
  return ours !== null && (ours.status === 'pending' || isKept(ours));
};
