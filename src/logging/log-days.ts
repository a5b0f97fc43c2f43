/** The days of a log directory: one file a local day, `2026-11-24.log`. What has another name is not the log's. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldError, fieldError } from '../errors.ts';

export const dayFile = (directory: string, day: string): string => join(directory, `${day}.log`);

/** The days that have a file, the oldest first. Throws the system's error. */
export const daysIn = (directory: string): string[] =>
  readdirSync(directory)
    .flatMap((name) => /^(\d{4}-\d\d-\d\d)\.log$/.exec(name)?.[1] ?? [])
    .sort();

/** What the system's error means: LOG-01 there is none, LOG-02 it cannot be read. Throws what is no such error. */
export const logFailure = (directory: string, error: unknown): FieldError => {
  const { code: errno } = error as NodeJS.ErrnoException;
  if (errno === undefined) throw error;
  return errno === 'ENOENT'
    ? fieldError('LOG-01', undefined, { directory })
    : fieldError('LOG-02', undefined, { directory, errno });
};

/** Days in few words: `2026-11-01…2026-11-20, 2026-11-24`; of many stretches the last ones. */
export const daysInWords = (days: readonly string[], maxStretches = 8): string => {
  const stretches: { first: string; last: string }[] = [];
  for (const day of days) {
    const stretch = stretches.at(-1);
    if (stretch !== undefined && dayAfter(stretch.last) === day) stretch.last = day;
    else stretches.push({ first: day, last: day });
  }
  const shown = stretches.slice(-maxStretches).map(({ first, last }) => (first === last ? first : `${first}…${last}`));
  return [...(shown.length < stretches.length ? ['…'] : []), ...shown].join(', ');
};

/** Null: no day of the calendar, so that nothing comes after it. */
const dayAfter = (day: string): string | null => {
  try {
    return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
  } catch {
    return null;
  }
};
