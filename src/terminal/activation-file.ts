/** `activation.json` beside `terminal.json`: what the box remembers of activations, for its owner only. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { failed, ok } from '../errors.ts';
import { JsonFileAdapter, systemError } from '../storage/json-adapter.ts';
import { slowHash } from '../storage/slow-hash.ts';
import { ActivationRecord, type RecordDocument } from './activation-record.ts';
import { secretMode, terminalCodes } from './terminal-file.ts';

/** `directory`: `$SENDYBOX_DATA`. A damaged file is begun anew: it only spares the gateway questions. */
export const openActivationRecord = async (
  directory: string,
  log: (event: string, data: Readonly<Record<string, unknown>>, level: 'warn') => void,
): Promise<ActivationRecord> => {
  const path = join(directory, 'activation.json');
  const adapter = new JsonFileAdapter<RecordDocument>({ path, mode: secretMode, codes: terminalCodes });
  await adapter.sweep();
  return ActivationRecord.open({
    file: {
      async read() {
        for (const file of [adapter.path, adapter.backupPath]) {
          const reading = await adapter.readFile(file);
          if (reading.ok && reading.value !== null) return reading.value.document;
          if (!reading.ok) log('activation.recordUnreadable', { error: reading.error }, 'warn');
        }
        return null;
      },
      async write(document) {
        try {
          await new Low(adapter, document).write();
          return ok(null);
        } catch (error) {
          return failed(systemError('TRM-02', path, error));
        }
      },
    },
    randomBytes,
    hash: async (text, salt) => (await slowHash(text, Buffer.from(salt, 'base64'))).toString('base64'),
  });
};
