/** `sendybox info`: what the box says of itself, before activation too. */
import { informationSections } from '../../documents/information.ts';
import { informationTexts } from '../../locale/information.ts';
import { type Command, refuseOperands } from '../session.ts';
import { printable, table } from '../terminal-text.ts';

/** One commit where it is to be printed, on a disk that may be slow. */
const timeoutMs = 60_000;

export const infoCommand: Command = {
  name: 'info',
  usage: ['info [--print]'],
  options: { print: { type: 'boolean' } },
  async run(session, options, operands) {
    refuseOperands(operands);
    const print = options.print === true;
    const answer = await session.client.request('info', print ? { print } : {}, { timeoutMs });
    if (!answer.ok) return session.failed(answer.error);
    const language = session.json ? 'en' : await session.language();
    const rows = informationSections(answer.value, language).flatMap(({ title, rows: lines }) => [
      [session.paint('bold', title), ''],
      ...lines.map(([label, value]) => [`  ${label}`, printable(value)]),
    ]);
    session.answer(answer.value, session.json ? [] : table(rows));
    if (print) session.remark(informationTexts[language].printed);
    return 0;
  },
};
