import { fieldError } from '../../errors.ts';
import { refuseSurplus, transactionNumberOf } from '../operands.ts';
import { paymentLine } from '../payment-lines.ts';
import { type Command, type ExitStatus, type Session, UsageError } from '../session.ts';

export const reprintCommand: Command = {
  name: 'reprint',
  usage: ['reprint [last | NUMBER | close N]'],
  options: {},
  async run(session, _options, operands) {
    const [what = 'last'] = operands;
    if (what === 'close') {
      refuseSurplus(operands, 2);
      if (operands[1] === undefined) throw new UsageError((texts) => texts.missing('N'));
      return reprintClose(session, transactionNumberOf(operands[1])); // a shift is counted as transactions are
    }
    refuseSurplus(operands, 1);
    const params = what === 'last' ? {} : { transactionNumber: transactionNumberOf(what) };
    const answer = await session.client.request('reprint', params, { timeoutMs });
    if (!answer.ok) return session.failed(answer.error);
    const { outcome, payment, error } = answer.value;
    if (outcome !== 'done' || payment === null)
      return session.fail(error ?? fieldError('BUG-01', 'no slip and no reason'), 1);
    session.answer(
      payment,
      session.json ? [] : [(await session.texts()).reprinted, paymentLine(payment, await session.language())],
    );
    return 0;
  },
};

const reprintClose = async (session: Session, shiftNumber: number): Promise<ExitStatus> => {
  const answer = await session.client.request('reprintClose', { shiftNumber }, { timeoutMs });
  if (!answer.ok) return session.failed(answer.error);
  const { shift, closed } = answer.value;
  if (shift === null) return session.fail(fieldError('BUG-01', 'no report and no reason'), 1);
  session.answer({ ...shift, ...closed }, [(await session.texts()).closeReprinted(shiftNumber)]);
  return 0;
};

/** One commit, on a disk that may be slow. */
const timeoutMs = 60_000;
