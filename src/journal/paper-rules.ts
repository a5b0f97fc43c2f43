/**
 * What is owed on paper because of a change of a sale, in the commit of that change: the slips of a payment that is PAID
 * or of a refund that was accepted, and the notices for the cashier and the operator. Pure.
 */
import type { Sale } from '../../machines/ports.ts';
import type { NoticeKind } from '../locale/notice.ts';
import type { SaleStatus } from '../payment/types.ts';

export interface PaperOwed {
  readonly slips: boolean;
  /** Each kind once for a transaction, whatever happens later. */
  readonly notices: readonly { readonly kind: NoticeKind; readonly transactionNumber: number }[];
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

/** NOT PAID, charged, and the wallet did not give the money back at the first try: somebody may have to help. */
const isHeldBack = (before: Sale, after: Sale): boolean =>
  after.verdict === 'notPaid' && after.payment?.reversal === 'failed' && before.payment?.reversal !== 'failed';

/** A late-money refund that a wallet has declined: the next one follows, and the payment's own money is still not back. */
const originalHeldBack = (before: Sale, after: Sale): number | null =>
  after.intent.refund?.reason === 'late-money' && after.status === 'declined' && before.status !== 'declined'
    ? after.intent.refund.originalTransactionNumber
    : null;

export const paperOwed = (before: Sale, after: Sale): PaperOwed => {
  const { transactionNumber } = after.intent;
  const notices: PaperOwed['notices'][number][] = [];
  const owe = (kind: NoticeKind, number = transactionNumber) => notices.push({ kind, transactionNumber: number });
  if (hasComeBack(before, after)) owe('lateMoney');
  if (isHeldBack(before, after)) owe('moneyHeldBack');
  const original = originalHeldBack(before, after);
  if (original !== null) owe('moneyHeldBack', original);
  if (hasFailedAfterAll(before, after)) owe('refundDeclined');
  if (after.error?.code === 'GWY-17' && before.error?.code !== 'GWY-17') owe('contradiction');
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
