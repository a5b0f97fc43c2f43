/** Room and health of the disks that journal and log are on. */
import { accessSync, constants, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { fieldError } from '../errors.ts';
import type { Finding } from '../locale/doctor.ts';
import { denial } from './denial.ts';
import { skipped, sound, trouble } from './finding.ts';
import { namesIn, textOf } from './sysfs.ts';

const mebibyte = 1_048_576;
/** A month of logs and a year of payments take less. */
const littleMiB = 200;
/** A day of sales still fits. */
const tooLittleMiB = 20;
const littleInodes = 1_000;

export const examineDisk = (directory: string): Finding => {
  try {
    const { bsize, bavail, blocks, ffree, files } = statfsSync(directory);
    const free = Math.floor((bavail * bsize) / mebibyte);
    const params = { directory, free, size: Math.round((blocks * bsize) / mebibyte), inodes: ffree };
    if (isReadOnly(directory))
      return trouble('fail', 'disk', fieldError('DSK-02', undefined, { directory }), 'diskFree', params);
    // A file system without a table of inodes counts none.
    const isShort = free < littleMiB || (files > 0 && ffree < littleInodes);
    if (!isShort) return sound('disk', 'diskFree', params);
    const isTooShort = free < tooLittleMiB || (files > 0 && ffree === 0);
    const error = fieldError('DSK-01', undefined, { directory, free });
    return trouble(isTooShort ? 'fail' : 'warn', 'disk', error, 'diskFree', params);
  } catch (error) {
    const errno = errnoOf(error);
    const missing = fieldError('FIL-02', `${directory}: ${errno}`, { directory });
    const unreadable = fieldError('JRN-05', `${directory}: ${errno}`, { file: directory, errno });
    if (errno === 'ENOENT') return trouble('fail', 'disk', missing);
    const why = denial(unreadable);
    return why === null ? trouble('fail', 'disk', unreadable) : trouble('skipped', 'disk', why);
  }
};

/** Whoever runs this may lack the right to write; the file system's own answer is another one. */
const isReadOnly = (directory: string): boolean => {
  try {
    accessSync(directory, constants.W_OK);
    return false;
  } catch (error) {
    return errnoOf(error) === 'EROFS';
  }
};

const errnoOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** JEDEC eMMC 5.0, EXT_CSD 268 and 269: tenths of the life used, 1–10, 11 beyond it. SD cards mostly say nothing. */
const wornTenths = 9;
const beyondTenths = 11;

export const examineWear = (blocks = '/sys/block'): Finding[] => {
  const told = namesIn(blocks)
    .filter((name) => /^mmcblk\d+$/.test(name))
    .flatMap((name) => wearOf(name, textOf(join(blocks, name, 'device/life_time'))));
  return told.length > 0 ? told : [skipped('disk-wear', 'noWear')];
};

const wearOf = (device: string, text: string | null): Finding[] => {
  const tenths = Math.max(0, ...(text ?? '').split(/\s+/).map(Number).filter(Number.isSafeInteger));
  if (tenths === 0) return []; // 0x00: not defined
  const percent = Math.min(100, tenths * 10);
  const params = { device, percent };
  if (tenths < wornTenths) return [sound('disk-wear', 'wear', params)];
  const error = fieldError('DSK-03', undefined, params);
  return [trouble(tenths >= beyondTenths ? 'fail' : 'warn', 'disk-wear', error, 'wear', params)];
};
