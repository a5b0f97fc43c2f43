/** `sendybox backup`: reads the files themselves, beside the box that sells or without one. */
import { readRelease } from '../../control/release.ts';
import { fileOperand } from '../operands.ts';
import { dataDirectory } from '../places.ts';
import type { Command } from '../session.ts';
import { printable } from '../terminal-text.ts';

export const backupCommand: Command = {
  name: 'backup',
  usage: ['backup FILE [--force]'],
  options: { force: { type: 'boolean' } },
  async run(session, options, operands) {
    const { writeBackup } = await import('../../support/backup.ts'); // heavy, and only for this
    const { world } = session;
    const path = fileOperand(world, operands);
    const stopped = new AbortController();
    const stopListening = world.onInterrupt(() => stopped.abort());
    const made = await writeBackup({
      path,
      force: options.force === true,
      signal: stopped.signal,
      dataDirectory: dataDirectory(world),
      release: readRelease(world.root),
      nowMs: Date.now(),
    });
    stopListening();
    if (!made.ok) return session.fail(made.error, 1);
    const { file, bytes, highestTransactionNumber, openObligations } = made.value;
    const texts = await session.texts();
    session.answer(made.value, [
      texts.backedUp(printable(file), bytes),
      texts.backupHolds(highestTransactionNumber, openObligations),
    ]);
    return 0;
  },
};
