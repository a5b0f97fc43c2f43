/** A terminal is activated once more, or another one, while nothing of the journal can be read or written. */
import { expect, onTestFinished, test } from 'vitest';
import { journalScope } from '../../src/box/journal-scope.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { openDisk } from '../../src/simulation/disk.ts';
import type { Identity } from '../../src/terminal/terminal-store.ts';
import { begin, gateway, options, paid, terminalId } from '../helpers/journal-fixture.ts';

/** A journal on a disk that fails when it is told to. */
const scene = () => {
  const disk = openDisk(() => undefined);
  onTestFinished(() => disk.remove());
  let onReopened = (): void => {};
  const opened = openJournal({ ...options(disk.path), connect: disk.connect, onReopened: () => onReopened() });
  if (!opened.ok) throw new Error(opened.error.code);
  const journal = opened.value;
  let terminal: string | null = terminalId;
  const changes: (string | null)[] = [];
  const rows = journalScope({
    opened,
    identity: () =>
      terminal === null ? null : ({ serverUrl: gateway, info: { terminal: { id: terminal } } } as unknown as Identity),
    onChanged: () => changes.push(rows.error()?.code ?? null),
  });
  onReopened = rows.reopened;
  rows.apply();
  return {
    journal,
    rows,
    changes,
    activate(id: string | null) {
      terminal = id;
      rows.apply();
    },
    fail: () => disk.setFault('io'),
    mend: () => disk.setFault(null),
  };
};

test('the same terminal: its rows stay its rows, and what is open is written when the disk works again', async () => {
  const { journal, rows, activate, fail, mend } = scene();
  const sale = await begin(journal);
  fail();
  activate(null);
  activate(terminalId);
  expect(rows.error(), 'nothing is in the way that the next write would not tell').toBeNull();
  await expect(paid(journal, sale)).rejects.toThrow();
  mend();
  expect(await paid(journal, sale)).toMatchObject({ status: 'paid' });
});

test('another terminal: out of service until the disk works again, and then by itself in service', async () => {
  const { journal, rows, changes, activate, fail, mend } = scene();
  fail();
  activate('10000002');
  expect(rows.error()?.code).toMatch(/^JRN-/);
  mend();
  await journal.owedDocuments();
  await Promise.resolve();
  expect(rows.error()).toBeNull();
  expect(changes).toEqual([null]);
});
