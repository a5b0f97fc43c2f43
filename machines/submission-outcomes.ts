/** What an outcome of a payment request makes of the sale, as long as no attempt had no answer: pure, for `submission`. */
import { type Outcome, outcomeError } from '../src/gateway/outcome.ts';
import type { Payment } from '../src/payment/types.ts';
import type { Knowledge } from './answers.ts';
import type { Sale, SaleChange } from './ports.ts';
import type { SaleResult } from './sale-result.ts';

export const nothingKnown: Knowledge = {
  payment: null,
  answered: false,
  unanswered: false,
  refusal: null,
  failures: 0,
  error: null,
  retryAfterMs: 0,
};

/** The number was another sale's, or its shift is closed: not processed, the same sale goes again under a new one. */
export const wantsNewNumber = (outcome: Outcome<Payment>): boolean =>
  outcome.kind === 'refused' &&
  (outcome.problem.code === 'transaction-number-conflict' || outcome.problem.code === 'shift-closed');

export interface Patience {
  /** All the pauses that the gateway asked for so far. */
  readonly throttledMs: number;
  readonly waitTimeoutMs: number;
}

/** `too-many-requests`: the pause that was asked for, while the cashier's patience holds; else null. */
export const throttleMs = ({ throttledMs, waitTimeoutMs }: Patience, outcome: Outcome<unknown>): number | null => {
  if (outcome.kind !== 'refused' || outcome.problem.code !== 'too-many-requests') return null;
  const pauseMs = Math.max(1_000, outcome.problem.retryAfterMs ?? 0);
  return throttledMs + pauseMs <= waitTimeoutMs ? pauseMs : null;
};

/** The gateway has recorded the number as declined (contract: 422). */
const recordedAsDeclined = (outcome: Outcome<Payment>): boolean =>
  outcome.kind === 'refused' && outcome.problem.status === 422;

export const endingOf = (outcome: Outcome<Payment>): SaleChange => ({
  status: outcome.kind === 'notSent' ? 'unsent' : recordedAsDeclined(outcome) ? 'declined' : 'refused',
  verdict: 'notPaid',
  error: outcomeError(outcome),
  resolved: true,
});

export const resultOf = (sale: Sale): SaleResult => {
  if (sale.verdict === 'paid') return { outcome: 'paid', sale, error: null };
  return { outcome: sale.resolved ? 'notPaid' : 'unresolved', sale, error: sale.error };
};
