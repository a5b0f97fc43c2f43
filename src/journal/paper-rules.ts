/**
 * What is owed on paper because of a change of a sale, in the commit of that change: the slips of a payment that is PAID
 * or of a refund that was accepted, and the notices for the cashier and the operator. Pure.
 */
import type { Sale } from '../../machines/ports.ts';
import type { SaleStatus } from '../payment/types.ts';

/**
 * lateMoney: the customer was charged for a sale that is NOT PAID, and has the money back. refundDeclined: a refund that
 * was told as under way has failed. contradiction: the gateway denies what it said before (rule 5 of its contract).
 */
export type NoticeKind = 'lateMoney' | 'refundDeclined' | 'contradiction';

export interface PaperOwed {
  readonly slips: boolean;
  /** Each of them once for a transaction, whatever happens later. */
  readonly notices: readonly NoticeKind[];
}

const isAccepted = (status: SaleStatus): boolean => status === 'pending' || status === 'refunded';

/** A refund that the customer has asked for; a late-money refund is told by the notice of its payment. */
const isCustomersRefund = ({ intent }: Sale): boolean => intent.refund?.reason === 'customer';

const hasComeBack = (before: Sale, after: Sale): boolean => {
  if (after.verdict !== 'notPaid') return false;
  if (after.status === 'reversed') return before.status !== 'reversed';
  return after.status === 'paid' && after.resolved && !before.resolved;
};

const hasFailedAfterAll = (before: Sale, after: Sale): boolean =>
  isCustomersRefund(after) &&
  (before.answered || after.unanswered) &&
  after.resolved &&
  !before.resolved &&
  after.status !== 'refunded';

export const paperOwed = (before: Sale, after: Sale): PaperOwed => {
  const notices: NoticeKind[] = [];
  if (hasComeBack(before, after)) notices.push('lateMoney');
  if (hasFailedAfterAll(before, after)) notices.push('refundDeclined');
  if (after.error?.code === 'GWY-17' && before.error?.code !== 'GWY-17') notices.push('contradiction');
  return {
    slips:
      (after.verdict === 'paid' && before.verdict === null) ||
      (isCustomersRefund(after) && isAccepted(after.status) && !isAccepted(before.status)),
    notices,
  };
};

/** May its slip be printed once more? A refund that was declined has none, whatever was printed while it was pending. */
export const hasSlip = (sale: Sale): boolean =>
  sale.kind === 'refund' ? isAccepted(sale.status) : sale.verdict === 'paid';
