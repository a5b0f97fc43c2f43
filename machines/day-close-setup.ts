/** What the names in `day-close.ts` mean: its actors, delays, guards and actions. */
import { assign, type EventObject, fromCallback, fromPromise, setup } from 'xstate';
import { type FieldError, fieldError } from '../src/errors.ts';
import { type Outcome, outcomeError } from '../src/gateway/outcome.ts';
import type { PanelKey } from '../src/keys.ts';
import type { Reconciliation } from '../src/payment/reconciliation.ts';
import type { Counters, ShiftReport } from '../src/payment/types.ts';
import { delays, obligationBackoffMs } from './delays.ts';
import { abandonedJob, failedJob, type JobResult } from './job.ts';
import type { ClosedShift, DayClose, Terms } from './ports.ts';
import { unprovided } from './unprovided.ts';

export interface DayCloseInput {
  readonly terms: Terms;
  /** From outside; from the menu the cashier is asked first. */
  readonly isOrdered: boolean;
  /** A close that an earlier life of the box has left without an answer; null: a new one. */
  readonly openClose: DayClose | null;
}

export interface DayCloseContext {
  readonly terms: Terms;
  readonly isOrdered: boolean;
  /** Of the shift that is being closed; null: not known yet. */
  readonly shiftNumber: number | null;
  /** Transactions without a known end, which hold the shift open. */
  readonly open: readonly number[];
  /** As read before the comparison. */
  readonly report: ShiftReport | null;
  readonly compared: number;
  readonly comparison: Reconciliation | null;
  readonly hasReversed: boolean;
  /** On disk. */
  readonly dayClose: DayClose | null;
  /** A request of it had no answer: it may have closed the shift. */
  readonly unanswered: boolean;
  readonly closed: ClosedShift | null;
  /** Requests of this close so far. */
  readonly tries: number;
  /** How often the shift has changed between reading and closing: other sums, a new payment, closed elsewhere. */
  readonly rounds: number;
  /** It has changed since this close was begun. */
  readonly hasChanged: boolean;
  readonly retryAfterMs: number;
  /** Jitter of the next pause, 0 ≤ x < 1. */
  readonly random: number;
  /** What went wrong last. */
  readonly error: FieldError | null;
  readonly result: JobResult;
}

export type DayCloseEvent =
  | { type: 'key.pressed'; key: PanelKey }
  | { type: 'cancel.requested' }
  | { type: 'comparison.progressed'; compared: number }
  | { type: 'comparison.done'; outcome: Outcome<Reconciliation> }
  | { type: 'comparison.failed'; error: FieldError };

/** Nothing was sent: so often it is tried again while the cashier waits. */
const maxUnsentTries = 3;
/** The sums change once when a refund is settled in that second; more often something is wrong. */
const maxRounds = 3;

export const leftClose: JobResult = abandonedJob('dayClose', fieldError('PAY-09'));

export const failedClose = (error: FieldError): JobResult => failedJob('dayClose', error);

/** `isAgain`: closed before; its report is printed once more. */
export const doneClose = (close: DayClose, isAgain: boolean): JobResult => ({
  ...abandonedJob('dayClose'),
  outcome: 'done',
  dayClose: { close, isAgain },
});

/** Not known, and not to be found out by this box for now: another one has its terminal. */
const lostClose = (close: DayClose, error: FieldError): JobResult => ({
  ...abandonedJob('dayClose', error),
  outcome: 'unknown',
  dayClose: { close, isAgain: false },
});

const isEmpty = ({ openedAt, totals }: ShiftReport): boolean =>
  openedAt === null && totals.paid.count === 0 && totals.refunded.count === 0;

export const dayCloseSetup = setup({
  types: {} as { context: DayCloseContext; events: DayCloseEvent; input: DayCloseInput; output: JobResult },
  actors: {
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    readShift: fromPromise<Outcome<ShiftReport>, { shiftNumber: number }>(unprovided),
    /** Answers by the events `comparison.…`. */
    compareBooks: fromCallback<EventObject, { report: ShiftReport }>(unprovided),
    reverse: fromPromise<void, { transactionNumbers: readonly number[] }>(unprovided),
    begin: fromPromise<DayClose, { comparison: Reconciliation }>(unprovided),
    closeShift: fromPromise<Outcome<ClosedShift>, { dayClose: DayClose }>(unprovided),
    conclude: fromPromise<DayClose, { dayClose: DayClose; closed: ClosedShift }>(unprovided),
    abandon: fromPromise<void, { shiftNumber: number }>(unprovided),
    reprint: fromPromise<DayClose | null>(unprovided),
  },
  delays: {
    choiceMs: delays.choiceMs,
    countersMs: delays.countersMs,
    askMs: delays.askMs,
    settlingMs: delays.settlingMs,
    settlePollMs: delays.settlePollMs,
    compareMs: delays.compareMs,
    reverseMs: delays.reverseMs,
    closeMs: delays.closeMs,
    storageMs: delays.storageMs,
    storageRetryMs: delays.storageRetryMs,
    backoffMs: ({ context }) => Math.max(obligationBackoffMs(context.tries - 1, context.random), context.retryAfterMs),
  },
  guards: {
    isOrdered: ({ context }) => context.isOrdered,
    isEnterKey: ({ event }) => event.type === 'key.pressed' && event.key === 'ENTER',
    isCarriedOver: ({ context }) => context.dayClose !== null,
    hasTrouble: ({ context }) => context.error !== null,
    isSettled: ({ context }) => context.open.length === 0,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    isClosedMeanwhile: ({ context }) => context.report !== null && context.report.closedAt !== null,
    isOtherCurrency: ({ context }) => context.report !== null && context.report.currency !== context.terms.currency,
    isEmptyShift: ({ context }) => context.report !== null && isEmpty(context.report),
    mayReadAgain: ({ context }) => context.report?.closedAt != null && context.rounds < maxRounds,
    owesReversals: ({ context }) => (context.comparison?.toReverse.length ?? 0) > 0,
    mayReverse: ({ context }) => (context.comparison?.toReverse.length ?? 0) > 0 && !context.hasReversed,
    /** Certain: no request of it can have closed the shift. */
    isNotClosed: ({ context }) => !context.unanswered && context.tries >= maxUnsentTries,
    isReplaced: ({ context }) => context.error?.code === 'ACT-06',
    /** Nothing of it can be on disk. */
    isDiskFull: (_, params: { error: FieldError }) => params.error.code === 'JRN-01',
    mayGoAgain: ({ context }) => context.hasChanged && context.rounds < maxRounds,
  },
  actions: {
    takeShift: assign((_, params: { shiftNumber: number }) => ({ shiftNumber: params.shiftNumber, error: null })),
    /** Provided: what the printer's state says against a close. */
    lookAtPrinter: assign({ error: null }),
    /** Provided: transactions of the box that hold the shift open. */
    lookAtOpen: assign({ open: [] }),
    /** To the box machine: whatever waits for its next try is tried now. */
    hurry: () => {},
    takeReport: assign((_, params: { report: ShiftReport }) => ({ report: params.report, compared: 0 })),
    takeProgress: assign((_, params: { compared: number }) => ({ compared: params.compared })),
    takeComparison: assign((_, params: { comparison: Reconciliation }) => ({ comparison: params.comparison })),
    markReversed: assign({ hasReversed: true }),
    takeClose: assign((_, params: { dayClose: DayClose }) => ({
      dayClose: params.dayClose,
      unanswered: false,
      hasChanged: false,
      tries: 0,
      error: null,
    })),
    takeClosed: assign((_, params: { closed: ClosedShift }) => ({ closed: params.closed, error: null })),
    countTry: assign(({ context }) => ({ tries: context.tries + 1 })),
    /** Provided with the injected source of randomness. */
    drawJitter: assign({ random: 0 }),
    countRound: assign(({ context }) => ({ rounds: context.rounds + 1, hasChanged: true })),
    blame: assign((_, params: { error: FieldError }) => ({ error: params.error })),
    blameBegin: assign((_, params: { error: FieldError }) => ({ error: params.error, hasChanged: false })),
    /** A request of this close came to nothing, or nobody knows what came of it. */
    blameOutcome: assign(({ context }, params: { outcome: Outcome<unknown> }) => ({
      error: outcomeError(params.outcome),
      unanswered: context.unanswered || params.outcome.kind === 'noAnswer',
      // The gateway's word on its own attempt is final at once; what was not sent may be tried again.
      tries: params.outcome.kind === 'refused' && !context.unanswered ? maxUnsentTries : context.tries,
      retryAfterMs: params.outcome.kind === 'refused' ? (params.outcome.problem.retryAfterMs ?? 0) : 0,
    })),
    blameSilence: assign({ error: fieldError('NET-06'), unanswered: true, retryAfterMs: 0 }),
    endWith: assign((_, params: { result: JobResult }) => ({ result: params.result })),
    endWithError: assign(({ context }) => ({ result: failedClose(context.error ?? fieldError('BUG-01')) })),
    endUnknown: assign(({ context: { dayClose, error } }) => ({
      result: dayClose === null ? leftClose : lostClose(dayClose, error ?? fieldError('BUG-01')),
    })),
    forgetClose: assign({ dayClose: null, unanswered: false }),
    /** To the box machine: something is owed on paper. */
    wakePrinting: () => {},
    logUnexpected: () => {},
  },
});
