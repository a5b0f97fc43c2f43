/** What a simulated box has on disk beside its journal and its settings. */
import { createHash } from 'node:crypto';
import { ok } from '../errors.ts';
import { ActivationRecord, type RecordDocument } from '../terminal/activation-record.ts';
import type { Identity } from '../terminal/terminal-store.ts';
import type { Power } from './power.ts';
import type { Random } from './random.ts';

/** Each is written whole or not at all. */
export interface TerminalFile {
  read(): Identity | null;
  save(identity: Identity): void;
  readRecord(): RecordDocument | null;
  saveRecord(document: RecordDocument): void;
}

/** The same for the guesses of the service PIN. */
export interface PinAttemptsFile {
  read(): string | null;
  save(text: string): void;
}

/** As `activation-file.ts` does it, but for a hash that costs no time. */
export const openRecord = (terminal: TerminalFile, random: Random, power: Power): Promise<ActivationRecord> =>
  ActivationRecord.open({
    file: {
      read: () => Promise.resolve(terminal.readRecord()),
      async write(document) {
        await power.call('activation.json', () => terminal.saveRecord(document));
        return ok(null);
      },
    },
    randomBytes: (size) => random.bytes(size),
    hash: (text, salt) => Promise.resolve(createHash('sha256').update(salt).update(text).digest('base64')),
  });
