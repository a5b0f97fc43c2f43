/** The directory that a sandbox works on: held by one sandbox at a time, forgotten on demand. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface DataDirectory {
  readonly path: string;
  readonly settingsFile: string;
  /** The box's control socket. */
  readonly controlSocket: string;
  /** Where the far ends of the virtual devices are served. */
  readonly devicesSocket: string;
  /** Ledger and certificates of the built-in gateway. */
  readonly gateway: string;
  release(): void;
}

/** Somebody else holds the directory. */
export class DirectoryInUse extends Error {}
/** `sockaddr_un` (unix(7)) has 108 bytes, the last of them 0. */
export class PathTooLong extends Error {}
export const maxSocketPathBytes = 107;

/** What a sandbox and its box write here; `Log/` is not data, and anything else is not ours to delete. */
const ours =
  /^(?:(?:settings|terminal|hardware)\.json(?:\.bak)?|journal\.db.*|gateway|(?:control|devices)\.sock|\..+\.tmp)$/;

/**
 * Makes the directory and takes it: a lock of the kernel on a file in it, which ends with this process however it ends.
 * Throws DirectoryInUse, PathTooLong, or the system's error.
 */
export const takeDataDirectory = async (path: string, fresh: boolean): Promise<DataDirectory> => {
  const devicesSocket = join(path, 'devices.sock');
  if (Buffer.byteLength(devicesSocket) > maxSocketPathBytes) throw new PathTooLong(path);
  await mkdir(path, { recursive: true });
  const release = lock(join(path, 'sandbox.lock'));
  if (fresh) await forget(path);
  return {
    path,
    settingsFile: join(path, 'settings.json'),
    controlSocket: join(path, 'control.sock'),
    devicesSocket,
    gateway: join(path, 'gateway'),
    release,
  };
};

const forget = async (path: string): Promise<void> => {
  const names = await readdir(path);
  const mine = names.filter((name) => ours.test(name));
  await Promise.all(mine.map((name) => rm(join(path, name), { recursive: true, force: true })));
};

/** Node has no flock; an exclusive transaction of SQLite is one (an fcntl lock on an empty file). */
const lock = (file: string): (() => void) => {
  const holder = new DatabaseSync(file, { timeout: 0 });
  try {
    holder.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (thrown) {
    holder.close();
    if (thrown instanceof Error && /locked|busy/i.test(thrown.message)) throw new DirectoryInUse(file);
    throw thrown;
  }
  return () => holder.close();
};
