/** What the box does beside selling, from its menu or from outside: types that the menu's machines share. */
import type { FieldError } from '../src/errors.ts';
import type { Payment } from '../src/payment/types.ts';
import type { ActivationOrder } from './activation.ts';
import type { DayClose, Sale } from './ports.ts';

/** Asked for from outside; from the menu everything is asked on the screen. */
export type JobRequest = { readonly requestId: number } & (
  | {
      readonly kind: 'refund';
      readonly transactionNumber: number;
      /** Null: all that is left of the payment. */
      readonly amountMinor: number | null;
    }
  | { readonly kind: 'inquiry'; readonly transactionNumber: number }
  /** Null: the last slip. */
  | { readonly kind: 'reprint'; readonly transactionNumber: number | null }
  /** Of a box that is active, once more or as another terminal. */
  | ({ readonly kind: 'activation' } & ActivationOrder)
  | { readonly kind: 'dayClose' }
);
/** The service menu is opened at the box only. */
export type JobKind = JobRequest['kind'] | 'service';

export interface JobResult {
  readonly kind: JobKind;
  /** unknown: the gateway has not said how it ends; a refund goes on as an obligation. */
  readonly outcome: 'done' | 'failed' | 'unknown' | 'abandoned';
  /** The journal's row: the refund, or the transaction that was asked about or reprinted. */
  readonly sale: Sale | null;
  /** What the gateway said last. */
  readonly payment: Payment | null;
  readonly error: FieldError | null;
  /** Of a day close. `isAgain`: it was closed before, and its report is printed once more. */
  readonly dayClose?: { readonly close: DayClose; readonly isAgain: boolean };
}

export const abandonedJob = (kind: JobKind, error: FieldError | null = null): JobResult => ({
  kind,
  outcome: 'abandoned',
  sale: null,
  payment: null,
  error,
});

export const failedJob = (kind: JobKind, error: FieldError): JobResult => ({
  ...abandonedJob(kind, error),
  outcome: 'failed',
});
