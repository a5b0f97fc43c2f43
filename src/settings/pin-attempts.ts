/**
 * How often the service PIN may be guessed. An attempt is on disk before its PIN is looked at, so that a power cut is no
 * free guess, and the lock outlives every restart.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { type FieldError, failed, fieldError, ok, type Result } from '../errors.ts';
import { readWhole, sweepTemporaryFiles, writeDurably } from '../storage/durable-file.ts';

export const maxPinAttempts = 3;
export const pinLockMs = 5 * 60_000;

/** Rejects with the system's error. */
export interface AttemptsFile {
  /** Null: there is none. */
  read(): Promise<string | null>;
  /** Resolves when it is durable. */
  write(text: string): Promise<void>;
}

/** It holds no secret; whoever may read the settings may read it. */
const fileMode = 0o640;

/** `directory`: `$SENDYBOX_DATA`. */
export const attemptsFile = (directory: string): AttemptsFile => {
  const path = join(directory, 'service-pin.json');
  return {
    async read() {
      await sweepTemporaryFiles(path);
      return readWhole(path);
    },
    write: (text) => writeDurably(path, text, fileMode),
  };
};

const storedSchema = z.object({
  failures: z.int().min(0).max(maxPinAttempts),
  /** Wall clock. */
  lastAt: z.iso.datetime(),
});

export interface PinAttemptsOptions {
  readonly file: AttemptsFile;
  /** Only goes forward, from whatever beginning. */
  readonly monotonicMs: () => number;
  /** Milliseconds since 1970. */
  readonly wallMs: () => number;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>, level?: 'info' | 'warn' | 'error') => void;
}

export class PinAttempts {
  readonly #options: PinAttemptsOptions;
  #failures = 0;
  /** By the monotonic clock, which nobody sets: while the process runs, a new date shortens no lock. */
  #lockedUntilMs = 0;

  private constructor(options: PinAttemptsOptions) {
    this.#options = options;
  }

  static async open(options: PinAttemptsOptions): Promise<PinAttempts> {
    const attempts = new PinAttempts(options);
    await attempts.#load();
    return attempts;
  }

  get left(): number {
    return maxPinAttempts - this.#failures;
  }

  /** SRV-03 while the lock lasts; null: a PIN may be typed. */
  refusal(): FieldError | null {
    const leftMs = this.#lockedUntilMs - this.#options.monotonicMs();
    if (this.#failures < maxPinAttempts || leftMs <= 0) return null;
    return fieldError('SRV-03', `${Math.ceil(leftMs / 1_000)} s`, { minutes: Math.ceil(leftMs / 60_000) });
  }

  /** Counts one attempt as a wrong one; only then may its PIN be looked at. Errors: SRV-03; SRV-05 nothing was counted. */
  async begin(): Promise<Result<void>> {
    const refusal = this.refusal();
    if (refusal !== null) return failed(refusal);
    // A lock that is over leaves three new attempts.
    const failures = this.#failures < maxPinAttempts ? this.#failures + 1 : 1;
    try {
      await this.#write(failures);
    } catch (error) {
      return failed(this.#unwritten(error));
    }
    this.#failures = failures;
    if (failures === maxPinAttempts) this.#lock(pinLockMs);
    return ok(undefined);
  }

  /** The PIN was right, or there is a new one. What cannot be written only leaves fewer attempts after a restart. */
  async forgive(): Promise<void> {
    if (this.#failures === 0) return;
    this.#failures = 0;
    await this.#write(0).catch((error: unknown) => this.#unwritten(error));
  }

  #lock(forMs: number): void {
    this.#lockedUntilMs = this.#options.monotonicMs() + forMs;
  }

  #write(failures: number): Promise<void> {
    const lastAt = new Date(this.#options.wallMs()).toISOString();
    return this.#options.file.write(`${JSON.stringify({ failures, lastAt })}\n`);
  }

  #unwritten(error: unknown): FieldError {
    const failure = fieldError('SRV-05', (error as NodeJS.ErrnoException).code ?? String(error));
    this.#options.log('service.attemptsNotWritten', { error: failure }, 'warn');
    return failure;
  }

  async #load(): Promise<void> {
    const stored = await this.#read();
    if (stored === null) return;
    this.#failures = stored.failures;
    if (this.#failures < maxPinAttempts) return;
    const passedMs = this.#options.wallMs() - Date.parse(stored.lastAt);
    // A box without a battery clock wakes up in the past: then nothing of the lock is known to be over.
    this.#lock(passedMs < 0 ? pinLockMs : Math.max(0, pinLockMs - passedMs));
  }

  /** A file that nobody can read counts as three wrong attempts just now: damaging it is no way around the lock. */
  async #read(): Promise<z.output<typeof storedSchema> | null> {
    try {
      const text = await this.#options.file.read();
      return text === null ? null : storedSchema.parse(JSON.parse(text));
    } catch (error) {
      this.#options.log('service.attemptsUnreadable', { error: (error as Error).name }, 'warn');
      return { failures: maxPinAttempts, lastAt: new Date(this.#options.wallMs()).toISOString() };
    }
  }
}
