/**
 * Who this box is for the gateway: `terminal.json`, written by activation, mode 0600 since it holds the terminal key.
 * The hardware id stands in its own `hardware.json`, since it is there before the first activation and outlives it.
 */
import { randomBytes } from 'node:crypto';
import { chmod, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { z } from 'zod';
import { type FieldError, FieldFailure, failed, fieldError, ok, type Result } from '../errors.ts';
import { paymentMethods, paymentSystems, type TerminalInfo } from '../payment/types.ts';
import type { FileCalls } from '../storage/durable-file.ts';
import { JsonFileAdapter, systemError } from '../storage/json-adapter.ts';
import { openTerminalFile, secretMode, terminalCodes } from './terminal-file.ts';

const text = z.string().max(1_000);

const identitySchema = z.strictObject({
  version: z.literal(1),
  /** The gateway that gave the key: it is worth nothing at another. */
  serverUrl: z.string().min(1).max(500),
  hardwareId: z.string().min(1).max(128),
  /** The raw bytes of the HMAC key, base64. */
  terminalKey: z.base64().min(24).max(512),
  info: z.object({
    terminal: z.object({ id: text.min(1), serialNumber: text.min(1), name: text }),
    merchant: z.object({ name: text, taxId: text, address: text }),
    currency: z.string().regex(/^[A-Z]{3}$/),
    paymentSystems: z.array(z.enum(paymentSystems)).max(10),
    modes: z.array(z.enum(paymentMethods)).max(10),
    limits: z.object({ minAmount: z.int().min(0), maxAmount: z.int().min(0) }),
    permissions: z.object({ refund: z.boolean() }),
    activatedAt: z.iso.datetime(),
  }),
  activatedAt: z.iso.datetime(),
});

export type StoredIdentity = z.output<typeof identitySchema>;
/** What a caller saves: the store adds the version. */
export type Identity = Omit<StoredIdentity, 'version'>;

/** Of a `terminal.json` as it was read; null: it is none. */
export const parseIdentity = (document: unknown): Identity | null => {
  const parsed = identitySchema.safeParse(document);
  if (!parsed.success) return null;
  const { version: _, ...identity } = parsed.data;
  return identity;
};

const hardwareSchema = z.object({ hardwareId: z.string().regex(/^[A-Za-z0-9_-]{22}$/) });

export interface TerminalOptions {
  /** `$SENDYBOX_DATA`. */
  readonly directory: string;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>, level?: 'info' | 'warn' | 'error') => void;
  /** 16 bytes, for the hardware id. */
  readonly random?: (bytes: number) => Uint8Array;
  readonly calls?: FileCalls;
}

const publicMode = 0o640;

export class TerminalStore {
  readonly path: string;
  readonly #options: TerminalOptions;
  readonly #terminal: JsonFileAdapter<StoredIdentity>;
  readonly #hardware: JsonFileAdapter<{ hardwareId: string }>;
  #problem: FieldError | null = null;
  /** The last one that was to be written. */
  #wanted: Identity | null = null;
  #hardwareId: Promise<string> | null = null;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#terminal = openTerminalFile(options.directory, options.calls);
    this.path = this.#terminal.path;
    this.#hardware = new JsonFileAdapter({
      path: join(options.directory, 'hardware.json'),
      mode: publicMode,
      codes: terminalCodes,
      ...(options.calls && { calls: options.calls }),
    });
  }

  /** What is wrong with `terminal.json` though its `.bak` serves: for the status and the log. */
  problem(): FieldError | null {
    return this.#problem;
  }

  /**
   * Null: not activated. A damaged file is left untouched and its `.bak` serves, where that is good; else TRM-01.
   * TRM-02: the file cannot be read.
   */
  async read(): Promise<Result<Identity | null>> {
    await this.#terminal.sweep();
    await this.#closeToOthers(this.path);
    await this.#closeToOthers(this.#terminal.backupPath);
    this.#problem = null;
    const main = await this.#identityIn(this.path);
    if (main.ok) {
      if (main.value !== null) await this.#terminal.keepAsGood(main.value.text).catch(() => {});
      return ok(main.value?.identity ?? null);
    }
    this.#options.log('terminal.refused', { error: main.error }, 'warn');
    const backup = await this.#identityIn(this.#terminal.backupPath);
    if (!backup.ok || backup.value === null) return main;
    this.#problem = main.error;
    this.#options.log('terminal.lastGoodInForce', { file: this.#terminal.backupPath }, 'warn');
    return ok(backup.value.identity);
  }

  /** Resolves when it is on disk. Rejects with FieldFailure TRM-02 (full disk, read-only); the old file is then as it was. */
  async save(identity: Identity): Promise<void> {
    const stored = identitySchema.parse({ version: 1, ...identity });
    this.#wanted = identity;
    try {
      await new Low(this.#terminal, stored).write();
    } catch (error) {
      throw new FieldFailure(systemError('TRM-02', this.path, error), { cause: error });
    }
    this.#problem = null;
  }

  /**
   * Other registration data with the same key, as `save`. Null: another activation came in between, whose key must not be
   * written over.
   */
  async saveInfo(known: Identity, info: TerminalInfo): Promise<Identity | null> {
    if (this.#wanted !== null && this.#wanted.terminalKey !== known.terminalKey) return null;
    const renewed: Identity = { ...known, info: structuredClone(info) as Identity['info'] };
    await this.save(renewed);
    return renewed;
  }

  /**
   * 128 random bits, base64url, drawn once for this box and durable before anybody is told. A damaged file is replaced:
   * the gateway then asks whether to replace the terminal, and nothing is lost. Rejects with FieldFailure TRM-02.
   */
  hardwareId(): Promise<string> {
    this.#hardwareId ??= this.#findHardwareId().catch((error: unknown) => {
      this.#hardwareId = null; // a full disk may be mended by the next try
      throw error;
    });
    return this.#hardwareId;
  }

  async #findHardwareId(): Promise<string> {
    for (const path of [this.#hardware.path, this.#hardware.backupPath]) {
      const reading = await this.#hardware.readFile(path);
      const parsed = hardwareSchema.safeParse(reading.ok ? reading.value?.document : null);
      if (parsed.success) return parsed.data.hardwareId;
    }
    const identity = await this.read();
    const activated = identity.ok ? identity.value?.hardwareId : undefined;
    const hardwareId = activated ?? Buffer.from((this.#options.random ?? randomBytes)(16)).toString('base64url');
    try {
      await new Low(this.#hardware, { hardwareId }).write();
    } catch (error) {
      throw new FieldFailure(systemError('TRM-02', this.#hardware.path, error), { cause: error });
    }
    return hardwareId;
  }

  async #identityIn(path: string): Promise<Result<{ readonly identity: Identity; readonly text: string } | null>> {
    const reading = await this.#terminal.readFile(path);
    if (!reading.ok) return reading;
    if (reading.value === null) return ok(null);
    const parsed = identitySchema.safeParse(reading.value.document);
    if (!parsed.success) {
      const where = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code).slice(0, 10);
      return failed(fieldError('TRM-01', `${path}: ${where.join(', ')}`, { file: path }));
    }
    const { version: _, ...identity } = parsed.data;
    return ok({ identity, text: reading.value.text });
  }

  /** An editor or a copy over SSH may have left the key readable to others: closed again, and said. */
  async #closeToOthers(path: string): Promise<void> {
    try {
      const mode = (await stat(path)).mode & 0o777;
      if ((mode & 0o077) === 0) return;
      await chmod(path, secretMode);
      this.#options.log('terminal.wasOpenToOthers', { file: path, mode: mode.toString(8) }, 'warn');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.#options.log('terminal.openToOthers', { error: systemError('TRM-02', path, error) }, 'warn');
    }
  }
}
