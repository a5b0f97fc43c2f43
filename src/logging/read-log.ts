/**
 * Reads the log as another process writes it: the lines of one day, or of that day and all that comes after it. A file
 * that is not there yet is waited for, one that was deleted and made again is read anew.
 */
import { open } from 'node:fs/promises';
import { dayFile, daysIn } from './log-days.ts';

/** The log's own lines are far shorter; a foreign one that is longer comes in pieces. */
const maxLineBytes = 256 * 1_024;
const chunkBytes = 64 * 1_024;

export interface LogReading {
  readonly directory: string;
  readonly from: string;
  /** Null: the one day as it is now. */
  readonly follow: {
    /** The day that is now written to. */
    today(): string;
    /** Until there may be more; false: nobody wants to know. */
    wait(): Promise<boolean>;
  } | null;
}

/** Lines without their line feed, a chunk of the file at a time. Rejects with the system's error. */
export async function* readLog({ directory, from, follow }: LogReading): AsyncGenerator<readonly string[]> {
  const readers = new Map<string, DayReader>();
  for (let day = from; ; ) {
    // Before reading: what belongs to an earlier day is all in its file by now.
    const today = follow?.today() ?? from;
    const reader = readers.get(day) ?? new DayReader(dayFile(directory, day));
    readers.set(day, reader);
    yield* reader.newLines();
    if (follow !== null && day === today) {
      if (!(await follow.wait())) return;
      continue;
    }
    const torn = reader.takeRest();
    if (torn !== null) yield [torn];
    if (follow === null) return;
    // A clock that was set back goes back to its day.
    day = day < today ? (daysOrNone(directory).find((next) => next > day && next <= today) ?? today) : today;
  }
}

const daysOrNone = (directory: string): string[] => {
  try {
    return daysIn(directory);
  } catch {
    return [];
  }
};

class DayReader {
  readonly #path: string;
  #inode = -1;
  #offset = 0;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** What has become whole lines since the last call. */
  async *newLines(): AsyncGenerator<readonly string[]> {
    const file = await open(this.#path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    try {
      const found = await file?.stat();
      if (file === null || found === undefined) return;
      if (found.ino !== this.#inode || found.size < this.#offset) {
        const torn = this.takeRest();
        if (torn !== null) yield [torn];
        this.#inode = found.ino;
        this.#offset = 0;
      }
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, this.#offset);
        if (bytesRead === 0) return;
        this.#offset += bytesRead;
        yield this.#linesOf(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file?.close();
    }
  }

  /** What stands behind the last line feed; null: nothing. */
  takeRest(): string | null {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length === 0 ? null : rest.toString();
  }

  #linesOf(chunk: Buffer): string[] {
    const lines: string[] = [];
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      lines.push(bytes.toString('utf8', start, end));
      start = end + 1;
    }
    this.#rest = bytes.subarray(start);
    if (this.#rest.length > maxLineBytes) lines.push(this.takeRest() ?? '');
    return lines;
  }
}
