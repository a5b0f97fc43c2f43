import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemCalls } from '../../src/storage/durable-file.ts';
import { type NewFile, prepareNewFile, writeArchive } from '../../src/storage/new-file.ts';
import { tarText } from '../../src/storage/tar.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { diskThatFills } from '../helpers/settings-full-disk.ts';

const files = [tarText('a.txt', 'a', 0)];

const scene = async (given: Partial<NewFile> = {}) => {
  const directory = await scratchDirectory();
  const path = join(directory, 'a.tar.gz');
  const order: NewFile = { path, force: false, ...given };
  return {
    directory,
    path,
    write: (parts: Parameters<typeof writeArchive>[1] = files) => writeArchive(order, parts),
    prepare: () => prepareNewFile(order),
  };
};

test('a disk that fills: FIL-04, and nothing is left', async () => {
  const { disk, calls } = diskThatFills();
  disk.full = true;
  const { directory, write } = await scene({ calls });
  expect(await write()).toMatchObject({ ok: false, error: { code: 'FIL-04', params: { directory } } });
  expect(readdirSync(directory)).toEqual([]);
});

test('with --force and a disk that fills the earlier file stays', async () => {
  const { disk, calls } = diskThatFills();
  const { path, write, prepare } = await scene({ calls, force: true });
  expect((await write()).ok).toBe(true);
  const earlier = readFileSync(path);
  disk.full = true;
  expect((await prepare()).ok).toBe(true);
  expect((await write()).ok).toBe(false);
  expect(readFileSync(path).equals(earlier)).toBe(true);
});

test('a name that somebody takes while the file is made is not taken from him', async () => {
  const { directory, path, write, prepare } = await scene();
  expect((await prepare()).ok).toBe(true);
  const meanwhile = (async function* () {
    yield* files;
    writeFileSync(path, 'his');
  })();
  expect(await write(meanwhile)).toMatchObject({ ok: false, error: { code: 'FIL-01' } });
  expect([readdirSync(directory), readFileSync(path, 'utf8')]).toEqual([['a.tar.gz'], 'his']);
});

test('a part that has a bug leaves nothing, and the bug is not taken for the disk’s', async () => {
  const { directory, write } = await scene();
  const bug = Object.assign(new Error('a bug'), { code: 'ENOSPC' });
  // biome-ignore lint/correctness/useYield: it fails before it has anything
  const broken = (async function* () {
    throw bug;
  })();
  await expect(write(broken)).rejects.toBe(bug);
  expect(readdirSync(directory)).toEqual([]);
});

test('a name is there only when the directory has been told, too', async () => {
  const order: string[] = [];
  const { write } = await scene({
    force: true,
    calls: {
      async open(path, flags, mode) {
        const file = await systemCalls.open(path, flags, mode);
        const sync = file.sync.bind(file);
        file.sync = () => {
          order.push(flags === 'wx' ? 'file' : 'directory');
          return sync();
        };
        return file;
      },
      rename(from, to) {
        order.push('rename');
        return systemCalls.rename(from, to);
      },
    },
  });
  expect((await write()).ok).toBe(true);
  expect(order).toEqual(['file', 'rename', 'directory']);
});
