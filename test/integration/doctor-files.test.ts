import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { doctor } from '../helpers/doctor.ts';
import { begin, openedJournal, paid } from '../helpers/journal-fixture.ts';

const settings = { version: 1, language: 'en', serverUrl: 'https://127.0.0.1:1/' };

/** A stopped box with a paid sale, one that is not finished, and a day of logs. */
const scene = async () => {
  const data = await scratchDirectory();
  const journal = openedJournal(join(data, 'journal.db'));
  await paid(journal, await begin(journal));
  await begin(journal, { amountMinor: 70_00 });
  journal.close();
  writeFileSync(join(data, 'settings.json'), JSON.stringify(settings), { mode: 0o640 });
  mkdirSync(join(data, 'Log'));
  writeFileSync(join(data, 'Log', '2026-11-24.log'), '{}\n');
  return data;
};

test('journal, settings and log of a stopped box are well; nothing is left beside them, and nothing is changed', async () => {
  const data = await scene();
  const before = readFileSync(join(data, 'journal.db'));
  const names = readdirSync(data).sort();
  const { of } = await doctor(data);
  for (const name of ['journal', 'settings', 'disk', 'log']) expect(of(name), name).toMatchObject({ state: 'ok' });
  expect(of('terminal-file')).toMatchObject({ state: 'skipped', code: 'ACT-01' });
  expect(readdirSync(data).sort()).toEqual(names);
  expect(readFileSync(join(data, 'journal.db')).equals(before)).toBe(true);
});

test('what is not finished is named from the journal: number, amount and since when', async () => {
  const data = await scene();
  const { of } = await doctor(data);
  expect(of('obligation')).toMatchObject({ state: 'warn', code: 'OBL-01' });
  expect(of('obligation').found).toMatch(/^payment No\. 2, 70,00, since \d{4}-\d\d-\d\d \d\d:\d\d/);
});

test('a damaged journal fails, and so does one with a single page spoilt', async () => {
  const data = await scene();
  const path = join(data, 'journal.db');
  const whole = readFileSync(path);
  const spoilt = Buffer.from(whole);
  spoilt.fill(0x5a, 4_096 * 2, 4_096 * 3);
  for (const content of [spoilt, Buffer.from('x'.repeat(10_000))]) {
    writeFileSync(path, content);
    const { of } = await doctor(data);
    expect(of('journal')).toMatchObject({ state: 'fail', code: 'JRN-04' });
    // From a journal that is damaged nothing is read.
    expect(of('obligation').state).toBe('skipped');
  }
});

test('a box that never ran has no journal and no settings: that is no fault', async () => {
  const data = await scratchDirectory();
  const { of } = await doctor(data);
  expect(of('journal')).toMatchObject({ state: 'skipped', code: 'JRN-06' });
  expect(of('settings').state).toBe('skipped');
  expect(of('server-url')).toMatchObject({ state: 'fail', code: 'SET-05' });
  expect(of('log')).toMatchObject({ state: 'warn', code: 'LOG-03' });
});

test('settings with a mistake fail with its code', async () => {
  const data = await scene();
  for (const [text, code] of [
    ['{"version":1', 'SET-01'],
    ['{"version":1,"slipWidth":3}', 'SET-02'],
    ['{"version":1,"slipWidht":32}', 'SET-03'],
  ] as const) {
    writeFileSync(join(data, 'settings.json'), text);
    expect((await doctor(data)).of('settings')).toMatchObject({ state: 'fail', code });
  }
});

test('a caFile that is not there is told as the setting that it is', async () => {
  const data = await scene();
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ ...settings, caFile: '/nowhere/ca.pem' }));
  const { of } = await doctor(data);
  expect(of('trust-store')).toMatchObject({ state: 'fail', code: 'SET-02', found: '/nowhere/ca.pem: ENOENT' });
  expect(of('connection').state).toBe('skipped');
});

test('a terminal key that others may read, and one that is damaged', async () => {
  const data = await scene();
  const path = join(data, 'terminal.json');
  writeFileSync(path, '{"version":1}', { mode: 0o600 });
  expect((await doctor(data)).of('terminal-file')).toMatchObject({ state: 'fail', code: 'TRM-01' });
  chmodSync(path, 0o644);
  const { of } = await doctor(data);
  expect(of('terminal-file')).toMatchObject({ state: 'fail', code: 'RGT-01' });
  expect(of('terminal-file').found).toContain('0644');
});

test('whoever has no right to look is told so, and nothing is said of the box', async () => {
  const data = await scene();
  writeFileSync(join(data, 'terminal.json'), '{}', { mode: 0o600 });
  chmodSync(data, 0o755);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) for (const name of ['settings.json', 'journal.db', 'terminal.json']) chmodSync(join(data, name), 0);
  const { of } = await doctor(data, isRoot ? { as: { uid: 65_534, gid: 65_534 } } : {});
  for (const name of ['settings', 'journal', 'server-url'])
    expect(of(name), name).toMatchObject({ state: 'skipped', code: 'RGT-02' });
  expect(of('dns').state).toBe('skipped');
});

test('a proxy in the environment is warned of by name, without its address', async () => {
  const data = await scene();
  const secret = 'http://user:secret-of-the-proxy@10.0.0.1:3128';
  const { of, text } = await doctor(data, { env: { https_proxy: secret } });
  expect(of('proxy')).toMatchObject({ state: 'warn', code: 'NET-14', found: 'set: https_proxy' });
  expect(text).not.toContain('secret-of-the-proxy');
});
