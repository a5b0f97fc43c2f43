/** `sendybox transactions`: the journal as a table, for a spreadsheet or as JSON; one transaction with its history. */
import type { TransactionRow, TransactionsParams } from '../../control/protocol.ts';
import { saleStatuses } from '../../payment/types.ts';
import { boxTimeZone, instantOf } from '../local-time.ts';
import { refuseSurplus, transactionNumberOf } from '../operands.ts';
import {
  type Command,
  type ExitStatus,
  type OptionValues,
  type Session,
  stringOption,
  UsageError,
} from '../session.ts';
import { spreadsheetHead, spreadsheetRows } from '../spreadsheet.ts';
import { printable } from '../terminal-text.ts';
import { transactionTable } from '../transaction-table.ts';

/** One page of a journal on an SD card. */
const timeoutMs = 60_000;

const filters = ['shift', 'state', 'from', 'to'] as const;

export const transactionsCommand: Command = {
  name: 'transactions',
  usage: ['transactions [--shift N] [--state S] [--from T] [--to T] [--csv]', 'transactions NUMBER'],
  options: {
    shift: { type: 'string' },
    state: { type: 'string', values: saleStatuses },
    from: { type: 'string' },
    to: { type: 'string' },
    csv: { type: 'boolean' },
  },
  async run(session, options, operands) {
    if (operands.length > 0) return one(session, options, operands);
    if (options.csv === true && session.json) throw new UsageError((texts) => texts.notTogether('--csv', '--json'));
    const timeZone = await boxTimeZone(session);
    const params = filterOf(options, timeZone);
    const csv = options.csv === true;
    const rows: TransactionRow[] = [];
    let before: number | undefined;
    for (let isFirst = true; isFirst || before !== undefined; isFirst = false) {
      const answer = await session.client.request('transactions', { ...params, before }, { timeoutMs });
      if (!answer.ok) return session.failed(answer.error);
      if (csv && isFirst) session.world.stdout.write(spreadsheetHead);
      if (csv) session.world.stdout.write(spreadsheetRows(answer.value.rows, timeZone));
      else rows.push(...answer.value.rows);
      before = answer.value.next ?? undefined;
    }
    if (session.json) session.answer(rows, []);
    else if (!csv) session.answer(null, transactionTable(rows, await session.texts(), await session.language()));
    return 0;
  },
};

const filterOf = (options: OptionValues, timeZone: string): TransactionsParams => {
  const [shift, state, from, to] = filters.map((name) => stringOption(options, name));
  if (shift !== undefined && !/^[1-9]\d{0,8}$/.test(shift))
    throw new UsageError((texts) => texts.notOneOf(`--shift ${shift}`, '1, 2, 3 …'));
  if (state !== undefined && !(saleStatuses as readonly string[]).includes(state))
    throw new UsageError((texts) => texts.notOneOf(`--state ${state}`, saleStatuses.join(', ')));
  return {
    ...(shift !== undefined && { shift: Number(shift) }),
    ...(state !== undefined && { state }),
    ...(from !== undefined && { from: instantOf(from, '--from', timeZone) }),
    ...(to !== undefined && { to: instantOf(to, '--to', timeZone) }),
  };
};

const one = async (session: Session, options: OptionValues, operands: readonly string[]): Promise<ExitStatus> => {
  const transactionNumber = transactionNumberOf(operands[0]);
  refuseSurplus(operands, 1);
  const useless = [...filters, 'csv'].find((name) => options[name] !== undefined);
  if (useless !== undefined) throw new UsageError((texts) => texts.notTogether('NUMBER', `--${useless}`));
  const answer = await session.client.request('transaction', { transactionNumber }, { timeoutMs });
  if (!answer.ok) return session.failed(answer.error);
  const { transaction, history, story } = answer.value;
  session.answer({ ...transaction, history }, story.trimEnd().split('\n').map(printable));
  return 0;
};
