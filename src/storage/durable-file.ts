/**
 * Small files that must survive a power cut at any instant: `settings.json`, `terminal.json`, `hardware.json`. A write
 * goes to a temporary file of its own name, is fsynced, renamed over the old one, and the directory is fsynced: a reader
 * sees the old file whole or the new file whole. Beside each stands `<name>.bak`, the last one that was known to be good.
 */
import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Nothing this box keeps in such a file comes near it; a larger one is no settings file. */
export const maxFileBytes = 1_048_576;

/** What the writer needs of a file system; a test puts a full disk in its place. */
export interface FileCalls {
  open(path: string, flags: string, mode?: number): Promise<FileHandle>;
  rename(from: string, to: string): Promise<void>;
}

export const systemCalls: FileCalls = { open, rename };

/** Tells this process from an earlier one with the same id, as in a container that always starts anew. */
const processToken = randomBytes(4).toString('hex');
let temporaryFiles = 0;

/** Unique in this process and among processes: parallel writers never share a temporary file. */
export const temporaryPath = (path: string): string => {
  temporaryFiles += 1;
  return join(dirname(path), `.${basename(path)}.${process.pid}-${processToken}-${temporaryFiles}.tmp`);
};

/**
 * Replaces `path` with `text`. Resolves when it is durable; rejects with the system's error (ENOSPC, EROFS …), and then
 * the old file is as it was. `mode` holds from the moment the file is created.
 */
export const writeDurably = async (
  path: string,
  text: string,
  mode: number,
  calls: FileCalls = systemCalls,
): Promise<void> => {
  const temporary = temporaryPath(path);
  await mkdir(dirname(path), { recursive: true });
  try {
    const file = await calls.open(temporary, 'wx', mode);
    try {
      await file.chmod(mode); // whatever the umask is
      await giveToOwner(file, dirname(path));
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await calls.rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncDirectory(dirname(path), calls);
};

/** A field engineer runs `sudo sendybox settings set …` while the box is stopped: the box must own what he wrote. */
const giveToOwner = async (file: FileHandle, directory: string): Promise<void> => {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(directory);
  await file.chown(uid, gid);
};

export const syncDirectory = async (directory: string, calls: FileCalls): Promise<void> => {
  const handle = await calls.open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Removes the temporary files of `path` and its `.bak` whose writers a power cut took. */
export const sweepTemporaryFiles = async (path: string): Promise<void> => {
  const directory = dirname(path);
  const mine = `.${basename(path)}.`;
  for (const name of await readdir(directory).catch(() => [])) {
    if (name.startsWith(mine) && /\.tmp(-journal)?$/.test(name) && !ownedByLivingProcess(name.slice(mine.length)))
      await unlink(join(directory, name)).catch(() => {});
  }
};

const ownedByLivingProcess = (owner: string): boolean => {
  const pid = Number(/(\d+)-[0-9a-f]{8}-\d+\.tmp(-journal)?$/.exec(owner)?.[1] ?? 0);
  if (pid <= 0) return false;
  if (pid === process.pid) return owner.includes(`-${processToken}-`);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The text, or null where there is no such file. Rejects with the system's error, or RangeError when it is too large. */
export const readWhole = async (path: string): Promise<string | null> => {
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) throw new RangeError(`${size} bytes`);
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};
