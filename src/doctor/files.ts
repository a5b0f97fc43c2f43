/** The box's own small files and its logs: whole, and with the rights that they must have. */
import { lstatSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { type FieldError, fieldError } from '../errors.ts';
import type { CheckName, Finding } from '../locale/doctor.ts';
import { daysIn, logFailure } from '../logging/log-days.ts';
import { checkSettings, type SettingsProblem } from '../settings/check.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { openTerminalFile } from '../terminal/terminal-file.ts';
import { parseIdentity } from '../terminal/terminal-store.ts';
import { denial } from './denial.ts';
import { skipped, sound, trouble } from './finding.ts';

/** What nobody but the owner may: of the file with the key anything, of the settings write, and others anything. */
const closedToOthers = 0o077;
const closedToStrangers = 0o027;

const denied = (name: CheckName, error: FieldError): Finding | null => {
  const why = denial(error);
  return why === null ? null : trouble('skipped', name, why);
};

/** The first of them, without what the validator says in its own English. */
export const settingsRefused = (problems: readonly SettingsProblem[]): Finding => {
  const { detail: _, ...error } = problems[0]?.error ?? fieldError('SET-02');
  return trouble('fail', 'settings', error, 'settingsRefused', { count: problems.length });
};

export const examineSettings = async (dataDirectory: string): Promise<Finding> => {
  const file = openSettingsFile(dataDirectory);
  const reading = await file.readFile();
  if (!reading.ok) return denied('settings', reading.error) ?? trouble('fail', 'settings', reading.error);
  if (reading.value === null) return skipped('settings', 'settingsDefaults');
  const checked = checkSettings(reading.value.document);
  if (!checked.ok) {
    return settingsRefused(checked.error);
  }
  const rights = examineRights('settings', file.path, closedToStrangers) ?? skipped('settings', 'settingsDefaults');
  const [newer] = checked.value.warnings;
  return rights.state === 'ok' && newer !== undefined ? trouble('warn', 'settings', newer.error) : rights;
};

export const examineTerminalFile = async (dataDirectory: string): Promise<Finding> => {
  const file = openTerminalFile(dataDirectory);
  const { path, backupPath } = file;
  const of = [path, backupPath].flatMap((one) => examineRights('terminal-file', one, closedToOthers) ?? []);
  const wrong = of.find(({ state }) => state !== 'ok');
  const first = wrong ?? of[0];
  if (wrong === undefined) {
    const reading = await file.readFile();
    if (reading.ok && reading.value !== null && parseIdentity(reading.value.document) === null)
      return trouble('fail', 'terminal-file', fieldError('TRM-01', `${path}: not an identity`));
    // Who may not read the key sees its rights, and those are well.
    if (!reading.ok && denial(reading.error) === null) return trouble('fail', 'terminal-file', reading.error);
  }
  return first ?? trouble('skipped', 'terminal-file', fieldError('ACT-01'), 'notActivated', {});
};

/** Null: no such file. It belongs to whom its directory belongs to. */
const examineRights = (name: CheckName, file: string, closed: number): Finding | null => {
  let of: Stats;
  let owner: Stats;
  try {
    of = lstatSync(file);
    owner = lstatSync(dirname(file));
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? String(error);
    if (errno === 'ENOENT') return null;
    const failure = fieldError(name === 'settings' ? 'SET-06' : 'TRM-02', `${file}: ${errno}`, { file, errno });
    return denied(name, failure) ?? trouble('fail', name, failure);
  }
  return judgeRights(name, { file, mode: of.mode, uid: of.uid, gid: of.gid, boxUid: owner.uid }, closed);
};

export interface Rights {
  readonly file: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** To whom the directory belongs. */
  readonly boxUid: number;
}

/** `closed`: the bits that must not be set. */
export const judgeRights = (name: CheckName, { file, mode, uid, gid, boxUid }: Rights, closed: number): Finding => {
  const params = { file, mode: (mode & 0o7777).toString(8).padStart(4, '0'), owner: `${uid}:${gid}` };
  return (mode & closed) === 0 && uid === boxUid
    ? sound(name, 'rightsSound', params)
    : trouble('fail', name, fieldError('RGT-01', undefined, params), 'rightsWrong', params);
};

const notWritten = (directory: string): FieldError => fieldError('LOG-03', undefined, { directory });

export const examineLog = (logDirectory: string): Finding => {
  try {
    const days = daysIn(logDirectory);
    const last = days.at(-1);
    if (last === undefined) return trouble('warn', 'log', notWritten(logDirectory));
    return sound('log', 'logs', { directory: logDirectory, count: days.length, last });
  } catch (error) {
    const failure = logFailure(logDirectory, error);
    if (failure.code === 'LOG-01') return trouble('warn', 'log', notWritten(logDirectory));
    return denied('log', failure) ?? trouble('fail', 'log', failure);
  }
};
