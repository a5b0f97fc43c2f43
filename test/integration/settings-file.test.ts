import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SettingsStore } from '../../src/settings/settings-store.ts';
import { writeDurably } from '../../src/storage/durable-file.ts';
import { eventLog, scratchDirectory } from '../helpers/control-scratch.ts';

const open = (directory: string, log = eventLog()) => SettingsStore.open({ directory, log: log.log });

test('a box without a settings file runs on the defaults and says that the server is not set', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  expect(settings.current().slipWidth).toBe(32);
  expect(settings.problems()).toEqual([]);
  expect(settings.obstacle()?.code).toBe('SET-05');
  expect(await readdir(directory)).toEqual([]);
});

test('what is set is on disk, in force, told to who listens, and there after a restart', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  const heard: unknown[] = [];
  settings.onChange((changes) => heard.push(...changes));

  const outcome = await settings.set({
    serverUrl: 'https://pos.sendy.land/',
    'paymentSystems.wechat': true,
    'devices.printer': { driver: 'tcp', host: '127.0.0.1', port: 9100 },
  });

  expect(outcome.ok).toBe(true);
  expect(heard).toEqual([
    { key: 'serverUrl', from: null, to: 'https://pos.sendy.land/' },
    { key: 'paymentSystems.wechat', from: false, to: true },
    { key: 'devices.printer', from: null, to: { driver: 'tcp', host: '127.0.0.1', port: 9100 } },
  ]);
  const again = await open(directory);
  expect(again.current()).toEqual(settings.current());
  expect(again.obstacle()).toBeNull();
});

test('the file holds only what was set, so that a better default of a newer version is taken up', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  await settings.set({ slipWidth: 48, 'paymentSystems.alipay': true });
  await settings.reset('paymentSystems.alipay');
  expect(JSON.parse(await readFile(settings.path, 'utf8'))).toEqual({ version: 1, slipWidth: 48 });
  expect((await settings.reset('slipWidth')).ok).toBe(true);
  expect(settings.current().slipWidth).toBe(32);
});

test('one wrong value among good ones changes nothing, and every wrong one is named', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  const outcome = await settings.set({
    slipWidth: 40,
    slipCopies: 9,
    colour: 'red',
    servicePin: '12',
    'a..b': 1,
    version: 7,
  });
  expect(outcome.ok ? [] : outcome.error.map(({ path, error }) => `${error.code} ${path}`).sort()).toEqual([
    'SET-02 servicePin',
    'SET-02 slipCopies',
    'SET-03 a..b',
    'SET-03 colour',
    'SET-03 version',
  ]);
  expect(settings.current().slipWidth).toBe(32);
  expect(await readdir(directory)).toEqual([]);
});

test('the service PIN is on disk as a hash and shown to nobody', async () => {
  const directory = await scratchDirectory();
  const log = eventLog();
  const settings = await open(directory, log);
  const umask = process.umask(0o077);
  try {
    await settings.set({ servicePin: '80421377' });
  } finally {
    process.umask(umask);
  }
  const told = JSON.stringify([settings.all(), settings.get('servicePin'), log.events]);
  const file = await readFile(settings.path, 'utf8');
  for (const text of [told, file]) expect(text).not.toContain('80421377');
  expect(told).not.toContain(settings.current().servicePin?.hash);
  expect(settings.get('servicePin')).toEqual({ ok: true, value: '[hidden]' });
  expect(settings.get('servicePin.hash').ok).toBe(false);
  expect((await settings.set({ 'servicePin.hash': 'A' })).ok).toBe(false);
  expect((await stat(settings.path)).mode & 0o777).toBe(0o640);
});

test('twenty changes at the same time are all kept, and leave no temporary file', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  const widths = Array.from({ length: 20 }, (_, index) => 24 + index);
  await Promise.all(
    widths.map((slipWidth, index) => settings.set(index % 2 === 0 ? { slipWidth } : { slipCopies: 3 })),
  );
  const { slipWidth, slipCopies } = (await open(directory)).current();
  expect([slipWidth, slipCopies]).toEqual([42, 3]);
  expect((await readdir(directory)).sort()).toEqual(['settings.json', 'settings.json.bak']);
});

test('writers that know nothing of each other leave one whole file', async () => {
  const path = join(await scratchDirectory(), 'settings.json');
  const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));
  await Promise.all(texts.map((text) => writeDurably(path, text, 0o640)));
  expect(texts).toContain(await readFile(path, 'utf8'));
});

test('what a power cut left of a write is cleared away at the next start', async () => {
  const directory = await scratchDirectory();
  await writeFile(join(directory, '.settings.json.4999999-0a1b2c3d-1.tmp'), '{"slipWi');
  await open(directory);
  expect(await readdir(directory)).toEqual([]);
});

test('an edit over SSH is taken up key by key, and not lost by a change that the box makes at that time', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  await settings.set({ slipWidth: 40 });
  const heard: string[] = [];
  settings.onChange((changes) => heard.push(...changes.map(({ key }) => key)));

  await writeFile(settings.path, '{"version": 1, "slipWidth": 40, "slipCopies": 1}');
  expect((await settings.reload()).ok).toBe(true);
  expect(settings.current().slipCopies).toBe(1);

  await writeFile(settings.path, '{"version": 1, "slipWidth": 40, "slipCopies": 1, "language": "en"}');
  await settings.set({ detailedDayClose: true });
  expect(heard).toEqual(['slipCopies', 'language', 'detailedDayClose']);
  expect(JSON.parse(await readFile(settings.path, 'utf8'))).toMatchObject({ language: 'en', detailedDayClose: true });
});

test('an editor that takes the file away for a moment does not put the box out of service', async () => {
  const directory = await scratchDirectory();
  const settings = await open(directory);
  await settings.set({ serverUrl: 'https://pos.sendy.land/' });
  await rm(settings.path);
  await settings.reload();
  expect(settings.obstacle()).toBeNull();
});

test('a change that the state of the box forbids is refused, from the command and from the file', async () => {
  const directory = await scratchDirectory();
  await writeFile(join(directory, 'settings.json'), '{"serverUrl": "https://one.example/"}');
  const settings = await SettingsStore.open({
    directory,
    log: () => {},
    mayChange: async (before, after) =>
      before.serverUrl === after.serverUrl ? [] : [{ path: 'serverUrl', error: { code: 'PAY-04' } }],
  });
  const outcome = await settings.set({ serverUrl: 'https://two.example/' });
  expect(outcome.ok ? null : outcome.error[0]?.error.code).toBe('PAY-04');
  await writeFile(settings.path, '{"serverUrl": "https://two.example/"}');
  expect((await settings.reload()).ok).toBe(false);
  expect(settings.current().serverUrl).toBe('https://one.example/');
});
