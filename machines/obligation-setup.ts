/** What the names in `obligation.ts` mean: its actors, delays, guards and actions. */
import { assign, fromPromise, setup } from 'xstate';
import { assert, type FieldError } from '../src/errors.ts';
import { type Outcome, outcomeError } from '../src/gateway/outcome.ts';
import { reversalOwed } from '../src/payment/statuses.ts';
import type { CancelOrder, Counters, Intent, Payment } from '../src/payment/types.ts';
import {
  isAnothersNumber,
  isNewContradiction,
  isPaid,
  isPending,
  isUnpaidForGood,
  type Knowledge,
  learn,
  learnNothing,
  mayTombstone,
} from './answers.ts';
import { delays, obligationBackoffMs } from './delays.ts';
import type { OrderInput, PaymentKey, RecordInput, RefundDraft, Sale } from './ports.ts';
import { carriedOver, openRefund, restMinor, stalledRefund } from './refund-answers.ts';
import { unprovided } from './unprovided.ts';

export interface ObligationInput {
  readonly sale: Sale;
}

export interface ObligationContext {
  readonly sale: Sale;
  readonly known: Knowledge;
  /** Pauses since the payment's status last changed; an answer that brings nothing new does not shorten them. */
  readonly tries: number;
  /** Jitter of the next pause, 0 ≤ x < 1. */
  readonly random: number;
  readonly storageError: FieldError | null;
  /** Late money: the refunds of this payment, as the journal knows them. */
  readonly refunds: readonly Sale[];
  readonly counters: Counters | null;
  /** A late-money refund without success, after which the long pause has been made. */
  readonly pausedAfter: number | null;
}

/** The cashier's answer to *goods given?* (rule 4), or somebody waits for the next try. */
export type ObligationEvent = { type: 'goods.given' } | { type: 'goods.withheld' } | { type: 'try.requested' };

/** A sale with the verdict NOT PAID, or that was told to give the money back, can never become PAID (rule 3). */
export const givesMoneyBack = ({ sale }: ObligationContext): boolean =>
  sale.verdict === 'notPaid' || sale.cancel?.ifPaid === 'refund';

const hasLearnt = ({ known, sale }: ObligationContext): boolean =>
  known.payment !== null &&
  (known.payment.status !== sale.payment?.status || known.payment.reversal !== sale.payment.reversal);

export const paidPayment = ({ known: { payment } }: ObligationContext): Payment => {
  assert(payment?.status === 'paid', 'late money was paid');
  return payment;
};

/** Read off the disk: whether an attempt of it has left is not known. */
export const underWay = ({ refunds }: ObligationContext): Sale => {
  const open = openRefund(refunds);
  assert(open !== null, 'a refund is under way');
  return carriedOver(open);
};

export const record = (context: ObligationContext, change: RecordInput['change']): RecordInput => ({
  transactionNumber: context.sale.intent.transactionNumber,
  change,
});

export const obligationSetup = setup({
  types: {} as {
    context: ObligationContext;
    events: ObligationEvent;
    input: ObligationInput;
    output: { readonly sale: Sale };
  },
  actors: {
    askPayment: fromPromise<Outcome<Payment>, { key: PaymentKey; waitSeconds: number }>(unprovided),
    cancelPayment: fromPromise<Outcome<Payment>, { intent: Intent; order: CancelOrder }>(unprovided),
    recordSale: fromPromise<Sale, RecordInput>(unprovided),
    recordOrder: fromPromise<Sale, OrderInput>(unprovided),
    refundsOf: fromPromise<readonly Sale[], { transactionNumber: number }>(unprovided),
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    beginRefund: fromPromise<Sale, { draft: RefundDraft; counters: Counters }>(unprovided),
  },
  delays: {
    askMs: delays.askMs,
    countersMs: delays.countersMs,
    lateRefundAgainMs: delays.lateRefundAgainMs,
    cancelMs: delays.cancelMs,
    storageMs: delays.storageMs,
    storageRetryMs: delays.storageRetryMs,
    backoffMs: ({ context }) =>
      Math.max(obligationBackoffMs(context.tries - 1, context.random), context.known.retryAfterMs),
  },
  guards: {
    isEnded: ({ context }) =>
      isUnpaidForGood(context.known) && !(context.known.payment !== null && reversalOwed(context.known.payment)),
    isFoundPaid: ({ context }) => isPaid(context.known) && !givesMoneyBack(context),
    isAnothersNumber: ({ context }) => isAnothersNumber(context.known),
    hasLearnt: ({ context }) => hasLearnt(context),
    hasNews: ({ context }) => hasLearnt(context) || isNewContradiction(context.known, context.sale),
    isContradicted: ({ context }) => isNewContradiction(context.known, context.sale),
    isCancellable: ({ context }) => context.known.failures === 0 && (isPending(context.known) || isPaid(context.known)),
    isUnknownToGateway: ({ context }) => mayTombstone(context.known),
    givesMoneyBack: ({ context }) => givesMoneyBack(context),
    /** Paid, and its shift is closed: no cancel brings the money back any more (contract, cancel). */
    isTooLateToReverse: ({ context }) => context.known.refusal === 'shift-closed' && givesMoneyBack(context),
    /** A reversal that is under way all the same comes before a refund. */
    isRefundable: ({ context: { known } }) =>
      isPaid(known) && known.failures === 0 && known.payment?.reversal !== 'pending',
    isRefundUnderWay: ({ context }) => openRefund(context.refunds) !== null,
    isReturned: ({ context }) => restMinor(paidPayment(context), context.refunds) === 0,
    isStalled: ({ context }) => {
      const stalled = stalledRefund(context.refunds)?.intent.transactionNumber ?? null;
      return stalled !== null && stalled !== context.pausedAfter;
    },
    /** The order that this sale needs is on disk already. */
    isOrdered: ({ context }) =>
      context.sale.cancel !== null && (context.sale.cancel.ifPaid === 'refund' || !givesMoneyBack(context)),
  },
  actions: {
    learn: assign(({ context }, params: { outcome: Outcome<Payment> }) => {
      const known = learn(context.known, params.outcome);
      return { known, tries: known.payment?.status === context.known.payment?.status ? context.tries : 0 };
    }),
    learnNothing: assign(({ context }) => ({ known: learnNothing(context.known) })),
    takeSale: assign((_, params: { sale: Sale }) => ({ sale: params.sale, storageError: null })),
    blameStorage: assign((_, params: { error: FieldError }) => ({ storageError: params.error })),
    /** Provided with the injected source of randomness. */
    drawJitter: assign({ random: 0 }),
    countTry: assign(({ context }) => ({ tries: context.tries + 1 })),
    forgetTries: assign({ tries: 0 }),
    takeRefunds: assign((_, params: { refunds: readonly Sale[] }) => ({ refunds: params.refunds, storageError: null })),
    /** Why the money is not back yet, for as long as the pause lasts. */
    blameStalled: assign(({ context }) => ({
      known: { ...context.known, error: stalledRefund(context.refunds)?.error ?? null },
    })),
    markPaused: assign(({ context }) => ({
      pausedAfter: stalledRefund(context.refunds)?.intent.transactionNumber ?? null,
    })),
    blameCounters: assign(({ context }, params: { outcome: Outcome<Counters> }) => ({
      known: {
        ...context.known,
        error: outcomeError(params.outcome),
        retryAfterMs: params.outcome.kind === 'refused' ? (params.outcome.problem.retryAfterMs ?? 0) : 0,
      },
    })),
    /** To the box machine: this refund is an obligation from now on; one that it has already changes nothing. */
    tellRefundBegun: (_, _params: { sale: Sale }) => {},
    /** To the box machine: the cashier must be asked. */
    tellFoundPaid: () => {},
    /** To the box machine: the cashier's answer is on disk. */
    tellJudged: () => {},
    tellEnded: () => {},
    /** To the box machine: something may be owed on paper. */
    wakePrinting: () => {},
    logUnexpected: () => {},
  },
});
