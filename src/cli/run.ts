/** Reads the command line and runs the command. */
import { parseArgs } from 'node:util';
import type { CliTexts } from '../locale/cli.ts';
import { activateCommand } from './commands/activate.ts';
import { backupCommand } from './commands/backup.ts';
import { cancelCommand } from './commands/cancel.ts';
import { closeDayCommand } from './commands/close-day.ts';
import { completionCommand } from './commands/completion.ts';
import { doctorCommand } from './commands/doctor.ts';
import { infoCommand } from './commands/info.ts';
import { logCommand } from './commands/log.ts';
import { payCommand } from './commands/pay.ts';
import { queryCommand } from './commands/query.ts';
import { refundCommand } from './commands/refund.ts';
import { reportCommand } from './commands/report.ts';
import { reprintCommand } from './commands/reprint.ts';
import { settingsCommand } from './commands/settings.ts';
import { statusCommand } from './commands/status.ts';
import { supportCommand } from './commands/support.ts';
import { transactionsCommand } from './commands/transactions.ts';
import { versionCommand } from './commands/version.ts';
import { type Command, type ExitStatus, type OptionValues, Session, UsageError } from './session.ts';
import { table } from './terminal-text.ts';
import type { World } from './world.ts';

export const commands: readonly Command[] = [
  statusCommand,
  infoCommand,
  activateCommand,
  settingsCommand,
  payCommand,
  cancelCommand,
  refundCommand,
  queryCommand,
  reprintCommand,
  transactionsCommand,
  reportCommand,
  closeDayCommand,
  doctorCommand,
  logCommand,
  backupCommand,
  supportCommand,
  versionCommand,
  completionCommand(() => ({ commands, everywhere })),
];

const everywhere = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** Options may stand before the command too (`sendybox --json status`): the first word that is none is the command. */
export const runSendybox = async (world: World): Promise<ExitStatus> => {
  const { args } = world;
  const session = new Session(world, args.includes('--json'));
  const index = args.findIndex((arg) => !arg.startsWith('-'));
  const name = args[index];
  const command = commands.find((one) => one.name === name);
  if (command !== undefined) return runCommand(session, command, args.toSpliced(index, 1));
  if (name === undefined && args.some((arg) => arg === '--help' || arg === '-h')) {
    const texts = await session.texts();
    session.answer(helpDocument(), overview(texts));
    return 0;
  }
  const error = new UsageError((texts) => (name === undefined ? texts.missing('COMMAND') : texts.unknownCommand(name)));
  return session.failUsage(error, overview(await session.texts()));
};

const runCommand = async (session: Session, command: Command, args: readonly string[]): Promise<ExitStatus> => {
  try {
    const { values, positionals } = parse(command, args);
    if (values.help === true) {
      session.answer({ usage: command.usage }, commandHelp(command, await session.texts()));
      return 0;
    }
    return await command.run(session, values, positionals);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return session.failUsage(error, usageLines(command, await session.texts()));
  }
};

const parse = (command: Command, args: readonly string[]): { values: OptionValues; positionals: string[] } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, ...everywhere },
      allowPositionals: true,
      strict: true,
    });
    return { values, positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith('ERR_PARSE_ARGS_') !== true) throw error;
    throw new UsageError((texts) => optionProblem(code, message, texts));
  }
};

/** Node says it in English; what is in it is the option. */
const optionProblem = (code: string, message: string, texts: CliTexts): string => {
  const option = /'(?:-\w, )?(-[^' <]*)/.exec(message)?.[1] ?? '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return texts.unknownOption(option);
  return message.includes('does not take') ? texts.takesNoValue(option) : texts.needsValue(option);
};

const usageLines = (command: Command, texts: CliTexts): string[] =>
  command.usage.map((line) => `${texts.usage}: sendybox ${line} [--json]`);

const commandHelp = (command: Command, texts: CliTexts): string[] => [
  ...usageLines(command, texts),
  texts.summaries[command.name],
  ...(texts.details[command.name]?.split('\n') ?? []),
];

const overview = (texts: CliTexts): string[] => [
  `${texts.usage}: sendybox COMMAND [--json]`,
  `${texts.commands}:`,
  ...table(commands.map(({ name }) => [`  ${name}`, texts.summaries[name]])),
  texts.jsonOption,
  texts.moreHelp,
];

const helpDocument = (): unknown => ({ commands: commands.map(({ name, usage }) => ({ name, usage })) });
