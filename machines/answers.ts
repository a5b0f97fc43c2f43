/**
 * How an outcome of a call changes what is known of a sale: pure, shared by `confirmation` and both obligations, so that
 * the rules of the gateway contract stand once.
 */
import { assert, type ErrorReason, type FieldError, fieldError, reasonedError } from '../src/errors.ts';
import type { Outcome, ProblemCode } from '../src/gateway/outcome.ts';
import { endsUnpaid, isFinal, isStatusOf, mayFollow, reversalOwed } from '../src/payment/statuses.ts';
import type { CancelOrder, Intent, Payment } from '../src/payment/types.ts';
import type { PaymentKey, Sale, SaleChange } from './ports.ts';

/** What is known of one number while it is driven to its end; written with the next commit. */
export interface Knowledge {
  readonly payment: Payment | null;
  /** The number had an answer: then a 404 is a contradiction and never leads to a cancel (rule 2). */
  readonly answered: boolean;
  /** An attempt had no answer: only a matching Payment ends this number. */
  readonly unanswered: boolean;
  /** What the last call was refused with; null: it was not refused. */
  readonly refusal: ProblemCode | null;
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
  refusal: null,
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

/** The gateway looks a number up before any other check: what it says only of unknown numbers denies an earlier answer. */
const deniesAnswer = (known: Knowledge, code: ProblemCode): boolean => {
  if (!known.answered) return false;
  if (code === 'payment-not-found' || code === 'transaction-number-conflict') return true;
  // To a payment it may also be the answer to its cancel: the money cannot go back that way any more.
  return code === 'shift-closed' && known.payment?.kind === 'refund';
};

type Contradiction = readonly [reason: ErrorReason, params: Readonly<Record<string, string>>];

/**
 * Takes an outcome up. A status that cannot follow the known one (a paid payment that is pending again, a 404 after an
 * answer), or that nothing of its kind can have, is a contradiction: it changes nothing and is remembered as GWY-17
 * (rule 5).
 */
export const learn = (before: Knowledge, outcome: Outcome<Payment>): Knowledge => {
  const known: Knowledge = { ...before, refusal: null, retryAfterMs: 0 };
  const contradiction = (...why: Contradiction): Knowledge => ({
    ...known,
    failures: known.failures + 1,
    error: reasonedError('GWY-17', ...why),
  });
  switch (outcome.kind) {
    case 'answered': {
      const last = known.payment;
      const { kind, status } = outcome.value;
      if (!isStatusOf(kind, status)) return contradiction('statusUnexpected', { now: status });
      if (last !== null && !mayFollow(last.status, status))
        return contradiction('statusChanged', { before: last.status, now: status });
      return { ...known, payment: outcome.value, answered: true, failures: 0, error: null };
    }
    case 'refused': {
      const { code, error, retryAfterMs = 0 } = outcome.problem;
      const refused: Knowledge = { ...known, refusal: code, failures: known.failures + 1, error, retryAfterMs };
      return deniesAnswer(known, code)
        ? { ...refused, error: reasonedError('GWY-17', 'deniedAfterAnswer', { problem: code }) }
        : refused;
    }
    case 'noAnswer':
      return { ...known, unanswered: true, failures: known.failures + 1, error: outcome.error };
    case 'notSent':
      return { ...known, failures: known.failures + 1, error: outcome.error };
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
export const mayTombstone = (known: Knowledge): boolean => known.refusal === 'payment-not-found' && !known.answered;

/**
 * The number belongs to another sale: nothing of ours was touched, no GET and no cancel will bring more (contract,
 * errors). It ends the sale only if every attempt had an answer; else an error ends nothing.
 */
export const isAnothersNumber = (known: Knowledge): boolean =>
  known.refusal === 'transaction-number-conflict' && !known.answered && !known.unanswered;

export const isPaid = (known: Knowledge): boolean => known.payment?.status === 'paid';
export const isUnpaidForGood = (known: Knowledge): boolean =>
  known.payment !== null && endsUnpaid(known.payment.status);
export const isPending = (known: Knowledge): boolean => known.payment?.status === 'pending';

/** The gateway has denied what it said before, and the journal does not know it yet: it owes an alarm on paper. */
export const isNewContradiction = (known: Knowledge, sale: Sale): boolean =>
  known.error?.code === 'GWY-17' && sale.error?.code !== 'GWY-17';

/** The part of a change that says what is known. An answer stays an answer, and a lost one stays lost. */
export const knowledgeChange = (known: Knowledge): SaleChange => ({
  ...(known.answered ? { answered: true } : {}),
  ...(known.unanswered ? { unanswered: true } : {}),
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

/** Closed as refused: the number is another sale's. */
export const anothersNumberChange = (known: Knowledge): SaleChange => ({
  ...knowledgeChange(known),
  status: 'refused',
  verdict: 'notPaid',
  resolved: true,
});
