/**
 * The gateway's side of the network: the sandbox's ledger behind the sandbox's calls, reached by a request as a whole and
 * not by a socket. Signatures are verified, long polls are held, and what becomes pending is told, in virtual time.
 */
import { authenticate } from '../sandbox/gateway/authenticate.ts';
import { type Call, type CallInput, calls } from '../sandbox/gateway/calls.ts';
import { problemReply, type Reply } from '../sandbox/gateway/reply.ts';
import { type Ledger, openLedger } from '../sandbox/ledger/ledger.ts';
import { refusal } from '../sandbox/ledger/refusal.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As it comes out of the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export type WireReply = Reply & { readonly date: string };

export interface OperatorOptions {
  readonly time: VirtualTime;
  /** Milliseconds since 1970 when the seed begins. */
  readonly epochMs: number;
  readonly random: Random;
  /** A payment may be pending now that was not. */
  readonly onProcessed: (call: { readonly path: string; readonly reply: Reply }) => void;
}

export interface Operator {
  readonly ledger: Ledger;
  /** Of every request's URL; the signature covers it. */
  readonly baseUrl: string;
  nowMs(): number;
  /** What its own clock shows: whatever answers in its name is dated by it. */
  shownMs(): number;
  /** `answer` is called once, at once or when a held answer is let go. */
  handle(request: WireRequest, answer: (reply: WireReply) => void): void;
  /** The clock that the gateway shows, against the true one. */
  setClockShift(ms: number): void;
  ignoreWait(ignored: boolean): void;
  /** Its clock was late, and is set right: what was pending ends sooner than anybody thought. */
  hurry(ms: number): void;
  /** Answers that are being held. */
  held(): number;
  close(): void;
}

const baseUrl = 'https://gateway.example/';

/** Lower case, as a server sees them. */
const lowerCased = (headers: WireRequest['headers']): Record<string, string> => {
  const lower: Record<string, string> = {};
  for (const name in headers) lower[name.toLowerCase()] = headers[name] ?? '';
  return lower;
};

const findCall = (method: string, pathname: string): { readonly call: Call; readonly number: number } | null => {
  for (const call of calls) {
    if (call.method !== method) continue;
    const match = call.path.exec(pathname);
    if (match !== null) return { call, number: Number(match[1] ?? 0) };
  }
  return null;
};

export const openOperator = ({ time, epochMs, random, onProcessed }: OperatorOptions): Operator => {
  let hurriedMs = 0;
  const nowMs = (): number => epochMs + time.nowMs + hurriedMs;
  const ledger = openLedger({ path: ':memory:', now: nowMs, random: (count) => random.bytes(count) });
  let clockShiftMs = 0;
  const shownMs = (): number => nowMs() + clockShiftMs;
  let waitIgnored = false;
  let held = 0;
  /** Who waits for a change of which number. */
  const waiting = new Set<{ readonly number: number; readonly look: () => void }>();
  ledger.onChange((number) => {
    for (const one of waiting) if (one.number === number) time.after(0, one.look);
  });

  const answered = (reply: Reply): WireReply => ({ ...reply, date: new Date(shownMs()).toUTCString() });

  return {
    ledger,
    baseUrl,
    nowMs,
    shownMs,
    handle(request, answer) {
      const [pathname = '', search = ''] = request.path.split('?', 2);
      const found = findCall(request.method, pathname);
      if (found === null) return answer(answered(problemReply(refusal('request-invalid', 'there is no such call'))));
      const { call, number } = found;
      const headers = lowerCased(request.headers);
      const body = Buffer.from(request.body ?? '');
      if (call.signed) {
        const signed = { method: request.method, targetUri: `${baseUrl.slice(0, -1)}${request.path}`, headers, body };
        const refused = authenticate(ledger, signed, shownMs(), nowMs());
        if (refused !== null) return answer(answered(problemReply(refused)));
      }
      const input: CallInput = {
        ledger,
        number,
        query: new URLSearchParams(search),
        contentType: headers['content-type'] ?? '',
        body,
        shownMs: shownMs(),
      };
      const finish = (): void => {
        const reply = call.answer(input);
        onProcessed({ path: request.path, reply });
        answer(answered(reply));
      };
      const holdMs = waitIgnored ? 0 : (call.holdMs?.(input) ?? 0);
      if (holdMs <= 0) return finish();
      held += 1;
      const letGo = (): void => {
        if (!waiting.delete(one)) return;
        held -= 1;
        time.cancel(limit);
        finish();
      };
      const one = {
        number,
        look: () => {
          if ((call.holdMs?.(input) ?? 0) <= 0) letGo();
        },
      };
      const limit = time.after(holdMs, letGo);
      waiting.add(one);
      // A pending payment that nobody asks about ends at its expiry all the same.
      const expiresMs = ledger.nextExpiryMs();
      if (expiresMs !== null && expiresMs - nowMs() < holdMs) {
        time.after(Math.max(0, expiresMs - nowMs()), () => {
          ledger.expireDue();
          one.look();
        });
      }
    },
    setClockShift(ms) {
      clockShiftMs = ms;
    },
    ignoreWait(ignored) {
      waitIgnored = ignored;
    },
    hurry(ms) {
      hurriedMs += ms;
      ledger.expireDue();
    },
    held: () => held,
    close: () => ledger.close(),
  };
};
