/**
 * What the machines need of the world: types only. The composition root (`src/main.ts`) fills them with the gateway
 * client, the SQLite journal and the device drivers; a test fills them with its own.
 */
import type { Information } from '../src/documents/information.ts';
import type { FieldError } from '../src/errors.ts';
import type { Outcome } from '../src/gateway/outcome.ts';
import type { Reconciliation } from '../src/payment/reconciliation.ts';
import type {
  CancelOrder,
  Counters,
  Intent,
  Payment,
  PaymentMethod,
  PaymentSystem,
  RefundReason,
  SaleStatus,
  ShiftReport,
  TerminalInfo,
  Totals,
  Verdict,
} from '../src/payment/types.ts';
import type { PanelEntry, PanelSettingKey, PanelValue } from '../src/settings/panel-list.ts';

// ---------------------------------------------------------------- gateway

/** What the box asks about: an answer for anything else is malformed. */
export type PaymentKey = Pick<Intent, 'transactionNumber' | 'saleId' | 'amountMinor' | 'currency'> & {
  readonly kind: 'payment' | 'refund';
};

export interface ActivationInput {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly activationCode: string;
  /** 128 random bits, one for each time a person presses ENTER: a repeat counts once. */
  readonly attemptId: string;
  readonly replaceExisting: boolean;
}

/** As whom this box was activated before. */
export interface EarlierActivation {
  readonly terminalId: string;
  /** RFC 3339. */
  readonly activatedAt: string;
}

/** What the box remembers of activations, also across restarts. */
export interface ActivationMemory {
  /** Null: this box was never activated, as far as it knows. */
  earlier(): EarlierActivation | null;
  /** Of the code that is issued for this terminal, as the gateway said last; null: nothing is known. */
  attemptsLeft(terminalId: string): number | null;
}

/** Every call may be given up by its signal; a call that was given up after a byte left is *no answer*. */
export interface GatewayPort {
  /** On success the identity is on disk (terminal.json) before the promise resolves. */
  activate(input: ActivationInput, signal?: AbortSignal): Promise<Outcome<TerminalInfo>>;
  counters(signal?: AbortSignal): Promise<Outcome<Counters>>;
  payOffline(intent: Intent, code: string, signal?: AbortSignal): Promise<Outcome<Payment>>;
  payOnline(intent: Intent, signal?: AbortSignal): Promise<Outcome<Payment>>;
  /** `waitSeconds` 0–25: the gateway may hold its answer while the payment is pending. */
  payment(key: PaymentKey, waitSeconds: number, signal?: AbortSignal): Promise<Outcome<Payment>>;
  cancel(intent: Intent, order: CancelOrder, signal?: AbortSignal): Promise<Outcome<Payment>>;
  /** An intent with `refund`. Never cancelled, only repeated with its number. */
  refund(intent: Intent, signal?: AbortSignal): Promise<Outcome<Payment>>;
  /** A transaction that the journal does not know (another box made it); null: the gateway does not know it either. */
  find(transactionNumber: number, signal?: AbortSignal): Promise<Outcome<Payment | null>>;
}

// ---------------------------------------------------------------- journal

/** The journal's row of one number; `resolved` false makes it an obligation. */
export interface Sale {
  readonly intent: Intent;
  readonly kind: 'payment' | 'refund';
  readonly status: SaleStatus;
  readonly verdict: Verdict | null;
  /** Why NOT PAID, or what went wrong last. */
  readonly error: FieldError | null;
  readonly cancel: CancelOrder | null;
  /** This number had an answer from the gateway (rule 2: then a 404 does not lead to a cancel). */
  readonly answered: boolean;
  /** An attempt had no answer: only a matching Payment ends this number. */
  readonly unanswered: boolean;
  /** The last answer, without `qr`. */
  readonly payment: Payment | null;
  readonly resolved: boolean;
  /** `sendybox pay --ref`: the till's own name of the sale. */
  readonly ref: string | null;
}

export interface SaleDraft {
  readonly method: PaymentMethod;
  readonly paymentSystem: PaymentSystem | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly expiresInSeconds: number;
  readonly ref: string | null;
  /** The customer's code: only a salted hash of it is stored. */
  readonly code: string | null;
  /** The cashier has confirmed that this is not the sale that it looks like. */
  readonly confirmed: boolean;
}

/**
 * What the duplicate guard has found: the code was used for another sale; a sale of that amount has no known end; one of
 * that amount was paid by the same wallet within the last minute.
 */
export interface Suspicion {
  readonly kind: 'sameCode' | 'sameAmountOpen' | 'sameAmountPaid';
  /** The earlier sale. */
  readonly transactionNumber: number;
  readonly amountMinor: number;
}

export type Begun =
  | { readonly kind: 'begun'; readonly sale: Sale }
  /** Nothing is on disk: the cashier is asked, and the draft comes again with `confirmed`. */
  | { readonly kind: 'suspicious'; readonly suspicion: Suspicion };

export interface RefundDraft {
  /** As the gateway has just told it. */
  readonly original: Payment;
  readonly amountMinor: number;
  readonly reason: RefundReason;
}

/** What is learnt of a sale; only the fields that are given change. */
export interface SaleChange {
  readonly status?: SaleStatus;
  readonly verdict?: Verdict;
  readonly error?: FieldError | null;
  readonly cancel?: CancelOrder;
  readonly answered?: boolean;
  readonly unanswered?: boolean;
  readonly payment?: Payment;
  readonly resolved?: boolean;
}

/** A commit that a machine asks for. */
export interface RecordInput {
  readonly transactionNumber: number;
  readonly change: SaleChange;
}

/** The same with an order to cancel, which is stamped with the time and on disk before the cancel leaves. */
export type OrderInput = RecordInput & { readonly order: Omit<CancelOrder, 'cancelledAt'> };

/** One line of a sale's history: what happened, when (wall clock), with plain data that holds no secret. */
export interface SaleEvent {
  readonly type: string;
  readonly at: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface OwedDocument {
  readonly id: number;
  readonly transactionNumber: number | null;
  readonly kind: DocumentKind;
  /** 1-based copy. */
  readonly copy: number;
  /** Part of it may already be on paper: it is printed again marked as a duplicate. */
  readonly mayBeOut: boolean;
}

/**
 * slip: of a payment or a refund. notice: money that came late, a contradiction, a refund that was declined in the end.
 * answer: what the gateway said to *did it go through?* information: what the box says of itself. dayClose: the report of a
 * shift that was closed. detail: a piece of the transactions of a report; the next one is owed when it is printed.
 */
export type DocumentKind =
  | 'slip'
  | 'activation'
  | 'notice'
  | 'answer'
  | 'selfTest'
  | 'information'
  | 'report'
  | 'dayClose'
  | 'detail';

/** What the gateway said of a transaction when somebody asked, and what the journal knows of it. */
export interface TransactionAnswer {
  readonly transactionNumber: number;
  /** Null: the gateway does not know it. */
  readonly payment: Payment | null;
  /** Null: another box made it, or nobody. */
  readonly sale: Sale | null;
}

/**
 * Rejects with FieldFailure JRN-01, disk full: nothing of the call is on disk. Or JRN-02, an input or output error: whether
 * it is on disk shows when the journal has been opened again (sqlite.org/rescode.html#ioerr), and the box loads anew.
 */
export interface JournalPort {
  /** Commit 1: chooses the number (rule of `pos/counters`), draws the saleId, writes the intent; or asks first. */
  beginSale(draft: SaleDraft, counters: Counters): Promise<Begun>;
  /** The same for a refund. There is one open refund of a payment at most. */
  beginRefund(draft: RefundDraft, counters: Counters): Promise<Sale>;
  /** One commit for those that are not in the journal yet, the first `atMost`, as sales without a verdict; returns them. */
  adopt(payments: readonly Payment[], atMost: number): Promise<readonly Sale[]>;
  /** One commit: the change and the events, and what is owed on paper because of it (slips, notices). */
  recordSale(transactionNumber: number, change: SaleChange, events: readonly SaleEvent[]): Promise<Sale>;
  /** One commit for all copies of a sale: commit 3 of an undisturbed sale. */
  recordPrinted(documentIds: readonly number[]): Promise<void>;
  /** On disk before a document is printed again. */
  recordMayBeOut(documentId: number): Promise<void>;
  owedDocuments(): Promise<readonly OwedDocument[]>;
  /** Oldest first, at most `limit`. */
  openSales(limit: number): Promise<readonly Sale[]>;
  findByRef(ref: string): Promise<Sale | null>;
  sale(transactionNumber: number): Promise<Sale | null>;
  /** Refunds of this payment, oldest first, of whatever end. */
  refundsOf(transactionNumber: number): Promise<readonly Sale[]>;
  /**
   * Owes the slip of this transaction once more, marked as a duplicate; null: of the last one that had a slip. Resolves
   * with its sale, or null: there is no slip of it.
   */
  reprint(transactionNumber: number | null): Promise<Sale | null>;
  /** Owes the answer on paper. */
  oweAnswer(answer: TransactionAnswer): Promise<void>;
}

// ---------------------------------------------------------------- day close

/** The journal's row of a shift that this box closes or has closed. */
export interface DayClose {
  readonly shiftNumber: number;
  /** RFC 3339: when the close was on disk, before its first request; every repeat of it says the same. */
  readonly begunAt: string;
  /** The two books as they were compared before it. */
  readonly comparison: Reconciliation;
  /** As the gateway has answered; null: it has not, and the close is an obligation. */
  readonly closed: ClosedShift | null;
}

export interface ClosedShift {
  readonly shiftNumber: number;
  /** RFC 3339, by the gateway's clock. */
  readonly closedAt: string;
  /** They never change any more. */
  readonly totals: Totals;
}

/** What is read of the gateway ends as an Outcome; what is written in the journal rejects as `JournalPort` does. */
export interface DayClosePort {
  /** Null: the printer can print; or why not. */
  printerTrouble(): FieldError | null;
  shift(shiftNumber: number, signal?: AbortSignal): Promise<Outcome<ShiftReport>>;
  /** Reads both books of the shift, page by page; `onProgress` with the transactions that were compared so far. */
  compare(
    report: ShiftReport,
    onProgress: (compared: number) => void,
    signal?: AbortSignal,
  ): Promise<Outcome<Reconciliation>>;
  /**
   * Gives the money of these back, which are NOT PAID for the box: the order is on disk before it leaves (rule 3). How it
   * went shows in the next comparison.
   */
  reverse(transactionNumbers: readonly number[], signal?: AbortSignal): Promise<void>;
  /** On disk before the close leaves. */
  begin(comparison: Reconciliation): Promise<DayClose>;
  close(dayClose: DayClose, signal?: AbortSignal): Promise<Outcome<ClosedShift>>;
  /** Its answer, and the report owed on paper: one commit. */
  conclude(dayClose: DayClose, closed: ClosedShift): Promise<DayClose>;
  /** The shift is certainly open: nothing of its close stays on disk, whatever became of the commits before. */
  abandon(shiftNumber: number): Promise<void>;
  /** A close without an answer, of an earlier life of the box. */
  openClose(): Promise<DayClose | null>;
  /** Owes the report of this close once more, marked as a duplicate; null: of the last one. Null: there is none. */
  reprint(shiftNumber: number | null): Promise<DayClose | null>;
}

// ---------------------------------------------------------------- printer

export type PrinterStatus =
  | { readonly state: 'ready'; readonly paperLow: boolean }
  | { readonly state: 'paperOut' }
  | { readonly state: 'coverOpen' }
  | { readonly state: 'faulted'; readonly error: FieldError }
  | { readonly state: 'missing'; readonly error: FieldError };

export type PrintOutcome =
  | { readonly ok: true }
  /** `mayBeOut`: bytes had left the box, so part of the document may be on paper. */
  | { readonly ok: false; readonly error: FieldError; readonly mayBeOut: boolean };

/** What the QR slip of an online payment shows; it is never in the print ledger. */
export interface QrSlip {
  readonly sale: Sale;
  readonly qr: string;
  readonly expiresAt: string | null;
}

export interface PrinterPort {
  /** Resolves when the printer has reported it done (or has drained, where it cannot report). Never rejects. */
  printOwed(document: OwedDocument, signal?: AbortSignal): Promise<PrintOutcome>;
  printQr(slip: QrSlip, signal?: AbortSignal): Promise<PrintOutcome>;
  status(): PrinterStatus;
}

// ---------------------------------------------------------------- service

export type PinCheck =
  | { readonly kind: 'right' }
  /** SRV-02 with the attempts that are left. */
  | { readonly kind: 'wrong'; readonly error: FieldError }
  /** No PIN is looked at: SRV-01 none is set, SRV-03 locked, SRV-05 the attempt cannot be written. */
  | { readonly kind: 'refused'; readonly error: FieldError };

/** What stands behind the service PIN. A PIN is a secret: it is in no log, no error and no view. */
export interface ServicePort {
  hasPin(): boolean;
  /** Why no PIN is asked for now, SRV-01 or SRV-03; null: it is. */
  refusal(): FieldError | null;
  /** The attempt is on disk before the answer is known. One at a time. */
  checkPin(pin: string): Promise<PinCheck>;
  /** Null, or why it is not set (SET-02, SET-06). */
  setPin(pin: string): Promise<FieldError | null>;
  /** As they are now, and how each is changed. */
  settings(): readonly PanelEntry[];
  /** Null when it is on disk and in force, or why it is not (SET-02 with what is allowed, SET-06, PAY-04, PAY-07). */
  change(key: PanelSettingKey, value: PanelValue): Promise<FieldError | null>;
}

// ---------------------------------------------------------------- information

/** Both reject with FieldFailure JRN-… as the journal does. */
export interface InformationPort {
  read(): Promise<Information>;
  /** One commit: it is owed on paper. */
  print(information: Information): Promise<void>;
}

// ---------------------------------------------------------------- the rest

export interface WallClock {
  /** RFC 3339 UTC with milliseconds, by the gateway's time where an offset is known. */
  now(): string;
}

/** What the box may do now; read anew for every sale, so that a changed setting works at once. */
export interface Terms {
  readonly waitTimeoutSeconds: number;
  readonly mode: PaymentMethod | 'ask';
  /** Allowed by the terminal and switched on, for online mode; Sendy is always in it. */
  readonly onlineSystems: readonly PaymentSystem[];
  readonly methods: readonly PaymentMethod[];
  readonly slipCopies: number;
  readonly currency: string;
  readonly limits: { readonly minAmount: number; readonly maxAmount: number };
  readonly mayRefund: boolean;
  /** Who the terminal is, for the screen of a box at rest and for the slips that it scans. */
  readonly about: { readonly merchant: string; readonly terminalId: string; readonly serialNumber: string };
}

export interface Ports {
  readonly gateway: GatewayPort;
  readonly journal: JournalPort;
  readonly dayClose: DayClosePort;
  readonly printer: PrinterPort;
  readonly activation: ActivationMemory;
  readonly service: ServicePort;
  readonly information: InformationPort;
  readonly wallClock: WallClock;
  /** Null: not activated. */
  terms(): Terms | null;
  /** Null, or why the box cannot work at all (no serverUrl, journal of a newer version …). */
  obstacle(): FieldError | null;
  /** A broken invariant in what a port does: the process is to stop, the journal carries on in the next. */
  broken(bug: unknown): void;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
  randomId(): string;
  log(event: string, data?: Readonly<Record<string, unknown>>): void;
}
