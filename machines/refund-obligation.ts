/**
 * One refund, from its first byte to its end, across restarts: sent, and sent again under its number with backoff for
 * ever (contract, `POST pos/refund`: never cancelled, only repeated). Who waits for it on the screen is told what has
 * been learnt as soon as that is on disk, and may leave: the refund goes on.
 */
import { assign, fromPromise, setup } from 'xstate';
import type { FieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import type { Intent, Payment } from '../src/payment/types.ts';
import { isNewContradiction, type Knowledge, knowledgeChange, knowledgeOf, learn, learnNothing } from './answers.ts';
import { delays, obligationBackoffMs } from './delays.ts';
import type { RecordInput, Sale } from './ports.ts';
import { refundEnding } from './refund-answers.ts';
import { unprovided } from './unprovided.ts';
import { untilWritten } from './until-written.ts';

export interface RefundObligationInput {
  /** As it was begun, or as `carriedOver` gives what an earlier life of the box has left. */
  readonly sale: Sale;
}

interface Context {
  readonly sale: Sale;
  readonly known: Knowledge;
  /** Pauses since the last news; an answer that brings nothing new does not shorten them. */
  readonly tries: number;
  /** Jitter of the next pause, 0 ≤ x < 1. */
  readonly random: number;
  readonly storageError: FieldError | null;
}

const hasLearnt = ({ known, sale }: Context): boolean =>
  (known.payment !== null && known.payment.status !== sale.payment?.status) ||
  known.answered !== sale.answered ||
  known.unanswered !== sale.unanswered ||
  isNewContradiction(known, sale);

const record = ({ sale }: Context, change: RecordInput['change']): RecordInput => ({
  transactionNumber: sale.intent.transactionNumber,
  change,
});

export const refundObligationMachine = setup({
  types: {} as {
    context: Context;
    events: { type: 'try.requested' };
    input: RefundObligationInput;
    output: { readonly sale: Sale };
  },
  actors: {
    requestRefund: fromPromise<Outcome<Payment>, { intent: Intent }>(unprovided),
    recordSale: fromPromise<Sale, RecordInput>(unprovided),
  },
  delays: {
    refundMs: delays.refundMs,
    storageMs: delays.storageMs,
    storageRetryMs: delays.storageRetryMs,
    backoffMs: ({ context }) =>
      Math.max(obligationBackoffMs(context.tries - 1, context.random), context.known.retryAfterMs),
  },
  guards: {
    isEnded: ({ context }) => refundEnding(context.sale, context.known) !== null,
    hasLearnt: ({ context }) => hasLearnt(context),
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
    /** To the box machine, for who waits for this refund on the screen: what is on disk, and what went wrong last. */
    tellLearnt: () => {},
    tellEnded: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'refundObligation',
  context: ({ input }) => ({
    sale: input.sale,
    known: { ...knowledgeOf(input.sale), failures: 0 },
    tries: 0,
    random: 0,
    storageError: null,
  }),
  on: { '*': { actions: 'logUnexpected' }, 'try.requested': {} },
  initial: 'requesting',
  output: ({ context }) => ({ sale: context.sale }),
  states: {
    requesting: {
      invoke: {
        id: 'request',
        src: 'requestRefund',
        input: ({ context }) => ({ intent: context.sale.intent }),
        onDone: {
          target: 'weighing',
          actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
        },
        onError: { target: 'weighing', actions: 'learnNothing' },
      },
      after: { refundMs: { target: 'weighing', actions: 'learnNothing' } },
    },
    weighing: {
      always: [
        { guard: 'isEnded', target: 'concluding' },
        { guard: 'hasLearnt', target: 'learning' },
        { target: 'pausing', actions: 'tellLearnt' },
      ],
    },
    learning: untilWritten({
      id: 'recordLearnt',
      src: 'recordSale',
      input: ({ context }: { context: Context }) => record(context, knowledgeChange(context.known)),
      target: '#refundObligation.pausing',
      tell: 'tellLearnt',
    }),
    pausing: {
      entry: ['countTry', 'drawJitter'],
      after: { backoffMs: 'requesting' },
      on: { 'try.requested': 'requesting' },
    },
    concluding: untilWritten({
      id: 'recordEnd',
      src: 'recordSale',
      input: ({ context }: { context: Context }) => {
        const ending = refundEnding(context.sale, context.known);
        if (ending === null) throw new Error('broken invariant: only a refund that has ended is concluded');
        return record(context, ending);
      },
      target: '#refundObligation.ended',
      tell: 'tellLearnt',
    }),
    ended: { type: 'final', entry: 'tellEnded' },
  },
});
