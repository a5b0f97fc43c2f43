/** `sendybox doctor`: one line a check, with a cure where something is not well. */
import { readRelease } from '../../control/release.ts';
import { type CheckState, doctorTexts, type Finding, foundText, saidText, summaryText } from '../../locale/doctor.ts';
import { errorText } from '../../locale/errors.ts';
import type { Language } from '../../locale/language.ts';
import { dataDirectory, logDirectory } from '../places.ts';
import { type Command, refuseOperands, type Session } from '../session.ts';
import { type Colour, type Paint, printable } from '../terminal-text.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  usage: ['doctor [--print]'],
  options: { print: { type: 'boolean' } },
  async run(session, options, operands) {
    refuseOperands(operands);
    const language = await session.language();
    const checks = await examineFor(session);
    session.answer({ checks: checks.map((one) => checkDocument(one, language)) }, [
      ...checks.map((one) => checkLine(one, language, session.paint)),
      printable(summaryText(checks, language)),
    ]);
    if (options.print === true) {
      const printed = await session.client.request('printDoctor', { checks });
      if (!printed.ok) return session.failed(printed.error);
      session.remark(doctorTexts[language].toBePrinted);
    }
    return checks.some(({ state }) => state === 'fail') ? 1 : 0;
  },
};

/** What examines is loaded when it is asked for: with it comes the gateway's client, which `status` need not wait for. */
export const examineFor = async ({ client, world }: Session, signal?: AbortSignal): Promise<readonly Finding[]> => {
  const { examine } = await import('../../support/doctor.ts');
  return examine({
    client,
    dataDirectory: dataDirectory(world),
    logDirectory: logDirectory(world),
    env: world.env,
    release: readRelease(world.root),
    ...(signal && { signal }),
  });
};

const colours: Readonly<Record<CheckState, Colour>> = { ok: 'green', warn: 'yellow', fail: 'red', skipped: 'dim' };

const checkLine = (finding: Finding, language: Language, paint: Paint): string => {
  const { checks, states } = doctorTexts[language];
  const wide = (words: Readonly<Record<string, string>>): number =>
    Math.max(...Object.values(words).map(({ length }) => length));
  const state = paint(colours[finding.state], states[finding.state].padEnd(wide(states)));
  return `${state}  ${checks[finding.name].padEnd(wide(checks))}  ${printable(saidText(finding, language))}`;
};

const checkDocument = (finding: Finding, language: Language) => {
  const { name, state, error } = finding;
  const said = { name, state, found: foundText(finding, language) };
  if (error === undefined) return said;
  const { message, cure } = errorText(error, language);
  return { ...said, code: error.code, message, cure };
};
