/**
 * The end of the cashier's day. Everything that can stop it is looked at first; the two books are compared, and what the
 * box knows as NOT PAID is given back; only then the close is on disk and sent, with the gateway's own totals (contract,
 * `POST pos/shift/close`). A close without an answer is an obligation: it is sent again for ever, also after a power cut,
 * and nothing is sold until it is answered. What the names of guards and actions mean stands in `day-close-setup.ts`.
 */
import { enqueueActions } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import { type Outcome, outcomeError } from '../src/gateway/outcome.ts';
import { type DayCloseContext, dayCloseSetup, doneClose, failedClose, leftClose } from './day-close-setup.ts';
import type { DayClose } from './ports.ts';

const onDisk = ({ dayClose }: DayCloseContext): DayClose => {
  if (dayClose === null) throw new Error('broken invariant: a close is on disk before it leaves');
  return dayClose;
};

const failing = (error: FieldError) =>
  ({ target: '#dayClose.ended', actions: { type: 'endWith', params: { result: failedClose(error) } } }) as const;

const failingWith = {
  target: '#dayClose.ended',
  actions: {
    type: 'endWith',
    params: ({ event }: { event: { error: unknown } }) => ({ result: failedClose(toFieldError(event.error)) }),
  },
} as const;

const failingWithOutcome = {
  target: '#dayClose.ended',
  actions: {
    type: 'endWith',
    params: ({ event }: { event: { output: Outcome<unknown> } }) => ({
      result: failedClose(outcomeError(event.output) ?? fieldError('NET-06')),
    }),
  },
} as const;

const answerIn = <T>(outcome: Outcome<T>): T => {
  if (outcome.kind !== 'answered') throw new Error('broken invariant: guarded by an answer');
  return outcome.value;
};

/** Until the close is on disk the cashier may think better of it. */
const mayBeLeft = {
  'key.pressed': {
    guard: 'isCancelKey',
    target: '#dayClose.ended',
    actions: { type: 'endWith', params: { result: leftClose } },
  },
  'cancel.requested': { target: '#dayClose.ended', actions: { type: 'endWith', params: { result: leftClose } } },
} as const;

const openPayments = (numbers: readonly number[]): FieldError =>
  fieldError('CLS-01', undefined, { numbers: numbers.slice(0, 10).join(', ') });

export const dayCloseMachine = dayCloseSetup.createMachine({
  id: 'dayClose',
  context: ({ input }) => ({
    terms: input.terms,
    isOrdered: input.isOrdered,
    shiftNumber: input.openClose?.shiftNumber ?? null,
    open: [],
    report: null,
    compared: 0,
    comparison: null,
    hasReversed: false,
    dayClose: input.openClose,
    // Whether a request of it has left is not known.
    unanswered: input.openClose !== null,
    closed: null,
    tries: 0,
    rounds: 0,
    hasChanged: false,
    retryAfterMs: 0,
    random: 0,
    error: null,
    result: leftClose,
  }),
  on: {
    '*': { actions: 'logUnexpected' },
    'key.pressed': {},
    'cancel.requested': {},
  },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: {
      always: [
        { guard: 'isCarriedOver', target: 'closing' },
        { guard: 'isOrdered', target: 'checking' },
        { target: 'asking' },
      ],
    },
    /** It cannot be undone, and it stands under the first key of the menu. */
    asking: {
      after: { choiceMs: { target: 'ended', actions: { type: 'endWith', params: { result: leftClose } } } },
      on: {
        'key.pressed': [{ guard: 'isEnterKey', target: 'checking' }, mayBeLeft['key.pressed']],
        'cancel.requested': mayBeLeft['cancel.requested'],
      },
    },
    checking: {
      entry: 'lookAtPrinter',
      always: [{ guard: 'hasTrouble', target: 'ended', actions: 'endWithError' }, { target: 'counting' }],
    },
    /** The connection, the open shift, and the payments that only the gateway knows. */
    counting: {
      on: mayBeLeft,
      invoke: {
        id: 'counters',
        src: 'fetchCounters',
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'answered',
            target: 'settling',
            actions: {
              type: 'takeShift',
              params: ({ event }) => ({ shiftNumber: answerIn(event.output).shiftNumber }),
            },
          },
          failingWithOutcome,
        ],
        onError: failingWith,
      },
      after: { countersMs: failing(fieldError('NET-06')) },
    },
    /** Each payment that is open is tried once more before it is named. */
    settling: {
      // Once: what has just been tried is not asked again because the shift has changed meanwhile.
      entry: enqueueActions(({ context, enqueue }) => {
        if (context.rounds === 0 && !context.hasReversed) enqueue('hurry');
      }),
      on: mayBeLeft,
      initial: 'looking',
      after: {
        settlingMs: {
          target: 'ended',
          actions: { type: 'endWith', params: ({ context }) => ({ result: failedClose(openPayments(context.open)) }) },
        },
      },
      states: {
        looking: {
          entry: 'lookAtOpen',
          always: [{ guard: 'isSettled', target: '#dayClose.reading' }, { target: 'pausing' }],
        },
        pausing: { after: { settlePollMs: 'looking' } },
      },
    },
    reading: {
      on: mayBeLeft,
      invoke: {
        id: 'readShift',
        src: 'readShift',
        input: ({ context }) => ({ shiftNumber: context.shiftNumber ?? 0 }),
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'answered',
            target: 'weighing',
            actions: {
              type: 'takeReport',
              params: ({ event }) => ({ report: answerIn(event.output) }),
            },
          },
          failingWithOutcome,
        ],
        onError: failingWith,
      },
      after: { askMs: failing(fieldError('NET-06')) },
    },
    weighing: {
      always: [
        // In the merchant's account, or by another box, since the counters were read.
        { guard: 'mayReadAgain', target: 'counting', actions: 'countRound' },
        { guard: 'isClosedMeanwhile', ...failing(fieldError('GWY-08')) },
        { guard: 'isOtherCurrency', ...failing(fieldError('CLS-03')) },
        { guard: 'isEmptyShift', target: 'recalling' },
        { target: 'comparing' },
      ],
    },
    comparing: {
      invoke: {
        id: 'compareBooks',
        src: 'compareBooks',
        input: ({ context: { report } }) => {
          if (report === null) throw new Error('broken invariant: a shift that was read is compared');
          return { report };
        },
      },
      after: { compareMs: failing(fieldError('NET-06')) },
      on: {
        ...mayBeLeft,
        'comparison.progressed': {
          actions: { type: 'takeProgress', params: ({ event }) => ({ compared: event.compared }) },
        },
        'comparison.done': [
          {
            guard: ({ event }) => event.outcome.kind === 'answered',
            target: 'judging',
            actions: {
              type: 'takeComparison',
              params: ({ event }) => ({ comparison: answerIn(event.outcome) }),
            },
          },
          {
            target: 'ended',
            actions: {
              type: 'endWith',
              params: ({ event }) => ({ result: failedClose(outcomeError(event.outcome) ?? fieldError('NET-06')) }),
            },
          },
        ],
        'comparison.failed': {
          target: 'ended',
          actions: { type: 'endWith', params: ({ event }) => ({ result: failedClose(event.error) }) },
        },
      },
    },
    judging: {
      always: [
        { guard: 'mayReverse', target: 'reversing' },
        {
          guard: 'owesReversals',
          target: 'ended',
          actions: {
            type: 'endWith',
            params: ({ context }) => ({ result: failedClose(openPayments(context.comparison?.toReverse ?? [])) }),
          },
        },
        { target: 'beginning' },
      ],
    },
    /** Paid at the gateway and NOT PAID for the box: the customer's money goes back, and the books are read anew. */
    reversing: {
      invoke: {
        id: 'reverse',
        src: 'reverse',
        input: ({ context }) => ({ transactionNumbers: context.comparison?.toReverse ?? [] }),
        onDone: { target: 'counting', actions: 'markReversed' },
        onError: failingWith,
      },
      after: { reverseMs: { target: 'counting', actions: 'markReversed' } },
    },
    beginning: {
      invoke: {
        id: 'begin',
        src: 'begin',
        input: ({ context: { comparison } }) => {
          if (comparison === null) throw new Error('broken invariant: what is closed was compared');
          return { comparison };
        },
        onDone: {
          target: 'closing',
          actions: { type: 'takeClose', params: ({ event }) => ({ dayClose: event.output }) },
        },
        onError: [
          {
            guard: { type: 'isDiskFull', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            ...failingWith,
          },
          // It may be on disk all the same, and what is told as not closed must not close by itself one day.
          {
            target: 'abandoning',
            actions: { type: 'blameBegin', params: ({ event }) => ({ error: toFieldError(event.error) }) },
          },
        ],
      },
      after: {
        storageMs: { target: 'abandoning', actions: { type: 'blameBegin', params: { error: fieldError('JRN-02') } } },
      },
    },
    closing: {
      initial: 'sending',
      states: {
        sending: {
          entry: 'countTry',
          invoke: {
            id: 'closeShift',
            src: 'closeShift',
            input: ({ context }) => ({ dayClose: onDisk(context) }),
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'answered',
                target: '#dayClose.concluding',
                actions: {
                  type: 'takeClosed',
                  params: ({ event }) => ({ closed: answerIn(event.output) }),
                },
              },
              {
                // The shift is open still, whatever became of earlier requests: they name other totals, or find payments.
                guard: ({ event: { output } }) =>
                  output.kind === 'refused' &&
                  (output.problem.code === 'totals-changed' || output.problem.code === 'shift-has-pending'),
                target: '#dayClose.abandoning',
                actions: [{ type: 'blameOutcome', params: ({ event }) => ({ outcome: event.output }) }, 'countRound'],
              },
              {
                target: 'doubting',
                actions: { type: 'blameOutcome', params: ({ event }) => ({ outcome: event.output }) },
              },
            ],
            onError: { target: 'doubting', actions: 'blameSilence' },
          },
          after: { closeMs: { target: 'doubting', actions: 'blameSilence' } },
        },
        doubting: {
          always: [
            { guard: 'isNotClosed', target: '#dayClose.abandoning' },
            // Its key is void: the close stays open on disk until the terminal is this box's again.
            { guard: 'isReplaced', target: '#dayClose.ended', actions: 'endUnknown' },
            { target: 'pausing' },
          ],
        },
        pausing: { entry: 'drawJitter', after: { backoffMs: 'sending' } },
      },
    },
    /** The answer is shown only when it is on disk, and its report with it. */
    concluding: {
      initial: 'writing',
      states: {
        writing: {
          invoke: {
            id: 'conclude',
            src: 'conclude',
            input: ({ context }) => {
              if (context.closed === null) throw new Error('broken invariant: only an answer is concluded');
              return { dayClose: onDisk(context), closed: context.closed };
            },
            onDone: {
              target: '#dayClose.ended',
              actions: [
                { type: 'endWith', params: ({ event }) => ({ result: doneClose(event.output, false) }) },
                'wakePrinting',
              ],
            },
            onError: {
              target: 'failed',
              actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { storageMs: 'failed' },
        },
        failed: { after: { storageRetryMs: 'writing' } },
      },
    },
    /** Not closed, for certain: selling goes on as soon as the disk says so, too. */
    abandoning: {
      initial: 'writing',
      states: {
        writing: {
          invoke: {
            id: 'abandon',
            src: 'abandon',
            input: ({ context }) => ({ shiftNumber: context.shiftNumber ?? 0 }),
            onDone: { target: '#dayClose.abandoned', actions: 'forgetClose' },
            onError: 'failed',
          },
          after: { storageMs: 'failed' },
        },
        failed: { after: { storageRetryMs: 'writing' } },
      },
    },
    abandoned: {
      always: [
        { guard: 'mayGoAgain', target: 'counting' },
        { target: 'ended', actions: 'endWithError' },
      ],
    },
    /** Nothing was done since the last close: its report once more. */
    recalling: {
      invoke: {
        id: 'reprint',
        src: 'reprint',
        onDone: [
          { guard: ({ event }) => event.output === null, ...failing(fieldError('CLS-02')) },
          {
            target: 'ended',
            actions: [
              {
                type: 'endWith',
                params: ({ event }) => {
                  if (event.output === null) throw new Error('broken invariant: guarded by a close');
                  return { result: doneClose(event.output, true) };
                },
              },
              'wakePrinting',
            ],
          },
        ],
        onError: failingWith,
      },
      after: { storageMs: failing(fieldError('JRN-02')) },
    },
    ended: { type: 'final' },
  },
});
