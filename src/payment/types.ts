/**
 * The words of the domain. A `Payment` is what the gateway says of one transaction number; a `Sale` is what the box
 * knows of it. Field names of `Payment` are those of the gateway contract, since `sendybox … --json` prints them.
 */
import { declineReasons } from '../errors.ts';

export const paymentSystems = ['sendy', 'wechat', 'alipay'] as const;
export type PaymentSystem = (typeof paymentSystems)[number];

/** online: the customer scans a printed QR. offline: the box scans the customer's code. Both need the network. */
export const paymentMethods = ['online', 'offline'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const paymentStatuses = ['pending', 'paid', 'declined', 'cancelled', 'expired', 'reversed', 'refunded'] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

export const declineCodes = [...declineReasons, 'other'] as const;
export type DeclineCode = (typeof declineCodes)[number];

/** Amounts are minor units (kopecks), instants RFC 3339 UTC with milliseconds. */
export interface Payment {
  readonly kind: 'payment' | 'refund';
  readonly transactionNumber: number;
  readonly saleId: string;
  readonly shiftNumber: number;
  readonly method: PaymentMethod;
  readonly paymentSystem: PaymentSystem | null;
  readonly status: PaymentStatus;
  readonly amount: number;
  readonly currency: string;
  readonly refundedAmount: number;
  readonly reversal?: 'pending' | 'failed' | undefined;
  readonly originalTransactionNumber?: number | undefined;
  readonly reference: string | null;
  readonly approvalCode?: string | undefined;
  readonly payer?: string | undefined;
  /** The text of the QR to print; in every answer while an online payment is pending. A secret while it lives. */
  readonly qr?: string | undefined;
  readonly expiresAt?: string | undefined;
  readonly createdAt: string;
  readonly paidAt?: string | undefined;
  readonly finalAt?: string | undefined;
  /** One of `declineCodes`; a code we do not know yet is kept as it came. */
  readonly declineCode?: string | undefined;
  readonly message?: { readonly ru: string; readonly en: string } | undefined;
}

/** What is on disk before a request for a payment or a refund leaves; a repeat is rebuilt from it byte for byte. */
export interface Intent {
  readonly transactionNumber: number;
  /** 128 random bits, base64url, drawn with the intent. */
  readonly saleId: string;
  readonly shiftNumber: number;
  readonly method: PaymentMethod;
  /** The system asked for (online), or null until the gateway tells (offline). */
  readonly paymentSystem: PaymentSystem | null;
  readonly amountMinor: number;
  readonly currency: string;
  /** The box's waiting time + 30 s; 0 for a refund, which does not expire, and for an adopted payment. */
  readonly expiresInSeconds: number;
  readonly createdAt: string;
  /** Of a refund only. */
  readonly refund?: RefundTerms | undefined;
}

export const refundReasons = ['customer', 'late-money'] as const;
export type RefundReason = (typeof refundReasons)[number];

/** Which payment a refund gives back; a refund has its own number, and its intent's amount is what it gives back. */
export interface RefundTerms {
  readonly originalTransactionNumber: number;
  /** What was known to be refunded of the payment before: the gateway refuses another refund on top of what it knows. */
  readonly refundedBeforeMinor: number;
  /** late-money: a payment that was paid after the cashier was told otherwise, in a shift that is closed by now. */
  readonly reason: RefundReason;
}

export const cancelReasons = ['cashier', 'timeout', 'recovery', 'print-failed'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** On disk before a cancel leaves; after `refund` was sent nothing makes the verdict PAID. */
export interface CancelOrder {
  readonly reason: CancelReason;
  readonly ifPaid: 'keep' | 'refund';
  readonly cancelledAt: string;
}

/** PAID or NOT PAID, on disk before it is shown; NOT PAID never becomes PAID, PAID is never reversed by the box. */
export type Verdict = 'paid' | 'notPaid';

/**
 * The box's own view of a number: the gateway's status, or one of three that only the box knows.
 * intent: on disk, no answer yet. unsent: no attempt ever left the box. refused: the gateway refused every attempt.
 */
export const saleStatuses = [...paymentStatuses, 'intent', 'unsent', 'refused'] as const;
export type SaleStatus = (typeof saleStatuses)[number];

/** Registration data, and what the terminal may do: `GET pos/terminal`. */
export interface TerminalInfo {
  readonly terminal: { readonly id: string; readonly serialNumber: string; readonly name: string };
  readonly merchant: { readonly name: string; readonly taxId: string; readonly address: string };
  readonly currency: string;
  readonly paymentSystems: readonly PaymentSystem[];
  readonly modes: readonly PaymentMethod[];
  /** Minor units. */
  readonly limits: { readonly minAmount: number; readonly maxAmount: number };
  readonly permissions: { readonly refund: boolean };
  readonly activatedAt: string;
}

/** `GET pos/counters`: asked before every transaction. */
export interface Counters {
  readonly lastTransactionNumber: number;
  readonly shiftNumber: number;
  /** This terminal's pending payments. */
  readonly open: readonly Payment[];
}

export interface CountAndAmount {
  readonly count: number;
  readonly amount: number;
}

export interface TotalsPart {
  readonly paid: CountAndAmount;
  readonly refunded: CountAndAmount;
}

export interface Totals extends TotalsPart {
  readonly bySystem: Readonly<Record<PaymentSystem, TotalsPart>>;
  readonly byMethod: Readonly<Record<PaymentMethod, TotalsPart>>;
}

/** `GET pos/shift/{n}` and `GET pos/report`: one of `shiftNumber` or `from`+`to` is there. */
export interface ShiftReport {
  readonly shiftNumber?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly currency: string;
  readonly totals: Totals;
}

/** The gateway's book, or, where it cannot be reached, the box's own. */
export type ReportSource = 'gateway' | 'journal';

export type Report = ShiftReport & { readonly source: ReportSource };

export interface TransactionsPage {
  readonly transactions: readonly Payment[];
  readonly next: number | null;
}
