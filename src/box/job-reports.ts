/** How a refund, a query or a reprint ended, for who asked from outside: what a script's exit status goes by. */
import type { JobResult } from '../../machines/job.ts';
import type { JobReport, QueryReport } from '../control/protocol.ts';
import { type FieldError, fieldError } from '../errors.ts';
import { type Standing, standingOf } from '../payment/standing.ts';
import { answeredRowOf, rowOf } from './rows.ts';

/** Nothing was begun, or nothing was asked: the cashier left it. */
const leftError = (error: FieldError | null): FieldError => error ?? fieldError('PAY-09');

export const refundReport = ({ outcome, sale, payment, error }: JobResult): JobReport => {
  const row = sale?.kind === 'refund' ? rowOf(sale) : payment?.kind === 'refund' ? answeredRowOf(payment, null) : null;
  if (outcome === 'abandoned') return { outcome: 'failed', payment: row, error: leftError(error) };
  if (outcome !== 'done') return { outcome, payment: row, error };
  // Accepted is not refunded: it may still be declined.
  return row?.status === 'refunded'
    ? { outcome: 'done', payment: row, error: null }
    : { outcome: 'unknown', payment: row, error };
};

/** NOT PAID is certain for the till, also while the money is still on its way back. */
const outcomes = {
  paid: 'done',
  refunded: 'done',
  notPaid: 'failed',
  returning: 'failed',
  returned: 'failed',
  notRefunded: 'failed',
  none: 'failed',
  pending: 'unknown',
  unjudged: 'unknown',
  accepted: 'unknown',
  open: 'unknown',
  contradiction: 'unknown',
  unreached: 'unknown',
} as const satisfies Record<Standing, JobReport['outcome']>;

export const queryReport = (result: JobResult): QueryReport => {
  const { sale, payment, error } = result;
  if (result.outcome === 'abandoned')
    return { outcome: 'failed', standing: 'unreached', payment: null, error: leftError(error) };
  const standing = standingOf(result);
  return {
    outcome: standing === 'unreached' && result.outcome === 'failed' ? 'failed' : outcomes[standing],
    standing,
    payment: payment !== null ? answeredRowOf(payment, sale) : sale === null ? null : rowOf(sale),
    error,
  };
};

export const reprintReport = ({ outcome, sale, error }: JobResult): JobReport => ({
  outcome: outcome === 'abandoned' ? 'failed' : outcome,
  payment: sale === null ? null : rowOf(sale),
  error: outcome === 'abandoned' ? leftError(error) : error,
});
