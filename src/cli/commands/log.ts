/** `sendybox log`: reads the files themselves, so that it works when the box does not. */
import { setTimeout as pause } from 'node:timers/promises';
import { fieldError } from '../../errors.ts';
import { logLevels } from '../../logging/levels.ts';
import { createLocalDays } from '../../logging/local-day.ts';
import { daysIn, daysInWords, logFailure } from '../../logging/log-days.ts';
import { readLog } from '../../logging/read-log.ts';
import { boxTimeZone } from '../local-time.ts';
import { isWanted, type LogFilter, logLineJson, logLineText, parseLogLine } from '../log-lines.ts';
import { transactionNumberOf } from '../operands.ts';
import { logDirectory } from '../places.ts';
import {
  type Command,
  type ExitStatus,
  type OptionValues,
  refuseOperands,
  type Session,
  stringOption,
  UsageError,
} from '../session.ts';

/** Who follows sees a line at once; a look at the file costs nothing. */
const lookAgainMs = 200;

/** The box writes a line a moment after its time: the last ones of a day come after midnight. */
const lastLinesMs = 1_000;

const dayWords = ['today', 'yesterday'] as const;

export const logCommand: Command = {
  name: 'log',
  usage: ['log [--follow] [--day DAY] [--level LEVEL] [--number N]'],
  options: {
    follow: { type: 'boolean' },
    day: { type: 'string', values: dayWords },
    level: { type: 'string', values: logLevels },
    number: { type: 'string' },
  },
  async run(session, options, operands) {
    refuseOperands(operands);
    const filter = filterOf(options);
    const dayText = stringOption(options, 'day') ?? 'today';
    if (!isDay(dayText)) throw new UsageError((texts) => texts.notOneOf(`--day ${dayText}`, dayForms));
    const [dayAt] = await Promise.all([localDays(session), session.language()]);
    const today = dayAt(Date.now());
    const day = dayText === 'today' ? today : dayText === 'yesterday' ? dayBefore(today) : dayText;
    const directory = logDirectory(session.world);
    const follow = options.follow === true;
    if (follow && day > today) throw new UsageError((texts) => texts.dayToCome(day));
    const missing = await sayMissing(session, directory, day, follow);
    return missing ?? (await print(session, { directory, day, follow, filter, dayAt }));
  },
};

const dayForms = `YYYY-MM-DD, ${dayWords.join(', ')}`;

const filterOf = (options: OptionValues): LogFilter => {
  const text = stringOption(options, 'level') ?? 'debug';
  const level = logLevels.find((one) => one === text);
  if (level === undefined) throw new UsageError((texts) => texts.notOneOf(`--level ${text}`, logLevels.join(', ')));
  const number = stringOption(options, 'number');
  return { level, number: number === undefined ? null : transactionNumberOf(number) };
};

const isDay = (text: string): boolean => {
  if (dayWords.some((word) => word === text)) return true;
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
};

const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();

/** The days of the box's time zone: its files are named by them. */
const localDays = async (session: Session): Promise<(instantMs: number) => string> => {
  const timeZone = await boxTimeZone(session);
  const localTime = createLocalDays();
  return (instantMs) => localTime(instantMs, timeZone).date;
};

/** Null: there is a log to read, or to wait for. */
const sayMissing = async (
  session: Session,
  directory: string,
  day: string,
  follow: boolean,
): Promise<ExitStatus | null> => {
  let days: readonly string[] = [];
  try {
    days = daysIn(directory);
  } catch (error) {
    const failure = logFailure(directory, error);
    if (failure.code !== 'LOG-01') return session.fail(failure, 1);
  }
  if (days.includes(day)) return null;
  if (follow) {
    if (!days.some((one) => one > day)) session.remark((await session.texts()).waitingForLog(directory));
    return null;
  }
  const params = { day, directory, ...(days.length > 0 && { days: daysInWords(days) }) };
  return session.fail(fieldError('LOG-01', undefined, params), 1);
};

interface Wanted {
  readonly directory: string;
  readonly day: string;
  readonly follow: boolean;
  readonly filter: LogFilter;
  readonly dayAt: (instantMs: number) => string;
}

const print = async (session: Session, { directory, day, follow, filter, dayAt }: Wanted): Promise<ExitStatus> => {
  const { world, json, paint } = session;
  const texts = await session.texts();
  const end = new AbortController();
  const stopListening = world.onInterrupt(() => end.abort());
  const isOver = (): boolean => end.signal.aborted || world.stdout.failure() !== null;
  let shown = 0;
  const textOf = (line: string): string => {
    const entry = parseLogLine(line);
    if (!isWanted(line, entry, filter)) return '';
    shown += 1;
    return `${json ? logLineJson(line, entry) : logLineText(line, entry, texts.notALogLine, paint)}\n`;
  };
  const following = {
    today: () => (dayAt(Date.now()) === day ? day : dayAt(Date.now() - lastLinesMs)),
    wait: async () => {
      await pause(lookAgainMs, undefined, { signal: end.signal }).catch(() => {});
      return !isOver();
    },
  };
  try {
    for await (const lines of readLog({ directory, from: day, follow: follow ? following : null })) {
      const text = lines.map(textOf).join('');
      if (text !== '') world.stdout.write(text);
      if (isOver()) break;
    }
  } catch (error) {
    return await session.fail(logFailure(directory, error), 1);
  } finally {
    stopListening();
  }
  if (shown === 0 && !isOver()) session.remark(texts.nothingLogged);
  const failure = world.stdout.failure();
  if (failure === null || failure === 'EPIPE') return 0;
  session.remark(`stdout: ${failure}`);
  return 1;
};
