/** The log of the last days for a bundle. Its lines were redacted when they were written, and are here once more. */
import { daysIn } from '../logging/log-days.ts';
import { readLog } from '../logging/read-log.ts';
import { redact } from '../logging/redact.ts';
import type { Scrub } from './secrets.ts';

/** A noisy day comes in parts, since a part is in memory as a whole. */
const maxPartBytes = 8 * 1_048_576;

export interface LogPart {
  /** `2026-11-24.log`, its next part `2026-11-24.2.log` */
  readonly name: string;
  readonly text: string;
}

/** Days of the calendar that end with `today`; a day that is to come, by a clock that was wrong, is among them. */
export async function* logParts(directory: string, today: string, days: number, scrub: Scrub): AsyncGenerator<LogPart> {
  const from = Temporal.PlainDate.from(today)
    .subtract({ days: days - 1 })
    .toString();
  for (const day of daysIn(directory).filter((one) => one >= from)) yield* partsOf(directory, day, scrub);
}

async function* partsOf(directory: string, day: string, scrub: Scrub): AsyncGenerator<LogPart> {
  let part = 1;
  let text = '';
  const name = () => (part === 1 ? `${day}.log` : `${day}.${part}.log`);
  for await (const lines of readLog({ directory, from: day, follow: null })) {
    text += lines.map((line) => `${scrub(cleanLine(line))}\n`).join('');
    if (text.length < maxPartBytes) continue;
    yield { name: name(), text };
    part += 1;
    text = '';
  }
  if (text !== '' || part === 1) yield { name: name(), text };
}

/** What is torn or foreign cannot be looked through for the names of secrets: that it was there must do. */
export const cleanLine = (line: string): string => {
  try {
    const document: unknown = JSON.parse(line);
    if (typeof document === 'object' && document !== null) return JSON.stringify(redact(document));
  } catch {
    // told below
  }
  return JSON.stringify({ unreadableBytes: Buffer.byteLength(line) });
};
