/**
 * What may be learnt of a sale. The machines keep these rules; the journal asserts them once more inside the commit,
 * because a row that breaks one would move money. All of them are of the gateway contract, "Rules the box keeps" and
 * "Payment". Pure.
 */
import type { Sale, SaleChange } from '../../machines/ports.ts';
import { assert } from '../errors.ts';
import { isFinal, isStatusOf, mayFollow } from '../payment/statuses.ts';
import {
  type CancelOrder,
  type Payment,
  type PaymentStatus,
  paymentStatuses,
  type SaleStatus,
} from '../payment/types.ts';

const isGatewayStatus = (status: SaleStatus): status is PaymentStatus =>
  (paymentStatuses as readonly string[]).includes(status);

/** `intent` → anything; between the box's own ends while it is open; what the gateway said only along its own rules. */
const statusMayFollow = (sale: Sale, to: SaleStatus): boolean => {
  if (sale.status === to) return true;
  if (sale.resolved && isFinal(sale.status)) return false;
  if (to === 'intent') return false;
  if (!isGatewayStatus(sale.status)) return true;
  return isGatewayStatus(to) && mayFollow(sale.status, to);
};

/** Rule 3: PAID is never reversed by the box; after a `refund` nothing makes it PAID, so nothing asks to keep it again. */
const cancelMayFollow = (sale: Sale, cancel: CancelOrder): boolean =>
  cancel.ifPaid === 'refund' ? sale.verdict !== 'paid' : sale.cancel?.ifPaid !== 'refund';

/** The answer as it is stored: without the token of the customer's QR. */
export const storedPayment = ({ qr: _qr, ...payment }: Payment): Payment => payment;

/** The box's own three statuses are for payments and refunds. */
const isPossible = ({ kind, status }: Sale): boolean => !isGatewayStatus(status) || isStatusOf(kind, status);

const isOf = (sale: Sale, payment: Payment): boolean =>
  payment.transactionNumber === sale.intent.transactionNumber &&
  payment.saleId === sale.intent.saleId &&
  payment.kind === sale.kind &&
  payment.amount === sale.intent.amountMinor &&
  payment.currency === sale.intent.currency;

/** The sale after the change; throws on a broken invariant. */
export const changedSale = (sale: Sale, change: SaleChange): Sale => {
  const name = `sale ${sale.intent.transactionNumber}`;
  if (change.status !== undefined) {
    assert(statusMayFollow(sale, change.status), `${name}: ${sale.status} is not followed by ${change.status}`);
  }
  if (change.cancel !== undefined) {
    assert(cancelMayFollow(sale, change.cancel), `${name}: no ${change.cancel.ifPaid} in this state`);
  }
  if (sale.kind === 'refund') {
    assert(
      change.verdict === undefined && change.cancel === undefined,
      `${name}: a refund is neither judged nor cancelled`,
    );
  }
  if (change.payment !== undefined) assert(isOf(sale, change.payment), `${name}: the answer is this sale's`);
  assert(change.answered !== false || !sale.answered, `${name}: an answer stays an answer`);
  assert(change.unanswered !== false || !sale.unanswered, `${name}: a lost answer stays lost`);
  const changed: Sale = {
    ...sale,
    status: change.status ?? sale.status,
    verdict: change.verdict ?? sale.verdict,
    error: change.error === undefined ? sale.error : change.error,
    cancel: change.cancel ?? sale.cancel,
    answered: change.answered ?? sale.answered,
    unanswered: change.unanswered ?? sale.unanswered,
    payment: change.payment === undefined ? sale.payment : storedPayment(change.payment),
    resolved: change.resolved ?? sale.resolved,
  };
  assert(sale.verdict === null || changed.verdict === sale.verdict, `${name}: a verdict never changes`);
  if (changed.verdict === 'paid' && sale.verdict === null) {
    assert(changed.status === 'paid', `${name}: PAID is what the gateway says is paid`);
    assert(changed.cancel?.ifPaid !== 'refund', `${name}: after a refund nothing makes the verdict PAID`);
  }
  assert(changed.resolved || !sale.resolved || !isFinal(sale.status), `${name}: a final status stays resolved`);
  assert(isPossible(changed), `${name}: a ${sale.kind} is never ${changed.status}`);
  assert(!changed.resolved || mayBeResolved(changed), `${name}: ${changed.status} is no end`);
  return changed;
};

/** An end is a verdict and a final status; PAID is one, and so is money that went back by a refund of its own. */
const mayBeResolved = ({ kind, status, verdict }: Sale): boolean =>
  isFinal(status) ? kind === 'refund' || verdict !== null : kind === 'payment' && status === 'paid' && verdict !== null;

/** NOT PAID, charged all the same, and over: only because refunds gave the money back (contract, cancel: `late-money`). */
export const isEndedByRefund = (before: Sale, after: Sale): boolean =>
  after.verdict === 'notPaid' && after.status === 'paid' && after.resolved && !before.resolved;

/** `refunds`: those of this payment that the journal knows. */
export const isMoneyBack = ({ intent, payment }: Sale, refunds: readonly Sale[]): boolean => {
  const known = refunds.filter((refund) => refund.status === 'refunded');
  const returnedMinor = known.reduce((sum, refund) => sum + refund.intent.amountMinor, 0);
  return Math.max(returnedMinor, payment?.refundedAmount ?? 0) >= intent.amountMinor;
};

/**
 * May a sale begin for the till's reference that this earlier number had? The same reference never makes a second payment;
 * only a number that the gateway refused to process (conflict, closed shift) is replaced by another.
 */
export const mayReplace = (earlier: Sale): boolean =>
  earlier.status === 'refused' && earlier.verdict === 'notPaid' && earlier.resolved;
