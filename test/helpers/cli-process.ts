/** The command as people call it: its own process, on the data of a box that runs or does not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { scratchDirectory } from './control-scratch.ts';
import { checkout } from './sandbox.ts';

export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `as`: by another user, where the tests run as root. `env`: beside what every box has. */
export const spawnCommand = (
  data: string,
  args: readonly string[],
  as?: { uid: number; gid: number },
  env: Readonly<Record<string, string>> = {},
) =>
  spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/cli/sendybox.ts'), ...args], {
    env: {
      PATH: process.env.PATH,
      LANG: 'en_GB.UTF-8',
      SENDYBOX_DATA: data,
      SENDYBOX_LOG: join(data, 'Log'),
      SENDYBOX_SOCKET: join(data, 'control.sock'),
      ...env,
    },
    ...as,
  });

export const saidBy = async (child: ReturnType<typeof spawnCommand>): Promise<Said> => {
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
};

/** By the system's tar: every file by its name. */
export const unpack = async (archive: string): Promise<{ directory: string; files: ReadonlyMap<string, string> }> => {
  const directory = join(await scratchDirectory(), 'unpacked');
  mkdirSync(directory);
  const child = spawn('tar', ['-xzf', archive, '-C', directory]);
  const said = text(child.stderr);
  expect([(await once(child, 'close'))[0], await said]).toEqual([0, '']);
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return {
    directory,
    files: new Map(names.map((path) => [path.slice(directory.length + 1), readFileSync(path, 'latin1')])),
  };
};
