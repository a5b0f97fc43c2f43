/**
 * A refund as the cashier makes it: which payment, how much of it, and how it ended. This machine only begins it: from
 * its commit on the refund is an obligation (`refund-obligation.ts`), which sends it and tells what it has learnt; who
 * leaves the screen stops nothing. What the names of guards and actions mean stands in `refund-setup.ts`.
 */
import { assign } from 'xstate';
import { assert, fieldError, toFieldError } from '../src/errors.ts';
import { outcomeError } from '../src/gateway/outcome.ts';
import { emptyEntry } from '../src/payment/money.ts';
import { abandonedJob, failedJob } from './job.ts';
import { typingNumber } from './number-entry.ts';
import { carriedOver, openRefund } from './refund-answers.ts';
import { leftByCashier, numberOf, refundSetup } from './refund-setup.ts';

const maxCountersAsked = 3;

/** Nothing is on disk yet: CANCEL simply ends it. */
const endedByCancel = {
  'key.pressed': { guard: 'isCancelKey', target: '#refund.ended', actions: 'leave' },
  'cancel.requested': { target: '#refund.ended', actions: 'leave' },
} as const;

/** What has been learnt of this refund ends it, whatever the screen shows. */
const endedByLearning = [
  { guard: 'isOver', target: '#refund.ended', actions: ['takeLearnt', 'endAsLearnt'] },
  { actions: 'takeLearnt' },
] as const;

/** Whether it is on disk is not known: then it goes out when the journal is read again. */
const maybeBegun = {
  type: 'endWith',
  params: { result: { ...abandonedJob('refund', fieldError('JRN-02')), outcome: 'unknown' } },
} as const;

export const refundMachine = refundSetup.createMachine({
  id: 'refund',
  context: ({ input }) => ({
    ...input,
    entry: '',
    amount: emptyEntry,
    transactionNumber: input.request?.transactionNumber ?? null,
    answer: null,
    refunds: [],
    payment: null,
    restMinor: null,
    amountMinor: 0,
    counters: null,
    countersAsked: 1,
    renumberings: 0,
    sale: null,
    error: null,
    result: leftByCashier,
  }),
  on: {
    '*': { actions: 'logUnexpected' },
    'key.pressed': {},
    'code.scanned': {},
    'cancel.requested': {},
    'refund.learnt': {},
  },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: {
      always: [
        {
          guard: 'mayNotRefund',
          target: 'ended',
          actions: { type: 'endWith', params: { result: failedJob('refund', fieldError('GWY-05')) } },
        },
        { guard: 'isAsked', target: 'looking' },
        { target: 'typingNumber' },
      ],
    },
    typingNumber: typingNumber('looking', 'isEnterWithNumber'),
    /** What the gateway says of the payment, and what the journal knows of its refunds. */
    looking: {
      initial: 'finding',
      on: endedByCancel,
      after: {
        lookingMs: {
          target: 'ended',
          actions: { type: 'endWith', params: { result: failedJob('refund', fieldError('NET-06')) } },
        },
      },
      states: {
        finding: {
          invoke: {
            id: 'find',
            src: 'findTransaction',
            input: ({ context }) => ({ transactionNumber: numberOf(context) }),
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'answered',
                target: 'checking',
                actions: {
                  type: 'takeAnswer',
                  params: ({ event }) => {
                    assert(event.output.kind === 'answered', 'guarded by an answer');
                    return { answer: event.output.value };
                  },
                },
              },
              {
                target: '#refund.ended',
                actions: {
                  type: 'endWith',
                  params: ({ event }) => ({
                    result: failedJob('refund', outcomeError(event.output) ?? fieldError('BUG-01')),
                  }),
                },
              },
            ],
            onError: {
              target: '#refund.ended',
              actions: {
                type: 'endWith',
                params: ({ event }) => ({ result: failedJob('refund', toFieldError(event.error)) }),
              },
            },
          },
        },
        checking: {
          invoke: {
            id: 'refundsOf',
            src: 'refundsOf',
            input: ({ context }) => ({ transactionNumber: numberOf(context) }),
            onDone: {
              target: '#refund.judging',
              actions: { type: 'takeRefunds', params: ({ event }) => ({ refunds: event.output }) },
            },
            onError: {
              target: '#refund.ended',
              actions: {
                type: 'endWith',
                params: ({ event }) => ({ result: failedJob('refund', toFieldError(event.error)) }),
              },
            },
          },
        },
      },
    },
    judging: {
      always: [
        {
          // Told again: a commit that took too long may have begun one without anybody driving it.
          guard: 'isRefundUnderWay',
          target: 'ended',
          actions: [
            'refuse',
            {
              type: 'tellRefundBegun',
              params: ({ context }) => {
                const open = openRefund(context.refunds);
                assert(open !== null, 'a refund is under way');
                return { sale: carriedOver(open) };
              },
            },
          ],
        },
        { guard: 'isRefused', target: 'ended', actions: 'refuse' },
        { guard: 'isAsked', target: 'measuring', actions: 'takePayment' },
        { target: 'typingAmount', actions: 'takePayment' },
      ],
    },
    /** The amount was named from outside. */
    measuring: {
      always: [
        { guard: 'isAmountRefused', target: 'ended', actions: 'refuseAmount' },
        { target: 'numbering', actions: 'takeAmount' },
      ],
    },
    typingAmount: {
      after: { choiceMs: { target: 'ended', actions: 'leave' } },
      on: {
        'key.pressed': [
          { guard: 'isCancelKey', target: 'ended', actions: 'leave' },
          { guard: 'isEnterKey', target: 'weighing' },
          { target: 'typingAmount', reenter: true, actions: 'typeAmount' },
        ],
        'cancel.requested': { target: 'ended', actions: 'leave' },
      },
    },
    weighing: {
      always: [
        { guard: 'isAmountRefused', target: 'typingAmount', actions: 'blameAmount' },
        { target: 'numbering', actions: 'takeAmount' },
      ],
    },
    numbering: {
      initial: 'asking',
      on: endedByCancel,
      states: {
        asking: {
          invoke: {
            id: 'counters',
            src: 'fetchCounters',
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'answered',
                target: '#refund.beginning',
                actions: assign(({ event }) => ({
                  counters: event.output.kind === 'answered' ? event.output.value : null,
                })),
              },
              {
                // A question may be repeated as often as one likes: one lost packet is not the end of a refund.
                guard: ({ context, event }) =>
                  event.output.kind !== 'refused' && context.countersAsked < maxCountersAsked,
                target: 'pausing',
                actions: 'countAsked',
              },
              {
                target: '#refund.ended',
                actions: {
                  type: 'endWith',
                  params: ({ event }) => ({
                    result: failedJob('refund', outcomeError(event.output) ?? fieldError('BUG-01')),
                  }),
                },
              },
            ],
            onError: {
              target: '#refund.ended',
              actions: {
                type: 'endWith',
                params: ({ event }) => ({ result: failedJob('refund', toFieldError(event.error)) }),
              },
            },
          },
          after: {
            countersMs: {
              target: '#refund.ended',
              actions: { type: 'endWith', params: { result: failedJob('refund', fieldError('NET-06')) } },
            },
          },
        },
        pausing: { after: { resendMs: 'asking' } },
      },
    },
    beginning: {
      invoke: {
        id: 'beginRefund',
        src: 'beginRefund',
        input: ({ context: { payment, amountMinor, counters } }) => {
          assert(payment !== null && counters !== null, 'a refund has its payment and its numbers');
          return { draft: { original: payment, amountMinor, reason: 'customer' }, counters };
        },
        onDone: {
          target: 'awaiting',
          actions: [
            { type: 'takeSale', params: ({ event }) => ({ sale: event.output }) },
            { type: 'tellRefundBegun', params: ({ event }) => ({ sale: event.output }) },
          ],
        },
        onError: [
          { guard: ({ event }) => toFieldError(event.error).code === 'JRN-02', target: 'ended', actions: maybeBegun },
          {
            target: 'ended',
            actions: {
              type: 'endWith',
              params: ({ event }) => ({ result: failedJob('refund', toFieldError(event.error)) }),
            },
          },
        ],
      },
      after: { storageMs: { target: 'ended', actions: maybeBegun } },
    },
    awaiting: {
      after: { refundToldMs: 'leaving' },
      on: {
        'key.pressed': { guard: 'isCancelKey', target: 'leaving' },
        'cancel.requested': 'leaving',
        'refund.learnt': [
          { guard: 'isOfAnother' },
          { guard: 'wantsNewNumbers', target: 'numbering', actions: 'takeNewNumbers' },
          ...endedByLearning,
        ],
      },
    },
    /** The refund goes on without the cashier; that they are told so is on disk, so that a bad end is printed for them. */
    leaving: {
      always: { guard: 'isKnownToBeOpen', target: 'ended', actions: 'endAsOpen' },
      invoke: {
        id: 'recordLeaving',
        src: 'recordSale',
        input: ({ context: { sale } }) => {
          assert(sale !== null, 'only a refund that was begun is left');
          return { transactionNumber: sale.intent.transactionNumber, change: { unanswered: true } };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.resolved || event.output.status === 'pending',
            target: 'ended',
            actions: [{ type: 'takeSale', params: ({ event }) => ({ sale: event.output }) }, 'endAsLearnt'],
          },
          {
            target: 'ended',
            actions: [{ type: 'takeSale', params: ({ event }) => ({ sale: event.output }) }, 'endAsOpen'],
          },
        ],
        onError: { target: 'ended', actions: 'endAsOpen' },
      },
      after: { storageMs: { target: 'ended', actions: 'endAsOpen' } },
      on: { 'refund.learnt': [{ guard: 'isOfAnother' }, ...endedByLearning] },
    },
    ended: { type: 'final' },
  },
});
