/** What the names in `refund.ts` mean: its actors, delays, guards and actions. */
import { assign, fromPromise, setup } from 'xstate';
import { assert, type FieldError, fieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import { type AmountKey, amountKeys, type PanelKey } from '../src/keys.ts';
import { type AmountEntry, clearLast, entryAmountMinor, isEmptyEntry, typeKey } from '../src/payment/money.ts';
import type { Counters, Payment } from '../src/payment/types.ts';
import { delays } from './delays.ts';
import type { FoundTransaction } from './find-transaction.ts';
import { abandonedJob, failedJob, type JobResult } from './job.ts';
import { isOurSlip, withKey, withScanned, withTyped } from './number-entry.ts';
import type { RecordInput, RefundDraft, Sale, Terms, TransactionAnswer } from './ports.ts';
import { openRefund, refundAmountRefusal, refundRefusal, restMinor, wantsNewNumbers } from './refund-answers.ts';
import { unprovided } from './unprovided.ts';

export interface RefundInput {
  /** Null: the cashier is asked for everything. `amountMinor` null: all that is left. */
  readonly request: { readonly transactionNumber: number; readonly amountMinor: number | null } | null;
  readonly terms: Terms;
}

export interface RefundContext extends RefundInput {
  /** The transaction number as it is typed, then the amount; an empty amount is all that is left. */
  readonly entry: string;
  readonly amount: AmountEntry;
  readonly transactionNumber: number | null;
  readonly answer: TransactionAnswer | null;
  /** Refunds of that payment, as the journal knows them. */
  readonly refunds: readonly Sale[];
  /** The payment that may be refunded, and what is left of it. */
  readonly payment: Payment | null;
  readonly restMinor: number | null;
  readonly amountMinor: number;
  readonly counters: Counters | null;
  readonly countersAsked: number;
  readonly renumberings: number;
  /** The refund, from its commit on. */
  readonly sale: Sale | null;
  /** Why a scan or an amount was not taken, or what goes wrong with the refund while it is waited for. */
  readonly error: FieldError | null;
  readonly result: JobResult;
}

export type RefundEvent =
  | { type: 'key.pressed'; key: PanelKey }
  | { type: 'code.scanned'; code: string }
  | { type: 'cancel.requested' }
  | { type: 'refund.learnt'; sale: Sale; error: FieldError | null };

const maxRenumberings = 3;

const isAmountKey = (key: PanelKey): key is AmountKey => amountKeys.some((amountKey) => amountKey === key);

export const leftByCashier = abandonedJob('refund', fieldError('PAY-09'));

/** What is wanted: asked for from outside, typed, or all that is left. */
const wantedMinor = ({ request, amount, restMinor: rest }: RefundContext): number => {
  if (request !== null) return request.amountMinor ?? rest ?? 0;
  return isEmptyEntry(amount) ? (rest ?? 0) : entryAmountMinor(amount);
};

const amountRefusal = (context: RefundContext): FieldError | null =>
  refundAmountRefusal(wantedMinor(context), context.restMinor ?? 0);

export const numberOf = ({ transactionNumber }: RefundContext): number => {
  assert(transactionNumber !== null, 'a refund is of a transaction');
  return transactionNumber;
};

const refusalOf = ({ answer, refunds }: RefundContext): FieldError | null => {
  assert(answer !== null, 'a refund is judged by an answer');
  return refundRefusal(answer, refunds);
};

/** The result of a refund that has a row. */
const resultOf = (sale: Sale, outcome: JobResult['outcome'], error: FieldError | null): JobResult => ({
  kind: 'refund',
  outcome,
  sale,
  payment: sale.payment,
  error,
});

const endingOf = (sale: Sale): JobResult =>
  sale.status === 'pending' || sale.status === 'refunded'
    ? resultOf(sale, 'done', null)
    : resultOf(sale, 'failed', sale.error ?? fieldError('PAY-19'));

const goesOn = (sale: Sale, error: FieldError | null): JobResult =>
  resultOf(sale, 'unknown', fieldError('PAY-20', error?.code));

export const refundSetup = setup({
  types: {} as { context: RefundContext; events: RefundEvent; input: RefundInput; output: JobResult },
  actors: {
    findTransaction: fromPromise<FoundTransaction, { transactionNumber: number }>(unprovided),
    refundsOf: fromPromise<readonly Sale[], { transactionNumber: number }>(unprovided),
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    beginRefund: fromPromise<Sale, { draft: RefundDraft; counters: Counters }>(unprovided),
    recordSale: fromPromise<Sale, RecordInput>(unprovided),
  },
  delays: {
    choiceMs: delays.choiceMs,
    lookingMs: delays.lookingMs,
    countersMs: delays.countersMs,
    resendMs: delays.resendMs,
    storageMs: delays.storageMs,
    refundToldMs: delays.refundToldMs,
  },
  guards: {
    mayNotRefund: ({ context }) => !context.terms.mayRefund,
    isAsked: ({ context }) => context.request !== null,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    isEnterWithNumber: ({ context, event }) =>
      event.type === 'key.pressed' && event.key === 'ENTER' && context.entry !== '',
    isOurSlip: (now) => isOurSlip(now),
    isRefundUnderWay: ({ context }) => openRefund(context.refunds) !== null,
    isRefused: ({ context }) => refusalOf(context) !== null,
    isAmountRefused: ({ context }) => amountRefusal(context) !== null,
    isEnterKey: ({ event }) => event.type === 'key.pressed' && event.key === 'ENTER',
    isOfAnother: ({ context, event }) =>
      event.type === 'refund.learnt' && event.sale.intent.transactionNumber !== context.sale?.intent.transactionNumber,
    /** Accepted is over for the cashier: the wallet does it when it can. */
    isOver: ({ event }) => event.type === 'refund.learnt' && (event.sale.resolved || event.sale.status === 'pending'),
    wantsNewNumbers: ({ context, event }) =>
      event.type === 'refund.learnt' && wantsNewNumbers(event.sale) && context.renumberings < maxRenumberings,
    /** What the cashier is told is on disk: that nobody knows how it ends. */
    isKnownToBeOpen: ({ context }) => context.sale?.unanswered === true || context.sale?.answered === true,
  },
  actions: {
    type: assign((now) => withKey(now)),
    takeTyped: assign((now) => withTyped(now)),
    takeScanned: assign((now) => withScanned(now)),
    takeAnswer: assign((_, params: { answer: TransactionAnswer }) => ({ answer: params.answer })),
    takeRefunds: assign((_, params: { refunds: readonly Sale[] }) => ({ refunds: params.refunds })),
    refuse: assign(({ context }) => ({
      result: failedJob('refund', refusalOf(context) ?? fieldError('BUG-01')),
    })),
    takePayment: assign(({ context: { answer, refunds } }) => {
      const payment = answer?.payment ?? null;
      return { payment, restMinor: payment === null ? null : restMinor(payment, refunds) };
    }),
    typeAmount: assign(({ context, event }) => {
      const key = event.type === 'key.pressed' ? event.key : 'MENU';
      const amount = key === 'CLEAR' ? clearLast(context.amount) : context.amount;
      return { amount: isAmountKey(key) ? typeKey(amount, key) : amount, error: null };
    }),
    takeAmount: assign(({ context }) => ({ amountMinor: wantedMinor(context), error: null })),
    blameAmount: assign(({ context }) => ({ error: amountRefusal(context) })),
    refuseAmount: assign(({ context }) => ({
      result: failedJob('refund', amountRefusal(context) ?? fieldError('BUG-01')),
    })),
    countAsked: assign(({ context }) => ({ countersAsked: context.countersAsked + 1 })),
    takeSale: assign((_, params: { sale: Sale }) => ({ sale: params.sale })),
    takeLearnt: assign(({ event }) => (event.type === 'refund.learnt' ? { sale: event.sale, error: event.error } : {})),
    takeNewNumbers: assign(({ context }) => ({ renumberings: context.renumberings + 1, countersAsked: 1, sale: null })),
    endAsLearnt: assign(({ context }) => ({
      result: context.sale === null ? context.result : endingOf(context.sale),
    })),
    endAsOpen: assign(({ context }) => ({
      result: context.sale === null ? context.result : goesOn(context.sale, context.error),
    })),
    endWith: assign((_, params: { result: JobResult }) => ({ result: params.result })),
    leave: assign({ result: leftByCashier }),
    /** To the box machine: this refund is an obligation from now on; one that it has already changes nothing. */
    tellRefundBegun: (_, _params: { sale: Sale }) => {},
    logUnexpected: () => {},
  },
});
