import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SettingsStore } from '../../src/settings/settings-store.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { diskThatFills } from '../helpers/settings-full-disk.ts';

test('on a full disk a change is refused: file and memory are as they were, and later it works', async () => {
  const directory = await scratchDirectory();
  const { disk, calls } = diskThatFills();
  const settings = await SettingsStore.open({ directory, log: () => {}, calls });
  await settings.set({ slipWidth: 40 });
  const before = await readFile(settings.path, 'utf8');

  disk.full = true;
  const outcome = await settings.set({ slipWidth: 50 });
  expect(outcome.ok ? null : outcome.error[0]?.error).toMatchObject({ code: 'SET-06', params: { errno: 'ENOSPC' } });
  expect(settings.current().slipWidth).toBe(40);
  expect(await readFile(settings.path, 'utf8')).toBe(before);
  expect((await readdir(directory)).sort()).toEqual(['settings.json', 'settings.json.bak']);

  disk.full = false;
  expect((await settings.set({ slipCopies: 1 })).ok).toBe(true);
  expect(JSON.parse(await readFile(settings.path, 'utf8'))).toEqual({ version: 1, slipWidth: 40, slipCopies: 1 });
});

test('of two changes at once the first meets the full disk: the second is kept, in the file and in memory alike', async () => {
  const directory = await scratchDirectory();
  const { disk, calls } = diskThatFills();
  const settings = await SettingsStore.open({
    directory,
    log: (event) => {
      if (event === 'settings.notWritten') disk.full = false;
    },
    calls,
  });
  disk.full = true;
  const outcomes = await Promise.all([settings.set({ slipWidth: 50 }), settings.set({ slipCopies: 1 })]);
  expect(outcomes.map(({ ok }) => ok)).toEqual([false, true]);
  expect(settings.current()).toMatchObject({ slipWidth: 32, slipCopies: 1 });
  expect(JSON.parse(await readFile(settings.path, 'utf8'))).toEqual({ version: 1, slipCopies: 1 });
});
