/** Transactions as people read them on a terminal. */
import type { TransactionRow } from '../control/protocol.ts';
import type { CliTexts } from '../locale/cli.ts';
import type { Language } from '../locale/language.ts';
import { amountOf, statusWord, systemOf } from './payment-lines.ts';
import { localMinute, printable, table } from './terminal-text.ts';

export const transactionTable = (rows: readonly TransactionRow[], texts: CliTexts, language: Language): string[] => {
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
