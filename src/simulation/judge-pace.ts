/** How often the box asks about one number: never in a hurry, and never as if it had forgotten (contract, rule 5). */
import type { Exchange } from '../gateway/transport/exchange.ts';
import type { BookRow, Books } from './books.ts';
import type { WireRequest } from './operator.ts';
import { bodyOf, numberOf } from './wire-watch.ts';

export interface PaceJudgeOptions {
  readonly books: Books;
  readonly nowMs: () => number;
  /** The disk works and no port breaks: nothing but the gateway holds an obligation up. */
  readonly isUndisturbed: boolean;
  readonly violate: (rule: string, detail: string) => void;
}

export interface PaceJudge {
  calls(request: WireRequest): void;
  ends(request: WireRequest, end: Exchange): void;
  /** The cashier is asked about this number: until the answer nobody else is. */
  isAsked(number: number): void;
  forget(): void;
}

/** Pauses are half a second at least, so that four of the same call take longer than this. */
const fourCallsMs = 1_400;
/** Rule 5's longest pause, and the ticks around it. */
const longestPauseMs = 61_000;

interface Pace {
  readonly starts: Map<string, number[]>;
  lastEndMs: number;
  /** What the gateway asked for last. */
  retryAfterMs: number;
  wasOpen: boolean;
  /** Told the gateway's time, the box asks again at once, and once. */
  wasSkewed: boolean;
  verdict: BookRow['verdict'];
}

const shapeOf = ({ method, path, body }: WireRequest): string => {
  const [route = ''] = path.split('?');
  const ifPaid = body === null ? '' : (JSON.parse(body) as { readonly ifPaid?: string }).ifPaid;
  return `${method} ${route} ${/wait=/.test(path) ? 'held' : ''} ${ifPaid ?? ''}`;
};

export const createPaceJudge = ({ books, nowMs, isUndisturbed, violate }: PaceJudgeOptions): PaceJudge => {
  const paces = new Map<number, Pace>();

  /** Late money waits an hour for a refund that the wallet has refused; what waits for a refund is not paced by this. */
  const waitsForRefund = (row: BookRow): boolean =>
    books.rows().some(({ originalNumber, reason }) => originalNumber === row.number && reason === 'late-money');

  return {
    calls(request) {
      const number = numberOf(request);
      if (number === null) return;
      const now = nowMs();
      const row = books.row(number);
      const verdict = row?.verdict ?? null;
      const pace = paces.get(number) ?? {
        starts: new Map(),
        lastEndMs: now,
        retryAfterMs: 0,
        wasOpen: false,
        wasSkewed: false,
        verdict,
      };
      paces.set(number, pace);
      // Left by the screen: its last question and the first one of the obligation have no pause between them.
      if (pace.verdict !== verdict) pace.starts.clear();
      pace.verdict = verdict;
      const shape = shapeOf(request);
      const before = pace.starts.get(shape) ?? [];
      const starts = pace.wasSkewed ? before.slice(-3) : [...before, now].slice(-4);
      pace.wasSkewed = false;
      pace.starts.set(shape, starts);
      const [first = now] = starts;
      if (starts.length === 4 && now - first < fourCallsMs)
        violate('pauses', `${shape} four times within ${now - first} ms`);
      const isOpen = row !== null && !row.resolved;
      const gapMs = now - pace.lastEndMs - pace.retryAfterMs;
      if (isUndisturbed && isOpen && pace.wasOpen && gapMs > longestPauseMs && !waitsForRefund(row))
        violate('pauses', `${number} is open, and nobody asked about it for ${Math.round(gapMs / 1_000)} s`);
      pace.wasOpen = isOpen;
      pace.lastEndMs = now;
      pace.retryAfterMs = 0;
    },
    ends(request, end) {
      const number = numberOf(request);
      const pace = number === null ? undefined : paces.get(number);
      if (pace === undefined) return;
      pace.lastEndMs = nowMs();
      const body = bodyOf(end);
      pace.wasSkewed = body?.code === 'clock-skew';
      // Found paid without a verdict: from here on it waits for the cashier, whose turn may come late.
      if (number !== null && body?.status === 'paid' && books.row(number)?.verdict === null) pace.wasOpen = false;
      const seconds = end.ok ? Number(end.answer.headers['retry-after'] ?? 0) : 0;
      pace.retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : 0;
    },
    isAsked: (number) => void paces.delete(number),
    forget: () => paces.clear(),
  };
};
