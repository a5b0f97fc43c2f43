/**
 * A backup: the journal and the settings in one file, made beside a box that sells or without one. The terminal's key is
 * not in it: a box that is restored is activated anew.
 */
import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Release } from '../control/release.ts';
import { type FieldError, FieldFailure, failed, fieldError, ok, type Result } from '../errors.ts';
import { checkSound, copyJournal, readAside, summaryOf } from '../journal/read-aside.ts';
import { storageFailure } from '../journal/storage-errors.ts';
import type { Connection } from '../journal/store.ts';
import { maxFileBytes, temporaryPath } from '../storage/durable-file.ts';
import { systemError } from '../storage/json-adapter.ts';
import { fileFailure, type NewFile, prepareNewFile, writeArchive } from '../storage/new-file.ts';
import { type TarFile, tarText } from '../storage/tar.ts';

export interface BackupReport {
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  readonly highestTransactionNumber: number;
  readonly openObligations: number;
}

export interface BackupOrder extends NewFile {
  /** `$SENDYBOX_DATA` */
  readonly dataDirectory: string;
  readonly release: Release;
  readonly nowMs: number;
}

/** Errors: FIL-… of the file, JRN-03 … JRN-06 of the journal, SET-06. Nothing is left of a backup that failed. */
export const writeBackup = async (order: BackupOrder): Promise<Result<BackupReport>> => {
  const { path, dataDirectory, signal } = order;
  const prepared = await prepareNewFile(order);
  if (!prepared.ok) return prepared;
  const settings = await settingsIn(dataDirectory);
  if (!settings.ok) return settings;
  const copy = temporaryPath(path);
  try {
    await makeEmpty(path, copy);
    const summary = await readAside(join(dataDirectory, 'journal.db'), async (connection) => {
      checkSound(connection);
      await copyTo(connection, copy, order);
      return summaryOf(connection);
    });
    if (!summary.ok) return summary;
    const written = await writeArchive(order, await filesOf(order, copy, settings.value, summary.value));
    return written.ok ? ok({ file: path, ...written.value, ...summary.value }) : written;
  } catch (error) {
    if (signal?.aborted === true) return failed(fieldError('FIL-07'));
    if (error instanceof FieldFailure) return failed(error.fieldError);
    throw error;
  } finally {
    for (const left of [copy, `${copy}-journal`]) await unlink(left).catch(() => {});
  }
};

/** As it stands, byte for byte; null: the box has its defaults. */
const settingsIn = async (dataDirectory: string): Promise<Result<Uint8Array | null>> => {
  const path = join(dataDirectory, 'settings.json');
  try {
    const { size } = await stat(path);
    if (size > maxFileBytes) return failed(fieldError('SET-01', `${path}: ${size} bytes`, { file: path }));
    return ok(await readFile(path));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? ok(null) : failed(systemError('SET-06', path, error));
  }
};

/** Nobody else may read the copy either. */
const makeEmpty = async (path: string, copy: string): Promise<void> => {
  try {
    await (await open(copy, 'wx', 0o600)).close();
  } catch (error) {
    throw new FieldFailure(fileFailure(path, error), { cause: error });
  }
};

/** The journal has been read through before: what fails is the disk of the copy. */
const copyTo = async (connection: Connection, copy: string, { path, signal }: NewFile): Promise<void> => {
  try {
    await copyJournal(connection, copy, signal);
  } catch (thrown) {
    const failure = storageFailure(thrown, dirname(path));
    if (failure === null) throw thrown;
    throw new FieldFailure(copyFailure(path, failure.error), { cause: thrown });
  }
};

const copyFailure = (path: string, { code, detail }: FieldError): FieldError =>
  code === 'JRN-01'
    ? fieldError('FIL-04', detail, { directory: dirname(path) })
    : fieldError('FIL-05', detail, { file: path });

const filesOf = async (
  { release, nowMs }: BackupOrder,
  copy: string,
  settings: Uint8Array | null,
  summary: Pick<BackupReport, 'highestTransactionNumber' | 'openObligations'>,
): Promise<readonly TarFile[]> => {
  const { size } = await stat(copy);
  const journal: TarFile = { name: 'journal.db', size, modifiedMs: nowMs, content: chunksOf(copy) };
  const manifest = {
    kind: 'sendybox-backup',
    version: release.version,
    commit: release.commit,
    created: new Date(nowMs).toISOString(),
    ...summary,
    files: {
      'journal.db': { bytes: size, sha256: await sha256Of(copy) },
      ...(settings !== null && {
        'settings.json': { bytes: settings.length, sha256: hash('sha256', settings, 'hex') },
      }),
    },
  };
  return [
    tarText('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`, nowMs),
    ...(settings === null
      ? []
      : [{ name: 'settings.json', size: settings.length, modifiedMs: nowMs, content: [settings] }]),
    journal,
  ];
};

/** Opened when its turn has come. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

const sha256Of = async (path: string): Promise<string> => {
  const sum = createHash('sha256');
  for await (const chunk of chunksOf(path)) sum.update(chunk);
  return sum.digest('hex');
};
