/**
 * The box's side of the gateway contract, all of it. Every call resolves to an `Outcome`: expected failures are values,
 * and the difference between *not sent* and *no answer* is exact (see `transport/exchange.ts`). Every attempt is signed
 * afresh; the body of a repeat is byte-identical, since it is built from the stored intent in the schema's order.
 */
import type { LookupFunction } from 'node:net';
import type { GatewayPort } from '../../machines/ports.ts';
import { assert, type FieldError, fieldError } from '../errors.ts';
import type { ShiftReport, TerminalInfo, Totals, TransactionsPage } from '../payment/types.ts';
import {
  type PageRequest,
  pageMismatch,
  paymentMismatch,
  rangeMismatch,
  refundMismatch,
  shiftMismatch,
  type TimeRange,
} from './answer-checks.ts';
import { boundedWaitSeconds, type Call, createCaller, type GatewayTransport, type TerminalIdentity } from './caller.ts';
import { createClockOffset } from './clock-offset.ts';
import type { ActivationAnswer, ActivationRequest, CloseShiftAnswer } from './contract.ts';
import { findPayment } from './find-payment.ts';
import { createLink, type LinkListener, type LinkStatus } from './link.ts';
import type { Outcome } from './outcome.ts';
import { routes, type Timeouts, timeouts } from './routes.ts';
import { parseServerUrl } from './server-url.ts';
import { exchange } from './transport/exchange.ts';
import { failureError } from './transport/failures.ts';
import { createGatewayPool, type GatewayPool } from './transport/pool.ts';
import { createTrust, type Trust } from './transport/tls.ts';

export interface GatewayClientOptions {
  /** The setting `serverUrl`. */
  readonly baseUrl: string;
  /** The terminal's id and key as they are now; null: not activated. */
  identity(): TerminalIdentity | null;
  /** Goes into `User-Agent`. */
  readonly softwareVersion: string;
  /** Content of the setting `caFile`. */
  readonly caPem?: string | null | undefined;
  readonly pinnedKeys?: readonly string[] | undefined;
  /** In place of the system's resolver. */
  readonly lookup?: LookupFunction | undefined;
  /** Milliseconds since 1970 by the system's clock. */
  wallClock(): number;
  /** Milliseconds that never jump. */
  monotonicClock(): number;
  randomBytes(size: number): Uint8Array;
  /** Gets no secret: no customer's code, token, key, signature or activation code. */
  log(event: string, data: Readonly<Record<string, unknown>>): void;
  /** False: another box has the terminal now, and the key is void. Told with every answer that says either. */
  readonly onKey?: (valid: boolean) => void;
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** In place of real connections: the simulator's network, where lost and late answers take no real time. */
  readonly transport?: GatewayTransport | undefined;
}

export interface CloseShiftOrder {
  readonly shiftNumber: number;
  /** The gateway's own, as last read. */
  readonly totals: Totals;
  readonly closedAt: string;
}

/** `GatewayPort`, but that `activate` hands out the key and stores nothing, and the rest of the contract. */
export interface GatewayClient extends Omit<GatewayPort, 'activate'> {
  activate(request: ActivationRequest, signal?: AbortSignal): Promise<Outcome<ActivationAnswer>>;
  terminal(signal?: AbortSignal): Promise<Outcome<TerminalInfo & { readonly serverTime: string }>>;
  shift(shiftNumber: number, signal?: AbortSignal): Promise<Outcome<ShiftReport>>;
  report(range: TimeRange, signal?: AbortSignal): Promise<Outcome<ShiftReport>>;
  shiftTransactions(shiftNumber: number, page: PageRequest, signal?: AbortSignal): Promise<Outcome<TransactionsPage>>;
  reportTransactions(range: TimeRange, page: PageRequest, signal?: AbortSignal): Promise<Outcome<TransactionsPage>>;
  closeShift(order: CloseShiftOrder, signal?: AbortSignal): Promise<Outcome<CloseShiftAnswer>>;
  /** Has a connection ready for the next call. Null, or why there is none; never rejects. */
  warm(): Promise<FieldError | null>;
  clock(): { readonly synchronised: boolean; readonly offsetMs: number };
  /** Milliseconds since 1970 by the gateway's clock, as far as it is known. */
  nowMs(): number;
  link(): LinkStatus;
  onLink(listener: LinkListener): () => void;
  /** Gives up what is under way. Later calls are *not sent*. */
  close(): Promise<void>;
}

const paymentBody = (intent: Parameters<GatewayPort['payOnline']>[0]) => ({
  transactionNumber: intent.transactionNumber,
  saleId: intent.saleId,
  shiftNumber: intent.shiftNumber,
  amount: intent.amountMinor,
  currency: intent.currency,
  expiresInSeconds: intent.expiresInSeconds,
  createdAt: intent.createdAt,
});

const connectedTransport = (pool: GatewayPool, monotonicClock: () => number): GatewayTransport => ({
  exchange: (longPoll, request, limits) => exchange(pool.dispatcher(longPoll), request, limits, monotonicClock),
  warm: () => pool.warm(),
  close: () => pool.close(),
});

/** Settings that cannot be used (SET-02: URL, `caFile`, `pinnedKeys`) make every call *not sent* with that error. */
export const createGatewayClient = (options: GatewayClientOptions): GatewayClient => {
  const times: Timeouts = { ...timeouts, ...options.timeouts };
  const baseUrl = parseServerUrl(options.baseUrl);
  const trust = createTrust({ caPem: options.caPem ?? null, pinnedKeys: options.pinnedKeys ?? [] });
  const fault = baseUrl.ok ? (trust.ok ? null : trust.error) : baseUrl.error;
  const clockOffset = createClockOffset(options.wallClock, options.monotonicClock);
  const link = createLink({ reachable: fault === null ? null : false, lastError: fault });

  const connect = (origin: URL, trusted: Trust): GatewayTransport =>
    connectedTransport(
      createGatewayPool(origin, { trust: trusted, connectTimeoutMs: times.connectMs, lookup: options.lookup }),
      () => options.monotonicClock(),
    );
  const transport = baseUrl.ok && trust.ok ? (options.transport ?? connect(baseUrl.value, trust.value)) : null;
  const caller =
    baseUrl.ok && transport !== null
      ? createCaller({
          baseUrl: baseUrl.value,
          transport,
          clockOffset,
          link,
          timeouts: times,
          softwareVersion: options.softwareVersion,
          identity: () => options.identity(),
          monotonicClock: () => options.monotonicClock(),
          randomBytes: (size) => options.randomBytes(size),
          log: (event, data) => options.log(event, data),
          onKey: (valid) => options.onKey?.(valid),
        })
      : null;
  const call = <T>(about: Call<T>): Promise<Outcome<T>> =>
    caller === null ? Promise.resolve({ kind: 'notSent', error: fault ?? fieldError('SET-02') }) : caller(about);

  const counters: GatewayClient['counters'] = (signal) => call({ route: routes.counters, signal });
  const shiftTransactions: GatewayClient['shiftTransactions'] = (shiftNumber, page, signal) =>
    call({
      route: routes.shiftTransactions,
      pathNumber: shiftNumber,
      query: { after: page.after, limit: page.limit },
      mismatch: (answer) => pageMismatch(page, answer),
      signal,
    });
  const reportTransactions: GatewayClient['reportTransactions'] = (range, page, signal) =>
    call({
      route: routes.reportTransactions,
      query: { from: range.from, to: range.to, after: page.after, limit: page.limit },
      mismatch: (answer) => pageMismatch(page, answer),
      signal,
    });
  const nowMs = (): number => clockOffset.nowMs();

  return {
    activate: (request, signal) =>
      call({
        route: routes.activation,
        body: request,
        invalidBody: 'ACT-07',
        secrets: [request.activationCode, request.attemptId],
        mismatch: ({ terminal }) =>
          terminal.id === request.terminalId && terminal.serialNumber === request.serialNumber
            ? null
            : 'another terminal',
        signal,
      }),

    terminal: (signal) =>
      call({
        route: routes.terminal,
        mismatch: ({ terminal }) => (terminal.id === options.identity()?.terminalId ? null : 'another terminal'),
        signal,
      }),

    counters,

    payOffline: (intent, code, signal) =>
      call({
        route: routes.offline,
        body: { ...paymentBody(intent), qr: code },
        transactionNumber: intent.transactionNumber,
        secrets: [code],
        mismatch: (payment) => paymentMismatch({ kind: 'payment', ...intent }, payment),
        signal,
      }),

    payOnline: (intent, signal) =>
      call({
        route: routes.online,
        body: { ...paymentBody(intent), paymentSystem: intent.paymentSystem },
        transactionNumber: intent.transactionNumber,
        mismatch: (payment) => paymentMismatch({ kind: 'payment', ...intent }, payment),
        signal,
      }),

    payment: (key, waitSeconds, signal) => {
      const wait = boundedWaitSeconds(waitSeconds);
      return call({
        route: routes.payment,
        pathNumber: key.transactionNumber,
        query: { saleId: key.saleId, ...(wait === 0 ? {} : { wait }) },
        transactionNumber: key.transactionNumber,
        waitSeconds: wait,
        mismatch: (payment) => paymentMismatch(key, payment),
        signal,
      });
    },

    cancel: (intent, order, signal) =>
      call({
        route: routes.cancel,
        pathNumber: intent.transactionNumber,
        body: {
          saleId: intent.saleId,
          reason: order.reason,
          ifPaid: order.ifPaid,
          cancelledAt: order.cancelledAt,
          method: intent.method,
          shiftNumber: intent.shiftNumber,
          amount: intent.amountMinor,
          currency: intent.currency,
          createdAt: intent.createdAt,
        },
        transactionNumber: intent.transactionNumber,
        mismatch: (payment) => paymentMismatch({ kind: 'payment', ...intent }, payment),
        signal,
      }),

    refund: async (intent, signal) => {
      const { refund } = intent;
      assert(refund !== undefined, 'the intent of a refund says what it gives back');
      return call({
        route: routes.refund,
        body: {
          transactionNumber: intent.transactionNumber,
          saleId: intent.saleId,
          shiftNumber: intent.shiftNumber,
          originalTransactionNumber: refund.originalTransactionNumber,
          amount: intent.amountMinor,
          refundedBefore: refund.refundedBeforeMinor,
          currency: intent.currency,
          reason: refund.reason,
          createdAt: intent.createdAt,
        },
        transactionNumber: intent.transactionNumber,
        mismatch: (payment) => refundMismatch(intent, payment),
        signal,
      });
    },

    find: (transactionNumber, signal) =>
      findPayment({ counters, shiftTransactions, reportTransactions, nowMs }, transactionNumber, signal),

    shift: (shiftNumber, signal) =>
      call({
        route: routes.shift,
        pathNumber: shiftNumber,
        mismatch: (report) => shiftMismatch(shiftNumber, report),
        signal,
      }),

    report: (range, signal) =>
      call({
        route: routes.report,
        query: { from: range.from, to: range.to },
        mismatch: (report) => rangeMismatch(range, report),
        signal,
      }),

    shiftTransactions,
    reportTransactions,

    closeShift: (order, signal) =>
      call({
        route: routes.closeShift,
        body: order,
        mismatch: (answer) => shiftMismatch(order.shiftNumber, answer),
        signal,
      }),

    warm: async () => {
      if (transport === null) return fault;
      try {
        await transport.warm();
        return null;
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        const why = failureError({ reason: 'connection', error }, false);
        link.failed(why);
        options.log('gateway.warm', { code: why.code, ...(why.detail === undefined ? {} : { detail: why.detail }) });
        return why;
      }
    },

    clock: () => ({ synchronised: clockOffset.synchronised, offsetMs: clockOffset.offsetMs }),
    nowMs,
    link: () => link.current(),
    onLink: (listener) => link.onChange(listener),
    close: async () => transport?.close(),
  };
};
