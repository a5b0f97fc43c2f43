/** What the names in `box.ts` mean: its actors, delays, guards and actions. */
import { assign, cancel, emit, fromPromise, raise, sendTo, setup } from 'xstate';
import type { FieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import type { PanelKey } from '../src/keys.ts';
import { clearLast, emptyEntry, isEmptyEntry, typeKey } from '../src/payment/money.ts';
import type { Counters } from '../src/payment/types.ts';
import { activationMachine } from './activation.ts';
import {
  type BoxContext,
  type BoxEmitted,
  type BoxEvent,
  type BoxInput,
  blockedBy,
  closeLeftBy,
  isAmountKey,
  isOfTheResult,
  jobRefusal,
  type OpenEnds,
  pressed,
  type SlipsOfResult,
  startRefusal,
  typedRequest,
  withJudged,
  withoutObligation,
  withQuestion,
  withResult,
} from './box-context.ts';
import { delays } from './delays.ts';
import type { JobResult } from './job.ts';
import { menuMachine } from './menu.ts';
import { obligationMachine } from './obligation.ts';
import type { DayClose, Sale } from './ports.ts';
import { printingMachine } from './printing.ts';
import { refundObligationMachine } from './refund-obligation.ts';
import { saleMachine } from './sale.ts';
import type { SaleResult } from './sale-result.ts';
import { unprovided } from './unprovided.ts';

export const boxSetup = setup({
  types: {} as { context: BoxContext; events: BoxEvent; input: BoxInput; emitted: BoxEmitted },
  actors: {
    loadOpenEnds: fromPromise<OpenEnds>(unprovided),
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    sale: saleMachine,
    menu: menuMachine,
    activation: activationMachine,
    obligation: obligationMachine,
    refundObligation: refundObligationMachine,
    printing: printingMachine,
  },
  delays: {
    clearTwiceMs: delays.clearTwiceMs,
    entryForgottenMs: delays.entryForgottenMs,
    loadMs: delays.loadMs,
    noticeMs: delays.noticeMs,
    storageRetryMs: delays.storageRetryMs,
    recoveryMs: delays.recoveryMs,
    adoptionMs: delays.adoptionMs,
    readingMs: delays.readingMs,
    saleMs: delays.saleMs,
  },
  guards: {
    hasObstacle: ({ context }) => context.obstacle !== null,
    isInactive: ({ context }) => context.terms === null,
    /** The gateway takes nothing new, and nothing else is to be done first. */
    isShutOut: ({ context }) =>
      context.blocked !== null && context.terms !== null && context.questions.length === 0 && !context.mustReload,
    wantsFirstPin: ({ context }) => context.firstPin && context.terms !== null,
    hasQuestion: ({ context }) => context.questions.length > 0 && isEmptyEntry(context.entry),
    hasNoQuestion: ({ context }) => context.questions.length === 0,
    hasLostResult: ({ context }) => context.result?.isLost === true,
    mustReload: ({ context }) => context.mustReload && isEmptyEntry(context.entry),
    hasOpenClose: ({ context }) => context.openClose !== null && isEmptyEntry(context.entry),
    isRecovered: ({ context }) => context.unjudged.length === 0 && context.adopted,
    hasUnjudged: ({ context }) => context.unjudged.length > 0,
    isAmountKey: ({ event }) => isAmountKey(pressed(event) ?? 'MENU'),
    isKey: ({ event }, params: { key: PanelKey }) => pressed(event) === params.key,
    mayStartTyped: ({ context, event }) =>
      pressed(event) === 'ENTER' && startRefusal(context, typedRequest(context)) === null,
    mayStartRequested: ({ context, event }) =>
      event.type === 'pay.requested' && isEmptyEntry(context.entry) && startRefusal(context, event.request) === null,
    mayStartJob: ({ context, event }) =>
      event.type === 'job.requested' && isEmptyEntry(context.entry) && jobRefusal(context, event.request) === null,
    isJobShown: ({ context }) => context.jobShown,
    isEnterAtStuckSlips: ({ context, event }) => pressed(event) === 'ENTER' && context.slips === 'stuck',
    areSlipsAwaited: ({ context }) => context.result?.outcome === 'paid' && context.slips === 'owed',
    isOfTheResult: ({ context, event }) => event.type === 'slips.drained' && isOfTheResult(context, event),
  },
  actions: {
    takeTerms: assign(({ context, event }) =>
      event.type === 'terms.changed'
        ? { terms: event.terms, obstacle: event.obstacle, keyLost: event.keyLost ?? null }
        : context,
    ),
    noteHand: assign((_, params: { atKeys: boolean }) => ({ atKeys: params.atKeys })),
    /** Provided: a person at the keys sets the PIN, where there is none. */
    wantFirstPin: assign({ firstPin: false }),
    forgetFirstPin: assign({ firstPin: false }),
    type: assign(({ context, event }) => {
      const key = pressed(event);
      return {
        entry: key !== null && isAmountKey(key) ? typeKey(context.entry, key) : context.entry,
        clearArmed: false,
      };
    }),
    clear: assign(({ context }) => ({
      entry: context.clearArmed ? emptyEntry : clearLast(context.entry),
      clearArmed: !context.clearArmed,
    })),
    armClear: raise({ type: 'clear.disarmed' }, { delay: 'clearTwiceMs', id: 'clear' }),
    cancelDisarm: cancel('clear'),
    disarmClear: assign({ clearArmed: false }),
    forgetEntry: assign({ entry: emptyEntry, clearArmed: false }),
    /** A short word on the lower lines, for as long as `noticeMs`. */
    notify: raise((_, params: { error: FieldError | null }) => ({
      type: 'notice.given' as const,
      error: params.error,
    })),
    takeNotice: assign((_, params: { error: FieldError | null }) => ({ notice: params.error })),
    /** A newer notice has its own time on the screen. */
    cancelNotice: cancel('notice'),
    expireNotice: raise({ type: 'notice.expired' }, { delay: 'noticeMs', id: 'notice' }),
    forgetNotice: assign({ notice: null }),
    takeTyped: assign(({ context }) => ({ request: typedRequest(context), entry: emptyEntry, notice: null })),
    takeRequested: assign(({ context, event }) => ({
      request: event.type === 'pay.requested' ? event.request : context.request,
      result: null,
      notice: null,
    })),
    openMenu: assign({ job: null, jobShown: false }),
    takeJob: assign(({ context, event }) => ({
      job: event.type === 'job.requested' ? event.request : context.job,
      jobShown: false,
      result: null,
      request: null,
      notice: null,
    })),
    /** How the last sale ended may not be true any more: it may just have been refunded. */
    markShown: assign((_, params: { result: JobResult | null }) => ({
      jobShown: true,
      last: null,
      ...closeLeftBy(params.result),
      ...blockedBy(params.result?.error ?? null),
    })),
    finishJob: emit(({ context }, params: { result: JobResult | null }) => ({
      type: 'job.finished' as const,
      requestId: context.job?.requestId ?? null,
      result: params.result,
    })),
    wantReload: assign({ mustReload: true }),
    forgetReload: assign({ mustReload: false }),
    markAdopted: assign({ adopted: true }),
    takeResult: assign(({ context }, params: { result: SaleResult }) => withResult(context, params.result)),
    /** While the box loads anew the cashier reads that nobody knows: goods are not given. */
    showLost: assign((_, params: { result: SaleResult }) => (params.result.isLost ? { result: params.result } : {})),
    forgetResult: assign({ result: null, request: null }),
    /** Whether it still is, the next payment tells. */
    forgetBlocked: assign({ blocked: null }),
    finish: emit(({ context }, params: { result: SaleResult }) => ({
      type: 'sale.finished' as const,
      requestId: context.request?.requestId ?? null,
      result: params.result,
    })),
    finishActivation: emit((_, params: { error: FieldError | null }) => ({
      type: 'activation.finished' as const,
      error: params.error,
    })),
    markSlips: assign((_, params: { slips: SlipsOfResult }) => ({ slips: params.slips })),
    takeOpenClose: assign((_, params: { dayClose: DayClose | null }) => ({ openClose: params.dayClose })),
    wakePrinting: sendTo('printing', { type: 'documents.owed' }),
    /** An obligation for each of these sales whose end is not known. */
    takeOn: assign(({ context, spawn }, params: { sales: readonly Sale[] }) => {
      const fresh = params.sales.filter(
        (sale) => !sale.resolved && !(sale.intent.transactionNumber in context.obligations),
      );
      const spawned = fresh.map((sale) => [
        sale.intent.transactionNumber,
        spawn(sale.kind === 'refund' ? 'refundObligation' : 'obligation', {
          id: `obligation-${sale.intent.transactionNumber}`,
          input: { sale },
        }),
      ]);
      const unjudged = fresh
        .filter((sale) => sale.kind === 'payment' && sale.verdict === null)
        .map((sale) => sale.intent.transactionNumber);
      return {
        obligations: { ...context.obligations, ...Object.fromEntries(spawned) },
        unjudged: [...context.unjudged, ...unjudged],
      };
    }),
    dropObligation: assign(({ context, event }) =>
      event.type === 'obligation.ended' ? withoutObligation(context, event.transactionNumber) : {},
    ),
    addQuestion: assign(({ context, event }) =>
      event.type === 'obligation.foundPaid' ? withQuestion(context, event.transactionNumber) : {},
    ),
    takeJudged: assign(({ context, event }) =>
      event.type === 'obligation.judged' ? withJudged(context, event.sale) : {},
    ),
    logUnexpected: () => {},
  },
});
