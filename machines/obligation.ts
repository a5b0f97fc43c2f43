/**
 * One sale that is not final, driven to its end across restarts: asked for, cancelled, and asked again with backoff for
 * ever (rules 2, 4 and 5 of the gateway contract). It ends when the gateway has said how, or when the cashier has.
 */
import { assign, fromPromise, setup } from 'xstate';
import type { FieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import { reversalOwed } from '../src/payment/statuses.ts';
import type { CancelOrder, Intent, Payment } from '../src/payment/types.ts';
import {
  isPaid,
  isPending,
  isUnpaidForGood,
  type Knowledge,
  keyOf,
  knowledgeChange,
  knowledgeOf,
  learn,
  learnNothing,
  mayTombstone,
  orderedCancel,
  paidChange,
  unpaidChange,
} from './answers.ts';
import { delays, obligationBackoffMs } from './delays.ts';
import type { OrderInput, PaymentKey, RecordInput, Sale } from './ports.ts';
import { unprovided } from './unprovided.ts';
import { untilWritten } from './until-written.ts';

export interface ObligationInput {
  readonly sale: Sale;
}

interface Context {
  readonly sale: Sale;
  readonly known: Knowledge;
  /** Pauses since the payment's status last changed; an answer that brings nothing new does not shorten them. */
  readonly tries: number;
  /** Jitter of the next pause, 0 ≤ x < 1. */
  readonly random: number;
  readonly storageError: FieldError | null;
}

/** The cashier's answer to *goods given?* (rule 4). */
export type ObligationEvent = { type: 'goods.given' } | { type: 'goods.withheld' };

/** A sale with the verdict NOT PAID, or that was told to give the money back, can never become PAID (rule 3). */
const givesMoneyBack = ({ sale }: Context): boolean => sale.verdict === 'notPaid' || sale.cancel?.ifPaid === 'refund';

const record = (context: Context, change: RecordInput['change']): RecordInput => ({
  transactionNumber: context.sale.intent.transactionNumber,
  change,
});

export const obligationMachine = setup({
  types: {} as { context: Context; events: ObligationEvent; input: ObligationInput; output: { readonly sale: Sale } },
  actors: {
    askPayment: fromPromise<Outcome<Payment>, { key: PaymentKey; waitSeconds: number }>(unprovided),
    cancelPayment: fromPromise<Outcome<Payment>, { intent: Intent; order: CancelOrder }>(unprovided),
    recordSale: fromPromise<Sale, RecordInput>(unprovided),
    recordOrder: fromPromise<Sale, OrderInput>(unprovided),
  },
  delays: {
    askMs: delays.askMs,
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
    hasLearnt: ({ context: { known, sale } }) =>
      known.payment !== null &&
      (known.payment.status !== sale.payment?.status || known.payment.reversal !== sale.payment.reversal),
    isCancellable: ({ context }) => context.known.failures === 0 && (isPending(context.known) || isPaid(context.known)),
    isUnknownToGateway: ({ context }) => mayTombstone(context.known),
    givesMoneyBack: ({ context }) => givesMoneyBack(context),
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
    /** To the box machine: the cashier must be asked. */
    tellFoundPaid: () => {},
    /** To the box machine: the cashier's answer is on disk. */
    tellJudged: () => {},
    tellEnded: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'obligation',
  context: ({ input }) => ({
    sale: input.sale,
    known: { ...knowledgeOf(input.sale), failures: 0 },
    tries: 0,
    random: 0,
    storageError: null,
  }),
  on: { '*': { actions: 'logUnexpected' } },
  initial: 'deciding',
  output: ({ context }) => ({ sale: context.sale }),
  states: {
    /**
     * NOT PAID is cancelled first, whatever a question would bring: a gateway that answers no GET may still take the
     * cancel that gives the money back (rule 3). Without a verdict the gateway is asked first (rule 4).
     */
    deciding: { always: [{ guard: 'givesMoneyBack', target: 'ordering' }, { target: 'asking' }] },
    asking: {
      invoke: {
        id: 'ask',
        src: 'askPayment',
        input: ({ context }) => ({ key: keyOf(context.sale), waitSeconds: 0 }),
        onDone: {
          target: 'weighing',
          actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
        },
        onError: { target: 'weighing', actions: 'learnNothing' },
      },
      after: { askMs: { target: 'weighing', actions: 'learnNothing' } },
    },
    weighing: {
      always: [
        { guard: 'isEnded', target: 'concluding' },
        { guard: 'isFoundPaid', target: 'awaitingCashier' },
        { guard: 'isUnknownToGateway', target: 'ordering' },
        { guard: 'isCancellable', target: 'ordering' },
        { target: 'pausing' },
      ],
    },
    /** Which order, and its commit before the cancel leaves. */
    ordering: {
      initial: 'deciding',
      states: {
        deciding: { always: [{ guard: 'isOrdered', target: '#obligation.cancelling' }, { target: 'writing' }] },
        writing: untilWritten({
          id: 'recordOrder',
          src: 'recordOrder',
          input: ({ context }: { context: Context }) => ({
            ...record(context, knowledgeChange(context.known)),
            order: { reason: 'recovery', ifPaid: givesMoneyBack(context) ? 'refund' : 'keep' },
          }),
          target: '#obligation.cancelling',
        }),
      },
    },
    cancelling: {
      invoke: {
        id: 'cancel',
        src: 'cancelPayment',
        input: ({ context }) => orderedCancel(context.sale),
        onDone: {
          target: 'weighingCancel',
          actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
        },
        onError: { target: 'weighingCancel', actions: 'learnNothing' },
      },
      after: { cancelMs: { target: 'weighingCancel', actions: 'learnNothing' } },
    },
    weighingCancel: {
      always: [
        { guard: 'isEnded', target: 'concluding' },
        { guard: 'isFoundPaid', target: 'awaitingCashier' },
        { guard: 'hasLearnt', target: 'learning' },
        { target: 'pausing' },
      ],
    },
    /** What the gateway has said is on disk before the pause: after a power cut nobody may forget that money was taken. */
    learning: untilWritten({
      id: 'recordLearnt',
      src: 'recordSale',
      input: ({ context }: { context: Context }) => record(context, knowledgeChange(context.known)),
      target: '#obligation.pausing',
    }),
    pausing: {
      entry: ['countTry', 'drawJitter'],
      after: { backoffMs: 'deciding' },
    },
    /** Found paid without a verdict: *goods given?* It keeps asking; unanswered, it stays an obligation. */
    awaitingCashier: {
      entry: 'tellFoundPaid',
      on: { 'goods.given': 'keeping', 'goods.withheld': 'returning' },
    },
    /** Goods were given: PAID, and the slips are owed. */
    keeping: untilWritten({
      id: 'recordPaid',
      src: 'recordSale',
      input: ({ context }: { context: Context }) => record(context, paidChange(context.known)),
      target: '#obligation.ended',
      tell: 'tellJudged',
    }),
    /** Goods were not given: NOT PAID and the order to give the money back, in one commit. */
    returning: untilWritten({
      id: 'recordReturn',
      src: 'recordOrder',
      input: ({ context }: { context: Context }) => ({
        ...record(context, { ...knowledgeChange(context.known), verdict: 'notPaid' }),
        order: { reason: 'recovery', ifPaid: 'refund' },
      }),
      target: '#obligation.cancelling',
      tell: 'tellJudged',
    }),
    concluding: untilWritten({
      id: 'recordEnd',
      src: 'recordSale',
      input: ({ context }: { context: Context }) => record(context, unpaidChange(context.known)),
      target: '#obligation.ended',
    }),
    ended: { type: 'final', entry: 'tellEnded' },
  },
});
