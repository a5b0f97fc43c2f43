import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type TarFile, tar, tarText } from '../../src/storage/tar.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';

const at = Date.parse('2026-11-24T09:00:01.000Z');

/** Unpacked by the system's tar, which says nothing when it finds nothing odd. */
const unpacked = async (files: readonly TarFile[]): Promise<string> => {
  const directory = join(await scratchDirectory(), 'out');
  mkdirSync(directory);
  const child = spawn('tar', ['-xf', '-', '-C', directory]);
  const said = text(child.stderr);
  const ended = once(child, 'close');
  for await (const chunk of tar(files)) child.stdin.write(chunk);
  child.stdin.end();
  expect([(await ended)[0], await said]).toEqual([0, '']);
  return directory;
};

test.each([0, 1, 511, 512, 513, 1_024, 100_000])(
  'a file of %i bytes comes out as it went in, with its time',
  async (size) => {
    const bytes = Buffer.alloc(size, 'Сдача ');
    const half = Math.floor(size / 2);
    const content = [bytes.subarray(0, half), bytes.subarray(half)];
    const directory = await unpacked([
      { name: 'a', size, modifiedMs: at, content },
      tarText('behind-it.txt', 'whole\n', at),
    ]);
    expect(readFileSync(join(directory, 'a')).equals(bytes)).toBe(true);
    expect(readFileSync(join(directory, 'behind-it.txt'), 'utf8')).toBe('whole\n');
    const { mode, mtimeMs } = statSync(join(directory, 'a'));
    expect([mode & 0o777, mtimeMs]).toEqual([0o600, at]);
  },
);

test('names: of 100 characters, and of 255 in folders', async () => {
  const names = ['n'.repeat(100), `${'d'.repeat(60)}/${'e'.repeat(94)}/${'f'.repeat(100)}`, `a/${'b'.repeat(99)}`];
  const directory = await unpacked(names.map((name) => tarText(name, name, at)));
  for (const name of names) expect(readFileSync(join(directory, name), 'utf8')).toBe(name);
});

test('an archive of nothing is an archive', async () => {
  expect(readdirSync(await unpacked([]))).toEqual([]);
});

test.each([
  ['a name too long for the format', tarText('n'.repeat(101), '', at)],
  ['a folder too long for it', tarText(`${'d'.repeat(156)}/n`, '', at)],
  ['an absolute name', tarText('/etc/passwd', '', at)],
  ['a name in other letters', tarText('журнал', '', at)],
  ['more bytes than were announced', { name: 'a', size: 1, modifiedMs: at, content: [Buffer.alloc(2)] }],
  ['fewer bytes than were announced', { name: 'a', size: 3, modifiedMs: at, content: [Buffer.alloc(2)] }],
  ['a size beyond eleven octal digits', { name: 'a', size: 8 ** 11, modifiedMs: at, content: [] }],
])('%s is a bug and no archive', async (_, file) => {
  const writing = (async () => {
    for await (const _chunk of tar([file]));
  })();
  await expect(writing).rejects.toThrow('broken invariant');
});
