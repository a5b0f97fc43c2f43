/**
 * A file that the box makes for a person, of any size: whole or not at all. It has its name only when it is on the disk,
 * and it takes nobody else's name away.
 */
import { access, constants, link, lstat, open, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type FieldError, FieldFailure, failed, fieldError, ok, type Result } from '../errors.ts';
import { type FileCalls, sweepTemporaryFiles, syncDirectory, systemCalls, temporaryPath } from './durable-file.ts';
import { type TarFile, tar } from './tar.ts';

export interface NewFile {
  readonly path: string;
  /** An earlier archive of that name may be replaced. */
  readonly force: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly calls?: FileCalls | undefined;
}

/** Nobody but who made it. */
const mode = 0o600;

/**
 * What can be known before the work is done, and clears away what a power cut left of an earlier try. Errors: FIL-01
 * exists, FIL-02 no directory, FIL-03 no permission, FIL-05, FIL-06 what is there is not replaced.
 */
export const prepareNewFile = async ({ path, force }: NewFile): Promise<Result<void>> => {
  try {
    const directory = dirname(path);
    if (!(await stat(directory)).isDirectory()) return failed(fieldError('FIL-02', undefined, { directory }));
    await access(directory, constants.W_OK | constants.X_OK);
    await sweepTemporaryFiles(path);
    const refusal = await refusalOf(path, force);
    return refusal === null ? ok(undefined) : failed(refusal);
  } catch (error) {
    return failed(fileFailure(path, error));
  }
};

/** Null: nothing is there, or what may be replaced. */
const refusalOf = async (path: string, force: boolean): Promise<FieldError | null> => {
  const present = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (present === null) return null;
  if (!present.isFile()) return fieldError('FIL-06', undefined, { file: path });
  if (!force) return fieldError('FIL-01', undefined, { file: path });
  return (await isArchive(path)) ? null : fieldError('FIL-06', undefined, { file: path });
};

/** RFC 1952, 2.3.1. A `--force` with the wrong name must not cost anybody a journal. */
const isArchive = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0);
    return bytesRead === 3 && buffer.equals(Buffer.from([0x1f, 0x8b, 8]));
  } finally {
    await file.close();
  }
};

/** Resolves with its length when it is durable. Errors: those of `prepareNewFile`, FIL-04 disk full, FIL-07 stopped. */
export const writeArchive = async (
  file: NewFile,
  files: Iterable<TarFile> | AsyncIterable<TarFile>,
): Promise<Result<{ readonly bytes: number }>> => {
  const { path, signal, calls = systemCalls } = file;
  const temporary = temporaryPath(path);
  let theirs: unknown = null;
  /** What the parts of the archive fail with is no failure of this file. */
  const guarded = async function* () {
    try {
      yield* tar(files);
    } catch (error) {
      theirs = error;
      throw error;
    }
  };
  try {
    const bytes = await writeWhole(temporary, guarded(), calls, signal);
    await putInPlace(temporary, file, calls);
    await syncDirectory(dirname(path), calls);
    return ok({ bytes });
  } catch (error) {
    await unlink(temporary).catch(() => {});
    if (signal?.aborted === true) return failed(fieldError('FIL-07'));
    if (error instanceof FieldFailure) return failed(error.fieldError);
    if (error === theirs || (error as NodeJS.ErrnoException).code === undefined) throw error;
    return failed(fileFailure(path, error));
  }
};

const writeWhole = async (
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  calls: FileCalls,
  signal: AbortSignal | undefined,
): Promise<number> => {
  const file = await calls.open(path, 'wx', mode);
  try {
    await pipeline(chunks, createGzip(), (compressed) => file.writeFile(compressed), { ...(signal && { signal }) });
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
};

/** A link, unlike a rename, takes no name that somebody else has taken meanwhile; FAT has no links. */
const putInPlace = async (temporary: string, { path, force, signal }: NewFile, calls: FileCalls): Promise<void> => {
  const refusal = await refusalOf(path, force);
  if (refusal !== null) throw new FieldFailure(refusal);
  signal?.throwIfAborted();
  if (!force) {
    try {
      await link(temporary, path);
      await unlink(temporary);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    }
  }
  await calls.rename(temporary, path);
};

/** The system's error as what it means for a file of this name. */
export const fileFailure = (path: string, error: unknown): FieldError => {
  const errno = (error as NodeJS.ErrnoException).code ?? String(error);
  const directory = dirname(path);
  const detail = `${join(directory, basename(path))}: ${errno}`;
  switch (errno) {
    case 'EEXIST':
      return fieldError('FIL-01', detail, { file: path });
    case 'ENOENT':
    case 'ENOTDIR':
      return fieldError('FIL-02', detail, { directory });
    case 'EACCES':
    case 'EPERM':
      return fieldError('FIL-03', detail, { directory });
    case 'ENOSPC':
    case 'EDQUOT':
      return fieldError('FIL-04', detail, { directory });
    default:
      return fieldError('FIL-05', detail, { file: path, errno });
  }
};
