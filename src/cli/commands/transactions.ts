import type { TransactionRow } from '../../control/protocol.ts';
import type { CliTexts } from '../../locale/cli.ts';
import type { Language } from '../../locale/language.ts';
import { saleStatuses } from '../../payment/types.ts';
import { amountOf, statusWord, systemOf } from '../payment-lines.ts';
import { type Command, refuseOperands, stringOption, UsageError } from '../session.ts';
import { localMinute, printable, table } from '../terminal-text.ts';

/** A year of a busy till takes a while to read from an SD card. */
const timeoutMs = 60_000;

export const transactionsCommand: Command = {
  name: 'transactions',
  usage: ['transactions [--shift N] [--state S] [--csv]'],
  options: { shift: { type: 'string' }, state: { type: 'string', values: saleStatuses }, csv: { type: 'boolean' } },
  async run(session, options, operands) {
    refuseOperands(operands);
    if (options.csv === true && session.json) throw new UsageError((texts) => texts.notTogether('--csv', '--json'));
    const shift = stringOption(options, 'shift');
    const state = stringOption(options, 'state');
    if (shift !== undefined && !/^[1-9]\d{0,8}$/.test(shift))
      throw new UsageError((texts) => texts.notOneOf(`--shift ${shift}`, '1, 2, 3 …'));
    if (state !== undefined && !(saleStatuses as readonly string[]).includes(state))
      throw new UsageError((texts) => texts.notOneOf(`--state ${state}`, saleStatuses.join(', ')));

    const answer = await session.client.request(
      'transactions',
      { ...(shift !== undefined && { shift: Number(shift) }), ...(state !== undefined && { state }) },
      { timeoutMs },
    );
    if (!answer.ok) return session.failed(answer.error);
    if (session.json) session.answer(answer.value, []);
    else if (options.csv === true) session.world.stdout.write(csv(answer.value));
    else session.answer(null, transactionTable(answer.value, await session.texts(), await session.language()));
    return 0;
  },
};

const transactionTable = (rows: readonly TransactionRow[], texts: CliTexts, language: Language): string[] => {
  if (rows.length === 0) return [texts.noTransactions];
  const { number, time, shift, system, amount, status, ref } = texts.columns;
  return table(
    [
      [number, time, shift, system, amount, status, ref],
      ...rows.map((row) => [
        String(row.transactionNumber),
        localMinute(row.createdAt),
        String(row.shiftNumber),
        systemOf(row),
        amountOf(row),
        `${statusWord(row, language)}${row.resolved ? '' : ' *'}`,
        printable(row.ref ?? ''),
      ]),
    ],
    new Set([0, 2, 4]),
  );
};

/** The order of the columns is part of the format: new ones come last. */
const csvColumns = [
  'transactionNumber',
  'kind',
  'shiftNumber',
  'method',
  'paymentSystem',
  'status',
  'verdict',
  'resolved',
  'amount',
  'currency',
  'refundedAmount',
  'originalTransactionNumber',
  'reference',
  'approvalCode',
  'payer',
  'ref',
  'createdAt',
  'paidAt',
  'finalAt',
  'declineCode',
  'saleId',
] as const satisfies readonly (keyof TransactionRow)[];

/** RFC 4180. */
export const csv = (rows: readonly TransactionRow[]): string =>
  [csvColumns.join(','), ...rows.map((row) => csvColumns.map((column) => csvCell(row[column])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');

const csvCell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  // A text that a spreadsheet would take for a formula is made text by an apostrophe.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
