/** One sale as the cashier sees it: which method, where the setting says *ask*, then the payment machine of that method. */
import { assign, sendTo, setup } from 'xstate';
import { type FieldError, fieldError } from '../src/errors.ts';
import { expiryMarginSeconds } from '../src/payment/limits.ts';
import { amountRefusal } from '../src/payment/money.ts';
import type { PaymentMethod, PaymentSystem } from '../src/payment/types.ts';
import { parseSlipCode } from '../src/payment/wallet-code.ts';
import { choose, moveChoice } from './choice.ts';
import { delays } from './delays.ts';
import { type OfflinePaymentEvent, offlinePaymentMachine } from './offline-payment.ts';
import { onlinePaymentMachine } from './online-payment.ts';
import type { SaleDraft, Terms } from './ports.ts';
import { abandoned, endsBroken, endsWithItsResult, type SaleResult } from './sale-result.ts';

/** What is to be paid, from the keypad or from outside; null: to be asked for. */
export interface SaleRequest {
  readonly amountMinor: number;
  readonly method: PaymentMethod | null;
  readonly paymentSystem: PaymentSystem | null;
  readonly code: string | null;
  readonly ref: string | null;
  /** Of the caller that waits for the result; null: the cashier. */
  readonly requestId: number | null;
}

export interface SaleInput {
  readonly request: SaleRequest;
  /** As they were when the sale began. */
  readonly terms: Terms;
}

/** `scan.unwanted` comes from the payment machine: the scan was not the one it waits for. */
export type SaleEvent = OfflinePaymentEvent | { type: 'scan.unwanted' };

interface Context extends SaleInput {
  readonly method: PaymentMethod | null;
  readonly selected: number;
  readonly result: SaleResult;
}

/** The method that needs no question, or null: ask the cashier. */
const knownMethod = (request: SaleRequest, terms: Terms): PaymentMethod | null => {
  if (request.method !== null) return request.method;
  if (terms.mode !== 'ask') return terms.mode;
  return terms.methods.length === 1 ? (terms.methods[0] ?? null) : null;
};

/** Why this sale cannot start under these terms, or null. Errors: AMT-01…03, PAY-07, SCN-05 (the code on a slip). */
export const requestRefusal = (request: SaleRequest, terms: Terms): FieldError | null => {
  const amount = amountRefusal(request.amountMinor, terms.limits);
  if (amount !== null) return amount;
  const method = knownMethod(request, terms);
  if (terms.methods.length === 0 || (method !== null && !terms.methods.includes(method))) return fieldError('PAY-07');
  if (method === 'online' && terms.onlineSystems.length === 0) return fieldError('PAY-07');
  if (request.paymentSystem !== null && !terms.onlineSystems.includes(request.paymentSystem))
    return fieldError('PAY-07');
  if (request.code !== null && parseSlipCode(request.code) !== null) return fieldError('SCN-05');
  return null;
};

const draftOf = ({ request, terms }: Context, method: PaymentMethod): SaleDraft => ({
  method,
  paymentSystem: method === 'online' ? request.paymentSystem : null,
  amountMinor: request.amountMinor,
  currency: terms.currency,
  expiresInSeconds: terms.waitTimeoutSeconds + expiryMarginSeconds,
  ref: request.ref,
  code: method === 'offline' ? request.code : null,
  confirmed: false,
});

const waitTimeoutMs = ({ terms }: Context): number => terms.waitTimeoutSeconds * 1_000;

export const saleMachine = setup({
  types: {} as { context: Context; events: SaleEvent; input: SaleInput; output: SaleResult },
  actors: { offlinePayment: offlinePaymentMachine, onlinePayment: onlinePaymentMachine },
  delays: {
    choiceMs: delays.choiceMs,
    /** The payment machines bound themselves; this only catches one that does not. */
    paymentMs: ({ context }) => waitTimeoutMs(context) + 30 * 60_000,
  },
  guards: {
    mustAsk: ({ context }) => context.method === null,
    isOnline: ({ context }) => context.method === 'online',
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    choosesOne: ({ context, event }) =>
      event.type === 'key.pressed' && choose(event.key, context.selected, context.terms.methods.length) !== null,
  },
  actions: {
    move: assign(({ context, event }) => ({
      selected:
        event.type === 'key.pressed'
          ? moveChoice(event.key, context.selected, context.terms.methods.length)
          : context.selected,
    })),
    takeMethod: assign(({ context, event }) => {
      const { methods } = context.terms;
      const index = event.type === 'key.pressed' ? choose(event.key, context.selected, methods.length) : null;
      return { method: index === null ? context.method : (methods[index] ?? null) };
    }),
    takeScan: assign(({ context }, params: { code: string }) => ({
      method: 'offline' as const,
      request: { ...context.request, code: params.code },
    })),
    endWith: assign((_, params: { result: SaleResult }) => ({ result: params.result })),
    /** To the box machine: a scan that nobody asked for. */
    refuseScan: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'sale',
  context: ({ input }) => ({
    ...input,
    method: knownMethod(input.request, input.terms),
    selected: 0,
    result: abandoned(),
  }),
  on: {
    '*': { actions: 'logUnexpected' },
    'code.scanned': { actions: 'refuseScan' },
    'scan.unwanted': { actions: 'refuseScan' },
  },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: {
      always: [
        { guard: 'mustAsk', target: 'choosingMode' },
        { guard: 'isOnline', target: 'online' },
        { target: 'offline' },
      ],
    },
    choosingMode: {
      after: {
        choiceMs: {
          target: 'ended',
          actions: {
            type: 'endWith',
            params: { result: abandoned(fieldError('PAY-03')) },
          },
        },
      },
      on: {
        'key.pressed': [
          { guard: 'isCancelKey', target: 'ended' },
          { guard: 'choosesOne', target: 'deciding', actions: 'takeMethod' },
          { actions: 'move' },
        ],
        'cancel.requested': 'ended',
        // A code before the scanner says which method it is: who may choose has both.
        'code.scanned': { target: 'deciding', actions: { type: 'takeScan', params: ({ event }) => event } },
      },
    },
    offline: {
      invoke: {
        id: 'payment',
        src: 'offlinePayment',
        input: ({ context }) => ({ draft: draftOf(context, 'offline'), waitTimeoutMs: waitTimeoutMs(context) }),
        ...endsWithItsResult,
      },
      after: { paymentMs: endsBroken },
      on: {
        'key.pressed': { actions: sendTo('payment', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('payment', ({ event }) => event) },
        'code.scanned': { actions: sendTo('payment', ({ event }) => event) },
      },
    },
    online: {
      invoke: {
        id: 'payment',
        src: 'onlinePayment',
        input: ({ context }) => ({
          draft: draftOf(context, 'online'),
          systems: context.terms.onlineSystems,
          waitTimeoutMs: waitTimeoutMs(context),
        }),
        ...endsWithItsResult,
      },
      after: { paymentMs: endsBroken },
      on: {
        'key.pressed': { actions: sendTo('payment', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('payment', ({ event }) => event) },
      },
    },
    ended: { type: 'final' },
  },
});
