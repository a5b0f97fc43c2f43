/**
 * The box reads the customer's code: scan → number → intent → request → confirmation. The counters are fetched while the
 * cashier waits for the scan, so that a scan costs one commit and one request.
 */
import { assign, fromPromise, sendTo, setup } from 'xstate';
import { fieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import type { Counters } from '../src/payment/types.ts';
import type { ConfirmationEvent } from './confirmation.ts';
import { delays } from './delays.ts';
import type { SaleDraft } from './ports.ts';
import { abandoned, endsBroken, endsWithItsResult, refusedWith, type SaleResult } from './sale-result.ts';
import { submissionMachine } from './submission.ts';
import { unprovided } from './unprovided.ts';

export interface OfflinePaymentInput {
  /** `code` is set where the till has read it already. */
  readonly draft: SaleDraft;
  readonly waitTimeoutMs: number;
}

interface Context extends OfflinePaymentInput {
  readonly counters: Counters | null;
  /** The question for the counters has ended, with or without an answer. */
  readonly countersSettled: boolean;
  readonly result: SaleResult;
}

export type OfflinePaymentEvent = ConfirmationEvent | { type: 'code.scanned'; code: string };

export const offlinePaymentMachine = setup({
  types: {} as { context: Context; events: OfflinePaymentEvent; input: OfflinePaymentInput; output: SaleResult },
  actors: {
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    submission: submissionMachine,
  },
  delays: {
    /** A customer who has not shown a code by then has put the phone away. */
    scanTimeoutMs: ({ context }) => context.waitTimeoutMs,
    countersStaleMs: delays.countersStaleMs,
    countersMs: delays.countersMs,
    submissionMs: ({ context }) => context.waitTimeoutMs + 20 * 60_000,
  },
  guards: {
    hasCode: ({ context }) => context.draft.code !== null,
    isComplete: ({ context }) => context.draft.code !== null && context.countersSettled,
    isScanWanted: ({ context }) => context.draft.code === null,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
  },
  actions: {
    takeCode: assign(({ context }, params: { code: string }) => ({ draft: { ...context.draft, code: params.code } })),
    settleCounters: assign({ countersSettled: true }),
    forgetCounters: assign({ counters: null, countersSettled: false }),
    endWith: assign((_, params: { result: SaleResult }) => ({ result: params.result })),
    /** To the box machine: a scan that came before or after the one that was asked for. */
    refuseScan: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'offlinePayment',
  context: ({ input }) => ({ ...input, counters: null, countersSettled: false, result: abandoned() }),
  on: { '*': { actions: 'logUnexpected' }, 'code.scanned': { actions: 'refuseScan' } },
  initial: 'collecting',
  output: ({ context }) => context.result,
  states: {
    /** Nothing is on disk, nothing was sent. */
    collecting: {
      initial: 'deciding',
      on: {
        'key.pressed': { guard: 'isCancelKey', target: 'ended' },
        'cancel.requested': 'ended',
      },
      after: {
        // A code that was shown in time waits for the counters, which are bounded by themselves.
        scanTimeoutMs: {
          guard: 'isScanWanted',
          target: 'ended',
          actions: { type: 'endWith', params: { result: refusedWith(fieldError('PAY-03')) } },
        },
      },
      states: {
        deciding: { always: [{ guard: 'hasCode', target: '#offlinePayment.submitting' }, { target: 'awaitingScan' }] },
        /**
         * The counters come meanwhile; a scan that overtakes them waits for the question that is under way already.
         * Where they cannot be had, the submission asks again and says what is wrong.
         */
        awaitingScan: {
          invoke: {
            id: 'prefetch',
            src: 'fetchCounters',
            onDone: {
              actions: assign(({ event }) => ({
                countersSettled: true,
                counters: event.output.kind === 'answered' ? event.output.value : null,
              })),
            },
            onError: { actions: 'settleCounters' },
          },
          always: { guard: 'isComplete', target: '#offlinePayment.submitting' },
          after: {
            countersMs: { actions: 'settleCounters' },
            countersStaleMs: { target: 'awaitingScan', reenter: true, actions: 'forgetCounters' },
          },
          on: {
            'code.scanned': {
              guard: 'isScanWanted',
              actions: { type: 'takeCode', params: ({ event }) => ({ code: event.code }) },
            },
          },
        },
      },
    },
    submitting: {
      invoke: {
        id: 'submission',
        src: 'submission',
        input: ({ context: { draft, counters, waitTimeoutMs } }) => ({ draft, counters, waitTimeoutMs }),
        ...endsWithItsResult,
      },
      after: { submissionMs: endsBroken },
      on: {
        'key.pressed': { actions: sendTo('submission', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('submission', ({ event }) => event) },
      },
    },
    ended: { type: 'final' },
  },
});
