import { chmod, open as fsOpen, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { toFieldError } from '../../src/errors.ts';
import { type Identity, TerminalStore } from '../../src/terminal/terminal-store.ts';
import { eventLog, scratchDirectory } from '../helpers/control-scratch.ts';
import { diskThatFills } from '../helpers/settings-full-disk.ts';

const terminalKey = Buffer.from('a key that nobody may ever see!!').toString('base64');

const identity: Identity = {
  serverUrl: 'https://pos.sendy.land/',
  hardwareId: 'AAAAAAAAAAAAAAAAAAAAAA',
  terminalKey,
  info: {
    terminal: { id: '10000001', serialNumber: 'SN-1', name: 'Касса 1' },
    merchant: { name: 'ООО «Ромашка»', taxId: '7700000000', address: 'Москва' },
    currency: 'RUB',
    paymentSystems: ['sendy', 'wechat'],
    modes: ['online', 'offline'],
    limits: { minAmount: 100, maxAmount: 10_000_000 },
    permissions: { refund: true },
    activatedAt: '2026-11-24T03:44:01.123Z',
  },
  activatedAt: '2026-11-24T03:44:01.123Z',
};

const open = (directory: string, log = eventLog()) => new TerminalStore({ directory, log: log.log });
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test('a new box is not activated', async () => {
  expect(await open(await scratchDirectory()).read()).toEqual({ ok: true, value: null });
});

test('what activation saved is there after a restart, and readable to the box alone whatever the umask', async () => {
  const directory = await scratchDirectory();
  const umask = process.umask(0);
  try {
    await open(directory).save(identity);
  } finally {
    process.umask(umask);
  }
  const terminal = open(directory);
  expect(await terminal.read()).toEqual({ ok: true, value: identity });
  expect(terminal.problem()).toBeNull();
  expect(await modeOf(terminal.path)).toBe(0o600);
  expect(await modeOf(`${terminal.path}.bak`)).toBe(0o600);
});

test('a key that a copy over SSH left open to others is closed at start, and the log says so', async () => {
  const directory = await scratchDirectory();
  const terminal = open(directory);
  await terminal.save(identity);
  await chmod(terminal.path, 0o644);
  const log = eventLog();
  expect((await open(directory, log).read()).ok).toBe(true);
  expect(await modeOf(terminal.path)).toBe(0o600);
  expect(log.named('terminal.wasOpenToOthers')).toHaveLength(1);
});

const badFiles = [
  ['empty', ''],
  ['torn', '{"version": 1, "serverUrl": "https://pos.sen'],
  ['without its key', JSON.stringify({ version: 1, ...identity, terminalKey: undefined })],
  ['with a key that is no base64', JSON.stringify({ version: 1, ...identity, terminalKey: 'not a key' })],
  ['edited with a key of its own', JSON.stringify({ version: 1, ...identity, note: 'do not delete' })],
  ['of another version', JSON.stringify({ ...identity, version: 9 })],
  ['null', 'null'],
] as const;

test.each(badFiles)('terminal.json is %s: left untouched, the last good one serves', async (_, text) => {
  const directory = await scratchDirectory();
  await open(directory).save(identity);
  const log = eventLog();
  const terminal = open(directory, log);
  await writeFile(terminal.path, text);
  expect(await terminal.read()).toEqual({ ok: true, value: identity });
  expect(terminal.problem()?.code).toBe('TRM-01');
  expect(await readFile(terminal.path, 'utf8')).toBe(text);
  expect(JSON.stringify(log.events)).not.toContain(terminalKey);
});

test.each(badFiles)('terminal.json is %s and there is no good one: TRM-01, and not a new terminal', async (_, text) => {
  const terminal = open(await scratchDirectory());
  await writeFile(terminal.path, text);
  const read = await terminal.read();
  expect(read.ok ? null : read.error.code).toBe('TRM-01');
  expect(read.ok ? '' : read.error.detail).not.toContain('not a key');
});

test('on a full disk the new identity is refused and the old one stays', async () => {
  const directory = await scratchDirectory();
  const { disk, calls } = diskThatFills();
  const terminal = new TerminalStore({ directory, log: () => {}, calls });
  await terminal.save(identity);
  disk.full = true;
  const failure = await terminal.save({ ...identity, serverUrl: 'https://other.example/' }).catch(toFieldError);
  expect(failure).toMatchObject({ code: 'TRM-02', params: { errno: 'ENOSPC' } });
  expect(await open(directory).read()).toEqual({ ok: true, value: identity });
  expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('two activations that end together are written one after the other, each with its .bak', async () => {
  const renamed: string[] = [];
  const terminal = new TerminalStore({
    directory: await scratchDirectory(),
    log: () => {},
    calls: {
      open: fsOpen,
      async rename(from, to) {
        await rename(from, to);
        renamed.push(basename(to));
      },
    },
  });
  await Promise.all([terminal.save(identity), terminal.save({ ...identity, hardwareId: 'B' })]);
  expect(renamed).toEqual(['terminal.json', 'terminal.json.bak', 'terminal.json', 'terminal.json.bak']);
  expect(await terminal.read()).toMatchObject({ value: { hardwareId: 'B' } });
});

test('the hardware id is drawn once, on disk before it is told, and outlives the activation', async () => {
  const directory = await scratchDirectory();
  const box = open(directory);
  const [one, other] = await Promise.all([box.hardwareId(), box.hardwareId()]);
  expect(one).toBe(other);
  expect(one).toMatch(/^[\w-]{22}$/);
  await rm(box.path, { force: true });
  expect(await open(directory).hardwareId()).toBe(one);
});

test('a damaged hardware file is mended from its .bak, else from the activation, else drawn anew', async () => {
  const directory = await scratchDirectory();
  const id = await open(directory).hardwareId();
  const file = `${directory}/hardware.json`;
  await writeFile(file, '');
  expect(await open(directory).hardwareId()).toBe(id);

  await writeFile(`${file}.bak`, '');
  await open(directory).save({ ...identity, hardwareId: id });
  expect(await open(directory).hardwareId()).toBe(id);
});

test('a hardware id that cannot be kept is told to nobody, and is there once the disk has space', async () => {
  const directory = await scratchDirectory();
  const { disk, calls } = diskThatFills();
  const box = new TerminalStore({ directory, log: () => {}, calls });
  disk.full = true;
  expect(await box.hardwareId().catch(toFieldError)).toMatchObject({ code: 'TRM-02' });
  disk.full = false;
  expect(await box.hardwareId()).toMatch(/^[\w-]{22}$/);
});

test('other registration data are written with the key that is there, and never over a newer one', async () => {
  const store = open(await scratchDirectory());
  await store.save(identity);
  const info = { ...identity.info, permissions: { refund: false } };
  expect(await store.saveInfo(identity, info)).toEqual({ ...identity, info });
  expect(await store.read()).toEqual({ ok: true, value: { ...identity, info } });

  const renewed = { ...identity, terminalKey: Buffer.from('another key that nobody may see!').toString('base64') };
  const activating = store.save(renewed);
  expect(await store.saveInfo(identity, info), 'an activation is being written').toBeNull();
  await activating;
  expect(await store.read()).toEqual({ ok: true, value: renewed });
});
