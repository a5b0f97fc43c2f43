/**
 * From the first attempt of a payment request to the sale's verdict: shows the QR (online), waits for the customer,
 * asks where there was no answer, cancels, and writes PAID or NOT PAID before anybody sees it. What cannot be ended
 * here is left as NOT PAID with the order to give the money back; `obligation.ts` carries it on.
 *
 * Rules 2 and 3 of the gateway contract.
 */
import { and, assign, fromPromise, setup } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import type { PanelKey } from '../src/keys.ts';
import { maxWaitSeconds } from '../src/payment/limits.ts';
import type { CancelOrder, CancelReason, Intent, Payment } from '../src/payment/types.ts';
import {
  isPaid,
  isPending,
  isUnpaidForGood,
  type Knowledge,
  keyOf,
  knowledgeChange,
  learn,
  learnNothing,
  mayTombstone,
  orderedCancel,
  paidChange,
  unpaidChange,
} from './answers.ts';
import { delays, foregroundBackoffMs } from './delays.ts';
import type { OrderInput, PaymentKey, PrintOutcome, QrSlip, RecordInput, Sale, SaleChange } from './ports.ts';
import { unprovided } from './unprovided.ts';
import { untilWritten } from './until-written.ts';

export interface ConfirmationInput {
  readonly sale: Sale;
  readonly known: Knowledge;
  /** The cashier pressed CANCEL while the request was under way. */
  readonly cancelReason: CancelReason | null;
  readonly waitTimeoutMs: number;
}

interface Context {
  readonly sale: Sale;
  readonly known: Knowledge;
  /** Set: the sale is being cancelled. */
  readonly cancelReason: CancelReason | null;
  readonly waitTimeoutMs: number;
  /** The QR of this online payment is on paper. */
  readonly presented: boolean;
  /** Why the QR did not come out: the gateway will only say *cancelled*. */
  readonly printError: FieldError | null;
  /** The cashier may leave a cancel that has no answer. */
  readonly leaveOffered: boolean;
  /** The journal cannot be written: nothing is shown that is not on disk. */
  readonly storageError: FieldError | null;
}

export type ConfirmationEvent = { type: 'key.pressed'; key: PanelKey } | { type: 'cancel.requested' };

const numberOf = (context: Context): number => context.sale.intent.transactionNumber;

/** What the gateway has said, with the reason that the cashier can do something about. */
const conclusion = ({ known, printError }: Context): SaleChange => {
  if (isPaid(known)) return paidChange(known);
  const change = unpaidChange(known);
  return known.payment?.status === 'cancelled' && printError !== null ? { ...change, error: printError } : change;
};

/** The reason that goes with NOT PAID when the screen is left unresolved. */
const leavingReason = (context: Context): CancelReason => context.cancelReason ?? 'timeout';

export const confirmationMachine = setup({
  types: {} as {
    context: Context;
    events: ConfirmationEvent;
    input: ConfirmationInput;
    output: { readonly sale: Sale };
  },
  actors: {
    askPayment: fromPromise<Outcome<Payment>, { key: PaymentKey; waitSeconds: number }>(unprovided),
    cancelPayment: fromPromise<Outcome<Payment>, { intent: Intent; order: CancelOrder }>(unprovided),
    presentQr: fromPromise<PrintOutcome, QrSlip>(unprovided),
    recordSale: fromPromise<Sale, RecordInput>(unprovided),
    /** Stamps the order with the time and writes it: on disk before the cancel leaves. */
    recordOrder: fromPromise<Sale, OrderInput>(unprovided),
  },
  delays: {
    waitTimeoutMs: ({ context }) => context.waitTimeoutMs,
    retryMs: ({ context }) => Math.max(foregroundBackoffMs(context.known.failures), context.known.retryAfterMs),
    longPollMs: delays.longPollMs,
    pollGapMs: delays.pollGapMs,
    askMs: delays.askMs,
    lastAskMs: delays.lastAskMs,
    cancelMs: delays.cancelMs,
    presentQrMs: delays.presentQrMs,
    leaveOfferedMs: delays.leaveOfferedMs,
    leaveMs: delays.leaveMs,
    storageMs: delays.storageMs,
    storageRetryMs: delays.storageRetryMs,
  },
  guards: {
    isDecided: ({ context }) => isPaid(context.known) || isUnpaidForGood(context.known),
    isCancelWanted: ({ context }) => context.cancelReason !== null,
    isPresentable: ({ context }) =>
      isPending(context.known) && context.sale.intent.method === 'online' && !context.presented,
    isUnknownToGateway: ({ context }) => mayTombstone(context.known),
    hasFailed: ({ context }) => context.known.failures > 0,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    isLeaveOffered: ({ context }) => context.leaveOffered,
  },
  actions: {
    learn: assign(({ context }, params: { outcome: Outcome<Payment> }) => ({
      known: learn(context.known, params.outcome),
    })),
    learnNothing: assign(({ context }) => ({ known: learnNothing(context.known) })),
    wantCancel: assign((_, params: { reason: CancelReason }) => ({ cancelReason: params.reason })),
    markPresented: assign({ presented: true }),
    blamePrinter: assign((_, params: { error: FieldError }) => ({ printError: params.error })),
    offerLeave: assign({ leaveOffered: true }),
    takeSale: assign((_, params: { sale: Sale }) => ({ sale: params.sale, storageError: null })),
    blameStorage: assign((_, params: { error: FieldError }) => ({ storageError: params.error })),
    logUnexpected: () => {},
    /** A line of the sale's history that rides along with the next commit. */
    note: (_, _params: { type: string; data?: Record<string, unknown> }) => {},
  },
}).createMachine({
  id: 'confirmation',
  context: ({ input }) => ({ ...input, presented: false, printError: null, leaveOffered: false, storageError: null }),
  on: { '*': { actions: 'logUnexpected' } },
  initial: 'open',
  output: ({ context }) => ({ sale: context.sale }),
  states: {
    open: {
      initial: 'deciding',
      after: { waitTimeoutMs: 'lastAsking' },
      on: {
        'key.pressed': {
          guard: 'isCancelKey',
          target: 'cancelling',
          actions: { type: 'wantCancel', params: { reason: 'cashier' } },
        },
        'cancel.requested': {
          target: 'cancelling',
          actions: { type: 'wantCancel', params: { reason: 'cashier' } },
        },
      },
      states: {
        deciding: {
          always: [
            { guard: 'isDecided', target: '#confirmation.concluding' },
            { guard: 'isCancelWanted', target: '#confirmation.cancelling' },
            {
              guard: 'isUnknownToGateway',
              target: '#confirmation.cancelling',
              actions: { type: 'wantCancel', params: { reason: 'recovery' } },
            },
            { guard: 'hasFailed', target: 'pausing' },
            { guard: 'isPresentable', target: 'presenting' },
            { target: 'waiting' },
          ],
        },
        presenting: {
          invoke: {
            id: 'presentQr',
            src: 'presentQr',
            input: ({ context }) => ({
              sale: context.sale,
              qr: context.known.payment?.qr ?? '',
              expiresAt: context.known.payment?.expiresAt ?? null,
            }),
            onDone: [
              {
                guard: ({ event }) => event.output.ok,
                target: 'deciding',
                actions: ['markPresented', { type: 'note', params: { type: 'qr.printed' } }],
              },
              {
                target: '#confirmation.cancelling',
                actions: [
                  { type: 'wantCancel', params: { reason: 'print-failed' } },
                  {
                    type: 'blamePrinter',
                    params: ({ event }) => ({
                      error: event.output.ok ? fieldError('BUG-01') : event.output.error,
                    }),
                  },
                  {
                    type: 'note',
                    params: ({ event }) => ({
                      type: 'qr.failed',
                      data: { code: event.output.ok ? null : event.output.error.code },
                    }),
                  },
                ],
              },
            ],
            onError: {
              target: '#confirmation.cancelling',
              actions: [
                { type: 'wantCancel', params: { reason: 'print-failed' } },
                { type: 'blamePrinter', params: ({ event }) => ({ error: toFieldError(event.error) }) },
              ],
            },
          },
          after: {
            presentQrMs: {
              target: '#confirmation.cancelling',
              actions: [
                { type: 'wantCancel', params: { reason: 'print-failed' } },
                { type: 'blamePrinter', params: { error: fieldError('PRN-04') } },
              ],
            },
          },
        },
        waiting: {
          invoke: {
            id: 'longPoll',
            src: 'askPayment',
            input: ({ context }) => ({ key: keyOf(context.sale), waitSeconds: maxWaitSeconds }),
            onDone: [
              {
                guard: ({ event }) => event.output.kind === 'answered' && event.output.value.status === 'pending',
                target: 'resting',
                actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
              },
              {
                target: 'deciding',
                actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
              },
            ],
            onError: { target: 'deciding', actions: 'learnNothing' },
          },
          after: { longPollMs: { target: 'deciding', actions: 'learnNothing' } },
        },
        /** Still pending. */
        resting: { after: { pollGapMs: 'waiting' } },
        asking: {
          invoke: {
            id: 'ask',
            src: 'askPayment',
            input: ({ context }) => ({ key: keyOf(context.sale), waitSeconds: 0 }),
            onDone: {
              target: 'deciding',
              actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
            },
            onError: { target: 'deciding', actions: 'learnNothing' },
          },
          after: { askMs: { target: 'deciding', actions: 'learnNothing' } },
        },
        /** After a call that brought nothing; then always a plain question, whatever failed. */
        pausing: { after: { retryMs: 'asking' } },
      },
    },
    cancelling: {
      initial: 'ordering',
      after: { leaveOfferedMs: { actions: 'offerLeave' }, leaveMs: 'leaving' },
      on: {
        'key.pressed': { guard: and(['isCancelKey', 'isLeaveOffered']), target: 'leaving' },
        'cancel.requested': { guard: 'isLeaveOffered', target: 'leaving' },
      },
      states: {
        ordering: untilWritten({
          id: 'recordOrder',
          src: 'recordOrder',
          input: ({ context }: { context: Context }) => ({
            transactionNumber: numberOf(context),
            change: knowledgeChange(context.known),
            order: { reason: context.cancelReason ?? 'cashier', ifPaid: 'keep' },
          }),
          target: '#confirmation.cancelling.sending',
        }),
        sending: {
          invoke: {
            id: 'cancel',
            src: 'cancelPayment',
            input: ({ context }) => orderedCancel(context.sale),
            onDone: {
              target: 'weighing',
              actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
            },
            onError: { target: 'weighing', actions: 'learnNothing' },
          },
          after: { cancelMs: { target: 'weighing', actions: 'learnNothing' } },
        },
        weighing: {
          always: [
            { guard: 'isDecided', target: '#confirmation.concluding' },
            { target: 'pausing', actions: 'offerLeave' },
          ],
        },
        pausing: { after: { retryMs: 'sending' } },
      },
    },
    /** The deadline is over: one last question, then NOT PAID. */
    lastAsking: {
      invoke: {
        id: 'lastAsk',
        src: 'askPayment',
        input: ({ context }) => ({ key: keyOf(context.sale), waitSeconds: 0 }),
        onDone: {
          target: 'lastWeighing',
          actions: { type: 'learn', params: ({ event }) => ({ outcome: event.output }) },
        },
        onError: { target: 'leaving', actions: 'learnNothing' },
      },
      after: { lastAskMs: { target: 'leaving', actions: 'learnNothing' } },
    },
    lastWeighing: { always: [{ guard: 'isDecided', target: 'concluding' }, { target: 'leaving' }] },
    /** NOT PAID and the order to give the money back, in one commit: from here on nothing makes it PAID. */
    leaving: untilWritten({
      id: 'recordLeaving',
      src: 'recordOrder',
      input: ({ context }: { context: Context }) => ({
        transactionNumber: numberOf(context),
        change: {
          ...knowledgeChange(context.known),
          verdict: 'notPaid',
          error: context.cancelReason === null ? fieldError('PAY-03') : fieldError('PAY-05'),
        },
        order: { reason: leavingReason(context), ifPaid: 'refund' },
      }),
      target: '#confirmation.done',
    }),
    /** The gateway has spoken: the verdict goes to disk, then it is shown. */
    concluding: untilWritten({
      id: 'recordVerdict',
      src: 'recordSale',
      input: ({ context }: { context: Context }) => ({
        transactionNumber: numberOf(context),
        change: conclusion(context),
      }),
      target: '#confirmation.done',
    }),
    done: { type: 'final' },
  },
});
