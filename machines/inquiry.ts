/**
 * *Did it go through?* A number is typed or scanned off a slip, the gateway is asked, and its answer is shown and printed.
 * It changes nothing: what is open stays with its obligation.
 */
import { assign, fromPromise, setup } from 'xstate';
import { type FieldError, fieldError, reasonedError, toFieldError } from '../src/errors.ts';
import { outcomeError } from '../src/gateway/outcome.ts';
import type { PanelKey } from '../src/keys.ts';
import { contradicts } from '../src/payment/contradiction.ts';
import { delays } from './delays.ts';
import type { FoundTransaction } from './find-transaction.ts';
import { abandonedJob, failedJob, type JobResult } from './job.ts';
import { isOurSlip, type NumberEntry, typingNumber, withKey, withScanned, withTyped } from './number-entry.ts';
import type { Terms, TransactionAnswer } from './ports.ts';
import { unprovided } from './unprovided.ts';

export interface InquiryInput {
  /** Null: the cashier is asked for the number. */
  readonly request: { readonly transactionNumber: number } | null;
  readonly terms: Terms;
}

interface Context extends NumberEntry {
  readonly answer: TransactionAnswer | null;
  readonly result: JobResult;
}

export type InquiryEvent =
  | { type: 'key.pressed'; key: PanelKey }
  | { type: 'code.scanned'; code: string }
  | { type: 'cancel.requested' };

/** The answer as a result. Where the two books differ, or money is still on its way, it is no word to give goods by. */
const answeredJob = ({ payment, sale }: TransactionAnswer): JobResult => {
  const answered = { kind: 'inquiry', sale, payment } as const;
  if (sale !== null && contradicts(sale, payment))
    return {
      ...answered,
      outcome: 'unknown',
      error:
        payment === null
          ? reasonedError('GWY-17', 'unknownToGateway')
          : reasonedError('GWY-17', 'statusUnexpected', { now: payment.status }),
    };
  if (payment === null && sale === null) return failedJob('inquiry', fieldError('PAY-06'));
  if (payment === null)
    return { ...answered, outcome: sale?.resolved ? 'failed' : 'unknown', error: fieldError('GWY-06') };
  if (payment.status === 'paid' && sale?.verdict === 'notPaid')
    return { ...answered, outcome: 'unknown', error: fieldError('PAY-05') };
  return { ...answered, outcome: 'done', error: null };
};

const unreachedJob = (found: FoundTransaction): JobResult => ({
  kind: 'inquiry',
  outcome: 'unknown',
  sale: found.sale,
  payment: null,
  error: outcomeError(found),
});

const leftByCashier = abandonedJob('inquiry', fieldError('PAY-09'));

export const inquiryMachine = setup({
  types: {} as { context: Context; events: InquiryEvent; input: InquiryInput; output: JobResult },
  actors: {
    findTransaction: fromPromise<FoundTransaction, { transactionNumber: number }>(unprovided),
    oweAnswer: fromPromise<void, { answer: TransactionAnswer }>(unprovided),
  },
  delays: { choiceMs: delays.choiceMs, lookingMs: delays.lookingMs, storageMs: delays.storageMs },
  guards: {
    hasNumber: ({ context }) => context.transactionNumber !== null,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    isEnterWithNumber: ({ context, event }) =>
      event.type === 'key.pressed' && event.key === 'ENTER' && context.entry !== '',
    isOurSlip: (now) => isOurSlip(now),
  },
  actions: {
    type: assign((now) => withKey(now)),
    takeTyped: assign((now) => withTyped(now)),
    takeScanned: assign((now) => withScanned(now)),
    leave: assign({ result: leftByCashier }),
    takeAnswer: assign((_, params: { answer: TransactionAnswer }) => ({
      answer: params.answer,
      result: answeredJob(params.answer),
    })),
    endWith: assign((_, params: { result: JobResult }) => ({ result: params.result })),
    /** The answer stands all the same; only its paper is missing. */
    blameStorage: assign(({ context }, params: { error: FieldError }) => ({
      result: { ...context.result, error: context.result.error ?? params.error },
    })),
    /** To the box machine: something is owed on paper. */
    wakePrinting: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'inquiry',
  context: ({ input }) => ({
    terms: input.terms,
    entry: '',
    transactionNumber: input.request?.transactionNumber ?? null,
    error: null,
    answer: null,
    result: leftByCashier,
  }),
  on: { '*': { actions: 'logUnexpected' }, 'key.pressed': {}, 'code.scanned': {}, 'cancel.requested': {} },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: { always: [{ guard: 'hasNumber', target: 'looking' }, { target: 'typingNumber' }] },
    typingNumber: typingNumber('looking', 'isEnterWithNumber'),
    looking: {
      invoke: {
        id: 'find',
        src: 'findTransaction',
        input: ({ context }) => {
          if (context.transactionNumber === null) throw new Error('broken invariant: an inquiry is about a number');
          return { transactionNumber: context.transactionNumber };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'answered',
            target: 'printing',
            actions: {
              type: 'takeAnswer',
              params: ({ event }) => {
                if (event.output.kind !== 'answered') throw new Error('broken invariant: guarded by an answer');
                return { answer: event.output.value };
              },
            },
          },
          {
            target: 'ended',
            actions: { type: 'endWith', params: ({ event }) => ({ result: unreachedJob(event.output) }) },
          },
        ],
        onError: {
          target: 'ended',
          actions: {
            type: 'endWith',
            params: ({ event }) => ({ result: failedJob('inquiry', toFieldError(event.error)) }),
          },
        },
      },
      after: {
        lookingMs: {
          target: 'ended',
          actions: {
            type: 'endWith',
            params: { result: { ...failedJob('inquiry', fieldError('NET-06')), outcome: 'unknown' } },
          },
        },
      },
      on: {
        'key.pressed': { guard: 'isCancelKey', target: 'ended', actions: 'leave' },
        'cancel.requested': { target: 'ended', actions: 'leave' },
      },
    },
    /** What is shown is on paper, too: the cashier shows it to the customer. */
    printing: {
      invoke: {
        id: 'owe',
        src: 'oweAnswer',
        input: ({ context }) => {
          if (context.answer === null) throw new Error('broken invariant: only an answer is printed');
          return { answer: context.answer };
        },
        onDone: { target: 'ended', actions: 'wakePrinting' },
        onError: {
          target: 'ended',
          actions: { type: 'blameStorage', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: {
        storageMs: { target: 'ended', actions: { type: 'blameStorage', params: { error: fieldError('JRN-02') } } },
      },
    },
    ended: { type: 'final' },
  },
});
