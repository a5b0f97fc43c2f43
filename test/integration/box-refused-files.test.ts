import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { boxDirectory, spawnBox, startLoneBox } from '../helpers/lone-box.ts';

const good = JSON.stringify({ version: 1, serverUrl: 'http://127.0.0.1:9/', language: 'en' });

const logOf = (directory: string): string =>
  readdirSync(join(directory, 'Log'))
    .map((name) => readFileSync(join(directory, 'Log', name), 'utf8'))
    .join('');

const boxWith = async (files: Readonly<Record<string, string>>) => {
  const directory = boxDirectory();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return { directory, box: await startLoneBox(directory) };
};

test.each([
  ['empty', '', 'SET-01'],
  ['torn', good.slice(0, 20), 'SET-01'],
  ['not an object', '[1]', 'SET-01'],
  ['edited to a value that is not allowed', JSON.stringify({ version: 1, slipWidth: 7 }), 'SET-02'],
  ['edited to a key that there is not', JSON.stringify({ version: 1, colour: 'red' }), 'SET-03'],
])('settings.json is %s: out of service with the code, the file untouched', async (_, content, code) => {
  const { directory, box } = await boxWith({ 'settings.json': content });
  const screen = await box.screen(({ state }) => state === 'outOfService');
  expect(screen.lines.slice(0, 2)).toEqual(['НЕ РАБОТАЕТ', code]);
  expect((await box.status()).obstacle?.code).toBe(code);
  expect(readFileSync(join(directory, 'settings.json'), 'utf8')).toBe(content);
});

test('settings.json is torn, and the last good one stays in force', async () => {
  const { box } = await boxWith({ 'settings.json': good.slice(0, 20), 'settings.json.bak': good });
  const screen = await box.screen(({ state }) => state === 'inactive');
  expect(screen.language).toBe('en');
});

test('without a serverUrl the box says so, and works as soon as it is set', async () => {
  const { box } = await boxWith({});
  expect((await box.status()).obstacle?.code).toBe('SET-05');
  const set = await box.control.request('settingsSet', { values: { serverUrl: 'http://127.0.0.1:9/' } });
  expect(set.ok).toBe(true);
  await box.screen(({ state }) => state === 'inactive');
});

test('settings.json is edited while the box runs: taken up when it is right, refused when it is not', async () => {
  const { directory, box } = await boxWith({ 'settings.json': good });
  const path = join(directory, 'settings.json');
  await box.screen(({ language }) => language === 'en');
  writeFileSync(path, good.replace('"en"', '"ru"'));
  await box.screen(({ language }) => language === 'ru');

  const wrong = good.replace('"en"', '"xx"');
  writeFileSync(path, wrong);
  await expect.poll(() => logOf(directory), { timeout: 10_000 }).toContain('"event":"settings.refused"');
  expect(await box.control.request('settingsGet', { key: 'language' })).toMatchObject({ ok: true, value: 'ru' });
  expect(readFileSync(path, 'utf8')).toBe(wrong);
});

test.each([
  ['empty', ''],
  ['torn', '{"version":1,"serverUrl":'],
  ['edited wrongly', '{"version":1,"terminalKey":"!"}'],
])('terminal.json is %s: out of service with TRM-01, the file untouched', async (_, content) => {
  const { directory, box } = await boxWith({ 'settings.json': good, 'terminal.json': content });
  const screen = await box.screen(({ state }) => state === 'outOfService');
  expect(screen.lines.slice(0, 2)).toEqual(['OUT OF SERVICE', 'TRM-01']);
  expect(readFileSync(join(directory, 'terminal.json'), 'utf8')).toBe(content);
});

test('a journal of a newer version is not touched: JRN-03', async () => {
  const { directory, box: older } = await boxWith({ 'settings.json': good });
  await older.stop();
  const path = join(directory, 'journal.db');
  const journal = new DatabaseSync(path);
  journal.exec('PRAGMA user_version = 9999');
  journal.close();

  const box = await startLoneBox(directory);
  await box.screen(({ state }) => state === 'outOfService');
  expect((await box.status()).obstacle?.code).toBe('JRN-03');
  await box.stop();
  const after = new DatabaseSync(path);
  expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 9999 });
  after.close();
});

test('a journal that is no database: JRN-04', async () => {
  const { box } = await boxWith({ 'settings.json': good, 'journal.db': 'x'.repeat(10_000) });
  await box.screen(({ state }) => state === 'outOfService');
  expect((await box.status()).obstacle?.code).toBe('JRN-04');
});

test('a second box on the same data ends before it has done anything', async () => {
  const { directory, box } = await boxWith({ 'settings.json': good });
  const second = spawnBox(directory);
  const [said, [status]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
  expect(status).toBe(1);
  expect(said).toContain('CTL-05');
  expect((await box.status()).state).toBe('inactive');
  expect(await box.stop()).toBe(0);
});
