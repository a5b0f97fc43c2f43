/** What the operator refuses, as the contract's table of errors has it: status, code and what else is useful. */
import { failed, ok, type Result } from '../../errors.ts';
import type { ProblemCode } from '../../gateway/outcome.ts';

const statuses: Readonly<Record<ProblemCode, number>> = {
  'request-invalid': 400,
  'signature-invalid': 401,
  'clock-skew': 401,
  replayed: 401,
  'activation-code-wrong': 401,
  'terminal-blocked': 403,
  'terminal-replaced': 403,
  'not-permitted': 403,
  'payment-not-found': 404,
  'shift-not-found': 404,
  'terminal-unknown': 404,
  'transaction-number-conflict': 409,
  'shift-closed': 409,
  'shift-has-pending': 409,
  'totals-changed': 409,
  'refund-state-changed': 409,
  'terminal-already-active': 409,
  'activation-code-void': 410,
  'amount-out-of-range': 422,
  'payment-system-unavailable': 422,
  'qr-unrecognised': 422,
  'too-many-requests': 429,
};

export interface RefusalMembers {
  readonly attemptsLeft?: number;
  /** The open shift, with `shift-closed`. */
  readonly shiftNumber?: number;
  /** What is pending, with `shift-has-pending`. */
  readonly transactionNumbers?: readonly number[];
}

export interface Refusal {
  readonly status: number;
  readonly code: ProblemCode;
  /** For the engineer who reads the box's log; never a code, a key or a signature. */
  readonly detail: string;
  readonly members: RefusalMembers;
  /** `Retry-After`, with `too-many-requests`. */
  readonly retryAfterSeconds?: number;
}

export const refusal = (code: ProblemCode, detail: string, members: RefusalMembers = {}): Refusal => ({
  status: statuses[code],
  code,
  detail,
  members,
});

export type Answer<T> = Result<T, Refusal>;

export const answered = <T>(value: T): Answer<T> => ok(value);
export const refused = <T>(code: ProblemCode, detail: string, members?: RefusalMembers): Answer<T> =>
  failed(refusal(code, detail, members));
