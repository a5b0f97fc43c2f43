/**
 * The root: what the box is doing. One foreground job at a time; obligations and the print ledger go on beside it.
 * Nothing is sold before recovery has had its chance (rule 4 of the gateway contract).
 */
import { assign, cancel, emit, fromPromise, not, raise, sendTo, setup, stopChild } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { clearLast, emptyEntry, isEmptyEntry, typeKey } from '../src/payment/money.ts';
import { activationMachine } from './activation.ts';
import {
  type BoxContext,
  type BoxEmitted,
  type BoxEvent,
  type BoxInput,
  isAmountKey,
  isOfTheResult,
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
import { obligationMachine } from './obligation.ts';
import type { Sale } from './ports.ts';
import { printingMachine } from './printing.ts';
import { saleMachine } from './sale.ts';
import { broken, type SaleResult } from './sale-result.ts';
import { unprovided } from './unprovided.ts';

export const boxMachine = setup({
  types: {} as { context: BoxContext; events: BoxEvent; input: BoxInput; emitted: BoxEmitted },
  actors: {
    loadOpenSales: fromPromise<readonly Sale[]>(unprovided),
    sale: saleMachine,
    activation: activationMachine,
    obligation: obligationMachine,
    printing: printingMachine,
  },
  delays: {
    clearTwiceMs: delays.clearTwiceMs,
    entryForgottenMs: delays.entryForgottenMs,
    choiceMs: delays.choiceMs,
    loadMs: delays.loadMs,
    noticeMs: delays.noticeMs,
    storageRetryMs: delays.storageRetryMs,
    recoveryMs: delays.recoveryMs,
    readingMs: delays.readingMs,
    saleMs: delays.saleMs,
  },
  guards: {
    hasObstacle: ({ context }) => context.obstacle !== null,
    isInactive: ({ context }) => context.terms === null,
    hasQuestion: ({ context }) => context.questions.length > 0 && isEmptyEntry(context.entry),
    hasNoQuestion: ({ context }) => context.questions.length === 0,
    isRecovered: ({ context }) => context.unjudged.length === 0,
    isAmountKey: ({ event }) => isAmountKey(pressed(event) ?? 'MENU'),
    isKey: ({ event }, params: { key: PanelKey }) => pressed(event) === params.key,
    mayStartTyped: ({ context, event }) =>
      pressed(event) === 'ENTER' && startRefusal(context, typedRequest(context)) === null,
    mayStartRequested: ({ context, event }) =>
      event.type === 'pay.requested' && isEmptyEntry(context.entry) && startRefusal(context, event.request) === null,
    isEnterAtStuckSlips: ({ context, event }) => pressed(event) === 'ENTER' && context.slips === 'stuck',
    areSlipsAwaited: ({ context }) => context.result?.outcome === 'paid' && context.slips === 'owed',
    isOfTheResult: ({ context, event }) => event.type === 'slips.drained' && isOfTheResult(context, event),
  },
  actions: {
    takeTerms: assign(({ context, event }) =>
      event.type === 'terms.changed' ? { terms: event.terms, obstacle: event.obstacle } : context,
    ),
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
    takeResult: assign(({ context }, params: { result: SaleResult }) => withResult(context, params.result)),
    forgetResult: assign({ result: null, request: null }),
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
    wakePrinting: sendTo('printing', { type: 'documents.owed' }),
    /** An obligation for each of these sales whose end is not known. */
    takeOn: assign(({ context, spawn }, params: { sales: readonly Sale[] }) => {
      const fresh = params.sales.filter(
        (sale) => !sale.resolved && !(sale.intent.transactionNumber in context.obligations),
      );
      const spawned = fresh.map((sale) => [
        sale.intent.transactionNumber,
        spawn('obligation', { id: `obligation-${sale.intent.transactionNumber}`, input: { sale } }),
      ]);
      const unjudged = fresh.filter((sale) => sale.verdict === null).map((sale) => sale.intent.transactionNumber);
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
}).createMachine({
  id: 'box',
  context: ({ input }) => ({
    ...input,
    entry: emptyEntry,
    clearArmed: false,
    notice: null,
    request: null,
    result: null,
    last: null,
    slips: 'out',
    obligations: {},
    unjudged: [],
    questions: [],
  }),
  // The print ledger lives as long as the box: what is owed is printed in every state.
  invoke: { id: 'printing', src: 'printing' },
  on: {
    '*': { actions: 'logUnexpected' },
    'key.pressed': {},
    'cancel.requested': {},
    // Named, so that the facade's question whether a sale can begin is not answered by the wildcard.
    'pay.requested': {},
    'terms.changed': { actions: 'takeTerms' },
    'code.scanned': {
      actions: { type: 'notify', params: { error: fieldError('SCN-05') } },
    },
    'scan.refused': {
      actions: { type: 'notify', params: ({ event }) => ({ error: event.error }) },
    },
    'notice.given': {
      actions: ['cancelNotice', { type: 'takeNotice', params: ({ event }) => event }, 'expireNotice'],
    },
    'notice.expired': { actions: 'forgetNotice' },
    'clear.disarmed': { actions: 'disarmClear' },
    'activation.failed': {
      actions: { type: 'finishActivation', params: ({ event }) => ({ error: event.error }) },
    },
    'printer.ready': { actions: sendTo('printing', { type: 'printer.ready' }) },
    'slips.stuck': { guard: 'areSlipsAwaited', actions: { type: 'markSlips', params: { slips: 'stuck' } } },
    'slips.drained': { guard: 'isOfTheResult', actions: { type: 'markSlips', params: { slips: 'out' } } },
    'obligation.foundPaid': { actions: 'addQuestion' },
    'obligation.judged': {},
    'obligation.ended': {
      actions: [stopChild(({ event }) => `obligation-${event.transactionNumber}`), 'dropObligation'],
    },
  },
  initial: 'starting',
  states: {
    starting: {
      always: [
        { guard: 'hasObstacle', target: 'outOfService' },
        { guard: 'isInactive', target: 'inactive' },
      ],
      initial: 'loading',
      states: {
        loading: {
          invoke: {
            id: 'loadOpenSales',
            src: 'loadOpenSales',
            onDone: {
              target: '#box.recovering',
              actions: { type: 'takeOn', params: ({ event }) => ({ sales: event.output }) },
            },
            onError: {
              target: 'failed',
              actions: { type: 'notify', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { loadMs: 'failed' },
        },
        failed: { after: { storageRetryMs: 'loading' } },
      },
    },
    recovering: {
      initial: 'waiting',
      // In every state of it: on a slow disk the question may be on the screen again when the answer to it is written.
      on: { 'obligation.judged': { target: 'showingResult', actions: ['takeJudged', 'wakePrinting'] } },
      states: {
        waiting: {
          always: [
            { guard: 'hasQuestion', target: 'asking' },
            { guard: 'isRecovered', target: '#box.ready' },
          ],
          after: { recoveryMs: '#box.ready' },
        },
        /** *Goods given?* ENTER keep, CANCEL return the money. */
        asking: {
          always: { guard: 'hasNoQuestion', target: 'waiting' },
          initial: 'reading',
          states: {
            // An ENTER that was meant for the screen before must not answer a question that nobody has read.
            reading: { after: { readingMs: 'answerable' } },
            answerable: {
              on: {
                'key.pressed': [
                  {
                    guard: { type: 'isKey', params: { key: 'ENTER' } },
                    target: '#box.recovering.judging',
                    actions: sendTo(({ context }) => `obligation-${context.questions[0]}`, { type: 'goods.given' }),
                  },
                  {
                    guard: { type: 'isKey', params: { key: 'CANCEL' } },
                    target: '#box.recovering.judging',
                    actions: sendTo(({ context }) => `obligation-${context.questions[0]}`, { type: 'goods.withheld' }),
                  },
                ],
              },
            },
          },
        },
        judging: { after: { recoveryMs: 'waiting' } },
      },
    },
    inactive: {
      invoke: {
        id: 'activation',
        src: 'activation',
        onDone: { target: 'starting', actions: { type: 'finishActivation', params: { error: null } } },
        onError: {
          target: 'starting',
          actions: { type: 'finishActivation', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      // Who waits for an activation is told, whatever ends it.
      always: [
        {
          guard: 'hasObstacle',
          target: 'outOfService',
          actions: { type: 'finishActivation', params: ({ context }) => ({ error: context.obstacle }) },
        },
        {
          guard: not('isInactive'),
          target: 'starting',
          actions: { type: 'finishActivation', params: { error: null } },
        },
      ],
      on: {
        'key.pressed': { actions: sendTo('activation', ({ event }) => event) },
        'activation.requested': { actions: sendTo('activation', ({ event }) => event) },
      },
    },
    ready: {
      always: [
        { guard: 'hasObstacle', target: 'outOfService' },
        { guard: 'isInactive', target: 'inactive' },
        { guard: 'hasQuestion', target: 'recovering' },
      ],
      after: { entryForgottenMs: { target: 'ready', reenter: true, actions: 'forgetEntry' } },
      on: {
        'key.pressed': [
          { guard: 'isAmountKey', target: 'ready', reenter: true, actions: ['type', 'forgetNotice'] },
          {
            guard: { type: 'isKey', params: { key: 'CLEAR' } },
            target: 'ready',
            reenter: true,
            actions: ['cancelDisarm', 'clear', 'armClear', 'forgetNotice'],
          },
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, actions: ['forgetEntry', 'forgetNotice'] },
          {
            guard: { type: 'isKey', params: { key: 'MENU' } },
            target: 'menu',
            actions: ['forgetEntry', 'forgetNotice'],
          },
          { guard: 'mayStartTyped', target: 'paying', actions: 'takeTyped' },
          {
            guard: { type: 'isKey', params: { key: 'ENTER' } },
            actions: {
              type: 'notify',
              params: ({ context }) => ({ error: startRefusal(context, typedRequest(context)) }),
            },
          },
        ],
        'pay.requested': { guard: 'mayStartRequested', target: 'paying', actions: 'takeRequested' },
      },
    },
    paying: {
      invoke: {
        id: 'sale',
        src: 'sale',
        input: ({ context: { request, terms } }) => {
          if (request === null || terms === null) throw new Error('broken invariant: a sale has a request and terms');
          return { request, terms };
        },
        onDone: [
          {
            // A machine fell over: what is on disk says how it goes on.
            guard: ({ event }) => event.output.outcome === 'unresolved' && event.output.sale === null,
            target: 'starting',
            actions: { type: 'finish', params: ({ event }) => ({ result: event.output }) },
          },
          {
            guard: ({ event }) => event.output.outcome === 'abandoned',
            target: 'ready',
            actions: [{ type: 'finish', params: ({ event }) => ({ result: event.output }) }, 'forgetResult'],
          },
          {
            target: 'showingResult',
            actions: [
              { type: 'takeResult', params: ({ event }) => ({ result: event.output }) },
              {
                type: 'takeOn',
                params: ({ event }) => ({ sales: event.output.sale === null ? [] : [event.output.sale] }),
              },
              { type: 'finish', params: ({ event }) => ({ result: event.output }) },
              'wakePrinting',
            ],
          },
        ],
        onError: { target: 'starting', actions: { type: 'finish', params: { result: broken() } } },
      },
      after: { saleMs: { target: 'starting', actions: { type: 'finish', params: { result: broken() } } } },
      on: {
        'key.pressed': { actions: sendTo('sale', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('sale', ({ event }) => event) },
        'code.scanned': { actions: ['forgetNotice', sendTo('sale', ({ event }) => event)] },
        'scan.unwanted': {
          actions: { type: 'notify', params: { error: fieldError('SCN-05') } },
        },
      },
    },
    /** The result stays until ENTER; where the slips cannot come out, the first ENTER only stops waiting for them. */
    showingResult: {
      on: {
        'key.pressed': [
          { guard: 'isEnterAtStuckSlips', actions: { type: 'markSlips', params: { slips: 'skipped' } } },
          { guard: { type: 'isKey', params: { key: 'ENTER' } }, target: 'ready', actions: 'forgetResult' },
        ],
        'pay.requested': { guard: 'mayStartRequested', target: 'paying', actions: 'takeRequested' },
      },
    },
    menu: {
      initial: 'choosing',
      after: { choiceMs: 'ready' },
      on: {
        'key.pressed': [
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'ready' },
          { guard: { type: 'isKey', params: { key: 'MENU' } }, target: 'ready' },
        ],
      },
      states: {
        choosing: {
          on: { 'key.pressed': { guard: { type: 'isKey', params: { key: '6' } }, target: 'information' } },
        },
        information: {},
      },
    },
    outOfService: {
      always: { guard: not('hasObstacle'), target: 'starting' },
    },
  },
});
