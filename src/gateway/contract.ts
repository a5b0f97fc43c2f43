/**
 * The wire of the gateway, as zod schemas: what the client sends and parses, what the sandbox gateway parses and sends,
 * and what `openapi.json` is written from. Nothing outside `src/gateway/` and the sandbox's server knows a path, a
 * header or a wire name. Unknown response fields are ignored; every bound is the contract's.
 */
import { z } from 'zod';
import { maxWaitSeconds } from '../payment/limits.ts';
import {
  type Counters,
  cancelReasons,
  type Payment,
  paymentMethods,
  paymentStatuses,
  paymentSystems,
  type ShiftReport,
  type TerminalInfo,
  type Totals,
  type TransactionsPage,
} from '../payment/types.ts';
import { problemCodes } from './outcome.ts';

/** RFC 3339 UTC with milliseconds. */
export const instant = z.iso.datetime({ precision: 3 });
export const minorUnits = z.int().min(0);
export const transactionNumber = z.int().min(1);
/** 0: a terminal that has no shift yet cannot exist, the first is 1. */
export const shiftNumber = z.int().min(1);
/** 128 random bits, base64url without padding. */
export const id128 = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
export const currency = z.string().regex(/^[A-Z]{3}$/);
const text = z.string().max(1_000);

export const paymentSystem = z.enum(paymentSystems);
export const paymentMethod = z.enum(paymentMethods);

export const paymentSchema = z.object({
  kind: z.enum(['payment', 'refund']),
  transactionNumber,
  saleId: id128,
  shiftNumber,
  method: paymentMethod,
  paymentSystem: paymentSystem.nullable(),
  status: z.enum(paymentStatuses),
  amount: minorUnits,
  currency,
  refundedAmount: minorUnits,
  reversal: z.enum(['pending', 'failed']).optional(),
  originalTransactionNumber: transactionNumber.optional(),
  reference: text.nullable(),
  approvalCode: text.optional(),
  payer: text.optional(),
  qr: z
    .string()
    .min(1)
    .refine((value) => Buffer.byteLength(value) <= 512, 'at most 512 bytes')
    .optional(),
  expiresAt: instant.optional(),
  createdAt: instant,
  paidAt: instant.optional(),
  finalAt: instant.optional(),
  declineCode: text.optional(),
  message: z.object({ ru: text, en: text }).optional(),
}) satisfies z.ZodType<Payment>;

export const terminalInfoSchema = z.object({
  terminal: z.object({ id: text, serialNumber: text, name: text }),
  merchant: z.object({ name: text, taxId: text, address: text }),
  currency,
  paymentSystems: z.array(paymentSystem).max(10),
  modes: z.array(paymentMethod).max(10),
  limits: z.object({ minAmount: minorUnits, maxAmount: minorUnits }),
  permissions: z.object({ refund: z.boolean() }),
  activatedAt: instant,
}) satisfies z.ZodType<TerminalInfo>;

export const terminalAnswerSchema = terminalInfoSchema.extend({ serverTime: instant });

export const activationRequestSchema = z.object({
  terminalId: z.string().min(1).max(64),
  serialNumber: z.string().min(1).max(64),
  activationCode: z.string().min(1).max(64),
  attemptId: id128,
  hardwareId: z.string().min(1).max(128),
  softwareVersion: z.string().min(1).max(64),
  replaceExisting: z.boolean(),
});
export type ActivationRequest = z.infer<typeof activationRequestSchema>;

/** `terminalKey`: raw bytes of the HMAC key, base64; at least 128 bits. */
export const activationAnswerSchema = terminalInfoSchema.extend({ terminalKey: z.base64().min(24).max(512) });
export type ActivationAnswer = z.infer<typeof activationAnswerSchema>;

export const countersSchema = z.object({
  lastTransactionNumber: z.int().min(0),
  shiftNumber,
  open: z.array(paymentSchema).max(1_000),
}) satisfies z.ZodType<Counters>;

const intentFields = {
  transactionNumber,
  saleId: id128,
  shiftNumber,
  amount: minorUnits,
  currency,
  expiresInSeconds: z.int().min(1).max(3_600),
  createdAt: instant,
};

export const offlineRequestSchema = z.object({
  ...intentFields,
  qr: z
    .string()
    .min(1)
    .refine((value) => Buffer.byteLength(value) <= 512, 'at most 512 bytes'),
});
export type OfflineRequest = z.infer<typeof offlineRequestSchema>;

export const onlineRequestSchema = z.object({ ...intentFields, paymentSystem });
export type OnlineRequest = z.infer<typeof onlineRequestSchema>;

/** Query of `GET pos/payment/{transactionNumber}`; `wait` in seconds. */
export const paymentQuerySchema = z.object({
  saleId: id128,
  wait: z.coerce.number().int().min(0).max(maxWaitSeconds).optional(),
});

export const cancelRequestSchema = z.object({
  saleId: id128,
  reason: z.enum(cancelReasons),
  ifPaid: z.enum(['keep', 'refund']),
  cancelledAt: instant,
  method: paymentMethod,
  shiftNumber,
  amount: minorUnits,
  currency,
  createdAt: instant,
});
export type CancelRequest = z.infer<typeof cancelRequestSchema>;

export const refundRequestSchema = z.object({
  transactionNumber,
  saleId: id128,
  shiftNumber,
  originalTransactionNumber: transactionNumber,
  amount: minorUnits,
  refundedBefore: minorUnits,
  currency,
  reason: z.enum(['customer', 'late-money']),
  createdAt: instant,
});
export type RefundRequest = z.infer<typeof refundRequestSchema>;

const countAndAmount = z.object({ count: z.int().min(0), amount: minorUnits });
const totalsPart = z.object({ paid: countAndAmount, refunded: countAndAmount });
export const totalsSchema = totalsPart.extend({
  bySystem: z.object({ sendy: totalsPart, wechat: totalsPart, alipay: totalsPart }),
  byMethod: z.object({ online: totalsPart, offline: totalsPart }),
}) satisfies z.ZodType<Totals>;

export const shiftReportSchema = z.object({
  shiftNumber: shiftNumber.optional(),
  from: instant.optional(),
  to: instant.optional(),
  openedAt: instant.nullable(),
  closedAt: instant.nullable(),
  currency,
  totals: totalsSchema,
}) satisfies z.ZodType<ShiftReport>;

/** Query of the two lists of transactions: by rising number, at most 500 a page. */
export const pageQuerySchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(500),
});
/** Query of a report: `from` inclusive, `to` exclusive. */
export const rangeQuerySchema = z.object({ from: instant, to: instant });

export const transactionsPageSchema = z.object({
  transactions: z.array(paymentSchema).max(500),
  next: z.int().min(1).nullable(),
}) satisfies z.ZodType<TransactionsPage>;

export const closeShiftRequestSchema = z.object({ shiftNumber, totals: totalsSchema, closedAt: instant });
export type CloseShiftRequest = z.infer<typeof closeShiftRequestSchema>;

export const closeShiftAnswerSchema = z.object({ shiftNumber, closedAt: instant, totals: totalsSchema });
export type CloseShiftAnswer = z.infer<typeof closeShiftAnswerSchema>;

/** RFC 9457 with the contract's own members. A 4xx that does not parse by it is not the gateway's: no answer. */
export const problemSchema = z.object({
  status: z.int(),
  code: z.enum(problemCodes),
  title: text.optional(),
  detail: text.optional(),
  attemptsLeft: z.int().min(0).max(3).optional(),
  shiftNumber: shiftNumber.optional(),
  transactionNumbers: z.array(transactionNumber).max(1_000).optional(),
});
export type ProblemBody = z.infer<typeof problemSchema>;

/** Contract, transport: a larger answer is malformed. */
export const maxAnswerBytes = 1_048_576;

/** RFC 9421: `created` may differ from the gateway's clock by this much. */
export const maxClockSkewSeconds = 300;
