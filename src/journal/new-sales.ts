/** A row as it is begun: the intent of a payment or a refund, and a payment that another box has begun. Pure. */
import type { RefundDraft, Sale, SaleDraft } from '../../machines/ports.ts';
import { assert, FieldFailure, fieldError } from '../errors.ts';
import { maxTransactionNumber } from '../payment/numbers.ts';
import type { Intent, Payment } from '../payment/types.ts';
import { storedPayment } from './sale-rules.ts';

/** What a number is begun with, whatever it is for. */
export interface NewNumber {
  readonly transactionNumber: number;
  readonly saleId: string;
  readonly shiftNumber: number;
  readonly createdAt: string;
}

const begun = (kind: Sale['kind'], intent: Intent, ref: string | null): Sale => ({
  intent,
  kind,
  status: 'intent',
  verdict: null,
  error: null,
  cancel: null,
  answered: false,
  unanswered: false,
  payment: null,
  resolved: false,
  ref,
});

export const newPayment = (number: NewNumber, draft: SaleDraft): Sale =>
  begun(
    'payment',
    {
      ...number,
      method: draft.method,
      paymentSystem: draft.paymentSystem,
      amountMinor: draft.amountMinor,
      currency: draft.currency,
      expiresInSeconds: draft.expiresInSeconds,
    },
    draft.ref,
  );

/**
 * `others`: the refunds of that payment that the journal knows. Never more than is left, and no second one while one is
 * open (gateway contract, `POST pos/refund`): FieldFailure GWY-16, look again.
 */
export const newRefund = (number: NewNumber, draft: RefundDraft, others: readonly Sale[]): Sale => {
  const { original, amountMinor, reason } = draft;
  const name = `refund of ${original.transactionNumber}`;
  assert(original.kind === 'payment', `${name}: only a payment is refunded`);
  assert(amountMinor > 0 && amountMinor <= original.amount - original.refundedAmount, `${name}: amount in bounds`);
  // counters that were asked for meanwhile may have brought one that another box has begun
  if (others.some((refund) => !refund.resolved)) throw new FieldFailure(fieldError('GWY-16', `${name}: one is open`));
  return begun(
    'refund',
    {
      ...number,
      method: original.method,
      paymentSystem: original.paymentSystem,
      amountMinor,
      currency: original.currency,
      expiresInSeconds: 0,
      refund: {
        originalTransactionNumber: original.transactionNumber,
        refundedBeforeMinor: original.refundedAmount,
        reason,
      },
    },
    null,
  );
};

/** Of a refund that another box has begun only this much is told; the gateway looks at its number and at nothing else. */
const adoptedRefund = ({ originalTransactionNumber }: Payment): Intent['refund'] =>
  originalTransactionNumber === undefined
    ? undefined
    : { originalTransactionNumber, refundedBeforeMinor: 0, reason: 'customer' };

/**
 * A transaction of `pos/counters` that the journal does not know, as an obligation without a verdict. Null: it is none,
 * because it has ended, or because it could not be asked about.
 */
export const adoptedSale = (payment: Payment): Sale | null => {
  const refund = payment.kind === 'refund' ? adoptedRefund(payment) : undefined;
  const isOpen = payment.status === 'pending' || (payment.kind === 'payment' && payment.status === 'paid');
  if (!isOpen || payment.transactionNumber > maxTransactionNumber) return null;
  if (payment.kind === 'refund' && refund === undefined) return null;
  const intent: Intent = {
    transactionNumber: payment.transactionNumber,
    saleId: payment.saleId,
    shiftNumber: payment.shiftNumber,
    method: payment.method,
    paymentSystem: payment.paymentSystem,
    amountMinor: payment.amount,
    currency: payment.currency,
    expiresInSeconds: 0,
    createdAt: payment.createdAt,
    ...(refund === undefined ? {} : { refund }),
  };
  return {
    ...begun(payment.kind, intent, null),
    status: payment.status,
    answered: true,
    payment: storedPayment(payment),
  };
};
