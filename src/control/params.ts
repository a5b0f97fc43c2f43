/** What each method of the control socket takes, checked at the edge. */
import { z } from 'zod';
import { fieldCodes } from '../errors.ts';
import { checkNames, checkStates, foundKeys } from '../locale/doctor.ts';
import { maxAmountMinor } from '../payment/money.ts';
import { maxTransactionNumber } from '../payment/numbers.ts';
import { paymentMethods, paymentSystems } from '../payment/types.ts';
import { maxCodeBytes } from '../payment/wallet-code.ts';
import type {
  ActivateParams,
  ControlHandlers,
  PayParams,
  RefundParams,
  ReportOrder,
  ReportPageParams,
  TransactionsParams,
} from './protocol.ts';

/** All but `watch`, which is no question with one answer. */
export type ControlMethod = Exclude<keyof ControlHandlers, 'watch'>;

export type ControlParams<M extends ControlMethod> = Parameters<ControlHandlers[M]> extends [infer P] ? P : undefined;
export type ControlResult<M extends ControlMethod> = Awaited<ReturnType<ControlHandlers[M]>>;

/** As people type it, in groups and with what stands around it; what it is then, or is not, is ACT-07's business. */
const activationField = z.string().max(200);
const transactionNumber = z.int().min(1).max(maxTransactionNumber);
const reportScope = {
  shift: z.int().min(1).max(maxTransactionNumber).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
};
const settingKey = z.string().min(1).max(200);

const pay = z.strictObject({
  amountMinor: z.int().min(0).max(maxAmountMinor),
  method: z.enum(paymentMethods).optional(),
  paymentSystem: z.enum(paymentSystems).optional(),
  /** A code that is too long or binary is the box's to refuse (SCN-…): here only the size is bounded. */
  code: z
    .string()
    .max(maxCodeBytes * 8)
    .optional(),
  ref: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[^\p{Cc}]*$/u)
    .optional(),
});

const nothing = z.strictObject({}).optional();

const findingParams = z.record(z.string().max(40), z.union([z.string().max(2_000), z.number()])).optional();

const finding = z.strictObject({
  name: z.enum(checkNames),
  state: z.enum(checkStates),
  found: z.strictObject({ key: z.enum(foundKeys), params: findingParams }),
  error: z
    .strictObject({ code: z.enum(fieldCodes), params: findingParams, detail: z.string().max(2_000).optional() })
    .optional(),
});

export const paramSchemas = {
  status: nothing,
  info: z.strictObject({ print: z.boolean().optional() }),
  version: nothing,
  activate: z.strictObject({
    terminalId: activationField,
    serialNumber: activationField,
    code: activationField,
    again: z.boolean().optional(),
    replace: z.boolean(),
  }) satisfies z.ZodType<ActivateParams>,
  settingsGet: z.strictObject({ key: settingKey.optional() }),
  settingsSet: z.strictObject({ values: z.record(settingKey, z.unknown()) }),
  settingsReset: z.strictObject({ key: settingKey }),
  pay: pay satisfies z.ZodType<WithUndefined<PayParams>>,
  cancel: nothing,
  refund: z.strictObject({
    transactionNumber,
    amountMinor: z.int().min(0).max(maxAmountMinor).optional(),
  }) satisfies z.ZodType<WithUndefined<RefundParams>>,
  query: z.strictObject({ transactionNumber }),
  reprint: z.strictObject({ transactionNumber: transactionNumber.optional() }),
  closeDay: nothing,
  reprintClose: z.strictObject({ shiftNumber: z.int().min(1).max(maxTransactionNumber) }),
  doctor: nothing,
  printDoctor: z.strictObject({ checks: z.array(finding).max(100) }),
  transactions: z.strictObject({
    shift: z.int().min(1).optional(),
    state: z.string().max(40).optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    before: transactionNumber.optional(),
  }) satisfies z.ZodType<TransactionsParams>,
  transaction: z.strictObject({ transactionNumber }),
  report: z.strictObject({
    ...reportScope,
    print: z.boolean().optional(),
    detail: z.boolean().optional(),
  }) satisfies z.ZodType<ReportOrder>,
  reportPage: z.strictObject({
    ...reportScope,
    source: z.enum(['gateway', 'journal']),
    after: z.int().min(0).max(maxTransactionNumber).optional(),
  }) satisfies z.ZodType<ReportPageParams>,
} satisfies Record<ControlMethod, z.ZodType>;

/** zod's optional members may be undefined; in JSON they are absent. */
type WithUndefined<T> = { readonly [K in keyof T]: T[K] | (undefined extends T[K] ? undefined : never) };

export const isControlMethod = (method: string): method is ControlMethod => Object.hasOwn(paramSchemas, method);

/** `watch` takes nothing too. */
export const requestSchema = z.strictObject({
  id: z.union([z.int(), z.string().max(64)]),
  method: z.string().max(64),
  params: z.unknown().optional(),
});
export type RequestId = z.output<typeof requestSchema>['id'];
