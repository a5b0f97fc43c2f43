/** The daily log: one JSON line an event, `{level, time, event, …}`, written by pino in this process. */
import pino from 'pino';
import { DayFiles, type LogBounds } from './day-files.ts';
import { type LogLevel, usualLevel } from './levels.ts';
import { createLocalDays } from './local-day.ts';
import { redact } from './redact.ts';

/**
 * `event` is `domain.verb`; `data` is plain and holds no secret (what does by its name is hidden all the same). Its
 * members `level`, `time` and `event` would be taken for the line's own and are left out.
 */
export type Log = (event: string, data?: Readonly<Record<string, unknown>>, level?: LogLevel) => void;

export interface LoggerOptions {
  /** `$SENDYBOX_LOG`, in a checkout `Log/`. */
  readonly directory: string;
  /** IANA name; asked for every line, so that a changed setting holds at once. */
  readonly timeZone: () => string;
  /** The setting `logRetentionDays`. */
  readonly retentionDays: () => number;
  /** The wall clock. */
  readonly clock: { nowMs(): number };
  readonly level?: LogLevel;
  readonly bounds?: LogBounds;
  /**
   * Lines are made and written this much later, so that a customer does not wait for them; an error, a full queue and
   * the end of the process write them at once. 0: never wait.
   */
  readonly delayMs?: number;
}

export interface Logger {
  /** Never throws and never waits. */
  readonly log: Log;
  /** Lines lost to a full or broken disk that the log has not yet told of. */
  lost(): number;
  close(): void;
}

/** 64 MiB: a month of ordinary days; a box that writes more in one day is in a loop, and its SD card is small. */
const defaultBounds: LogBounds = { dayBytes: 64 * 1_048_576, allDaysBytes: 512 * 1_048_576 };

/** An event says what happened in a hundred bytes, a stack in a few thousand; more is a mistake of whoever logs. */
const maxLineBytes = 64 * 1_024;

interface Line {
  readonly nowMs: number;
  readonly level: LogLevel;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>> | undefined;
}

/** A busier moment than this is written at once. */
const maxQueuedLines = 500;

export const createLogger = (options: LoggerOptions): Logger => {
  const localTime = createLocalDays();
  const timeAt = (nowMs: number) => localTime(nowMs, options.timeZone());
  const delayMs = options.delayMs ?? 0;
  let written = timeAt(options.clock.nowMs());
  let writing: Pick<Line, 'level' | 'event'> = { level: 'info', event: '' };
  let queue: Line[] = [];
  let timer: NodeJS.Timeout | null = null;

  const ownLine = (level: LogLevel, event: string, data: Readonly<Record<string, unknown>>): string =>
    `${JSON.stringify({ level, time: written.time, event, ...data })}\n`;
  const files = new DayFiles({
    directory: options.directory,
    retentionDays: options.retentionDays,
    bounds: options.bounds ?? defaultBounds,
    ownLine: (event, data) => ownLine('warn', event, data),
  });
  const put = (line: string): void => {
    const { level, event } = writing;
    const bytes = Buffer.byteLength(line);
    const kept = bytes <= maxLineBytes ? line : ownLine(level, event, { tooLongBytes: bytes });
    files.write(written.date, kept, level === 'warn' || level === 'error');
  };

  const logger = pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: () => `,"time":"${written.time}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: put },
  );

  const write = ({ nowMs, level, event, data }: Line): void => {
    try {
      written = timeAt(nowMs);
      writing = { level, event };
      logger[level]({ event, ...members(redact(data)) });
    } catch {
      // The log must never be why a box stops; a line that cannot be made is dropped.
    }
  };

  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const lines = queue;
    queue = [];
    for (const line of lines) write(line);
  };
  if (delayMs > 0) process.on('exit', flush);

  return {
    log(event, data, level = usualLevel(event, data)) {
      queue.push({ nowMs: options.clock.nowMs(), level, event, data });
      if (delayMs === 0 || level === 'error' || queue.length >= maxQueuedLines) flush();
      else timer ??= setTimeout(flush, delayMs).unref();
    },
    lost: () => files.lost(),
    close() {
      flush();
      process.off('exit', flush);
      files.close();
    },
  };
};

const members = (data: unknown): Record<string, unknown> => {
  if (typeof data !== 'object' || data === null) return data === undefined ? {} : { data };
  const { level: _, time: __, event: ___, ...rest } = data as Record<string, unknown>;
  return rest;
};
