/**
 * The control socket: one JSON document a line, both ways. A request `{id, method, params}` is answered by `{id, result}`
 * or `{id, error}`; `watch` answers `{id, result: null}` and then sends `{event, data}` lines until the socket closes.
 */
import type { Information } from '../documents/information.ts';
import type { FieldError } from '../errors.ts';
import type { Finding } from '../locale/doctor.ts';
import type { Screen } from '../panel/screen.ts';
import type { Reconciliation } from '../payment/reconciliation.ts';
import type { Standing } from '../payment/standing.ts';
import type { Payment, PaymentSystem, Report, ReportSource } from '../payment/types.ts';

/** A longer request line is refused (CTL-03) and the connection closed. */
export const maxRequestBytes = 65_536;

export interface PayParams {
  readonly amountMinor: number;
  /** Absent: the setting `mode` decides, as at the keypad. */
  readonly method?: 'online' | 'offline';
  readonly paymentSystem?: PaymentSystem;
  /** The customer's code, where the till has read it (`--code-file`). */
  readonly code?: string;
  readonly ref?: string;
}

/** How a `pay` ended: exit status 0 paid, 1 not paid, 4 not known yet. */
export interface PayResult {
  readonly outcome: 'paid' | 'notPaid' | 'unknown';
  readonly payment: TransactionRow | null;
  readonly error: FieldError | null;
}

export interface RefundParams {
  readonly transactionNumber: number;
  /** Absent: all that is left of the payment. */
  readonly amountMinor?: number;
}

/**
 * How a refund, a query or a reprint ended. done: refunded, paid (query) or owed on paper (reprint), exit status 0.
 * failed: refused, declined or not paid, 1. unknown: not known yet, 4; a refund goes on by itself.
 */
export interface JobReport {
  readonly outcome: 'done' | 'failed' | 'unknown';
  /** The refund, or the transaction that was asked about or reprinted; null: there is none. */
  readonly payment: TransactionRow | null;
  readonly error: FieldError | null;
}

/** How a transaction stands, by the gateway and by the journal. */
export interface QueryReport extends JobReport {
  readonly standing: Standing;
}

/** One row of `sendybox transactions`: the field names of `Payment`, and what only the box knows. */
export type TransactionRow = Omit<Payment, 'status' | 'qr'> & {
  readonly status: Payment['status'] | 'intent' | 'unsent' | 'refused';
  readonly verdict: 'paid' | 'notPaid' | null;
  readonly resolved: boolean;
  readonly ref: string | null;
};

/** All of them together. */
export interface TransactionsParams {
  readonly shift?: number | undefined;
  readonly state?: string | undefined;
  /** RFC 3339 UTC: begun at this instant or later. */
  readonly from?: string | undefined;
  /** RFC 3339 UTC: begun earlier. */
  readonly to?: string | undefined;
  /** `next` of the page before. */
  readonly before?: number | undefined;
}

/** By falling number. `next` null: nothing follows; a page may be empty and others follow all the same. */
export interface TransactionsPage {
  readonly rows: readonly TransactionRow[];
  readonly next: number | null;
}

/** A shift, or a span of time; neither: the present shift. */
export interface ReportParams {
  readonly shift?: number | undefined;
  /** RFC 3339 UTC, inclusive. */
  readonly from?: string | undefined;
  /** RFC 3339 UTC, exclusive. */
  readonly to?: string | undefined;
}

/** `print`: its sums are owed on paper, too, when this is answered, and with `detail` every transaction. */
export interface ReportOrder extends ReportParams {
  readonly print?: boolean | undefined;
  readonly detail?: boolean | undefined;
}

/** Of a report as it was answered: its shift or span, and its book. `after`: `next` of the page before. */
export interface ReportPageParams extends ReportParams {
  readonly source: ReportSource;
  readonly after?: number | undefined;
}

/** By rising number. `next` null: nothing follows. */
export interface ReportPage {
  readonly rows: readonly TransactionRow[];
  readonly next: number | null;
}

/** How a day close ended: exit status 0 done, 1 failed, 4 unknown. */
export interface CloseDayReport {
  readonly outcome: 'done' | 'failed' | 'unknown';
  /** Of the shift that was closed; null: none was. */
  readonly shift: Report | null;
  /** Where the gateway's book and the journal differed. */
  readonly closed: Pick<Reconciliation, 'differences' | 'differenceCount'>;
  /** It was closed before, and its report is printed once more. */
  readonly isAgain: boolean;
  readonly error: FieldError | null;
}

/** One transaction, all that was written of it, and the same in the box's language for people. */
export interface TransactionReport {
  readonly transaction: TransactionRow;
  readonly history: readonly {
    readonly type: string;
    readonly at: string;
    readonly data?: Readonly<Record<string, unknown>> | undefined;
  }[];
  readonly story: string;
}

export interface ActivateParams {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly code: string;
  /** Though the terminal is active on another box. */
  readonly replace: boolean;
  /** Though this box was activated before. */
  readonly again?: boolean | undefined;
}

export interface DeviceReport {
  readonly state: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly [detail: string]: unknown;
}

export interface StatusReport {
  readonly state: string;
  readonly version: string;
  readonly terminal: { readonly id: string; readonly serialNumber: string; readonly name: string } | null;
  readonly shiftNumber: number | null;
  readonly gateway: {
    readonly url: string | null;
    readonly reachable: boolean | null;
    readonly lastError: string | null;
  };
  readonly clock: { readonly synchronised: boolean; readonly offsetMs: number };
  readonly devices: Readonly<Record<'printer' | 'scanner' | 'keypad' | 'display', DeviceReport>>;
  readonly obligations: readonly {
    readonly kind: 'payment' | 'refund' | 'day-close';
    readonly transactionNumber: number | null;
    readonly amount: number;
    readonly since: string;
    readonly lastError: string | null;
  }[];
  readonly lastPayment: TransactionRow | null;
  readonly obstacle: { readonly code: string; readonly message: string } | null;
  /** Why the journal could not be written; no sale begins until it can. */
  readonly storage: { readonly code: string; readonly message: string } | null;
  /** Why the settings file was refused, the first reason; the last good one is in force. */
  readonly settings: { readonly code: string; readonly message: string } | null;
}

/**
 * What the box offers on the socket. A handler that rejects with FieldFailure is answered with its code; anything else
 * that it throws is BUG-01 and logged.
 */
export interface ControlHandlers {
  status(): Promise<StatusReport>;
  /** Also before activation. `print`: it is owed on paper, too, when this resolves. */
  info(params: { readonly print?: boolean }): Promise<Information>;
  version(): Promise<{ readonly version: string; readonly commit: string | null; readonly runtime: string }>;
  activate(params: ActivateParams): Promise<{ readonly terminalId: string; readonly merchant: string }>;
  settingsGet(params: { readonly key?: string }): Promise<unknown>;
  /** All errors at once: rejects with the first and lists all in `problems`. */
  settingsSet(params: { readonly values: Readonly<Record<string, unknown>> }): Promise<unknown>;
  settingsReset(params: { readonly key: string }): Promise<unknown>;
  /** Resolves when the sale has a verdict or is left unresolved. */
  pay(params: PayParams): Promise<PayResult>;
  cancel(): Promise<{ readonly state: string }>;
  /** Resolves when its end is known, or when the box no longer waits for it. */
  refund(params: RefundParams): Promise<JobReport>;
  /** *Did it go through?* The answer is printed, too. */
  query(params: { readonly transactionNumber: number }): Promise<QueryReport>;
  /** Without a number: the last slip. */
  reprint(params: { readonly transactionNumber?: number }): Promise<JobReport>;
  /** Resolves when the gateway has answered and the report is owed on paper, or when it was not closed. */
  closeDay(): Promise<CloseDayReport>;
  reprintClose(params: { readonly shiftNumber: number }): Promise<CloseDayReport>;
  /** What only the running box can find: its process, its way to the gateway, devices, obligations. */
  doctor(): Promise<readonly Finding[]>;
  /** Owes them on paper. */
  printDoctor(params: { readonly checks: readonly Finding[] }): Promise<null>;
  transactions(params: TransactionsParams): Promise<TransactionsPage>;
  transaction(params: { readonly transactionNumber: number }): Promise<TransactionReport>;
  report(params: ReportOrder): Promise<Report>;
  reportPage(params: ReportPageParams): Promise<ReportPage>;
  /** Every screen from now on, the present one first. Returns the unsubscribe function. */
  watch(send: (screen: Screen) => void): () => void;
}
