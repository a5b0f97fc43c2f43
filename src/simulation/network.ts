/**
 * The box's connections, as the gateway client sees them: what became of each request is its fate. The client above it is
 * the shipped one, to the signature and the meaning of every answer.
 */
import type { GatewayTransport } from '../gateway/caller.ts';
import type { Exchange, ExchangeFailure } from '../gateway/transport/exchange.ts';
import { portalClockShiftMs } from '../sandbox/gateway/faults.ts';
import { portalReply, problemReply, serverErrorReply } from '../sandbox/gateway/reply.ts';
import { refusal } from '../sandbox/ledger/refusal.ts';
import { spoilt } from './answers-spoilt.ts';
import { drawFate, type Fate, fairWeather, type Weather } from './fates.ts';
import type { Operator, WireReply, WireRequest } from './operator.ts';
import type { Power } from './power.ts';
import type { Random } from './random.ts';
import type { Alarm, VirtualTime } from './virtual-time.ts';

export interface NetworkDeps {
  readonly time: VirtualTime;
  readonly operator: Operator;
  readonly random: Random;
  readonly say: (line: string) => void;
  readonly onFault: (kind: string) => void;
  /** Bytes of this request are about to leave the box: the last moment to look at what is on its disk. */
  readonly onLeaving: (request: WireRequest) => void;
}

export interface Network {
  /** The transport of one run of the box. */
  transport(power: Power, monotonicMs: () => number): GatewayTransport;
  setWeather(weather: Weather): void;
  /** Requests and answers on their way. */
  underWay(): number;
}

const shortPath = (path: string): string => path.replace(/^\/pos\//, '').replace(/saleId=[\w-]+/, 'saleId');

/** Some do not come back at all: their connections are reset, or stay silent until the box gives them up. */
const isReset = (fate: Fate): boolean => fate.variant % 2 === 0;

export const openNetwork = (deps: NetworkDeps): Network => {
  const { time, operator, random, say, onFault, onLeaving } = deps;
  let weather = fairWeather;
  let underWay = 0;

  /** Carries something over the line, whatever becomes of either end meanwhile. */
  const carry = (delayMs: number, arrive: () => void): void => {
    underWay += 1;
    time.after(delayMs, () => {
      underWay -= 1;
      arrive();
    });
  };

  const httpDate = (shiftMs = 0): string => new Date(operator.shownMs() + shiftMs).toUTCString();

  /** What answers in the gateway's place, or nothing at all; null: the request gets through. */
  const intercepted = ({ kind, variant }: Fate): WireReply | 'lost' | null => {
    switch (kind) {
      case 'requestLost':
        return 'lost';
      case 'errorBefore':
        return { ...serverErrorReply(503), date: httpDate() };
      case 'captivePortal':
        return { ...portalReply(), date: httpDate(portalClockShiftMs) };
      case 'tooMany': {
        const limited = { ...refusal('too-many-requests', 'slower, please'), retryAfterSeconds: 1 + (variant % 5) };
        return { ...problemReply(limited), date: httpDate() };
      }
      case 'frontRefuses':
        return { ...problemReply(refusal('signature-invalid', 'no such key here')), date: httpDate() };
      default:
        return null;
    }
  };

  /** What the gateway's own answer has become when it arrives. */
  const onTheWayBack = (reply: WireReply, fate: Fate, { method, path }: WireRequest): WireReply | 'lost' => {
    switch (fate.kind) {
      case 'denied':
        return method === 'GET' && reply.status === 200 && reply.body.includes('"transactionNumber"')
          ? { ...problemReply(refusal('payment-not-found', 'mislaid')), date: httpDate() }
          : reply;
      case 'answerLost':
        return 'lost';
      case 'errorAfter':
        return { ...serverErrorReply(500), date: httpDate() };
      case 'contradictory':
      case 'malformed':
        return spoilt(reply, fate, path);
      default:
        return reply;
    }
  };

  const deliver = (request: WireRequest, fate: Fate, answer: (reply: WireReply | 'lost') => void): void => {
    const early = intercepted(fate);
    if (early !== null) {
      answer(early);
      return;
    }
    // The copy meets the nonce of the first; either of the two answers may be the one that finds its way.
    const copyAnswers = fate.kind === 'deliveredTwice' && fate.variant % 3 === 0;
    operator.handle(request, (reply) => {
      if (!copyAnswers) answer(onTheWayBack(reply, fate, request));
    });
    if (fate.kind !== 'deliveredTwice') return;
    operator.handle(request, (reply) => {
      if (copyAnswers) answer(reply);
    });
  };

  return {
    transport: (power, monotonicMs) => ({
      exchange(_, request, { timeoutMs, signal }) {
        const name = `${request.method} ${shortPath(request.path)}`;
        const givenUp = (left: boolean): Exchange => ({ ok: false, left, failure: { reason: 'givenUp' } });
        if (signal?.aborted) return Promise.resolve(givenUp(false));
        return new Promise<Exchange>((settled) => {
          if (!power.step(`request ${name}`)) return;
          const fate = drawFate(weather, request.path, random);
          const wire: WireRequest = request;
          let left = false;
          let open = true;
          const alarms: Alarm[] = [];
          const end = (what: string, result: Exchange): void => {
            if (!open) return;
            open = false;
            signal?.removeEventListener('abort', abort);
            for (const alarm of alarms) time.cancel(alarm);
            if (!power.step(`${what} ${name}`)) return;
            settled(result);
          };
          const fail = (what: string, failure: ExchangeFailure): void => end(what, { ok: false, left, failure });
          const abort = (): void => fail('given up', { reason: 'givenUp' });
          signal?.addEventListener('abort', abort, { once: true });
          alarms.push(time.after(timeoutMs, () => fail('timed out', { reason: 'timeout' })));
          if (fate.kind !== 'ok') onFault(`network.${fate.kind}`);
          if (fate.kind === 'refused') {
            say(`refused ${name}`);
            const error = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
            alarms.push(time.after(fate.thereMs, () => fail('refused', { reason: 'connection', error })));
            return;
          }
          onLeaving(wire);
          left = true;
          const sentAtMs = monotonicMs();
          say(`leaves ${name}${fate.kind === 'ok' ? '' : ` (${fate.kind} ${fate.variant})`}`);
          const reset = (): void => {
            if (!isReset(fate)) return;
            const error = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
            time.after(fate.backMs, () => fail('reset', { reason: 'connection', error }));
          };
          carry(fate.thereMs, () =>
            deliver(wire, fate, (reply) => {
              if (reply === 'lost') return reset();
              carry(fate.backMs, () => {
                if (!open) return;
                say(`answer ${reply.status} ${name}`);
                const { status, contentType, body, headers, date } = reply;
                const lower = Object.fromEntries(
                  Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]),
                );
                end('answered', {
                  ok: true,
                  answer: {
                    status,
                    headers: { 'content-type': contentType, date, ...lower },
                    body: Buffer.from(body),
                    sentAtMs,
                    answeredAtMs: monotonicMs(),
                  },
                });
              });
            }),
          );
        });
      },
      warm: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }),
    setWeather(next) {
      weather = next;
    },
    underWay: () => underWay,
  };
};
