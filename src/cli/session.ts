/** One call of `sendybox`: where it prints, in which language, and how it speaks with the box. */
import type { ControlClient, ControlFailure } from '../control/control-client.ts';
import type { ControlError } from '../control/wire.ts';
import type { FieldError } from '../errors.ts';
import { type CliCommandName, type CliTexts, cliTexts } from '../locale/cli.ts';
import { errorLine } from '../locale/error-line.ts';
import { errorText } from '../locale/errors.ts';
import { type Language, languages } from '../locale/language.ts';
import { settingsSchema } from '../settings/schema.ts';
import { openSettingsFile } from '../settings/settings-file.ts';
import { dataDirectory, socketPath } from './places.ts';
import { createPaint, type Paint, printable, printableJson } from './terminal-text.ts';
import type { World } from './world.ts';

/** 0 done or paid, 1 refused or not paid, 2 wrong usage, 3 the box does not answer, 4 not known yet. */
export type ExitStatus = 0 | 1 | 2 | 3 | 4;

/** Wrong usage: `say` makes the reason in the language of the box. */
export class UsageError extends Error {
  readonly say: (texts: CliTexts) => string;

  constructor(say: (texts: CliTexts) => string) {
    super('wrong usage');
    this.say = say;
  }
}

/** A box that does not tell its language at once is asked no further. */
const settingTimeoutMs = 2_000;

export class Session {
  readonly world: World;
  readonly json: boolean;
  readonly client: ControlClient;
  readonly paint: Paint;
  #language: Promise<Language> | null = null;

  constructor(world: World, json: boolean) {
    this.world = world;
    this.json = json;
    this.client = world.connect(socketPath(world));
    this.paint = createPaint(world.stdout.isTerminal, world.env);
  }

  /** The box's, from the box or from its settings file; else the shell's. */
  language(): Promise<Language> {
    this.#language ??= this.#findLanguage();
    return this.#language;
  }

  async texts(): Promise<CliTexts> {
    return cliTexts[await this.language()];
  }

  /** The answer of a command: `value` as JSON, or the lines for people. */
  answer(value: unknown, lines: readonly string[]): void {
    if (this.json) this.world.stdout.write(`${printableJson(value)}\n`);
    else for (const line of lines) this.world.stdout.write(`${line}\n`);
  }

  /** A remark beside the answer; with `--json` there is none. */
  remark(line: string): void {
    if (!this.json) this.world.stderr.write(`${line}\n`);
  }

  /** The reason on stderr. Returns the status it was given. */
  async fail(error: ControlError, status: ExitStatus): Promise<ExitStatus> {
    const language = await this.language();
    const { problems } = error;
    if (this.json) {
      const said = { code: error.code, message: errorText(error, language).message };
      const all = problems?.map(({ path, error: { code, ...rest } }) => ({
        path,
        code,
        message: errorText({ code, ...rest }, language).message,
      }));
      this.world.stderr.write(`${printableJson({ error: all === undefined ? said : { ...said, problems: all } })}\n`);
    } else {
      const all = problems === undefined || problems.length === 0 ? [error] : problems.map((problem) => problem.error);
      for (const one of all) this.world.stderr.write(`${reasonLine(one, language)}\n`);
    }
    return status;
  }

  /** The box did not do it: 1 where it refused, 3 where it gave no answer. */
  failed({ error, reason }: ControlFailure): Promise<ExitStatus> {
    return this.fail(error, reason === 'refused' ? 1 : 3);
  }

  async failUsage(error: UsageError, usage: readonly string[]): Promise<ExitStatus> {
    const texts = await this.texts();
    const reason = `${texts.wrongUsage}: ${printable(error.say(texts))}`;
    if (this.json) this.world.stderr.write(`${printableJson({ error: { code: 'usage', message: reason } })}\n`);
    else for (const line of [`sendybox: ${reason}`, ...usage]) this.world.stderr.write(`${line}\n`);
    return 2;
  }

  /** A setting that a command goes by, from the box or from its settings file, unchecked; undefined: not to be had. */
  async setting(key: 'language' | 'timeZone'): Promise<unknown> {
    const answer = await this.client.request('settingsGet', { key }, { timeoutMs: settingTimeoutMs });
    return answer.ok ? answer.value : await this.#settingInFile(key);
  }

  async #findLanguage(): Promise<Language> {
    const told = await this.setting('language');
    return languages.find((language) => language === told) ?? shellLanguage(this.world.env);
  }

  async #settingInFile(key: 'language' | 'timeZone'): Promise<unknown> {
    const reading = await openSettingsFile(dataDirectory(this.world)).readFile();
    if (!reading.ok || reading.value === null) return undefined;
    // what a file leaves out is as the box has it without
    const set = (reading.value.document as Record<string, unknown> | null | undefined)?.[key];
    return set ?? settingsSchema.parse({})[key];
  }
}

const shellLanguage = (env: World['env']): Language => {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return locale.toLowerCase().startsWith('ru') ? 'ru' : 'en';
};

export const reasonLine = (error: FieldError, language: Language): string => printable(errorLine(error, language));

export type CommandOptions = Readonly<
  Record<
    string,
    {
      readonly type: 'string' | 'boolean';
      /** Where its values are few: what the shell completes. */
      readonly values?: readonly string[];
    }
  >
>;
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  readonly name: CliCommandName;
  /** One line each, after `sendybox`. */
  readonly usage: readonly string[];
  readonly options: CommandOptions;
  run(session: Session, options: OptionValues, operands: readonly string[]): Promise<ExitStatus>;
}

export const stringOption = (options: OptionValues, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

/** For commands that take none. */
export const refuseOperands = (operands: readonly string[]): void => {
  const [first] = operands;
  if (first !== undefined) throw new UsageError(() => first);
};
