/**
 * How an outcome of a call changes what is known of a sale: pure, shared by `confirmation` and `obligation`, so that
 * the rules of the gateway contract stand once.
 */
import { assert, type FieldError, fieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import { endsUnpaid, isFinal, mayFollow, reversalOwed } from '../src/payment/statuses.ts';
import type { CancelOrder, Intent, Payment } from '../src/payment/types.ts';
import type { PaymentKey, Sale, SaleChange } from './ports.ts';

/** What is known of one number while it is driven to its end; written with the next commit. */
export interface Knowledge {
  readonly payment: Payment | null;
  /** The number had an answer: then a 404 is a contradiction and never leads to a cancel (rule 2). */
  readonly answered: boolean;
  /** An attempt had no answer: only a matching Payment ends this number. */
  readonly unanswered: boolean;
  /** The last call said `payment-not-found`. */
  readonly notFound: boolean;
  /** Calls in a row that brought no payment; drives the backoff. */
  readonly failures: number;
  readonly error: FieldError | null;
  /** The gateway asked for this pause (`too-many-requests`); 0: it did not. */
  readonly retryAfterMs: number;
}

export const knowledgeOf = (sale: Sale): Knowledge => ({
  payment: sale.payment,
  answered: sale.answered,
  unanswered: sale.unanswered,
  notFound: false,
  failures: 0,
  error: sale.error,
  retryAfterMs: 0,
});

export const keyOf = (sale: Sale): PaymentKey => ({
  kind: sale.kind,
  transactionNumber: sale.intent.transactionNumber,
  saleId: sale.intent.saleId,
  amountMinor: sale.intent.amountMinor,
  currency: sale.intent.currency,
});

/**
 * Takes an outcome up. A status that cannot follow the known one (a paid payment that is pending again, a 404 after an
 * answer) is a contradiction: it changes nothing and is remembered as GWY-17 (rule 5).
 */
export const learn = (before: Knowledge, outcome: Outcome<Payment>): Knowledge => {
  const known: Knowledge = { ...before, retryAfterMs: 0 };
  switch (outcome.kind) {
    case 'answered': {
      const last = known.payment;
      if (last !== null && !mayFollow(last.status, outcome.value.status)) {
        const detail = `${last.status} became ${outcome.value.status}`;
        return { ...known, notFound: false, failures: known.failures + 1, error: fieldError('GWY-17', detail) };
      }
      return { ...known, payment: outcome.value, answered: true, notFound: false, failures: 0, error: null };
    }
    case 'refused': {
      const notFound = outcome.problem.code === 'payment-not-found';
      const error = notFound && known.answered ? fieldError('GWY-17', 'unknown to the gateway') : outcome.problem.error;
      const retryAfterMs = outcome.problem.retryAfterMs ?? 0;
      return { ...known, notFound, failures: known.failures + 1, error, retryAfterMs };
    }
    case 'noAnswer':
      return { ...known, unanswered: true, notFound: false, failures: known.failures + 1, error: outcome.error };
    case 'notSent':
      return { ...known, notFound: false, failures: known.failures + 1, error: outcome.error };
  }
};

/** A call that hung past its deadline: it may have been processed. */
export const learnNothing = (known: Knowledge): Knowledge =>
  learn(known, { kind: 'noAnswer', error: fieldError('NET-06') });

/** The cancel as it stands on disk: it never leaves before it is there (rule 3). */
export const orderedCancel = ({ intent, cancel }: Sale): { intent: Intent; order: CancelOrder } => {
  assert(cancel !== null, 'a cancel is on disk before it leaves');
  return { intent, order: cancel };
};

/** Rule 2: `404` → cancel, which tombstones the number, but only if the number never had an answer. */
export const mayTombstone = (known: Knowledge): boolean => known.notFound && !known.answered;

export const isPaid = (known: Knowledge): boolean => known.payment?.status === 'paid';
export const isUnpaidForGood = (known: Knowledge): boolean =>
  known.payment !== null && endsUnpaid(known.payment.status);
export const isPending = (known: Knowledge): boolean => known.payment?.status === 'pending';

/** The part of a change that says what is known. */
export const knowledgeChange = (known: Knowledge): SaleChange => ({
  answered: known.answered,
  unanswered: known.unanswered,
  error: known.error,
  ...(known.payment === null ? {} : { payment: known.payment, status: known.payment.status }),
});

/** Why the customer was not charged, as the cashier and the slip say it. */
export const unpaidReason = (payment: Payment): FieldError => {
  switch (payment.status) {
    case 'declined':
      return fieldError(
        'PAY-01',
        payment.declineCode,
        payment.declineCode ? { reason: payment.declineCode } : undefined,
      );
    case 'expired':
      return fieldError('PAY-03');
    default:
      return fieldError('PAY-02');
  }
};

/** PAID on disk ends the sale. */
export const paidChange = (known: Knowledge): SaleChange => ({
  ...knowledgeChange(known),
  verdict: 'paid',
  error: null,
  resolved: true,
});

export const unpaidChange = (known: Knowledge): SaleChange => ({
  ...knowledgeChange(known),
  verdict: 'notPaid',
  error: known.payment === null ? known.error : unpaidReason(known.payment),
  resolved: known.payment !== null && isFinal(known.payment.status) && !reversalOwed(known.payment),
});
