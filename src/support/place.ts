/** What the box runs on: versions, and the space and the files where it keeps its own. */
import { lstatSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, machine, release as osRelease, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import type { Release } from '../control/release.ts';
import { cryptoLibrary } from '../gateway/transport/crypto-library.ts';

export interface Moment {
  readonly nowMs: number;
  readonly timeZone: string;
  /** Of the process that runs; null: none answers. */
  readonly runningVersion: string | null;
}

export const versionLines = (release: Release, { nowMs, timeZone, runningVersion }: Moment): string[] => {
  const crypto = cryptoLibrary();
  const { sqlite, v8, uv, zlib } = process.versions;
  const local = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone);
  return [
    `sendybox       ${release.version} ${release.commit ?? ''}`.trimEnd(),
    `running box    ${runningVersion ?? 'does not answer'}`,
    `runtime        ${release.runtime}`,
    `crypto library ${crypto.name} ${crypto.version}, ${crypto.isBuiltIn ? 'built into' : 'shared'} ${crypto.file ?? 'library that was not found'}${crypto.fips ? ', FIPS' : ''}`,
    ...Object.entries(crypto.environment).map(([name, value]) => `               ${name}=${value}`),
    `libraries      sqlite ${sqlite}, v8 ${v8}, uv ${uv}, zlib ${zlib}`,
    `system         ${systemName()}, ${process.platform} ${osRelease()} ${machine()}`,
    `memory         ${mebibytes(freemem())} MiB free of ${mebibytes(totalmem())} MiB`,
    `up for         ${Math.round(uptime())} s`,
    `made           ${local.toString({ smallestUnit: 'second' })}`,
    `made by        uid ${process.getuid?.()}, gid ${process.getgid?.()}`,
  ];
};

/** os-release(5) */
const systemName = (): string => {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
};

const mebibytes = (bytes: number): number => Math.round(bytes / 1_048_576);

const maxListed = 500;

/** Free space, and each file with its mode, owner, size and time. Why a directory cannot be read stands in its place. */
export const diskLines = (directories: readonly string[]): string[] =>
  directories.flatMap((directory) => [...spaceLines(directory), ...fileLines(directory), '']);

const spaceLines = (directory: string): string[] => {
  try {
    const { bsize, bavail, blocks, ffree, files } = statfsSync(directory);
    return [
      `${directory}: ${mebibytes(bavail * bsize)} MiB free of ${mebibytes(blocks * bsize)} MiB, ${ffree} of ${files} inodes free`,
    ];
  } catch (error) {
    return [`${directory}: ${(error as NodeJS.ErrnoException).code}`];
  }
};

const fileLines = (directory: string): string[] => {
  try {
    const names = readdirSync(directory).sort();
    const listed = names.slice(-maxListed).map((name) => fileLine(directory, name));
    return names.length > maxListed ? [`  … ${names.length - maxListed} more`, ...listed] : listed;
  } catch {
    return [];
  }
};

const fileLine = (directory: string, name: string): string => {
  try {
    const { mode, uid, gid, size, mtime } = lstatSync(join(directory, name));
    const shown = JSON.stringify(name).slice(1, -1);
    return `  ${(mode & 0o7777).toString(8).padStart(4, '0')} ${uid}:${gid} ${String(size).padStart(12)} ${mtime.toISOString()} ${shown}`;
  } catch (error) {
    return `  ${name}: ${(error as NodeJS.ErrnoException).code}`; // gone meanwhile
  }
};
