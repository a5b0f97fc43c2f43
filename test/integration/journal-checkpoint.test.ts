import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { begin, directory, openedJournal, paid } from '../helpers/journal-fixture.ts';
import { commitsInLog } from '../helpers/journal-log.ts';

test('an idle box moves the log into the database; when nothing was sold it writes nothing', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await paid(journal, await begin(journal));
  expect(commitsInLog(path)).toBeGreaterThan(3);
  await journal.checkpoint();
  expect(commitsInLog(path)).toBe(1);

  const before = statSync(`${path}-wal`, { bigint: true }).mtimeNs;
  await journal.checkpoint();
  expect(statSync(`${path}-wal`, { bigint: true }).mtimeNs).toBe(before);
});

test('a box that is never idle keeps its log bounded', async () => {
  const path = join(directory(), 'journal.db');
  const forced: unknown[] = [];
  const maxLogPages = 50;
  const journal = openedJournal(path, {
    maxLogPages,
    log: (event, data) => event === 'journal.checkpointed' && forced.push(data),
  });
  for (let count = 0; count < 60; count += 1) await paid(journal, await begin(journal));
  expect(forced.length).toBeGreaterThan(5);
  expect(statSync(`${path}-wal`).size).toBeLessThan((maxLogPages + 80) * 4_120);
  expect(await journal.highestNumber()).toBe(60);
});

test('a backup that reads meanwhile delays a checkpoint and stops no sale', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path, { maxLogPages: 10 });
  await begin(journal);
  const reader = new DatabaseSync(path, { readOnly: true });
  reader.exec('BEGIN');
  expect(reader.prepare('SELECT count(*) AS count FROM payment').get()).toEqual({ count: 1 });
  await begin(journal);
  await journal.checkpoint();
  await begin(journal);
  expect(reader.prepare('SELECT count(*) AS count FROM payment').get()).toEqual({ count: 1 });
  reader.close();
  expect(await journal.highestNumber()).toBe(3);
  await journal.checkpoint();
  expect(commitsInLog(path)).toBe(1);
});
