/** How a call to the gateway ends. The difference between *not sent* and *no answer* decides whether money may move. */
import type { FieldError } from '../errors.ts';

/** Error codes of the gateway contract (`application/problem+json`, member `code`). */
export const problemCodes = [
  'request-invalid',
  'signature-invalid',
  'clock-skew',
  'replayed',
  'activation-code-wrong',
  'activation-code-void',
  'terminal-blocked',
  'terminal-replaced',
  'terminal-unknown',
  'terminal-already-active',
  'not-permitted',
  'payment-not-found',
  'shift-not-found',
  'transaction-number-conflict',
  'shift-closed',
  'shift-has-pending',
  'totals-changed',
  'refund-state-changed',
  'amount-out-of-range',
  'payment-system-unavailable',
  'qr-unrecognised',
  'too-many-requests',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A 4xx with a code of the contract: it speaks of its own attempt only. */
export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  /** The same, as a person meets it. */
  readonly error: FieldError;
  readonly attemptsLeft?: number | undefined;
  /** The open shift, with `shift-closed`. */
  readonly shiftNumber?: number | undefined;
  /** The pending ones, with `shift-has-pending`. */
  readonly transactionNumbers?: readonly number[] | undefined;
  /** With `too-many-requests`. */
  readonly retryAfterMs?: number | undefined;
}

export type Outcome<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** This attempt was refused; what an earlier attempt did is not said. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** It may or may not have been processed. */
  | { readonly kind: 'noAnswer'; readonly error: FieldError }
  /** No byte of the request left: nothing happened by this attempt. */
  | { readonly kind: 'notSent'; readonly error: FieldError };

/** What went wrong, or null when there was an answer. */
export const outcomeError = (outcome: Outcome<unknown>): FieldError | null => {
  switch (outcome.kind) {
    case 'answered':
      return null;
    case 'refused':
      return outcome.problem.error;
    case 'noAnswer':
    case 'notSent':
      return outcome.error;
  }
};
