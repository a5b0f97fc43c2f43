/** The box's time zone, and instants as people type them in it. */
import { type Session, UsageError } from './session.ts';

/** IANA name: the setting, else this machine's; a setting that is no time zone counts for none. */
export const boxTimeZone = async (session: Session): Promise<string> => {
  const zone = await session.setting('timeZone');
  try {
    if (typeof zone === 'string') return Temporal.Now.zonedDateTimeISO(zone).timeZoneId;
  } catch {
    // a file that the box refuses, too
  }
  return Temporal.Now.timeZoneId();
};

export const instantForms = '2026-11-24, 2026-11-24T06:30';

/**
 * `2026-11-24` (its first moment) or `2026-11-24T06:30`, a space in place of the T, in this time zone; RFC 3339 UTC. An hour
 * that summer time skips is the hour after; of one that comes twice it is the first.
 */
export const instantOf = (text: string, flag: string, timeZone: string): string => {
  try {
    if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$/.test(text)) throw new RangeError('no local time');
    return Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' })
      .toZonedDateTime(timeZone)
      .toInstant()
      .toString({ fractionalSecondDigits: 3 });
  } catch {
    throw new UsageError((texts) => texts.notOneOf(`${flag} ${text}`, instantForms));
  }
};
