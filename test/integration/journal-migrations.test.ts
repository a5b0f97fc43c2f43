import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import { migrate, migrationRefusal, migrations } from '../../src/journal/migrations.ts';
import { begin, directory, openedJournal, options } from '../helpers/journal-fixture.ts';

const versionOf = (db: DatabaseSync): unknown => db.prepare('PRAGMA user_version').get()?.user_version;

const refusalOf = (path: string): unknown => {
  const opened = openJournal(options(path));
  if (opened.ok) opened.value.close();
  return opened.ok ? null : opened.error;
};

test('a new file becomes a journal of the present version, able to give pages back', () => {
  const path = join(directory(), 'journal.db');
  openedJournal(path).close();
  const db = new DatabaseSync(path, { readOnly: true });
  expect(versionOf(db)).toBe(migrations.length);
  expect(db.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 2 });
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  db.close();
});

test('each step is taken once and in order; a step that fails leaves the version before it', () => {
  const db = new DatabaseSync(':memory:');
  const steps = [...migrations, 'CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT'];
  expect(migrate(db, migrations)).toBe(migrations.length);
  expect(migrate(db, steps)).toBe(1);
  expect(migrate(db, steps)).toBe(0);
  expect(versionOf(db)).toBe(steps.length);

  const torn = [...steps, 'CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1)'];
  expect(() => migrate(db, torn)).toThrow('no such table');
  db.exec('ROLLBACK');
  expect(versionOf(db)).toBe(steps.length);
  expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'more'").get()).toBeUndefined();
  expect(migrationRefusal(db, steps)).toBeNull();
});

test('the rows of a journal survive an upgrade', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const sale = await begin(journal);
  journal.close();
  const db = new DatabaseSync(path);
  migrate(db, [...migrations, 'ALTER TABLE payment ADD COLUMN note TEXT']);
  db.exec(`PRAGMA user_version = ${migrations.length}`);
  db.close();
  expect(await openedJournal(path).sale(1)).toEqual(sale);
});

test('a journal of a newer version is refused with both versions and left untouched', () => {
  const path = join(directory(), 'journal.db');
  openedJournal(path).close();
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA user_version = ${migrations.length + 5}`);
  db.close();
  const before = readFileSync(path);
  expect(refusalOf(path)).toMatchObject({
    code: 'JRN-03',
    params: { version: migrations.length + 5, supported: migrations.length },
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a database of another program is refused and left untouched', () => {
  const path = join(directory(), 'journal.db');
  const db = new DatabaseSync(path);
  db.exec('CREATE TABLE songs (title TEXT)');
  db.close();
  const before = readFileSync(path);
  expect(refusalOf(path)).toMatchObject({ code: 'JRN-04' });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a file that is no database is refused and left untouched', () => {
  const path = join(directory(), 'journal.db');
  writeFileSync(path, 'this is not a journal\n'.repeat(100));
  const before = readFileSync(path);
  expect(refusalOf(path)).toMatchObject({ code: 'JRN-04' });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a journal whose end was torn off is refused as damaged', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  for (let count = 0; count < 50; count += 1) await begin(journal);
  journal.close();
  const torn = join(directory(), 'journal.db');
  copyFileSync(path, torn);
  truncateSync(torn, 8_192);
  expect(refusalOf(torn)).toMatchObject({ code: 'JRN-04' });
});

test('a directory that is not there, or a directory in the place of the file, is JRN-02', () => {
  const place = directory();
  expect(refusalOf(join(place, 'missing', 'journal.db'))).toMatchObject({ code: 'JRN-02' });
  expect(refusalOf(place)).toMatchObject({ code: 'JRN-02' });
});
