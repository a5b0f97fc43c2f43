/** `sendybox query`: *did it go through?* The gateway's answer, beside what the journal knows. */
import type { QueryReport } from '../../control/protocol.ts';
import { fieldError } from '../../errors.ts';
import type { CliTexts } from '../../locale/cli.ts';
import { refuseSurplus, transactionNumberOf } from '../operands.ts';
import { amountOf, paymentLine, verdictWord } from '../payment-lines.ts';
import { type Command, type ExitStatus, reasonLine } from '../session.ts';
import type { Colour } from '../terminal-text.ts';

export const queryCommand: Command = {
  name: 'query',
  usage: ['query NUMBER'],
  options: {},
  async run(session, _options, operands) {
    const transactionNumber = transactionNumberOf(operands[0]);
    refuseSurplus(operands, 1);
    const answer = await session.client.request('query', { transactionNumber }, { timeoutMs });
    if (!answer.ok) return session.failed(answer.error);
    const { outcome, payment, error } = answer.value;
    const status = statuses[outcome];
    if (payment === null) return session.fail(error ?? fieldError('BUG-01', 'no answer and no reason'), status);
    if (session.json) {
      session.answer(payment, []);
      return status;
    }
    const texts = await session.texts();
    const language = await session.language();
    const verdict = verdictWord(payment, language);
    session.answer(null, [
      `${session.paint(colours[outcome], wordOf(answer.value, texts))}  ${amountOf(payment)}`,
      paymentLine(payment, language),
      ...(verdict === null ? [] : [`${texts.byJournal}: ${verdict}`]),
      ...(error === null ? [] : [reasonLine(error, language)]),
    ]);
    return status;
  },
};

/** The gateway is asked once or twice, and a commit is waited for. */
const timeoutMs = 120_000;

const statuses = { done: 0, failed: 1, unknown: 4 } as const satisfies Record<QueryReport['outcome'], ExitStatus>;
const colours = { done: 'green', failed: 'red', unknown: 'yellow' } as const satisfies Record<
  QueryReport['outcome'],
  Colour
>;

const wordOf = ({ standing }: QueryReport, texts: CliTexts): string => texts.standings[standing];
