/** `sendybox activate`: the dialogue of activation; what is given as an option is not asked. */
import type { ActivateParams } from '../../control/protocol.ts';
import type { CliTexts } from '../../locale/cli.ts';
import { type Command, type OptionValues, refuseOperands, type Session, stringOption, UsageError } from '../session.ts';
import { printable } from '../terminal-text.ts';

/** The box tries again by itself while the network is down, and gives up before this. */
const timeoutMs = 180_000;

export const activateCommand: Command = {
  name: 'activate',
  usage: ['activate [--terminal ID --serial SN --code CODE] [--replace]'],
  options: {
    terminal: { type: 'string' },
    serial: { type: 'string' },
    code: { type: 'string' },
    replace: { type: 'boolean' },
  },
  async run(session, options, operands) {
    refuseOperands(operands);
    const params = await activationParams(session, options);
    if (params === null) return givenUp(session);
    let answer = await session.client.request('activate', params, { timeoutMs });
    if (!answer.ok && answer.error.error.code === 'ACT-05' && !params.replace && (await wantsReplace(session)))
      answer = await session.client.request('activate', { ...params, replace: true }, { timeoutMs });
    if (!answer.ok) return session.failed(answer.error);
    const { terminalId, merchant } = answer.value;
    const texts = await session.texts();
    session.answer(answer.value, [printable(texts.activated(terminalId, merchant))]);
    return 0;
  },
};

const fields = [
  { option: 'terminal', param: 'terminalId', question: (texts: CliTexts) => texts.askTerminalId },
  { option: 'serial', param: 'serialNumber', question: (texts: CliTexts) => texts.askSerialNumber },
  { option: 'code', param: 'code', question: (texts: CliTexts) => texts.askCode },
] as const;

/** Null: the dialogue was left. */
const activationParams = async (session: Session, options: OptionValues): Promise<ActivateParams | null> => {
  const given = { terminalId: '', serialNumber: '', code: '' };
  const missing = fields.filter(({ option }) => stringOption(options, option) === undefined);
  if (missing.length > 0 && !canAsk(session))
    throw new UsageError((texts) => texts.missing(missing.map(({ option }) => `--${option}`).join(', ')));
  for (const { option, param, question } of fields) {
    const value = stringOption(options, option) ?? (await session.world.ask?.(question(await session.texts()))) ?? null;
    if (value === null) return null;
    given[param] = value.trim();
  }
  return { ...given, replace: options.replace === true };
};

const canAsk = (session: Session): boolean => session.world.ask !== null && !session.json;

/** Replacing voids the other box's key: never without a yes. */
const wantsReplace = async (session: Session): Promise<boolean> => {
  if (!canAsk(session)) return false;
  const texts = await session.texts();
  const answer = await session.world.ask?.(texts.askReplace);
  return texts.yes.includes(answer?.trim().toLowerCase() ?? '');
};

const givenUp = async (session: Session): Promise<1> => {
  session.remark((await session.texts()).activationGivenUp);
  return 1;
};
