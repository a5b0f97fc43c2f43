/**
 * The customer scans a printed QR: wallet → number → intent → token → QR on paper → confirmation. Which wallet is asked
 * only where more than one is switched on; the counters are fetched meanwhile.
 */
import { assign, fromPromise, sendTo, setup } from 'xstate';
import { fieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import type { Counters, PaymentSystem } from '../src/payment/types.ts';
import { choose, moveChoice } from './choice.ts';
import type { ConfirmationEvent } from './confirmation.ts';
import { delays } from './delays.ts';
import type { SaleDraft } from './ports.ts';
import { abandoned, endsBroken, endsWithItsResult, refusedWith, type SaleResult } from './sale-result.ts';
import { submissionMachine } from './submission.ts';
import { unprovided } from './unprovided.ts';

export interface OnlinePaymentInput {
  /** `paymentSystem` is set where the till has chosen already. */
  readonly draft: SaleDraft;
  /** At least one. */
  readonly systems: readonly PaymentSystem[];
  readonly waitTimeoutMs: number;
}

interface Context extends OnlinePaymentInput {
  /** Index into `systems`. */
  readonly selected: number;
  readonly counters: Counters | null;
  readonly result: SaleResult;
}

export const onlinePaymentMachine = setup({
  types: {} as { context: Context; events: ConfirmationEvent; input: OnlinePaymentInput; output: SaleResult },
  actors: {
    fetchCounters: fromPromise<Outcome<Counters>>(unprovided),
    submission: submissionMachine,
  },
  delays: {
    choiceMs: delays.choiceMs,
    countersMs: delays.countersMs,
    submissionMs: ({ context }) => context.waitTimeoutMs + 20 * 60_000,
  },
  guards: {
    isChosen: ({ context }) => context.draft.paymentSystem !== null,
    isOnlyOne: ({ context }) => context.systems.length === 1,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    choosesOne: ({ context, event }) =>
      event.type === 'key.pressed' && choose(event.key, context.selected, context.systems.length) !== null,
  },
  actions: {
    move: assign(({ context, event }) => ({
      selected:
        event.type === 'key.pressed'
          ? moveChoice(event.key, context.selected, context.systems.length)
          : context.selected,
    })),
    takeSystem: assign(({ context, event }) => {
      const index =
        event.type === 'key.pressed' ? (choose(event.key, context.selected, context.systems.length) ?? 0) : 0;
      return { draft: { ...context.draft, paymentSystem: context.systems[index] ?? 'sendy' } };
    }),
    endWith: assign((_, params: { result: SaleResult }) => ({ result: params.result })),
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'onlinePayment',
  context: ({ input }) => ({ ...input, selected: 0, counters: null, result: abandoned() }),
  on: { '*': { actions: 'logUnexpected' } },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: {
      always: [
        { guard: 'isChosen', target: 'submitting' },
        { guard: 'isOnlyOne', target: 'submitting', actions: 'takeSystem' },
        { target: 'choosingSystem' },
      ],
    },
    /** Nothing is on disk, nothing was sent. */
    choosingSystem: {
      invoke: {
        id: 'prefetch',
        src: 'fetchCounters',
        onDone: {
          actions: assign(({ event }) => ({
            counters: event.output.kind === 'answered' ? event.output.value : null,
          })),
        },
        // Without counters the submission asks again and says what is wrong.
        onError: { actions: [] },
      },
      after: {
        countersMs: {},
        choiceMs: {
          target: 'ended',
          actions: { type: 'endWith', params: { result: refusedWith(fieldError('PAY-03')) } },
        },
      },
      on: {
        'key.pressed': [
          { guard: 'isCancelKey', target: 'ended' },
          { guard: 'choosesOne', target: 'submitting', actions: 'takeSystem' },
          { actions: 'move' },
        ],
        'cancel.requested': 'ended',
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
