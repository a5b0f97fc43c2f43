/** The contract's errors: which HTTP status each comes with, which field code a person meets, what `Retry-After` says. */
import { type FieldCode, fieldError } from '../errors.ts';
import { parseHttpDate } from './clock-offset.ts';
import { type ProblemBody, problemSchema } from './contract.ts';
import type { Problem, ProblemCode } from './outcome.ts';

interface ProblemRule {
  readonly status: number;
  readonly fieldCode: FieldCode;
}

/** Gateway contract, errors. */
export const problemRules: Readonly<Record<ProblemCode, ProblemRule>> = {
  'request-invalid': { status: 400, fieldCode: 'GWY-01' },
  'signature-invalid': { status: 401, fieldCode: 'GWY-02' },
  'clock-skew': { status: 401, fieldCode: 'GWY-03' },
  replayed: { status: 401, fieldCode: 'GWY-18' },
  'activation-code-wrong': { status: 401, fieldCode: 'ACT-02' },
  'activation-code-void': { status: 410, fieldCode: 'ACT-03' },
  'terminal-blocked': { status: 403, fieldCode: 'GWY-04' },
  'terminal-replaced': { status: 403, fieldCode: 'ACT-06' },
  'terminal-unknown': { status: 404, fieldCode: 'ACT-04' },
  'terminal-already-active': { status: 409, fieldCode: 'ACT-05' },
  'not-permitted': { status: 403, fieldCode: 'GWY-05' },
  'payment-not-found': { status: 404, fieldCode: 'GWY-06' },
  'shift-not-found': { status: 404, fieldCode: 'GWY-13' },
  'transaction-number-conflict': { status: 409, fieldCode: 'GWY-07' },
  'shift-closed': { status: 409, fieldCode: 'GWY-08' },
  'shift-has-pending': { status: 409, fieldCode: 'GWY-14' },
  'totals-changed': { status: 409, fieldCode: 'GWY-15' },
  'refund-state-changed': { status: 409, fieldCode: 'GWY-16' },
  'amount-out-of-range': { status: 422, fieldCode: 'GWY-09' },
  'payment-system-unavailable': { status: 422, fieldCode: 'GWY-10' },
  'qr-unrecognised': { status: 422, fieldCode: 'GWY-11' },
  'too-many-requests': { status: 429, fieldCode: 'GWY-12' },
};

/** An hour in `Retry-After` must not stop a till for an hour: the longest pause between two tries (rule 5). */
export const maxRetryAfterMs = 60_000;

/** `Retry-After` (RFC 9110, section 10.2.3), seconds or a date, as milliseconds from now; undefined if it says nothing. */
export const parseRetryAfter = (header: string | undefined, gatewayNowMs: number): number | undefined => {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  const dateMs = parseHttpDate(text);
  const waitMs = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : dateMs === null ? null : dateMs - gatewayNowMs;
  return waitMs === null ? undefined : Math.min(maxRetryAfterMs, Math.max(0, waitMs));
};

/** The body of a 4xx by RFC 9457 with a code of ours; null: it is not the gateway's. */
export const parseProblemBody = (body: unknown): ProblemBody | null => problemSchema.safeParse(body).data ?? null;

/** The problem as the machines meet it. `remark` is what the log shall show of the gateway's words: no secret. */
export const toProblem = (
  status: number,
  body: ProblemBody,
  remark: string | undefined,
  retryAfterMs: number | undefined,
): Problem => {
  const params = {
    ...(body.attemptsLeft === undefined ? {} : { attemptsLeft: body.attemptsLeft }),
    ...(body.shiftNumber === undefined ? {} : { shiftNumber: body.shiftNumber }),
  };
  return {
    status,
    code: body.code,
    error: fieldError(problemRules[body.code].fieldCode, remark, Object.keys(params).length === 0 ? undefined : params),
    ...(body.attemptsLeft === undefined ? {} : { attemptsLeft: body.attemptsLeft }),
    ...(body.shiftNumber === undefined ? {} : { shiftNumber: body.shiftNumber }),
    ...(body.transactionNumbers === undefined ? {} : { transactionNumbers: body.transactionNumbers }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
};
