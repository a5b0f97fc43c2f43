/**
 * Where log lines go: one file a local day, `2026-11-24.log`. What was written survives the
 * death of the process; nothing is ever fsynced. No failure of the disk reaches the caller: lost lines are counted, and the
 * first line that can be written again says how many.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface DayFilesOptions {
  readonly directory: string;
  readonly retentionDays: () => number;
  /** A day that is noisier is cut off with one last line that says so. */
  readonly maxDayBytes: number;
  /** A line of the log about the log itself. */
  readonly ownLine: (event: string, data: Readonly<Record<string, unknown>>) => string;
}

interface OpenFile {
  readonly date: string;
  readonly descriptor: number;
  bytes: number;
  /** The last write ended inside a line. */
  torn: boolean;
  full: boolean;
}

export class DayFiles {
  readonly #options: DayFilesOptions;
  #file: OpenFile | null = null;
  #sweptDate: string | null = null;
  #lost = 0;
  #lostBecause = '';

  constructor(options: DayFilesOptions) {
    this.#options = options;
  }

  /** Lines that could not be written and were not yet spoken of. */
  lost(): number {
    return this.#lost;
  }

  /** `line` ends with a line feed. Never throws. */
  write(date: string, line: string): void {
    try {
      const file = this.#open(date);
      if (this.#mayWrite(file, line)) {
        this.#confess(file);
        this.#put(file, line);
      } else {
        this.#lose('day full');
      }
    } catch (error) {
      this.#lose((error as NodeJS.ErrnoException).code ?? String(error));
    }
    if (this.#file !== null && this.#sweptDate !== date) this.#sweep(date);
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

  #lose(because: string): void {
    this.#lost += 1;
    this.#lostBecause = because;
  }

  #open(date: string): OpenFile {
    if (this.#file !== null && (this.#file.date !== date || isDeleted(this.#file.descriptor))) this.close();
    if (this.#file !== null) return this.#file;
    mkdirSync(this.#options.directory, { recursive: true });
    const descriptor = openSync(join(this.#options.directory, `${date}.log`), 'a+', 0o640);
    const { size } = fstatSync(descriptor);
    this.#file = { date, descriptor, bytes: size, torn: size > 0 && !endsWithLineFeed(descriptor, size), full: false };
    return this.#file;
  }

  #mayWrite(file: OpenFile, line: string): boolean {
    if (file.full) return false;
    if (file.bytes + Buffer.byteLength(line) <= this.#options.maxDayBytes) return true;
    file.full = true;
    this.#put(file, this.#options.ownLine('log.dayFull', { bytes: file.bytes }));
    return false;
  }

  #confess(file: OpenFile): void {
    if (this.#lost === 0) return;
    this.#put(file, this.#options.ownLine('log.lost', { lines: this.#lost, because: this.#lostBecause }));
    this.#lost = 0;
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

  /** Once a day: files older than the retention go. */
  #sweep(date: string): void {
    this.#sweptDate = date;
    try {
      const oldest = Temporal.PlainDate.from(date).subtract({ days: this.#options.retentionDays() }).toString();
      for (const name of readdirSync(this.#options.directory)) {
        const day = /^(\d{4}-\d\d-\d\d)\.log$/.exec(name)?.[1];
        if (day !== undefined && day < oldest) unlinkSync(join(this.#options.directory, name));
      }
    } catch (error) {
      const errno = (error as NodeJS.ErrnoException).code ?? String(error);
      this.write(date, this.#options.ownLine('log.sweepFailed', { errno }));
    }
  }
}

const isDeleted = (descriptor: number): boolean => fstatSync(descriptor).nlink === 0;

const endsWithLineFeed = (descriptor: number, size: number): boolean => {
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last[0] === 0x0a;
};
