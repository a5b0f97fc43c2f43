/**
 * One sale from its number to its verdict: counters (unless they were fetched ahead), intent on disk, the request,
 * then `confirmation`. What online and offline payments share.
 *
 * An error speaks of its own attempt only: once an attempt had no answer, `confirmation` finds out and nothing here
 * ends the sale any more (gateway contract, errors).
 */
import { assign, fromPromise, sendTo, setup } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import { type Outcome, outcomeError } from '../src/gateway/outcome.ts';
import type { CancelReason, Counters, Intent, Payment } from '../src/payment/types.ts';
import { type Knowledge, knowledgeOf, learn, learnNothing } from './answers.ts';
import { type ConfirmationEvent, confirmationMachine } from './confirmation.ts';
import { delays } from './delays.ts';
import type { Begun, RecordInput, Sale, SaleChange, SaleDraft, Suspicion } from './ports.ts';
import { lost, type SaleResult } from './sale-result.ts';
import { endedByCancel, endsByCancel, remembersCancel } from './submission-cancel.ts';
import { endingOf, nothingKnown, resultOf, throttleMs, wantsNewNumber } from './submission-outcomes.ts';
import { unprovided } from './unprovided.ts';

export interface SubmissionInput {
  readonly draft: SaleDraft;
  readonly counters: Counters | null;
  readonly waitTimeoutMs: number;
}

interface Context {
  readonly draft: SaleDraft;
  readonly counters: Counters | null;
  readonly waitTimeoutMs: number;
  readonly sale: Sale | null;
  /** What the duplicate guard has found, while the cashier is asked about it. */
  readonly suspicion: Suspicion | null;
  readonly known: Knowledge;
  /** Requests that never left the box, numbers that belonged to somebody else, questions: all are bounded. */
  readonly resends: number;
  readonly renumberings: number;
  /** What stands on disk of it could not be read again: only a box that loads anew knows. */
  readonly isLost: boolean;
  readonly countersAsked: number;
  readonly cancelReason: CancelReason | null;
  readonly retryAfterMs: number;
  /** All the pauses that the gateway asked for: together no longer than the cashier waits. */
  readonly throttledMs: number;
  /** What goes to disk when the sale ends without a confirmation. */
  readonly ending: SaleChange | null;
  readonly error: FieldError | null;
}

const maxCountersAsked = 3;
const maxResends = 3;
const maxRenumberings = 3;

const recordInput = ({ sale, ending }: Context): RecordInput => {
  if (sale === null || ending === null) throw new Error('broken invariant: only a begun sale has an ending');
  return { transactionNumber: sale.intent.transactionNumber, change: ending };
};

export const submissionMachine = setup({
  types: {} as { context: Context; events: ConfirmationEvent; input: SubmissionInput; output: SaleResult },
  actors: {
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    beginSale: fromPromise<Begun, { draft: SaleDraft; counters: Counters }>(unprovided),
    requestPayment: fromPromise<Outcome<Payment>, { intent: Intent; code: string | null }>(unprovided),
    recordSale: fromPromise<Sale, RecordInput>(unprovided),
    readSale: fromPromise<Sale | null, { transactionNumber: number }>(unprovided),
    confirmation: confirmationMachine,
  },
  delays: {
    countersMs: delays.countersMs,
    storageMs: delays.storageMs,
    storageRetryMs: delays.storageRetryMs,
    storageGivenUpMs: delays.storageGivenUpMs,
    requestMs: delays.requestMs,
    resendMs: delays.resendMs,
    readingMs: delays.readingMs,
    choiceMs: delays.choiceMs,
    retryAfterMs: ({ context }) => context.retryAfterMs,
    /** confirmation bounds itself; this is its waiting time and everything that may follow it. */
    confirmationMs: ({ context }) => context.waitTimeoutMs + 10 * 60_000,
  },
  guards: {
    hasCounters: ({ context }) => context.counters !== null,
    isCancelWanted: ({ context }) => context.cancelReason !== null,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    isEnterKey: ({ event }) => event.type === 'key.pressed' && event.key === 'ENTER',
  },
  actions: {
    wantCancel: assign({ cancelReason: 'cashier' as const }),
    learn: assign(({ context }, params: { outcome: Outcome<Payment> }) => ({
      known: learn(context.known, params.outcome),
    })),
    learnNothing: assign(({ context }) => ({ known: learnNothing(context.known) })),
    refuse: assign((_, params: { error: FieldError | null }) => ({ error: params.error })),
    endWith: assign((_, params: { ending: SaleChange }) => ({
      ending: params.ending,
      error: params.ending.error ?? null,
    })),
    takeSale: assign((_, params: { sale: Sale }) => ({ sale: params.sale })),
    loseSale: assign({ isLost: true }),
    confirm: assign(({ context }) => ({ suspicion: null, draft: { ...context.draft, confirmed: true } })),
    takeThrottle: assign(({ context }, params: { outcome: Outcome<unknown> }) => {
      const retryAfterMs = throttleMs(context, params.outcome) ?? 0;
      return { retryAfterMs, throttledMs: context.throttledMs + retryAfterMs };
    }),
    logUnexpected: () => {},
    note: (_, _params: { type: string; data?: Record<string, unknown> }) => {},
  },
}).createMachine({
  id: 'submission',
  context: ({ input }) => ({
    ...input,
    sale: null,
    suspicion: null,
    known: nothingKnown,
    resends: 0,
    renumberings: 0,
    isLost: false,
    countersAsked: 1,
    cancelReason: null,
    retryAfterMs: 1_000,
    throttledMs: 0,
    ending: null,
    error: null,
  }),
  on: { '*': { actions: 'logUnexpected' } },
  initial: 'numbering',
  output: ({ context }): SaleResult => {
    if (context.isLost) return lost();
    if (context.sale !== null) return resultOf(context.sale);
    return { outcome: context.error === null ? 'abandoned' : 'notPaid', sale: null, error: context.error };
  },
  states: {
    numbering: {
      always: [
        { guard: 'isCancelWanted', target: 'ended' },
        { guard: 'hasCounters', target: 'recordingIntent' },
      ],
      invoke: {
        id: 'counters',
        src: 'fetchCounters',
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'answered',
            target: 'recordingIntent',
            actions: assign(({ event }) => ({
              counters: event.output.kind === 'answered' ? event.output.value : null,
            })),
          },
          {
            // A question may be repeated as often as one likes; the customer notices two seconds, not a lost packet.
            guard: ({ context, event }) => event.output.kind !== 'refused' && context.countersAsked < maxCountersAsked,
            target: 'numberingAgain',
            actions: assign(({ context }) => ({ countersAsked: context.countersAsked + 1 })),
          },
          {
            guard: ({ context, event }) => throttleMs(context, event.output) !== null,
            target: 'numberingLater',
            actions: { type: 'takeThrottle', params: ({ event }) => ({ outcome: event.output }) },
          },
          {
            target: 'ended',
            actions: { type: 'refuse', params: ({ event }) => ({ error: outcomeError(event.output) }) },
          },
        ],
        onError: {
          target: 'ended',
          actions: { type: 'refuse', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { countersMs: { target: 'ended', actions: { type: 'refuse', params: { error: fieldError('NET-06') } } } },
      on: endedByCancel,
    },
    numberingAgain: {
      after: { resendMs: 'numbering' },
      on: endedByCancel,
    },
    numberingLater: {
      after: { retryAfterMs: 'numbering' },
      on: endedByCancel,
    },
    recordingIntent: {
      invoke: {
        id: 'beginSale',
        src: 'beginSale',
        input: ({ context }) => {
          if (context.counters === null) throw new Error('broken invariant: no number without counters');
          return { draft: context.draft, counters: context.counters };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'suspicious',
            target: 'doubting',
            actions: assign(({ event }) => ({
              suspicion: event.output.kind === 'suspicious' ? event.output.suspicion : null,
            })),
          },
          {
            target: 'requesting',
            actions: assign(({ event }) =>
              event.output.kind === 'begun' ? { sale: event.output.sale, known: knowledgeOf(event.output.sale) } : {},
            ),
          },
        ],
        onError: {
          target: 'ended',
          actions: { type: 'refuse', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { storageMs: { target: 'ended', actions: { type: 'refuse', params: { error: fieldError('JRN-02') } } } },
      on: remembersCancel,
    },
    /** Nothing is on disk: the cashier says whether it is another sale than the one that it looks like. */
    doubting: {
      initial: 'reading',
      always: { guard: 'isCancelWanted', target: 'ended' },
      on: endedByCancel,
      after: { choiceMs: { target: 'ended', actions: { type: 'refuse', params: { error: fieldError('PAY-21') } } } },
      states: {
        // An ENTER that was meant for the screen before must not answer a question that nobody has read.
        reading: { after: { readingMs: 'answerable' } },
        answerable: {
          on: {
            'key.pressed': [
              { guard: 'isCancelKey', target: '#submission.ended' },
              { guard: 'isEnterKey', target: '#submission.recordingIntent', actions: 'confirm' },
            ],
          },
        },
      },
    },
    requesting: {
      always: {
        guard: 'isCancelWanted',
        target: 'ending',
        actions: {
          type: 'endWith',
          params: { ending: { status: 'unsent', verdict: 'notPaid', error: fieldError('PAY-09'), resolved: true } },
        },
      },
      invoke: {
        id: 'request',
        src: 'requestPayment',
        input: ({ context }) => {
          if (context.sale === null) throw new Error('broken invariant: nothing is sent before its intent is on disk');
          return { intent: context.sale.intent, code: context.draft.code };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'answered' || event.output.kind === 'noAnswer',
            target: 'confirming',
            actions: [
              { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
              {
                type: 'note',
                params: ({ event }) => ({ type: 'request.ended', data: { outcome: event.output.kind } }),
              },
            ],
          },
          {
            guard: ({ context, event }) => event.output.kind === 'notSent' && context.resends < maxResends,
            target: 'resending',
            actions: assign(({ context }) => ({ resends: context.resends + 1 })),
          },
          {
            guard: ({ context, event }) => throttleMs(context, event.output) !== null,
            target: 'throttled',
            actions: { type: 'takeThrottle', params: ({ event }) => ({ outcome: event.output }) },
          },
          {
            guard: ({ context, event }) => wantsNewNumber(event.output) && context.renumberings < maxRenumberings,
            target: 'renumbering',
            actions: { type: 'endWith', params: ({ event }) => ({ ending: endingOf(event.output) }) },
          },
          {
            target: 'ending',
            actions: { type: 'endWith', params: ({ event }) => ({ ending: endingOf(event.output) }) },
          },
        ],
        onError: { target: 'confirming', actions: 'learnNothing' },
      },
      after: { requestMs: { target: 'confirming', actions: 'learnNothing' } },
      on: {
        // The request is under way: the cancel goes beside it, by its number.
        'key.pressed': { guard: 'isCancelKey', target: 'confirming', actions: ['wantCancel', 'learnNothing'] },
        'cancel.requested': { target: 'confirming', actions: ['wantCancel', 'learnNothing'] },
      },
    },
    /** No byte left the box: the same request may go again under the same number. */
    resending: {
      after: { resendMs: 'requesting' },
      on: endsByCancel,
    },
    throttled: {
      after: { retryAfterMs: 'requesting' },
      on: endsByCancel,
    },
    /** The refused number is closed in the journal before the sale takes another. */
    renumbering: {
      initial: 'writing',
      after: { storageGivenUpMs: 'rereading' },
      on: remembersCancel,
      states: {
        writing: {
          invoke: {
            id: 'recordRefused',
            src: 'recordSale',
            input: ({ context }) => recordInput(context),
            onDone: {
              target: '#submission.numbering',
              actions: assign(({ context }) => ({
                sale: null,
                known: nothingKnown,
                counters: null,
                ending: null,
                error: null,
                renumberings: context.renumberings + 1,
              })),
            },
            onError: 'failed',
          },
          after: { storageMs: 'failed' },
        },
        failed: { after: { storageRetryMs: 'writing' } },
      },
    },
    confirming: {
      invoke: {
        id: 'confirmation',
        src: 'confirmation',
        input: ({ context }) => {
          if (context.sale === null) throw new Error('broken invariant: a confirmation has a sale');
          const { sale, known, cancelReason, waitTimeoutMs } = context;
          return { sale, known, cancelReason, waitTimeoutMs };
        },
        onDone: {
          target: 'ended',
          actions: { type: 'takeSale', params: ({ event }) => ({ sale: event.output.sale }) },
        },
      },
      after: { confirmationMs: 'rereading' },
      on: {
        'key.pressed': { actions: sendTo('confirmation', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('confirmation', ({ event }) => event) },
      },
    },
    /** The end of a sale that needs no confirmation goes to disk, too, before it is shown. */
    ending: {
      initial: 'writing',
      after: { storageGivenUpMs: 'rereading' },
      states: {
        writing: {
          invoke: {
            id: 'recordEnding',
            src: 'recordSale',
            input: ({ context }) => recordInput(context),
            onDone: {
              target: '#submission.ended',
              actions: { type: 'takeSale', params: ({ event }) => ({ sale: event.output }) },
            },
            onError: {
              target: 'failed',
              actions: { type: 'refuse', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { storageMs: 'failed' },
        },
        failed: { after: { storageRetryMs: 'writing' } },
      },
    },
    /**
     * For minutes its end could not be written. As it stands on disk, so it ends here: without a verdict the result is
     * *unresolved*, and an obligation carries it on.
     */
    rereading: {
      invoke: {
        id: 'readSale',
        src: 'readSale',
        input: ({ context }) => ({ transactionNumber: context.sale?.intent.transactionNumber ?? 0 }),
        onDone: { target: 'ended', actions: assign(({ context, event }) => ({ sale: event.output ?? context.sale })) },
        onError: { target: 'ended', actions: 'loseSale' },
      },
      after: { storageMs: { target: 'ended', actions: 'loseSale' } },
    },
    ended: { type: 'final' },
  },
});
