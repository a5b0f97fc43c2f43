/**
 * The gateway's time, learnt from the `Date` header of its answers. A Raspberry Pi forgets the time when it is switched
 * off, and a signature is refused when `created` is more than 300 s from the gateway's clock.
 *
 * `Date` has whole seconds and was written somewhere between the request's leaving and the answer's arrival, so an
 * answer does not give a time but an interval. An offset inside the interval is left alone: an answer that was held
 * for 25 s by a long poll says little and moves nothing. The offset is kept against the monotonic clock, so that a
 * system clock that jumps (NTP a minute after the start) does not take the gateway's time with it.
 */
export interface ClockOffset {
  /** True once an answer of the gateway has set it. */
  readonly synchronised: boolean;
  /** Gateway's time minus the system's wall clock, now; 0 before the first answer. */
  readonly offsetMs: number;
  /** Milliseconds since 1970 by the gateway's clock, by the system's until an answer has set it. */
  nowMs(): number;
  /**
   * Learns from one answer. The caller vouches that it is the gateway's own (a contract answer over its verified
   * connection): the `Date` of a captive portal or a proxy must never come here. Times are the monotonic clock's.
   * False: the header is missing or no date.
   */
  observe(dateHeader: string | undefined, sentAtMs: number, answeredAtMs: number): boolean;
}

/** IMF-fixdate (RFC 9110, section 5.6.7) in milliseconds since 1970; null for anything else. */
export const parseHttpDate = (text: string): number | null => {
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? null : dateMs;
};

/** `Date` is cut to whole seconds: the true time is up to this much later. */
const dateResolutionMs = 999;

export const createClockOffset = (wallClock: () => number, monotonicClock: () => number): ClockOffset => {
  let aheadOfMonotonicMs: number | null = null;
  const nowMs = () => (aheadOfMonotonicMs === null ? wallClock() : monotonicClock() + aheadOfMonotonicMs);

  return {
    get synchronised() {
      return aheadOfMonotonicMs !== null;
    },
    get offsetMs() {
      return Math.round(nowMs() - wallClock());
    },
    nowMs,
    observe(dateHeader, sentAtMs, answeredAtMs) {
      const dateMs = dateHeader === undefined ? null : parseHttpDate(dateHeader);
      if (dateMs === null) return false;
      const lowest = dateMs - answeredAtMs;
      const highest = dateMs + dateResolutionMs - sentAtMs;
      // To the nearest end of the interval: the truth lies in every interval, so no answer ever leads away from it.
      aheadOfMonotonicMs =
        aheadOfMonotonicMs === null ? (lowest + highest) / 2 : Math.min(highest, Math.max(lowest, aheadOfMonotonicMs));
      return true;
    },
  };
};
