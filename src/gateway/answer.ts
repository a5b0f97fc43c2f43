/** What an HTTP answer means by the gateway contract: answered, refused, or no answer at all. */
import type { z } from 'zod';
import { type FieldCode, fieldError } from '../errors.ts';
import type { Outcome } from './outcome.ts';
import { parseProblemBody, parseRetryAfter, toProblem } from './problem.ts';
import { scrubbed } from './redaction.ts';
import type { Answer } from './transport/exchange.ts';

export interface Expected<T> {
  readonly schema: z.ZodType<T>;
  /** Null, or what is not as it was asked for. */
  mismatch(value: T): string | null;
  /** Secrets of the request, which the gateway's words may quote. */
  readonly secrets: readonly string[];
}

const noAnswer = (code: FieldCode, detail?: string) => ({ kind: 'noAnswer', error: fieldError(code, detail) }) as const;

const header = (answer: Answer, name: string): string | undefined => {
  const value = answer.headers[name];
  return typeof value === 'string' ? value : value?.[0];
};

/** The text of `Date`; not to be believed before the answer has proved to be the gateway's. */
export const dateOf = (answer: Answer): string | undefined => header(answer, 'date');

const mediaType = (answer: Answer): string => header(answer, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';

/** Undefined (which JSON cannot say): not UTF-8 or not JSON. The parser's own message would quote the text: not used. */
const parseJson = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};

/** Where a body differs from its schema: paths and kinds of difference, never values. */
export const differences = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.code}`)
    .join(', ');

const refusal = (answer: Answer, secrets: readonly string[], gatewayNowMs: number): Outcome<never> => {
  const type = mediaType(answer);
  const isJson = type === 'application/problem+json' || type === 'application/json';
  const body = isJson ? parseProblemBody(parseJson(answer.body)) : null;
  if (body === null) return noAnswer('NET-09', `HTTP ${answer.status} without a code of the gateway`);
  if (body.code === 'replayed') return noAnswer('GWY-18');
  // Only our own bug is worth the gateway's words; everything else its code says.
  const words = body.code === 'request-invalid' ? (body.detail ?? body.title) : undefined;
  const remark = words === undefined ? undefined : scrubbed(words, secrets);
  const retryAfterMs =
    body.code === 'too-many-requests' ? parseRetryAfter(header(answer, 'retry-after'), gatewayNowMs) : undefined;
  return { kind: 'refused', problem: toProblem(answer.status, body, remark, retryAfterMs) };
};

/**
 * Gateway contract, errors. No answer: 5xx (NET-08), 3xx, a 4xx without a code of ours and what is no JSON (NET-09), a
 * malformed answer (NET-10), 401 `replayed` (GWY-18). `gatewayNowMs`: for a `Retry-After` that is a date.
 */
export const interpret = <T>(answer: Answer, expected: Expected<T>, gatewayNowMs: number): Outcome<T> => {
  const { status } = answer;
  if (status >= 500) return noAnswer('NET-08', `HTTP ${status}`);
  if (status >= 400) return refusal(answer, expected.secrets, gatewayNowMs);
  if (status >= 300) return noAnswer('NET-09', `HTTP ${status}`);
  if (mediaType(answer) !== 'application/json') return noAnswer('NET-09', `HTTP ${status}, no application/json`);
  if (status !== 200) return noAnswer('NET-10', `HTTP ${status}`);
  const body = parseJson(answer.body);
  if (body === undefined) return noAnswer('NET-10', 'not JSON');
  const parsed = expected.schema.safeParse(body);
  if (!parsed.success) return noAnswer('NET-10', differences(parsed.error));
  const mismatch = expected.mismatch(parsed.data);
  return mismatch === null ? { kind: 'answered', value: parsed.data } : noAnswer('NET-10', mismatch);
};
