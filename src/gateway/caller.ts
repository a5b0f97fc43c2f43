/**
 * Makes one call of the contract: body, signature, exchange, meaning of the answer, one repeat when only the clock was
 * wrong, one log line for each request. What the calls are is in `client.ts`.
 */
import { type FieldError, fieldError, type Result, reasonedError } from '../errors.ts';
import { maxWaitSeconds } from '../payment/limits.ts';
import { dateOf, differences, interpret } from './answer.ts';
import type { ClockOffset } from './clock-offset.ts';
import { contentDigest } from './digest.ts';
import type { Link } from './link.ts';
import { type Outcome, outcomeError } from './outcome.ts';
import { redacted } from './redaction.ts';
import type { Route, RouteShape, Timeouts } from './routes.ts';
import { canBeKeyId, signRequest } from './signature.ts';
import type { Answer, Exchange, ExchangeLimits, ExchangeRequest } from './transport/exchange.ts';
import { failureError } from './transport/failures.ts';

export interface TerminalIdentity {
  readonly terminalId: string;
  /** Raw bytes of the terminal key. */
  readonly key: Uint8Array;
}

/** What one call sends. */
export interface CallShape {
  readonly route: RouteShape;
  /** Fills the placeholder of the path. */
  readonly pathNumber?: number;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
  /** What an invalid body is: a bug of ours, unless a person typed it. */
  readonly invalidBody?: FieldError['code'];
  /** For the log. */
  readonly transactionNumber?: number;
  /** Makes it a long poll. */
  readonly waitSeconds?: number;
  readonly secrets?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** … and what it expects. */
export interface Call<T> extends CallShape {
  readonly route: Route<T>;
  readonly mismatch?: (value: T) => string | null;
}

/** The way of a request to the gateway and of its answer back: connections in the world, a model of them in a simulation. */
export interface GatewayTransport {
  /** Never rejects, and settles within the limits. Long polls never make another call wait. */
  exchange(longPoll: boolean, request: ExchangeRequest, limits: ExchangeLimits): Promise<Exchange>;
  /** Has a connection ready for the next call, if none is. Rejects with the connection's error. */
  warm(): Promise<void>;
  /** What is under way ends with an error. */
  close(): Promise<void>;
}

export interface CallerParts {
  readonly baseUrl: URL;
  readonly transport: GatewayTransport;
  readonly clockOffset: ClockOffset;
  readonly link: Link;
  readonly timeouts: Timeouts;
  readonly softwareVersion: string;
  identity(): TerminalIdentity | null;
  monotonicClock(): number;
  randomBytes(size: number): Uint8Array;
  log(event: string, data: Readonly<Record<string, unknown>>): void;
  /** The gateway has taken the terminal's key, or says that it is void since another box has the terminal. */
  onKey(valid: boolean): void;
}

/** More calls at once than the box ever makes: something repeats without waiting, and must not pile up. */
const maxCallsUnderWay = 64;

const nonceBytes = 16;

const notSent = (error: FieldError) => ({ kind: 'notSent', error }) as const;

const targetOf = (baseUrl: URL, call: CallShape): URL => {
  const path = call.route.path.replace(/\{\w+\}/, String(call.pathNumber));
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, String(value));
  return url;
};

/** Through the schema, whose order of members makes the bytes of a repeat the same. */
const encodeBody = (call: CallShape): Result<string | null> => {
  if (call.route.body === undefined) return { ok: true, value: null };
  const parsed = call.route.body.safeParse(call.body);
  if (parsed.success) return { ok: true, value: JSON.stringify(parsed.data) };
  return { ok: false, error: fieldError(call.invalidBody ?? 'BUG-01', differences(parsed.error)) };
};

/** What an answer says of the key that the request was signed with; null: nothing. */
const keyVerdict = (outcome: Outcome<unknown>): boolean | null => {
  if (outcome.kind === 'answered') return true;
  return outcome.kind === 'refused' && outcome.problem.code === 'terminal-replaced' ? false : null;
};

/** An answer to a request that left before a new activation speaks of a key that is none any more. */
const isSame = (used: TerminalIdentity | null, present: TerminalIdentity | null): boolean =>
  used !== null && present !== null && Buffer.compare(used.key, present.key) === 0;

export const createCaller = (parts: CallerParts) => {
  const { baseUrl, transport, clockOffset, link, log, monotonicClock } = parts;
  let underWay = 0;

  const headersOf = (call: CallShape, target: URL, body: string | null, identity: TerminalIdentity | null) => {
    const digest = body === null ? undefined : contentDigest(body);
    return {
      Accept: 'application/json, application/problem+json',
      'User-Agent': `sendy-box/${parts.softwareVersion}`,
      ...(digest === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Digest': digest }),
      ...(identity === null
        ? {}
        : signRequest({
            method: call.route.method,
            targetUri: target.href,
            ...(digest === undefined ? {} : { contentDigest: digest }),
            createdSeconds: Math.floor(clockOffset.nowMs() / 1_000),
            nonce: Buffer.from(parts.randomBytes(nonceBytes)).toString('base64url'),
            keyId: identity.terminalId,
            key: identity.key,
          })),
    };
  };

  const learnTime = (answer: Answer): void => {
    const before = clockOffset.offsetMs;
    if (!clockOffset.observe(dateOf(answer), answer.sentAtMs, answer.answeredAtMs)) return;
    const movedByMs = clockOffset.offsetMs - before;
    if (Math.abs(movedByMs) >= 1_000) log('gateway.clock', { offsetMs: clockOffset.offsetMs, movedByMs });
  };

  const meaning = <T>(call: Call<T>, result: Exchange): Outcome<T> => {
    if (!result.ok) {
      const error = failureError(result.failure, result.left);
      return { kind: result.left ? 'noAnswer' : 'notSent', error };
    }
    const outcome = interpret(
      result.answer,
      { schema: call.route.answer, mismatch: call.mismatch ?? (() => null), secrets: call.secrets ?? [] },
      clockOffset.nowMs(),
    );
    // Answered or refused in the contract's words over our own connection: it is the gateway, its Date may be believed.
    if (outcome.kind === 'answered' || outcome.kind === 'refused') learnTime(result.answer);
    return outcome;
  };

  const attempt = async <T>(call: Call<T>, body: string | null, identity: TerminalIdentity | null) => {
    const { route, waitSeconds } = call;
    const target = targetOf(baseUrl, call);
    const startedAtMs = monotonicClock();
    const result = await transport.exchange(
      waitSeconds !== undefined && waitSeconds > 0,
      {
        method: route.method,
        path: target.pathname + target.search,
        headers: headersOf(call, target, body, identity),
        body,
      },
      {
        timeoutMs:
          waitSeconds === undefined || waitSeconds === 0
            ? parts.timeouts[route.timeout]
            : waitSeconds * 1_000 + parts.timeouts.waitMarginMs,
        signal: call.signal,
      },
    );
    const outcome = meaning(call, result);
    const error = outcomeError(outcome);
    log('gateway.request', {
      method: route.method,
      path: route.path,
      ...(call.transactionNumber === undefined ? {} : { transactionNumber: call.transactionNumber }),
      ...(waitSeconds === undefined ? {} : { waitSeconds }),
      ...(result.ok ? { status: result.answer.status } : {}),
      ms: Math.round(monotonicClock() - startedAtMs),
      outcome: outcome.kind,
      ...(outcome.kind === 'refused' ? { problem: outcome.problem.code } : {}),
      ...(error === null ? {} : { code: error.code }),
      ...(error?.detail === undefined ? {} : { detail: error.detail }),
    });
    if (outcome.kind === 'refused' && outcome.problem.code === 'request-invalid')
      log('gateway.requestInvalid', { path: route.path, query: call.query ?? {}, body: redacted(call.body ?? null) });
    const verdict = keyVerdict(outcome);
    if (verdict !== null && isSame(identity, parts.identity())) parts.onKey(verdict);
    // Giving up is the caller's wish and says nothing of the link.
    if (result.ok || result.failure.reason !== 'givenUp') link.report(outcome);
    return { outcome, dated: result.ok && dateOf(result.answer) !== undefined };
  };

  const prepare = (call: CallShape): Result<{ body: string | null; identity: TerminalIdentity | null }> => {
    const identity = call.route.signed ? parts.identity() : null;
    if (call.route.signed && identity === null) return { ok: false, error: fieldError('ACT-01') };
    if (identity !== null && !canBeKeyId(identity.terminalId))
      return { ok: false, error: fieldError('TRM-01', 'the terminal id is not printable ASCII') };
    if (underWay >= maxCallsUnderWay) return { ok: false, error: reasonedError('PAY-04', 'tooManyCalls') };
    const body = encodeBody(call);
    return body.ok ? { ok: true, value: { body: body.value, identity } } : body;
  };

  /** Never rejects for what can be expected. */
  return async <T>(call: Call<T>): Promise<Outcome<T>> => {
    const prepared = prepare(call);
    if (!prepared.ok) {
      const { code, detail, params } = prepared.error;
      log('gateway.notCalled', {
        path: call.route.path,
        code,
        ...(params?.reason === undefined ? {} : { reason: params.reason }),
        ...(detail === undefined ? {} : { detail }),
      });
      return notSent(prepared.error);
    }
    const { body, identity } = prepared.value;
    underWay += 1;
    try {
      const first = await attempt(call, body, identity);
      const skewed = first.outcome.kind === 'refused' && first.outcome.problem.code === 'clock-skew';
      // Not processed, and the gateway has told the time: the same call, signed anew.
      return skewed && first.dated && call.route.signed ? (await attempt(call, body, identity)).outcome : first.outcome;
    } finally {
      underWay -= 1;
    }
  };
};

/** The wait that may be asked for: whole seconds, 0–25 (gateway contract, payment). */
export const boundedWaitSeconds = (seconds: number): number =>
  Math.min(maxWaitSeconds, Math.max(0, Math.floor(seconds)));
