/**
 * lowdb's adapter over a durable file. lowdb itself never fsyncs and only its own `JSONFile` serialises writes; this one
 * writes one after the other, in the order they were asked for, and keeps `.bak` equal to the last that was good.
 */
import { copyFile } from 'node:fs/promises';
import type { Adapter } from 'lowdb';
import { type FieldCode, type FieldError, failed, fieldError, ok, type Result } from '../errors.ts';
import { type FileCalls, readWhole, sweepTemporaryFiles, writeDurably } from './durable-file.ts';

/** Which code a person meets: the file says nothing usable, or the file system refuses. */
export interface FileCodes {
  readonly damaged: FieldCode;
  readonly unusable: FieldCode;
}

export interface JsonFileOptions {
  readonly path: string;
  readonly mode: number;
  readonly codes: FileCodes;
  readonly calls?: FileCalls;
}

/** The text as it stands in the file, and what it says. */
export interface Reading {
  readonly text: string;
  readonly document: unknown;
}

export class JsonFileAdapter<T> implements Adapter<T> {
  readonly path: string;
  readonly #options: JsonFileOptions;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(options: JsonFileOptions) {
    this.path = options.path;
    this.#options = options;
  }

  get backupPath(): string {
    return `${this.path}.bak`;
  }

  /** Clears away what a power cut left of earlier writes; at start. */
  sweep(): Promise<void> {
    return sweepTemporaryFiles(this.path);
  }

  /** Null: no such file. Errors: `damaged` empty, torn or not JSON (without a word of its contents), `unusable`. */
  readFile(path: string = this.path): Promise<Result<Reading | null>> {
    return readJson(path, this.#options.codes);
  }

  /** For lowdb. The stores read with `readFile`, which tells what is wrong. */
  async read(): Promise<T | null> {
    const reading = await this.readFile();
    return reading.ok && reading.value !== null ? (reading.value.document as T) : null;
  }

  /** Resolves when the file is durable; rejects with the system's error, the old file untouched. */
  write(data: T): Promise<void> {
    const text = serialise(data);
    return this.#inTurn(async () => {
      await this.#put(this.path, text);
      // The new file is in force already. A `.bak` that could not follow is one version old until the next good start.
      await this.#put(this.backupPath, text).catch(() => {});
    });
  }

  /** Makes `.bak` say what was just read and found good, if it does not yet. */
  async keepAsGood(text: string): Promise<void> {
    await this.#inTurn(async () => {
      if ((await readWhole(this.backupPath).catch(() => null)) !== text) await this.#put(this.backupPath, text);
    });
  }

  /** Keeps a file that was refused as `<name>.refused` before a write takes its place: nobody's edit is lost. */
  keepRefused(): Promise<void> {
    return this.#inTurn(() => copyFile(this.path, `${this.path}.refused`));
  }

  #put(path: string, text: string): Promise<void> {
    return writeDurably(path, text, this.#options.mode, this.#options.calls);
  }

  #inTurn(job: () => Promise<void>): Promise<void> {
    const done = this.#lastWrite.then(job);
    this.#lastWrite = done.catch(() => {});
    return done;
  }
}

/** As an engineer can read it. */
export const serialise = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;

const readJson = async (path: string, codes: FileCodes): Promise<Result<Reading | null>> => {
  let text: string | null;
  try {
    text = await readWhole(path);
  } catch (error) {
    if (error instanceof RangeError) return failed(fieldError(codes.damaged, `${path}: too large, ${error.message}`));
    return failed(systemError(codes.unusable, path, error));
  }
  if (text === null) return ok(null);
  if (text.trim() === '') return failed(fieldError(codes.damaged, `${path}: empty`, { file: path }));
  try {
    return ok({ text, document: JSON.parse(text) });
  } catch {
    return failed(fieldError(codes.damaged, `${path}: not JSON`, { file: path }));
  }
};

export const systemError = (code: FieldCode, path: string, error: unknown): FieldError => {
  const errno = (error as NodeJS.ErrnoException).code;
  return fieldError(code, `${path}: ${errno ?? String(error)}`, { file: path, ...(errno && { errno }) });
};
