/** What follows from a status, by the gateway contract: which are final, which say that money was taken. */
import type { Payment, PaymentStatus, SaleStatus } from './types.ts';

const finalStatuses: ReadonlySet<SaleStatus> = new Set<SaleStatus>([
  'declined',
  'cancelled',
  'expired',
  'reversed',
  'refunded',
  'unsent',
  'refused',
]);

/** No later answer changes it. `paid` is not here: a paid payment can still be reversed by a cancel. */
export const isFinal = (status: SaleStatus): boolean => finalStatuses.has(status);

/** What the gateway may say of its kind (contract, `Payment`). */
export const isStatusOf = (kind: Payment['kind'], status: PaymentStatus): boolean =>
  kind === 'payment' ? status !== 'refunded' : status === 'pending' || status === 'refunded' || status === 'declined';

/** The customer was not charged and never will be under this number. */
export const endsUnpaid = (status: PaymentStatus): boolean =>
  status === 'declined' || status === 'cancelled' || status === 'expired' || status === 'reversed';

/**
 * Contract: `pending` → `paid` | `declined` | `cancelled` | `expired`; `paid` → `reversed`; a refund: `pending` →
 * `refunded` | `declined`. Anything else contradicts what is known.
 */
export const mayFollow = (from: PaymentStatus, to: PaymentStatus): boolean => {
  if (from === to) return true;
  if (from === 'pending') return true; // paid and reversed may both have happened between two answers
  return from === 'paid' && to === 'reversed';
};

/** A reversal that the gateway still owes: ask again (contract, cancel). */
export const reversalOwed = (payment: Payment): boolean => payment.status === 'paid' && payment.reversal !== undefined;
