/** The operator's limit of requests: none by default, since a bench is not abuse; `429` with `Retry-After` when it is set. */
import { type Refusal, refusal } from '../ledger/refusal.ts';

export interface RateLimit {
  /** Requests a second, or null for none. */
  set(perSecond: number | null): void;
  /** Counts this request; null, or the refusal. */
  check(nowMs: number): Refusal | null;
}

export const createRateLimit = (): RateLimit => {
  let limit: number | null = null;
  let second = 0;
  let count = 0;
  return {
    set: (perSecond) => {
      limit = perSecond;
      count = 0;
    },
    check: (nowMs) => {
      if (limit === null) return null;
      const current = Math.floor(nowMs / 1_000);
      count = current === second ? count + 1 : 1;
      second = current;
      if (count <= limit) return null;
      return { ...refusal('too-many-requests', `more than ${limit} requests in a second`), retryAfterSeconds: 1 };
    },
  };
};
