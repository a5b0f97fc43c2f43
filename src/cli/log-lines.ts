/** A line of the log: what it says, whether it is asked for, and how people read it. */
import { type LogLevel, logLevels } from '../logging/levels.ts';
import { type Paint, printable, printableJson, printableJsonText } from './terminal-text.ts';

export interface LogEntry {
  readonly level: LogLevel;
  readonly time: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LogFilter {
  readonly level: LogLevel;
  /** A transaction number; null: of all of them and none. */
  readonly number: number | null;
}

/** Null: torn by a power cut, or not the log's. */
export const parseLogLine = (text: string): LogEntry | null => {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof document !== 'object' || document === null) return null;
  const { level, time, event, ...fields } = document as Record<string, unknown>;
  if (!isLevel(level) || typeof time !== 'string' || typeof event !== 'string') return null;
  return { level, time, event, fields };
};

const isLevel = (value: unknown): value is LogLevel => (logLevels as readonly unknown[]).includes(value);

/** The names under which the box's parts log a transaction number. */
const numberNames: ReadonlySet<string> = new Set(['transactionNumber', 'originalTransactionNumber', 'number']);

/** An unreadable line is left out only where a number is asked for that it does not name. */
export const isWanted = (text: string, entry: LogEntry | null, filter: LogFilter): boolean => {
  if (entry === null) return filter.number === null || new RegExp(`[nN]umber":${filter.number}(?!\\d)`).test(text);
  if (logLevels.indexOf(entry.level) < logLevels.indexOf(filter.level)) return false;
  return filter.number === null || names(entry.fields, filter.number);
};

const names = (value: unknown, number: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([name, member]) => (numberNames.has(name) && member === number) || names(member, number));

/** As it is, but for characters that a terminal would act upon; what is no document is made one. */
export const logLineJson = (text: string, entry: LogEntry | null): string =>
  entry === null ? printableJson({ unreadable: text }) : printableJsonText(text.trim());

/** `2026-11-24 06:44:01.123 warn  device.status device=printer error.code=PRN-02` */
export const logLineText = (text: string, entry: LogEntry | null, mark: string, paint: Paint): string => {
  if (entry === null) return `${paint('yellow', mark)} ${printable(text)}`;
  const { level, time, event, fields } = entry;
  const colour = ({ debug: 'dim', info: null, warn: 'yellow', error: 'red' } as const)[level];
  const word = level.padEnd(5);
  return [
    paint('dim', localTime(time)),
    colour === null ? word : paint(colour, word),
    paint('bold', printable(event)),
    ...Object.entries(fields).flatMap(([name, value]) => fieldTexts(name, value)),
  ].join(' ');
};

/** The box's own local time, whatever the zone of who reads. */
const localTime = (time: string): string => {
  const [, date, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d\.\d{3})[+\-Z]/.exec(time) ?? [];
  return date === undefined || clock === undefined ? valueText(time) : `${date} ${clock}`;
};

/** Members of members are named by their path: `error.code=PRN-02`. */
const fieldTexts = (path: string, value: unknown): string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, member]) => fieldTexts(`${path}.${name}`, member))
    : [`${nameText(path)}=${typeof value === 'string' ? valueText(value) : printableJson(value)}`];

const nameText = (name: string): string => (/[\s="]/.test(name) ? printableJson(name) : printable(name));

/** Bare where it is one word, else in quotes: then the next field cannot be taken for a part of it. */
const valueText = (text: string): string => {
  const isOneWord = text !== '' && !text.startsWith('"') && !/\s/.test(text) && printable(text) === text;
  return isOneWord ? text : printableJson(text);
};
