/**
 * One sale that is not final, driven to its end across restarts: asked for, cancelled, and asked again with backoff for
 * ever (rules 2, 4 and 5 of the gateway contract). It ends when the gateway has said how, or when the cashier has.
 * Money that came too late for its shift goes back by a refund of its own, which this machine only begins (contract,
 * cancel: `late-money`). What the names of guards and actions mean stands in `obligation-setup.ts`.
 */
import { and, assign } from 'xstate';
import { assert, toFieldError } from '../src/errors.ts';
import {
  anothersNumberChange,
  keyOf,
  knowledgeChange,
  knowledgeOf,
  orderedCancel,
  paidChange,
  unpaidChange,
} from './answers.ts';
import {
  givesMoneyBack,
  type ObligationContext,
  obligationSetup,
  paidPayment,
  record,
  underWay,
} from './obligation-setup.ts';
import { lateMoneyChange, restMinor } from './refund-answers.ts';
import { untilWritten } from './until-written.ts';
export const obligationMachine = obligationSetup.createMachine({
  id: 'obligation',
  context: ({ input }) => ({
    sale: input.sale,
    known: { ...knowledgeOf(input.sale), failures: 0 },
    tries: 0,
    random: 0,
    storageError: null,
    refunds: [],
    counters: null,
    pausedAfter: null,
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
        { guard: 'isAnothersNumber', target: 'closing' },
        { guard: 'isFoundPaid', target: 'awaitingCashier' },
        { guard: 'isUnknownToGateway', target: 'ordering' },
        { guard: 'isCancellable', target: 'ordering' },
        { guard: 'isContradicted', target: 'learning' },
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
          input: ({ context }: { context: ObligationContext }) => ({
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
        { guard: 'isAnothersNumber', target: 'closing' },
        { guard: 'isFoundPaid', target: 'awaitingCashier' },
        { guard: 'isTooLateToReverse', target: 'returningLate' },
        { guard: 'hasNews', target: 'learning' },
        { target: 'pausing' },
      ],
    },
    /**
     * What the gateway has said is on disk before the pause: after a power cut nobody may forget that money was taken,
     * and a contradiction owes its alarm on paper.
     */
    learning: untilWritten({
      id: 'recordLearnt',
      src: 'recordSale',
      input: ({ context }: { context: ObligationContext }) => record(context, knowledgeChange(context.known)),
      target: '#obligation.pausing',
      tell: 'wakePrinting',
    }),
    pausing: {
      entry: ['countTry', 'drawJitter'],
      after: { backoffMs: 'deciding' },
      on: { 'try.requested': 'deciding' },
    },
    /** NOT PAID, paid all the same, and its shift is closed: the money goes back by a refund in the open shift. */
    returningLate: {
      initial: 'asking',
      states: {
        asking: {
          invoke: {
            id: 'askLate',
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
            { guard: 'isEnded', target: '#obligation.concluding' },
            { guard: and(['isRefundable', 'hasLearnt']), target: 'learning' },
            { guard: 'isRefundable', target: 'lookingUp' },
            { guard: 'hasNews', target: '#obligation.learning' },
            { target: '#obligation.pausing' },
          ],
        },
        learning: untilWritten({
          id: 'recordLate',
          src: 'recordSale',
          input: ({ context }: { context: ObligationContext }) => record(context, knowledgeChange(context.known)),
          target: '#obligation.returningLate.lookingUp',
          tell: 'wakePrinting',
        }),
        lookingUp: {
          invoke: {
            id: 'refundsOf',
            src: 'refundsOf',
            input: ({ context }) => ({ transactionNumber: context.sale.intent.transactionNumber }),
            onDone: {
              target: 'choosing',
              actions: { type: 'takeRefunds', params: ({ event }) => ({ refunds: event.output }) },
            },
            onError: {
              target: '#obligation.pausing',
              actions: { type: 'blameStorage', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { storageMs: '#obligation.pausing' },
        },
        choosing: {
          always: [
            {
              // Told again: a commit that took too long may have begun it without anybody driving it.
              guard: 'isRefundUnderWay',
              target: '#obligation.pausing',
              actions: { type: 'tellRefundBegun', params: ({ context }) => ({ sale: underWay(context) }) },
            },
            { guard: 'isReturned', target: 'concluding' },
            { guard: 'isStalled', target: 'resting' },
            { target: 'numbering' },
          ],
        },
        resting: {
          entry: 'blameStalled',
          after: { lateRefundAgainMs: { target: 'asking', actions: 'markPaused' } },
        },
        numbering: {
          invoke: {
            id: 'counters',
            src: 'fetchCounters',
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'answered',
                target: 'beginning',
                actions: assign(({ event }) => ({
                  counters: event.output.kind === 'answered' ? event.output.value : null,
                })),
              },
              {
                target: '#obligation.pausing',
                actions: { type: 'blameCounters', params: ({ event }) => ({ outcome: event.output }) },
              },
            ],
            onError: {
              target: '#obligation.pausing',
              actions: { type: 'blameStorage', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { countersMs: '#obligation.pausing' },
        },
        beginning: {
          invoke: {
            id: 'beginRefund',
            src: 'beginRefund',
            input: ({ context }) => {
              assert(context.counters !== null, 'no number without counters');
              const original = paidPayment(context);
              const amountMinor = restMinor(original, context.refunds);
              return { draft: { original, amountMinor, reason: 'late-money' }, counters: context.counters };
            },
            onDone: {
              target: '#obligation.pausing',
              actions: ['forgetTries', { type: 'tellRefundBegun', params: ({ event }) => ({ sale: event.output }) }],
            },
            onError: {
              target: '#obligation.pausing',
              actions: { type: 'blameStorage', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { storageMs: '#obligation.pausing' },
        },
        concluding: untilWritten({
          id: 'recordReturned',
          src: 'recordSale',
          input: ({ context }: { context: ObligationContext }) => record(context, lateMoneyChange(context.known)),
          target: '#obligation.ended',
        }),
      },
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
      input: ({ context }: { context: ObligationContext }) => record(context, paidChange(context.known)),
      target: '#obligation.ended',
      tell: 'tellJudged',
    }),
    /** Goods were not given: NOT PAID and the order to give the money back, in one commit. */
    returning: untilWritten({
      id: 'recordReturn',
      src: 'recordOrder',
      input: ({ context }: { context: ObligationContext }) => ({
        ...record(context, { ...knowledgeChange(context.known), verdict: 'notPaid' }),
        order: { reason: 'recovery', ifPaid: 'refund' },
      }),
      target: '#obligation.cancelling',
      tell: 'tellJudged',
    }),
    concluding: untilWritten({
      id: 'recordEnd',
      src: 'recordSale',
      input: ({ context }: { context: ObligationContext }) => record(context, unpaidChange(context.known)),
      target: '#obligation.ended',
    }),
    /** The number was another sale's all along, and nothing of ours was ever processed. */
    closing: untilWritten({
      id: 'recordRefused',
      src: 'recordSale',
      input: ({ context }: { context: ObligationContext }) => record(context, anothersNumberChange(context.known)),
      target: '#obligation.ended',
    }),
    ended: { type: 'final', entry: 'tellEnded' },
  },
});
