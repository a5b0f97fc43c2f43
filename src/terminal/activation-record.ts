/**
 * What this box remembers of activations, across restarts: which terminal it was activated as, the attempt that has no
 * answer yet, and the codes that are void. The gateway counts the attempts (contract, `pos/activation`); the box keeps
 * its word, so that a power cut is no further attempt and a void code is not asked about again.
 */
import { z } from 'zod';
import type { EarlierActivation } from '../../machines/ports.ts';
import { type FieldError, failed, fieldError, ok, type Result } from '../errors.ts';

/** More terminals than one box is ever activated as, and more codes than a day of wrong ones: the oldest are forgotten. */
const maxTerminals = 8;
const maxCodes = 24;

const instant = z.iso.datetime();
const hash = z.string().min(16).max(128);

const terminalSchema = z.object({
  serverUrl: z.string().max(500),
  terminalId: z.string().max(64),
  /** As the gateway said last; null: nothing since the last success or new code. */
  attemptsLeft: z.int().min(0).max(10).nullable(),
  /** Codes of that issue which were wrong, and codes that are void. */
  wrongCodes: z.array(hash).max(maxCodes),
  voidCodes: z.array(hash).max(maxCodes),
});

const recordSchema = z.object({
  version: z.literal(1),
  /** Of all hashes in this file. */
  salt: z.base64().min(16).max(64),
  last: z.object({ serverUrl: z.string(), terminalId: z.string(), activatedAt: instant }).nullable(),
  /** Sent, or about to be: whether it was counted is not known. */
  pending: z
    .object({
      attemptId: z.string().min(1).max(64),
      serverUrl: z.string(),
      terminalId: z.string(),
      serialNumber: z.string(),
      replaceExisting: z.boolean(),
      code: hash,
    })
    .nullable(),
  terminals: z.array(terminalSchema).max(maxTerminals),
});

export type RecordDocument = z.output<typeof recordSchema>;
type TerminalRecord = RecordDocument['terminals'][number];

/** Where it is kept: a durable file, written whole or not at all. */
export interface RecordFile {
  /** Null: there is none, or it says nothing usable. */
  read(): Promise<unknown>;
  /** Resolves when it is on disk. */
  write(document: RecordDocument): Promise<Result<null>>;
}

export interface ActivationRecordOptions {
  readonly file: RecordFile;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Slow on purpose where the file may fall into wrong hands; the same text and salt give the same hash. */
  readonly hash: (text: string, salt: string) => Promise<string>;
}

/** One press of ENTER. */
export interface Attempt {
  readonly serverUrl: string;
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly activationCode: string;
  readonly replaceExisting: boolean;
}

/** What the gateway said of an attempt. other: answered, and not counted. open: no answer, it may have been counted. */
export type AttemptEnd =
  | { readonly kind: 'activated'; readonly activatedAt: string }
  | { readonly kind: 'wrong'; readonly attemptsLeft: number | null }
  | { readonly kind: 'void' }
  | { readonly kind: 'other' }
  | { readonly kind: 'open' };

export class ActivationRecord {
  readonly #options: ActivationRecordOptions;
  #document: RecordDocument;

  private constructor(options: ActivationRecordOptions, document: RecordDocument) {
    this.#options = options;
    this.#document = document;
  }

  static async open(options: ActivationRecordOptions): Promise<ActivationRecord> {
    const parsed = recordSchema.safeParse(await options.file.read());
    const empty = (): RecordDocument => ({
      version: 1,
      salt: Buffer.from(options.randomBytes(16)).toString('base64'),
      last: null,
      pending: null,
      terminals: [],
    });
    return new ActivationRecord(options, parsed.success ? parsed.data : empty());
  }

  /** Null: this box was never activated, as far as it knows. */
  last(): EarlierActivation | null {
    return this.#document.last;
  }

  /** Of the code that is issued for this terminal, as the gateway said last; null: nothing is known. */
  attemptsLeft(serverUrl: string, terminalId: string): number | null {
    return this.#terminal(serverUrl, terminalId).attemptsLeft;
  }

  /**
   * Before anything is sent. The attempt without an answer is carried on under its own id, which costs nothing; else
   * `freshId` becomes its id, and is on disk. Errors: ACT-03 the code is known to be void, TRM-02 it cannot be written.
   */
  async begin(attempt: Attempt, freshId: string): Promise<Result<{ readonly attemptId: string }>> {
    const code = await this.#hashOf(attempt);
    const { serverUrl, terminalId, serialNumber, replaceExisting } = attempt;
    if (this.#terminal(serverUrl, terminalId).voidCodes.includes(code)) return failed(fieldError('ACT-03'));
    const { pending } = this.#document;
    const isCarriedOn =
      pending !== null &&
      pending.code === code &&
      pending.serverUrl === serverUrl &&
      pending.terminalId === terminalId &&
      pending.serialNumber === serialNumber &&
      pending.replaceExisting === replaceExisting;
    if (isCarriedOn) return ok({ attemptId: pending.attemptId });
    const written = await this.#write({
      pending: { attemptId: freshId, serverUrl, terminalId, serialNumber, replaceExisting, code },
    });
    return written === null ? ok({ attemptId: freshId }) : failed(written);
  }

  /** What came of it. Resolves with TRM-02 where it could not be written: then the attempt is only carried on again. */
  async end(attempt: Attempt, end: AttemptEnd): Promise<FieldError | null> {
    if (end.kind === 'open') return null;
    const { serverUrl, terminalId } = attempt;
    const known = this.#terminal(serverUrl, terminalId);
    if (end.kind === 'activated') {
      return this.#write({
        pending: null,
        last: { serverUrl, terminalId, activatedAt: end.activatedAt },
        terminals: this.#with({ ...known, attemptsLeft: null, wrongCodes: [] }),
      });
    }
    if (end.kind === 'other') return this.#write({ pending: null });
    // The slow hash stands there since the attempt began.
    const code = this.#document.pending?.code ?? (await this.#hashOf(attempt));
    const wrongCodes = joined(known.wrongCodes, [code]);
    // The third wrong one voids what was issued: none of the codes that were tried can become right any more.
    const isVoid = end.kind === 'void' || end.attemptsLeft === 0;
    return this.#write({
      pending: null,
      terminals: this.#with(
        isVoid
          ? { ...known, attemptsLeft: null, wrongCodes: [], voidCodes: joined(known.voidCodes, wrongCodes) }
          : { ...known, attemptsLeft: end.attemptsLeft, wrongCodes },
      ),
    });
  }

  #hashOf({ serverUrl, terminalId, activationCode }: Attempt): Promise<string> {
    return this.#options.hash(JSON.stringify([serverUrl, terminalId, activationCode]), this.#document.salt);
  }

  #terminal(serverUrl: string, terminalId: string): TerminalRecord {
    const found = this.#document.terminals.find((one) => one.serverUrl === serverUrl && one.terminalId === terminalId);
    return found ?? { serverUrl, terminalId, attemptsLeft: null, wrongCodes: [], voidCodes: [] };
  }

  #with(changed: TerminalRecord): TerminalRecord[] {
    const others = this.#document.terminals.filter(
      (one) => one.serverUrl !== changed.serverUrl || one.terminalId !== changed.terminalId,
    );
    return [...others, changed].slice(-maxTerminals);
  }

  async #write(change: Partial<RecordDocument>): Promise<FieldError | null> {
    const document = { ...this.#document, ...change };
    const written = await this.#options.file.write(document);
    if (!written.ok) return written.error;
    this.#document = document;
    return null;
  }
}

const joined = (codes: readonly string[], more: readonly string[]): string[] =>
  [...new Set([...codes, ...more])].slice(-maxCodes);
