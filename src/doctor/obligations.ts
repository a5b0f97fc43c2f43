/** What the box still has to bring to an end. */
import type { Sale } from '../../machines/ports.ts';
import { type FieldError, fieldError } from '../errors.ts';
import type { Finding } from '../locale/doctor.ts';
import { formatNumber } from '../payment/money.ts';
import { sound, trouble } from './finding.ts';

export interface Owed {
  readonly kind: 'payment' | 'refund' | 'day-close';
  readonly transactionNumber: number | null;
  readonly amountMinor: number;
  /** RFC 3339. */
  readonly since: string;
  /** A field code. */
  readonly lastError: string | null;
}

/** `lastError`: what went wrong last; null: nothing. */
export const owedBy = ({ kind, intent }: Pick<Sale, 'kind' | 'intent'>, lastError: FieldError | null): Owed => ({
  kind,
  transactionNumber: intent.transactionNumber,
  amountMinor: intent.amountMinor,
  since: intent.createdAt,
  lastError: lastError?.code ?? null,
});

/** `netMinor`: of the totals that are being closed. */
export const owedClose = (
  { begunAt, netMinor }: { readonly begunAt: string; readonly netMinor: number },
  lastError: FieldError | null,
): Owed => ({
  kind: 'day-close',
  transactionNumber: null,
  amountMinor: netMinor,
  since: begunAt,
  lastError: lastError?.code ?? null,
});

const maxShown = 20;
const keys = { payment: 'owedPayment', refund: 'owedRefund', 'day-close': 'owedClose' } as const;

/** `minute`: an instant as a person reads it. */
export const judgeObligations = (all: readonly Owed[], minute: (epochMs: number) => string): Finding[] => {
  if (all.length === 0) return [sound('obligation', 'noObligations')];
  const shown = all.slice(0, maxShown).map((owed) =>
    trouble('warn', 'obligation', fieldError('OBL-01'), keys[owed.kind], {
      ...(owed.transactionNumber !== null && { number: owed.transactionNumber }),
      amount: formatNumber(owed.amountMinor),
      since: minute(Date.parse(owed.since)),
      ...(owed.lastError !== null && { lastError: owed.lastError }),
    }),
  );
  if (all.length <= maxShown) return shown;
  const count = all.length - maxShown;
  return [...shown, trouble('warn', 'obligation', fieldError('OBL-01'), 'moreObligations', { count })];
};
