/** `sendybox report`: what was sold in a shift or in a span of time, on the terminal and on paper. Nothing is closed. */
import type { ControlFailure } from '../../control/control-client.ts';
import type { ReportPage, ReportParams, TransactionRow } from '../../control/protocol.ts';
import type { Result } from '../../errors.ts';
import { reportTexts } from '../../locale/report.ts';
import type { Report } from '../../payment/types.ts';
import { boxTimeZone, instantOf } from '../local-time.ts';
import { reportLines } from '../report-lines.ts';
import { type Command, type OptionValues, refuseOperands, stringOption, UsageError } from '../session.ts';
import { transactionTable } from '../transaction-table.ts';

/** The gateway is asked twice, and a journal of years may be added up in its place. */
const timeoutMs = 120_000;

export const reportCommand: Command = {
  name: 'report',
  usage: ['report [--shift N | --from T --to T] [--detail] [--no-print]'],
  options: {
    shift: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    detail: { type: 'boolean' },
    'no-print': { type: 'boolean' },
  },
  async run(session, options, operands) {
    refuseOperands(operands);
    const timeZone = await boxTimeZone(session);
    const scope = scopeOf(options, timeZone);
    const print = options['no-print'] !== true;
    const detail = options.detail === true;
    const answer = await session.client.request(
      'report',
      { ...scope, print, ...(detail && { detail }) },
      { timeoutMs },
    );
    if (!answer.ok) return session.failed(answer.error);
    const report = answer.value;
    const rows: TransactionRow[] = [];
    if (detail) {
      for (let after: number | null = 0; after !== null; ) {
        const page: Result<ReportPage, ControlFailure> = await session.client.request(
          'reportPage',
          { ...pageOf(report), after },
          { timeoutMs },
        );
        if (!page.ok) return session.failed(page.error);
        rows.push(...page.value.rows);
        after = page.value.next;
      }
    }
    if (session.json) session.answer(detail ? { ...report, transactions: rows } : report, []);
    else {
      session.answer(null, await reportLines(session, { report, timeZone }));
      if (detail)
        session.answer(null, ['', ...transactionTable(rows, await session.texts(), await session.language())]);
    }
    if (print) session.remark(reportTexts[await session.language()].owedOnPaper);
    return 0;
  },
};

const pageOf = ({ shiftNumber, from, to, source }: Report) => ({
  source,
  ...(shiftNumber === undefined ? { from, to } : { shift: shiftNumber }),
});

const scopeOf = (options: OptionValues, timeZone: string): ReportParams => {
  const [shift, from, to] = ['shift', 'from', 'to'].map((name) => stringOption(options, name));
  if (shift !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError((texts) => texts.notTogether('--shift', from === undefined ? '--to' : '--from'));
  if ((from === undefined) !== (to === undefined))
    throw new UsageError((texts) => texts.missing(from === undefined ? '--from' : '--to'));
  if (shift !== undefined) {
    if (!/^[1-9]\d{0,8}$/.test(shift)) throw new UsageError((texts) => texts.notOneOf(`--shift ${shift}`, '1, 2, 3 …'));
    return { shift: Number(shift) };
  }
  if (from === undefined || to === undefined) return {};
  return { from: instantOf(from, '--from', timeZone), to: instantOf(to, '--to', timeZone) };
};
