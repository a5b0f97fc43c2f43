/** What `sendybox log` says beside the lines of the log. */
import type { Language } from './language.ts';

export interface CliLogTexts {
  readonly logHelp: string;
  /** Before what is no line of the log: torn by a power cut, or written by somebody else. */
  readonly notALogLine: string;
  readonly nothingLogged: string;
  readonly waitingForLog: (directory: string) => string;
  readonly dayToCome: (day: string) => string;
}

export const cliLogTexts: Readonly<Record<Language, CliLogTexts>> = {
  ru: {
    logHelp: [
      '--day ДЕНЬ     ГГГГ-ММ-ДД, today (сегодня, если не указано) или yesterday (вчера)',
      '--level LEVEL  debug, info, warn, error: этот уровень и серьёзнее',
      '--number N     только строки, где названа операция N; что было вокруг, ищите по времени без --number',
      '--follow       и дальше по мере записи, также после полуночи; закончить: Ctrl-C',
      '--json         строки журнала как есть: журнал - поток, поэтому один документ JSON на строку',
      'Работает и без запущенного терминала. Время - часов терминала, в его часовом поясе; у операций в transactions - часов сервера.',
      'Чужие и оборванные строки помечены и показаны, также с --level; с --json они - {"unreadable":"…"}.',
      'Статус выхода: 0 показано (и если строк не нашлось), 1 журнала за этот день нет или он не читается.',
    ].join('\n'),
    notALogLine: '[чужая или оборванная строка]',
    nothingLogged: 'Таких строк нет.',
    waitingForLog: (directory) => `Журнала в ${directory} пока нет: ожидание.`,
    dayToCome: (day) => `--day ${day}: этот день ещё не наступил`,
  },
  en: {
    logHelp: [
      '--day DAY      YYYY-MM-DD, today (when not given) or yesterday',
      '--level LEVEL  debug, info, warn, error: this and worse',
      '--number N     only the lines that name transaction N; for what was around them go by the time, without --number',
      '--follow       goes on as it is written, over midnight too; Ctrl-C ends it',
      '--json         the lines as they are: a log is a stream, so this is one JSON document a line',
      'Works without a running box. The time is that of the box’s clock, in its time zone; in transactions it is the server’s.',
      'Foreign and torn lines are marked and shown, also with --level; with --json they are {"unreadable":"…"}.',
      'Exit status: 0 shown (also when no line was found), 1 there is no log of that day, or it cannot be read.',
    ].join('\n'),
    notALogLine: '[foreign or torn line]',
    nothingLogged: 'No such lines.',
    waitingForLog: (directory) => `There is no log in ${directory} yet: waiting.`,
    dayToCome: (day) => `--day ${day}: this day is still to come`,
  },
};
