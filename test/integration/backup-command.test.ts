import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { type Said, saidBy, spawnCommand, unpack } from '../helpers/cli-process.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { begin, openedJournal, paid } from '../helpers/journal-fixture.ts';
import { checkout } from '../helpers/sandbox.ts';

const nobody = { uid: 65_534, gid: 65_534 };
const key = 'S2V5IG9mIHRoZSB0ZXJtaW5hbCwgc2VjcmV0ISEhISE=';

/** A stopped box that has sold: two paid, one open. */
const scene = async () => {
  const data = await scratchDirectory();
  const out = await scratchDirectory();
  const journal = openedJournal(join(data, 'journal.db'));
  for (let sale = 0; sale < 2; sale += 1) await paid(journal, await begin(journal));
  await begin(journal);
  journal.close();
  writeFileSync(join(data, 'settings.json'), '{ "version": 1, "language": "en" }\n');
  writeFileSync(join(data, 'terminal.json'), JSON.stringify({ terminalKey: key }), { mode: 0o600 });
  const backup = (...args: string[]): Promise<Said> => saidBy(spawnCommand(data, ['backup', ...args]));
  return { data, out, file: join(out, 'box.tar.gz'), backup };
};

/** Every file of the data, so that a change of any shows. */
const fingerprint = (data: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(data).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(data, name)))
        .digest('hex'),
    ]),
  );

const numbersIn = (journal: string): number[] => {
  const db = new DatabaseSync(journal, { readOnly: true });
  const numbers = db.prepare('SELECT number FROM payment ORDER BY number').all();
  db.close();
  return numbers.map(({ number }) => Number(number));
};

test('of a stopped box: journal, settings and what is in them, for the owner alone, and the box’s files untouched', async () => {
  const { data, file, out, backup } = await scene();
  const before = fingerprint(data);
  const { status, stdout, stderr } = await backup(file, '--json');
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual({
    file,
    bytes: statSync(file).size,
    highestTransactionNumber: 3,
    openObligations: 1,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(out)).toEqual(['box.tar.gz']);
  expect(fingerprint(data)).toEqual(before);

  const { directory, files } = await unpack(file);
  expect([...files.keys()].sort()).toEqual(['journal.db', 'manifest.json', 'settings.json']);
  const manifest = JSON.parse(files.get('manifest.json') ?? '');
  expect(manifest).toMatchObject({ version: '0.1.0', highestTransactionNumber: 3, openObligations: 1 });
  expect(Math.abs(Date.parse(manifest.created) - Date.now())).toBeLessThan(60_000);
  for (const name of ['journal.db', 'settings.json'])
    expect(manifest.files[name].sha256, name).toBe(fingerprint(directory)[name]);
  expect(files.get('settings.json')).toBe(readFileSync(join(data, 'settings.json'), 'utf8'));
  expect(numbersIn(join(directory, 'journal.db'))).toEqual([1, 2, 3]);
  for (const [name, content] of files) expect(content.includes(key), name).toBe(false);
  // The box opens it as its own.
  const restored = openedJournal(join(directory, 'journal.db'));
  expect(await restored.openSales(10)).toHaveLength(1);
});

test('while another process sells: whole, of one moment, and the box goes on', async () => {
  const { data, file, backup } = await scene();
  const seller = spawn(join(checkout, 'bin/box-node'), [
    join(checkout, 'test/helpers/journal-seller.ts'),
    join(data, 'journal.db'),
  ]);
  onTestFinished(() => void seller.kill('SIGKILL'));
  let said = 0;
  createInterface({ input: seller.stdout }).on('line', (line) => {
    if (line.startsWith('printed ')) said = Number(line.slice('printed '.length));
  });
  await expect.poll(() => said, { timeout: 20_000 }).toBeGreaterThan(20);
  const before = said;
  const { status, stdout } = await backup(file, '--json');
  const after = said;
  expect(status).toBe(0);
  const { highestTransactionNumber, openObligations } = JSON.parse(stdout);
  expect(highestTransactionNumber).toBeGreaterThanOrEqual(before);
  expect(highestTransactionNumber).toBeLessThanOrEqual(after + 1);
  await expect.poll(() => said, { timeout: 20_000 }).toBeGreaterThan(after);

  const { directory } = await unpack(file);
  const copy = new DatabaseSync(join(directory, 'journal.db'));
  expect(copy.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const open = copy.prepare('SELECT count(*) AS open FROM payment WHERE resolved = 0').get();
  expect(open).toEqual({ open: openObligations });
  copy.close();
  expect(numbersIn(join(directory, 'journal.db'))).toHaveLength(highestTransactionNumber);
});

test('after a power cut: with what is in the log beside the journal, which stays as it is', async () => {
  const { data, file } = await scene();
  const journal = openedJournal(join(data, 'journal.db'));
  await begin(journal);
  const left = await scratchDirectory();
  for (const name of ['journal.db', 'journal.db-wal']) copyFileSync(join(data, name), join(left, name));
  const before = fingerprint(left);
  const { status, stdout } = await saidBy(spawnCommand(left, ['backup', file, '--json']));
  expect([status, JSON.parse(stdout).highestTransactionNumber]).toEqual([0, 4]);
  expect(fingerprint(left)).toMatchObject(before);
});

test('replaces nothing without --force, and with it an earlier backup and nothing else', async () => {
  const { data, file, out, backup } = await scene();
  expect((await backup(file)).status).toBe(0);
  const first = readFileSync(file);
  const again = await backup(file);
  expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('FIL-01')]);
  expect(readFileSync(file).equals(first)).toBe(true);
  expect((await backup(file, '--force')).status).toBe(0);

  const before = fingerprint(data);
  symlinkSync(file, join(out, 'link'));
  for (const precious of [join(data, 'journal.db'), join(data, 'settings.json'), out, join(out, 'link'), '/dev/null']) {
    const { status, stderr } = await backup(precious, '--force');
    expect([status, stderr], precious).toEqual([1, expect.stringContaining('FIL-06')]);
  }
  expect(fingerprint(data)).toEqual(before);
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
});

test('what a power cut left of an earlier backup is cleared away', async () => {
  const { file, out, backup } = await scene();
  const left = ['.box.tar.gz.999999999-0a1b2c3d-1.tmp', '.box.tar.gz.999999999-0a1b2c3d-2.tmp-journal'];
  for (const name of left) writeFileSync(join(out, name), 'half');
  expect((await backup(file)).status).toBe(0);
  expect(readdirSync(out)).toEqual(['box.tar.gz']);
});

test.each<[string, string, (place: { data: string; out: string }) => string]>([
  ['a directory that is not there', 'FIL-02', ({ out }) => join(out, 'usb', 'box.tar.gz')],
  ['a file in place of the directory', 'FIL-02', ({ data }) => join(data, 'settings.json', 'box.tar.gz')],
  [
    'no journal',
    'JRN-06',
    ({ data, out }) => {
      // As it is before the first start; the scratch directory goes with the test.
      writeFileSync(join(data, 'journal.db'), '');
      return join(out, 'x');
    },
  ],
  [
    'a damaged journal',
    'JRN-04',
    ({ data, out }) => {
      const path = join(data, 'journal.db');
      const bytes = readFileSync(path);
      bytes.fill(0x5a, 4_096 * 3, 4_096 * 5);
      writeFileSync(path, bytes);
      return join(out, 'x');
    },
  ],
  [
    'a journal that is none',
    'JRN-04',
    ({ data, out }) => {
      writeFileSync(join(data, 'journal.db'), 'x'.repeat(10_000));
      return join(out, 'x');
    },
  ],
  [
    'a journal of a newer version',
    'JRN-03',
    ({ data, out }) => {
      const db = new DatabaseSync(join(data, 'journal.db'));
      db.exec('PRAGMA user_version = 99');
      db.close();
      return join(out, 'x');
    },
  ],
])('%s: 1, %s, and nothing is left', async (_, code, prepare) => {
  const { data, out, backup } = await scene();
  const file = prepare({ data, out });
  const { status, stdout, stderr } = await backup(file, '--json');
  expect([status, stdout]).toEqual([1, '']);
  expect(JSON.parse(stderr).error.code).toBe(code);
  expect(readdirSync(out)).toEqual([]);
});

test('without the rights: the user is named who has them', async () => {
  const { data, out } = await scene();
  if (process.getuid?.() !== 0) {
    // Who is not root takes the rights away from himself.
    chmodSync(join(data, 'journal.db'), 0);
    chmodSync(out, 0o500);
  } else for (const directory of [data, out]) chmodSync(directory, 0o755);
  const as = process.getuid?.() === 0 ? nobody : undefined;
  const toWrite = await saidBy(spawnCommand(data, ['backup', join(out, 'x')], as));
  expect([toWrite.status, toWrite.stderr]).toEqual([1, expect.stringMatching(/^FIL-03 .*group sendybox/)]);
  const free = await scratchDirectory();
  chmodSync(free, 0o777);
  const toRead = await saidBy(spawnCommand(data, ['backup', join(free, 'x')], as));
  expect([toRead.status, toRead.stderr]).toEqual([1, expect.stringMatching(/^JRN-05 .*EACCES.*user sendybox.*sudo/)]);
  expect(readdirSync(free)).toEqual([]);
});

test('Ctrl-C: nothing is left', async () => {
  const { data, file, out } = await scene();
  const db = new DatabaseSync(join(data, 'journal.db'));
  db.exec('CREATE TABLE ballast (bytes BLOB); BEGIN');
  for (let row = 0; row < 30; row += 1) db.prepare('INSERT INTO ballast VALUES (randomblob(1000000))').run();
  db.exec('COMMIT');
  db.close();
  const child = spawnCommand(data, ['backup', file, '--json']);
  const said = saidBy(child);
  await expect.poll(() => readdirSync(out).length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
  child.kill('SIGINT');
  const { status, stderr } = await said;
  expect([status, JSON.parse(stderr).error.code]).toEqual([1, 'FIL-07']);
  expect(readdirSync(out)).toEqual([]);
});

test('--help says that the key stays on the box; wrong usage is 2', async () => {
  const { backup } = await scene();
  expect((await backup('--help')).stdout).toMatch(/key .*is not in it/);
  for (const args of [[], ['a', 'b'], ['a', '--days', '3']]) expect((await backup(...args)).status).toBe(2);
});
