/**
 * One question to the gateway (`pos/terminal`, which moves nothing), signed where the box is activated, and what its answer
 * says: is it the gateway at all, does it know this terminal, what does its clock say, how long does it take.
 */
import { randomBytes } from 'node:crypto';
import type { LookupFunction } from 'node:net';
import type { Result } from '../errors.ts';
import { type FieldCode, type FieldError, fieldError } from '../errors.ts';
import { createCaller, type TerminalIdentity } from '../gateway/caller.ts';
import { createClockOffset } from '../gateway/clock-offset.ts';
import { createLink } from '../gateway/link.ts';
import type { Outcome } from '../gateway/outcome.ts';
import { routes, timeouts } from '../gateway/routes.ts';
import { exchange } from '../gateway/transport/exchange.ts';
import { createGatewayPool } from '../gateway/transport/pool.ts';
import type { Trust } from '../gateway/transport/tls.ts';
import type { Finding } from '../locale/doctor.ts';
import type { TerminalInfo } from '../payment/types.ts';
import { skipped, sound, trouble } from './finding.ts';

/** The sandbox's slow line takes 3 s; who needs longer is told as one that gives no answer. */
const readMs = 5_000;
const connectMs = 4_000;

export interface GatewayQuestion {
  readonly baseUrl: URL;
  readonly trust: Trust;
  readonly lookup: LookupFunction | undefined;
  readonly identity: Result<TerminalIdentity | null>;
  readonly softwareVersion: string;
  readonly signal: AbortSignal;
}

export interface GatewaySaid {
  readonly outcome: Outcome<TerminalInfo>;
  /** Gateway's time minus the system's; null: no answer to learn it from. */
  readonly offsetMs: number | null;
  readonly connectMs: number;
  /** Of the last attempt. */
  readonly requestMs: number;
}

export const examineGateway = async (question: GatewayQuestion): Promise<readonly Finding[]> =>
  judgeAnswer(await ask(question), question.identity);

const ask = async ({ baseUrl, trust, lookup, identity, softwareVersion, signal }: GatewayQuestion) => {
  const monotonicClock = () => performance.now();
  const known = identity.ok ? identity.value : null;
  const pool = createGatewayPool(baseUrl, { trust, connectTimeoutMs: connectMs, lookup });
  const clockOffset = createClockOffset(() => Date.now(), monotonicClock);
  let requestMs = 0;
  const call = createCaller({
    baseUrl,
    transport: {
      exchange: (longPoll, request, limits) => exchange(pool.dispatcher(longPoll), request, limits, monotonicClock),
      warm: () => pool.warm(),
      close: () => pool.close(),
    },
    clockOffset,
    // Not the box's own: what a test meets says nothing of the payments.
    link: createLink({ reachable: null, lastError: null }),
    timeouts: { ...timeouts, connectMs, readMs },
    softwareVersion,
    identity: () => known,
    // What the answer means for the key is for the box's own calls to find out.
    onKey: () => {},
    monotonicClock,
    randomBytes,
    log(event, { ms }) {
      if (event === 'gateway.request') requestMs = Number(ms);
    },
  });
  try {
    const startedMs = monotonicClock();
    // A failure is met once more by the call, which says what it is.
    await pool.warm().catch(() => {});
    const connectionMs = Math.round(monotonicClock() - startedMs);
    // Without a key the gateway refuses in the contract's words, and that is an answer, too.
    const outcome = await call<TerminalInfo>({ route: { ...routes.terminal, signed: known !== null }, signal });
    const offsetMs = clockOffset.synchronised ? clockOffset.offsetMs : null;
    return { outcome, offsetMs, connectMs: connectionMs, requestMs } satisfies GatewaySaid;
  } finally {
    await pool.close();
  }
};

/** Beyond it a customer notices. */
const slowMs = 1_500;
/** `Date` has whole seconds, and an answer its way. */
const toleratedOffsetMs = 5_000;
/** The gateway refuses signatures beyond it (gateway contract, signature). */
const refusedOffsetMs = 300_000;

/** Refusals that speak of who the box is. */
const aboutTerminal: ReadonlySet<FieldCode> = new Set(['GWY-02', 'GWY-03', 'GWY-04', 'GWY-05', 'ACT-06', 'ACT-04']);

export const judgeAnswer = (said: GatewaySaid, identity: Result<TerminalIdentity | null>): readonly Finding[] => {
  const { outcome } = said;
  if (outcome.kind === 'noAnswer' || outcome.kind === 'notSent') {
    const { error } = outcome;
    if (error.code === 'NET-09') return [trouble('fail', 'captive-portal', error)];
    return [skipped('captive-portal', 'noAnswerToJudge'), unanswered(error)];
  }
  return [
    sound('captive-portal', 'noPortal'),
    ofGateway(outcome),
    ...ofClock(said.offsetMs),
    ofLatency(said),
    ofTerminal(outcome, identity),
  ];
};

/** A request that was lost and an answer that was lost look the same from here: no byte comes back of either. */
const unanswered = (error: FieldError): Finding => {
  const params = { detail: error.detail ?? error.code, seconds: readMs / 1_000 };
  if (error.code === 'NET-07') return trouble('fail', 'gateway', error, 'answerLost', params);
  if (error.code === 'NET-06') return trouble('fail', 'gateway', error, 'noAnswerInTime', params);
  return trouble('fail', 'gateway', error);
};

const ofGateway = (outcome: GatewaySaid['outcome']): Finding =>
  outcome.kind === 'refused' && outcome.problem.error.code === 'GWY-12'
    ? trouble('warn', 'gateway', outcome.problem.error, 'gatewayAnswers', {})
    : sound('gateway', 'gatewayAnswers');

const ofClock = (offsetMs: number | null): Finding[] => {
  if (offsetMs === null) return [skipped('clock', 'noAnswerToJudge')];
  const seconds = Math.round(offsetMs / 1_000);
  if (Math.abs(offsetMs) <= toleratedOffsetMs) return [sound('clock', 'clockOffset', { seconds })];
  const error = fieldError('CLK-01', undefined, { seconds: Math.abs(seconds) });
  const state = Math.abs(offsetMs) > refusedOffsetMs ? 'fail' : 'warn';
  return [trouble(state, 'clock', error, 'clockOffset', { seconds })];
};

const ofLatency = ({ connectMs: connection, requestMs }: GatewaySaid): Finding => {
  const params = { connectMs: connection, requestMs };
  const ms = connection + requestMs;
  return ms > slowMs
    ? trouble('warn', 'latency', fieldError('NET-13', undefined, { ms }), 'latency', params)
    : sound('latency', 'latency', params);
};

const ofTerminal = (outcome: GatewaySaid['outcome'], identity: Result<TerminalIdentity | null>): Finding => {
  if (!identity.ok) return trouble('skipped', 'terminal', identity.error, 'keyUnreadable', {});
  if (identity.value === null) return trouble('skipped', 'terminal', fieldError('ACT-01'), 'notActivated', {});
  const { terminalId: id } = identity.value;
  if (outcome.kind === 'answered') {
    const { terminal, merchant } = outcome.value;
    return terminal.id === id
      ? sound('terminal', 'terminal', { id, merchant: merchant.name })
      : trouble('fail', 'terminal', fieldError('NET-10', 'another terminal'));
  }
  if (outcome.kind !== 'refused') return skipped('terminal', 'noAnswerToJudge');
  const { error } = outcome.problem;
  return trouble(aboutTerminal.has(error.code) ? 'fail' : 'warn', 'terminal', error, 'terminalRefused', { id });
};
