/**
 * Where log lines go: one file a local day, `2026-11-24.log`. What was written survives the
 * death of the process; nothing is ever fsynced. No failure of the disk reaches the caller: lost lines are counted, and the
 * first line that can be written again says how many.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dayFile, daysIn } from './log-days.ts';

export interface DayFilesOptions {
  readonly directory: string;
  readonly retentionDays: () => number;
  readonly bounds: LogBounds;
  /** A line of the log about the log itself. */
  readonly ownLine: (event: string, data: Readonly<Record<string, unknown>>) => string;
}

export interface LogBounds {
  /** A day that is noisier is told of warnings and worse only, and of those a quarter as much again. */
  readonly dayBytes: number;
  /** All days together; the oldest go first, today's never. */
  readonly allDaysBytes: number;
}

/** How much of a day is still written: everything, warnings and worse, nothing. */
type Fullness = 'open' | 'warningsOnly' | 'closed';

interface OpenFile {
  readonly date: string;
  readonly descriptor: number;
  bytes: number;
  /** The last write ended inside a line. */
  torn: boolean;
}

export class DayFiles {
  readonly #options: DayFilesOptions;
  #file: OpenFile | null = null;
  /** The day and the retention of the last sweep. */
  #swept = '';
  #lost = 0;
  #lostBecause = '';
  /** Left out of a day that is full: told of the next day, or every warning would bring another line. */
  #leftOut = 0;

  constructor(options: DayFilesOptions) {
    this.#options = options;
  }

  /** Lines that are not in the log and were not yet spoken of. */
  lost(): number {
    return this.#lost + this.#leftOut;
  }

  /** `line` ends with a line feed. Never throws. */
  write(date: string, line: string, isWarning: boolean): void {
    try {
      const file = this.#open(date);
      const fullness = this.#fullness(file);
      if (fullness === 'open' || (fullness === 'warningsOnly' && isWarning)) {
        this.#confess(file, fullness);
        this.#put(file, line);
        this.#tellOfFullness(file, fullness);
      } else {
        this.#leftOut += 1;
      }
    } catch (error) {
      this.#lost += 1;
      this.#lostBecause = errnoOf(error);
    }
    if (this.#file !== null && this.#swept !== this.#sweepOf(date)) this.#sweep(date);
  }

  close(): void {
    if (this.#file === null) return;
    try {
      closeSync(this.#file.descriptor);
    } catch {
      // nothing is buffered here: the lines are the kernel's already
    }
    this.#file = null;
  }

  #open(date: string): OpenFile {
    if (this.#file !== null && (this.#file.date !== date || isDeleted(this.#file.descriptor))) this.close();
    if (this.#file !== null) return this.#file;
    mkdirSync(this.#options.directory, { recursive: true });
    const descriptor = openSync(dayFile(this.#options.directory, date), 'a+', 0o640);
    const { size } = fstatSync(descriptor);
    this.#file = { date, descriptor, bytes: size, torn: size > 0 && !endsWithLineFeed(descriptor, size) };
    return this.#file;
  }

  /** By the size alone, so that a box that starts again on a full day says nothing twice. */
  #fullness({ bytes }: OpenFile): Fullness {
    const { dayBytes } = this.#options.bounds;
    if (bytes < dayBytes) return 'open';
    return bytes < largestDay(dayBytes) ? 'warningsOnly' : 'closed';
  }

  #tellOfFullness(file: OpenFile, before: Fullness): void {
    const now = this.#fullness(file);
    if (now === before) return;
    const stillWritten = now === 'closed' ? 'nothing' : 'warn, error';
    this.#put(file, this.#options.ownLine('log.dayFull', { bytes: file.bytes, stillWritten }));
  }

  #confess(file: OpenFile, fullness: Fullness): void {
    const tell = (lines: number, because: string): void =>
      this.#put(file, this.#options.ownLine('log.lost', { lines, because }));
    if (this.#lost > 0) tell(this.#lost, this.#lostBecause);
    this.#lost = 0;
    if (fullness !== 'open' || this.#leftOut === 0) return;
    tell(this.#leftOut, 'day full');
    this.#leftOut = 0;
  }

  #put(file: OpenFile, line: string): void {
    const bytes = Buffer.from(file.torn ? `\n${line}` : line);
    for (let written = 0; written < bytes.length; ) {
      const count = writeSync(file.descriptor, bytes, written);
      file.bytes += count;
      written += count;
      if (count > 0) file.torn = written < bytes.length;
    }
  }

  #sweepOf(date: string): string {
    return `${date} ${this.#options.retentionDays()}`;
  }

  /** Once a day and when the retention is another: days that are too old go, then the oldest of too many bytes. */
  #sweep(date: string): void {
    this.#swept = this.#sweepOf(date);
    const { directory, retentionDays, bounds } = this.#options;
    const failures = new Set<string>();
    const remove = (day: string): void => {
      try {
        unlinkSync(dayFile(directory, day));
      } catch (error) {
        failures.add(errnoOf(error));
      }
    };
    const crowdedOut: string[] = [];
    try {
      const oldest = Temporal.PlainDate.from(date).subtract({ days: retentionDays() }).toString();
      for (const day of daysIn(directory).filter((day) => day < oldest)) remove(day);
      // Today may still grow to its own bound.
      let room = bounds.allDaysBytes - largestDay(bounds.dayBytes);
      for (const day of daysIn(directory).reverse()) {
        if (day === date) continue;
        room -= statSync(dayFile(directory, day)).size;
        if (room < 0) crowdedOut.push(day);
      }
      for (const day of crowdedOut) remove(day);
    } catch (error) {
      failures.add(errnoOf(error));
    }
    const tell = (event: string, data: Readonly<Record<string, unknown>>): void =>
      this.write(date, this.#options.ownLine(event, data), true);
    if (crowdedOut.length > 0) tell('log.daysCrowdedOut', { days: crowdedOut.reverse() });
    if (failures.size > 0) tell('log.sweepFailed', { errno: [...failures].join(', ') });
  }
}

const largestDay = (dayBytes: number): number => dayBytes + Math.ceil(dayBytes / 4);

const errnoOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const isDeleted = (descriptor: number): boolean => fstatSync(descriptor).nlink === 0;

const endsWithLineFeed = (descriptor: number, size: number): boolean => {
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] === 0x0a;
};
