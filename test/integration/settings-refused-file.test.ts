import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsStore } from '../../src/settings/settings-store.ts';
import { eventLog, scratchDirectory } from '../helpers/control-scratch.ts';

const good = { version: 1, serverUrl: 'https://pos.sendy.land/', slipWidth: 40 };

const badFiles = [
  ['empty', '', 'SET-01'],
  ['only white space', ' \n\n', 'SET-01'],
  ['torn in the middle', '{"version": 1, "slipWid', 'SET-01'],
  ['zeroes, as after a power cut', '\0'.repeat(64), 'SET-01'],
  ['no object', '[1, 2]', 'SET-01'],
  ['a wrong value', '{"slipWidth": 100}', 'SET-02'],
  ['an unknown key', '{"slipWidht": 40}', 'SET-03'],
  ['larger than any settings', `{"language": "${'a'.repeat(2_000_000)}"}`, 'SET-01'],
] as const;

test.each(badFiles)(
  'settings.json is %s: refused, left untouched, the last good one stays in force',
  async (_, text, code) => {
    const directory = await scratchDirectory();
    const before = await SettingsStore.open({ directory, log: () => {} });
    await before.set({ serverUrl: good.serverUrl, slipWidth: good.slipWidth });
    await writeFile(before.path, text);

    const log = eventLog();
    const settings = await SettingsStore.open({ directory, log: log.log });

    expect(settings.problems().map(({ error }) => error.code)).toEqual([code]);
    expect(settings.current()).toMatchObject({ serverUrl: good.serverUrl, slipWidth: 40 });
    expect(await readFile(settings.path, 'utf8')).toBe(text);
    expect(log.named('settings.refused')).toHaveLength(1);
    expect(log.named('settings.lastGoodInForce')).toHaveLength(1);
  },
);

test.each(badFiles)(
  'settings.json is %s and no good one was ever there: out of service, not dead',
  async (_, text, code) => {
    const directory = await scratchDirectory();
    await writeFile(join(directory, 'settings.json'), text);
    const settings = await SettingsStore.open({ directory, log: () => {} });
    expect(settings.problems()[0]?.error.code).toBe(code);
    expect(settings.obstacle()?.code).toBe('SET-05');
    expect(await readFile(settings.path, 'utf8')).toBe(text);
  },
);

test.each(badFiles)('while the box runs, settings.json becomes %s: what is in force stays', async (_, text, code) => {
  const directory = await scratchDirectory();
  const settings = await SettingsStore.open({ directory, log: () => {} });
  await settings.set({ serverUrl: good.serverUrl, slipWidth: 40 });
  await writeFile(settings.path, text);
  const outcome = await settings.reload();
  expect(outcome.ok ? null : outcome.error[0]?.error.code).toBe(code);
  expect(settings.problems()[0]?.error.code).toBe(code);
  expect(settings.current().slipWidth).toBe(40);
  await writeFile(settings.path, JSON.stringify({ ...good, slipWidth: 50 }));
  expect((await settings.reload()).ok).toBe(true);
  expect(settings.problems()).toEqual([]);
  expect(settings.current().slipWidth).toBe(50);
});

test('a set mends a refused file and keeps it beside', async () => {
  const directory = await scratchDirectory();
  const torn = '{"serverUrl": "https://pos.sen';
  await writeFile(join(directory, 'settings.json'), torn);
  const settings = await SettingsStore.open({ directory, log: () => {} });
  expect((await settings.set({ serverUrl: good.serverUrl })).ok).toBe(true);
  expect(settings.problems()).toEqual([]);
  expect(settings.obstacle()).toBeNull();
  expect(await readFile(`${settings.path}.refused`, 'utf8')).toBe(torn);
});

test('a good file that an engineer wrote becomes the last good one', async () => {
  const directory = await scratchDirectory();
  const path = join(directory, 'settings.json');
  await writeFile(path, `\ufeff${JSON.stringify(good)}`); // Notepad writes a byte order mark
  await SettingsStore.open({ directory, log: () => {} });
  await writeFile(path, 'oops');
  const settings = await SettingsStore.open({ directory, log: () => {} });
  expect(settings.current().slipWidth).toBe(40);
});

test('keys of a newer version stay in the file when this version changes something', async () => {
  const directory = await scratchDirectory();
  const path = join(directory, 'settings.json');
  await writeFile(path, JSON.stringify({ ...good, version: 2, tips: { enabled: true } }));
  const log = eventLog();
  const settings = await SettingsStore.open({ directory, log: log.log });
  expect(settings.problems().map(({ path: key, error }) => `${error.code} ${key}`)).toEqual(['SET-04 tips']);
  expect(log.named('settings.newerKey')).toHaveLength(1);
  await settings.set({ slipCopies: 1 });
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    ...good,
    version: 2,
    tips: { enabled: true },
    slipCopies: 1,
  });
});
