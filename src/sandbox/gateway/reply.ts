/** What goes back over the wire, checked by the contract's own schemas before it leaves. */
import type { z } from 'zod';
import { assert } from '../../errors.ts';
import { maxAnswerBytes, problemSchema } from '../../gateway/contract.ts';
import type { Refusal } from '../ledger/refusal.ts';

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A broken invariant if the answer is not what the contract promises: the sandbox would teach the box a wrong language. */
export const answerReply = (schema: z.ZodType, value: unknown): Reply => {
  const checked = schema.safeParse(value);
  assert(checked.success, `an answer is as the contract has it: ${checked.error?.message ?? ''}`);
  const body = JSON.stringify(value);
  assert(Buffer.byteLength(body) <= maxAnswerBytes, 'an answer is at most 1 MiB');
  return { status: 200, contentType: 'application/json', body, headers: {} };
};

/** RFC 9457. */
export const problemReply = ({ status, code, detail, members, retryAfterSeconds }: Refusal): Reply => {
  const problem = { status, code, title: code.replaceAll('-', ' '), detail, ...members };
  const reply = answerReply(problemSchema, problem);
  return {
    ...reply,
    status,
    contentType: 'application/problem+json',
    headers: retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) },
  };
};

/** A failure of the server and not of the request: no code of the contract, so that the box takes it for *no answer*. */
export const serverErrorReply = (status: 500 | 503): Reply => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status, title: status === 503 ? 'Service Unavailable' : 'Internal Server Error' }),
  headers: {},
});

/** What a captive portal says to everything: an HTML page and a redirect to its login. */
export const portalReply = (): Reply => ({
  status: 302,
  contentType: 'text/html; charset=utf-8',
  body: '<!doctype html><html><head><title>Wi-Fi</title></head><body><h1>Sign in to use this network</h1></body></html>',
  headers: { Location: 'http://login.portal.example/?return=gateway', 'Cache-Control': 'no-store' },
});
