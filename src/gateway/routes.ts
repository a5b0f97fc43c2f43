/**
 * Every call of the gateway contract: path, bodies, how long the box waits, and what may be refused. The client calls by
 * this table and `openapi.json` is written from it.
 */
import type { z } from 'zod';
import {
  activationAnswerSchema,
  activationRequestSchema,
  cancelRequestSchema,
  closeShiftAnswerSchema,
  closeShiftRequestSchema,
  countersSchema,
  offlineRequestSchema,
  onlineRequestSchema,
  pageQuerySchema,
  paymentQuerySchema,
  paymentSchema,
  rangeQuerySchema,
  refundRequestSchema,
  shiftReportSchema,
  terminalAnswerSchema,
  transactionsPageSchema,
} from './contract.ts';
import type { ProblemCode } from './outcome.ts';

export interface Timeouts {
  /** TCP and TLS. On a bad mobile link three seconds are common; after five another try is worth more than waiting. */
  readonly connectMs: number;
  /** The gateway answers these from its own books. */
  readonly readMs: number;
  /** The gateway asks the wallet before it answers, and wallets answer within 10 s or not at all. */
  readonly walletMs: number;
  /** On top of a long poll's `wait`: the way there and back on a bad link, and a connection to open. */
  readonly waitMarginMs: number;
  /** Sums over a day. */
  readonly sumsMs: number;
}

/** No answer after this is taken as none: the box asks and, where it must, cancels (rule 2). */
export const timeouts: Timeouts = {
  connectMs: 5_000,
  readMs: 10_000,
  walletMs: 20_000,
  waitMarginMs: 10_000,
  sumsMs: 30_000,
};

export interface RouteShape {
  readonly method: 'GET' | 'POST';
  /** Relative to the base URL. */
  readonly path: string;
  readonly summary: string;
  /** All but activation are. */
  readonly signed: boolean;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  readonly timeout: 'readMs' | 'walletMs' | 'sumsMs';
  /** Beside those that any call may meet. */
  readonly refusals: readonly ProblemCode[];
}

export interface Route<Answer> extends RouteShape {
  readonly answer: z.ZodType<Answer>;
}

const route = <Answer>(definition: Route<Answer>): Route<Answer> => definition;

/** Refusals that any signed call may meet. */
export const commonRefusals: readonly ProblemCode[] = [
  'request-invalid',
  'signature-invalid',
  'clock-skew',
  'replayed',
  'terminal-replaced',
  'too-many-requests',
];

const paymentRefusals: readonly ProblemCode[] = [
  'terminal-blocked',
  'not-permitted',
  'transaction-number-conflict',
  'shift-closed',
  'amount-out-of-range',
  'payment-system-unavailable',
];

const listQuerySchema = rangeQuerySchema.extend(pageQuerySchema.shape);

export const routes = {
  activation: route({
    method: 'POST',
    path: 'pos/activation',
    summary: 'Activate the terminal with the code from the merchant’s account',
    signed: false,
    body: activationRequestSchema,
    answer: activationAnswerSchema,
    timeout: 'walletMs',
    refusals: ['activation-code-wrong', 'activation-code-void', 'terminal-unknown', 'terminal-already-active'],
  }),
  terminal: route({
    method: 'GET',
    path: 'pos/terminal',
    summary: 'Registration data and what is allowed',
    signed: true,
    answer: terminalAnswerSchema,
    timeout: 'readMs',
    refusals: [],
  }),
  counters: route({
    method: 'GET',
    path: 'pos/counters',
    summary: 'The last transaction number, the open shift and the pending payments',
    signed: true,
    answer: countersSchema,
    timeout: 'readMs',
    refusals: [],
  }),
  offline: route({
    method: 'POST',
    path: 'pos/payment/offline',
    summary: 'A payment by the customer’s code that the box has scanned',
    signed: true,
    body: offlineRequestSchema,
    answer: paymentSchema,
    timeout: 'walletMs',
    refusals: [...paymentRefusals, 'qr-unrecognised'],
  }),
  online: route({
    method: 'POST',
    path: 'pos/payment/online',
    summary: 'A payment by a code that the customer will scan',
    signed: true,
    body: onlineRequestSchema,
    answer: paymentSchema,
    timeout: 'walletMs',
    refusals: paymentRefusals,
  }),
  payment: route({
    method: 'GET',
    path: 'pos/payment/{transactionNumber}',
    summary: 'The present state of a transaction; with `wait` a long poll',
    signed: true,
    query: paymentQuerySchema,
    answer: paymentSchema,
    timeout: 'readMs',
    refusals: ['payment-not-found', 'transaction-number-conflict'],
  }),
  cancel: route({
    method: 'POST',
    path: 'pos/payment/{transactionNumber}/cancel',
    summary: 'Cancel a payment, or record its number as cancelled for ever',
    signed: true,
    body: cancelRequestSchema,
    answer: paymentSchema,
    timeout: 'walletMs',
    refusals: ['transaction-number-conflict', 'shift-closed'],
  }),
  refund: route({
    method: 'POST',
    path: 'pos/refund',
    summary: 'Give back a payment or a part of it',
    signed: true,
    body: refundRequestSchema,
    answer: paymentSchema,
    timeout: 'walletMs',
    refusals: [
      'terminal-blocked',
      'not-permitted',
      'payment-not-found',
      'transaction-number-conflict',
      'shift-closed',
      'refund-state-changed',
      'amount-out-of-range',
      'payment-system-unavailable',
    ],
  }),
  shift: route({
    method: 'GET',
    path: 'pos/shift/{shiftNumber}',
    summary: 'Totals of a shift',
    signed: true,
    answer: shiftReportSchema,
    timeout: 'sumsMs',
    refusals: ['shift-not-found'],
  }),
  report: route({
    method: 'GET',
    path: 'pos/report',
    summary: 'Totals of a range of time',
    signed: true,
    query: rangeQuerySchema,
    answer: shiftReportSchema,
    timeout: 'sumsMs',
    refusals: [],
  }),
  shiftTransactions: route({
    method: 'GET',
    path: 'pos/shift/{shiftNumber}/transactions',
    summary: 'The transactions of a shift, by rising number',
    signed: true,
    query: pageQuerySchema,
    answer: transactionsPageSchema,
    timeout: 'sumsMs',
    refusals: ['shift-not-found'],
  }),
  reportTransactions: route({
    method: 'GET',
    path: 'pos/report/transactions',
    summary: 'The transactions of a range of time, by rising number',
    signed: true,
    query: listQuerySchema,
    answer: transactionsPageSchema,
    timeout: 'sumsMs',
    refusals: [],
  }),
  closeShift: route({
    method: 'POST',
    path: 'pos/shift/close',
    summary: 'Close a shift with the totals as last read',
    signed: true,
    body: closeShiftRequestSchema,
    answer: closeShiftAnswerSchema,
    timeout: 'sumsMs',
    refusals: ['shift-not-found', 'shift-has-pending', 'totals-changed'],
  }),
};
