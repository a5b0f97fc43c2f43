/**
 * What may be refunded, and how a refund ends: pure, for the dialogue, for the obligation that drives a refund to its
 * end, and for late money (gateway contract, `POST pos/refund` and rule 3).
 */
import { type FieldError, fieldError, reasonedError } from '../src/errors.ts';
import { formatNumber } from '../src/payment/money.ts';
import { isFinal } from '../src/payment/statuses.ts';
import type { Payment } from '../src/payment/types.ts';
import { type Knowledge, knowledgeChange, unpaidReason } from './answers.ts';
import type { Sale, SaleChange, TransactionAnswer } from './ports.ts';

// ---------------------------------------------------------------- the refund itself

/**
 * A refund as it was found on disk. An attempt may have left the box just before the power went, so an error to a later
 * one ends nothing: only a fresh row can be refused.
 */
export const carriedOver = (sale: Sale): Sale =>
  sale.kind === 'refund' && !sale.resolved && !sale.answered ? { ...sale, unanswered: true } : sale;

/**
 * What these say lies with the terminal or its clock and not with this refund: nothing was processed, and late money is
 * asked for under the same number until the operator has mended it. Nobody waits for it at the till.
 */
const terminalsFault: ReadonlySet<Knowledge['refusal']> = new Set<Knowledge['refusal']>([
  'signature-invalid',
  'clock-skew',
  'terminal-blocked',
  'terminal-replaced',
  'terminal-unknown',
  'not-permitted',
  'request-invalid',
]);

const isRefusedForGood = ({ refusal, answered, unanswered, error }: Knowledge, sale: Sale): boolean => {
  if (refusal === null || answered || error?.code === 'GWY-17') return false;
  // Each is a proof: this number can never be processed any more, since a closed shift stays closed and a number stays
  // whose it is. Should the attempt have counted all the same, `refundedBefore` keeps the next one from paying twice.
  if (refusal === 'shift-closed' || refusal === 'transaction-number-conflict') return true;
  // An error speaks of its own attempt only; 429 was not processed and asks to come again.
  if (unanswered || refusal === 'too-many-requests') return false;
  return sale.intent.refund?.reason === 'customer' || !terminalsFault.has(refusal);
};

/** Contract, 422: the gateway has recorded the number as declined. */
const recordedAsDeclined: ReadonlySet<Knowledge['refusal']> = new Set<Knowledge['refusal']>([
  'amount-out-of-range',
  'payment-system-unavailable',
  'qr-unrecognised',
]);

const declined = ({ declineCode }: Payment): FieldError =>
  fieldError('PAY-19', declineCode, declineCode === undefined ? undefined : { reason: declineCode });

/** How this refund has ended by what is known, or null: it goes on. */
export const refundEnding = (sale: Sale, known: Knowledge): SaleChange | null => {
  const { payment, refusal } = known;
  if (payment !== null && isFinal(payment.status)) {
    const error = payment.status === 'declined' ? declined(payment) : null;
    return { ...knowledgeChange(known), error, resolved: true };
  }
  if (!isRefusedForGood(known, sale)) return null;
  const status = recordedAsDeclined.has(refusal) ? 'declined' : 'refused';
  return { ...knowledgeChange(known), status, resolved: true };
};

/** A refund that was refused only because of its numbers: another box took the number, or the day was closed meanwhile. */
export const wantsNewNumbers = ({ status, error }: Sale): boolean =>
  status === 'refused' && (error?.code === 'GWY-07' || error?.code === 'GWY-08');

/** Minor units of this payment that are still with the merchant, by the gateway and by the journal's own refunds. */
export const restMinor = (payment: Payment, refunds: readonly Sale[]): number => {
  const returned = refunds.filter(({ status }) => status === 'refunded');
  const returnedMinor = returned.reduce((sum, { intent }) => sum + intent.amountMinor, 0);
  return Math.max(0, payment.amount - Math.max(payment.refundedAmount, returnedMinor));
};

export const openRefund = (refunds: readonly Sale[]): Sale | null => refunds.find(({ resolved }) => !resolved) ?? null;

// ---------------------------------------------------------------- late money

/**
 * The last late-money refund, if it has ended without success and another one would end in the same way for now. One that
 * was only refused for its numbers is followed by the next at once.
 */
export const stalledRefund = (refunds: readonly Sale[]): Sale | null => {
  const last = refunds.findLast(({ intent }) => intent.refund?.reason === 'late-money');
  return last?.resolved && last.status !== 'refunded' && !wantsNewNumbers(last) ? last : null;
};

/** The money is back by refunds: the payment stays paid in its closed shift, and nothing is owed any more. */
export const lateMoneyChange = (known: Knowledge): SaleChange => ({
  ...knowledgeChange(known),
  verdict: 'notPaid',
  error: known.payment === null ? known.error : unpaidReason(known.payment),
  resolved: true,
});

// ---------------------------------------------------------------- may it be refunded?

/** The box's own book comes first: what it still drives to an end is not refunded beside that. */
const journalsRefusal = ({ kind, verdict, resolved }: Sale): FieldError | null => {
  if (kind === 'refund') return fieldError('PAY-16');
  if (!resolved) return fieldError(verdict === 'notPaid' ? 'PAY-17' : 'PAY-18');
  return verdict === 'paid' ? null : fieldError('PAY-12');
};

const gatewaysRefusal = (payment: Payment, sale: Sale | null): FieldError | null => {
  if (payment.kind === 'refund') return fieldError('PAY-16');
  if (payment.status === 'pending') return fieldError('PAY-18');
  if (payment.status !== 'paid')
    return sale?.verdict === 'paid'
      ? reasonedError('GWY-17', 'statusUnexpected', { now: payment.status })
      : fieldError('PAY-12', payment.status);
  if (payment.reversal !== undefined) return fieldError('PAY-17');
  return null;
};

/** Why this transaction cannot be refunded, or null. `refunds`: those of it that the journal knows. */
export const refundRefusal = ({ payment, sale }: TransactionAnswer, refunds: readonly Sale[]): FieldError | null => {
  const refusal = sale === null ? null : journalsRefusal(sale);
  if (refusal !== null) return refusal;
  if (payment === null) return sale === null ? fieldError('PAY-06') : reasonedError('GWY-17', 'unknownToGateway');
  const denied = gatewaysRefusal(payment, sale);
  if (denied !== null) return denied;
  const open = openRefund(refunds);
  if (open !== null) return fieldError('PAY-15', undefined, { transactionNumber: open.intent.transactionNumber });
  return restMinor(payment, refunds) === 0 ? fieldError('PAY-13') : null;
};

/** Why not this amount, or null. */
export const refundAmountRefusal = (amountMinor: number, leftMinor: number): FieldError | null => {
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return fieldError('AMT-01');
  return amountMinor > leftMinor ? fieldError('PAY-14', undefined, { limit: formatNumber(leftMinor) }) : null;
};
