/** The local date and time of an instant, cheap enough for every line of the log. */

interface Stretch {
  readonly timeZone: string;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly offsetMs: number;
  readonly offset: string;
  readonly date: string;
}

export interface LocalTime {
  /** `2026-11-24` */
  readonly date: string;
  /** `2026-11-24T06:44:01.123+03:00`: read by people in their own time, by programs without ambiguity. */
  readonly time: string;
}

/**
 * Keeps what holds until the next midnight or change of the offset, whichever is first; a clock that was set back or
 * another time zone begins anew.
 */
export const createLocalDays = (): ((instantMs: number, timeZone: string) => LocalTime) => {
  let stretch: Stretch | null = null;
  return (instantMs, timeZone) => {
    if (stretch === null || stretch.timeZone !== timeZone || instantMs < stretch.fromMs || instantMs >= stretch.untilMs)
      stretch = stretchAround(instantMs, timeZone);
    const local = new Date(instantMs + stretch.offsetMs).toISOString();
    return { date: stretch.date, time: `${local.slice(0, -1)}${stretch.offset}` };
  };
};

const stretchAround = (instantMs: number, timeZone: string): Stretch => {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instantMs)).toZonedDateTimeISO(timeZone);
  const midnight = local.startOfDay().add({ days: 1 }).epochMilliseconds;
  const transition = local.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return {
    timeZone,
    fromMs: instantMs,
    untilMs: Math.min(midnight, transition),
    offsetMs: local.offsetNanoseconds / 1_000_000,
    offset: local.offset,
    date: local.toPlainDate().toString(),
  };
};
