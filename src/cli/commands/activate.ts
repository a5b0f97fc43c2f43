/** `sendybox activate`: the dialogue of activation; what is given as an option is not asked. */
import type { ControlFailure } from '../../control/control-client.ts';
import type { ControlResult } from '../../control/params.ts';
import type { ActivateParams } from '../../control/protocol.ts';
import type { Result } from '../../errors.ts';
import type { CliTexts } from '../../locale/cli.ts';
import { isServicePin } from '../../settings/service-pin.ts';
import { normaliseActivation } from '../../terminal/activation-values.ts';
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
    const values = normaliseActivation(params); // what is sure to be refused is said before the box is asked
    if (!values.ok) return session.fail(values.error, 1);
    const answer = await activate(session, { ...params, ...values.value });
    if (!answer.ok) return session.failed(answer.error);
    const { terminalId, merchant } = answer.value;
    const texts = await session.texts();
    session.answer(answer.value, [printable(texts.activated(terminalId, merchant))]);
    await setPin(session, texts);
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
    given[param] = value;
  }
  return { ...given, replace: options.replace === true };
};

const canAsk = (session: Session): boolean => session.world.ask !== null && !session.json;

/** What may make another box useless is done after a yes only: each of the two questions is asked once. */
const activate = async (session: Session, params: ActivateParams): Promise<Activated> => {
  const texts = await session.texts();
  let asked = params;
  for (;;) {
    const answer = await session.client.request('activate', asked, { timeoutMs });
    const code = answer.ok || asked.replace ? null : answer.error.error.code;
    if (code === 'ACT-09' && asked.again !== true && (await isWanted(session, texts.askAgain)))
      asked = { ...asked, again: true };
    else if (code === 'ACT-05' && (await isWanted(session, texts.askReplace))) asked = { ...asked, replace: true };
    else return answer;
  }
};

type Activated = Result<ControlResult<'activate'>, ControlFailure>;

const isWanted = async (session: Session, question: string): Promise<boolean> => {
  if (!canAsk(session)) return false;
  const texts = await session.texts();
  const answer = await session.world.ask?.(question);
  return texts.yes.includes(answer?.trim().toLowerCase() ?? '');
};

/** The PIN of the service menu, if there is none yet. It may be left for later: nothing hangs on it but that menu. */
const setPin = async (session: Session, texts: CliTexts): Promise<void> => {
  if (session.json) return;
  const known = await session.client.request('settingsGet', { key: 'servicePin' });
  if (!known.ok || known.value !== null) return;
  const servicePin = await newPin(session, texts);
  if (servicePin === null) return session.remark(texts.pinNotSet);
  const set = await session.client.request('settingsSet', { values: { servicePin } });
  if (set.ok) session.remark(texts.pinSet);
  else await session.failed(set.error);
};

const pinTries = 3;

/** Typed the same twice; null: it is left for later. */
const newPin = async (session: Session, texts: CliTexts): Promise<string | null> => {
  const ask = async (question: string) => (await session.world.ask?.(question, { isSecret: true }))?.trim() ?? '';
  for (let tries = 0; tries < pinTries; tries += 1) {
    const pin = await ask(texts.askPin);
    if (pin === '') return null;
    if (!isServicePin(pin)) session.remark(texts.pinNotDigits);
    else if ((await ask(texts.askPinAgain)) === pin) return pin;
    else session.remark(texts.pinsDiffer);
  }
  return null;
};

const givenUp = async (session: Session): Promise<1> => {
  session.remark((await session.texts()).activationGivenUp);
  return 1;
};
