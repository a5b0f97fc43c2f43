/** A payment in one line, and in the words of the slip. */
import type { TransactionRow } from '../control/protocol.ts';
import { cliTexts } from '../locale/cli.ts';
import type { Language } from '../locale/language.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForScreen } from '../payment/money.ts';
import { localMinute, printable } from './terminal-text.ts';

export const statusWord = (row: TransactionRow, language: Language): string =>
  row.verdict === 'notPaid' && row.status === 'paid'
    ? row.resolved
      ? slipTexts[language].statuses.reversed
      : cliTexts[language].moneyReturning
    : slipTexts[language].statuses[row.status];

/** What the journal has decided; null: nothing is open there, and there is no verdict (refunds, another box's payment). */
export const verdictWord = (row: TransactionRow, language: Language): string | null => {
  const texts = cliTexts[language];
  if (row.verdict !== null) return row.verdict === 'paid' ? texts.paid : texts.notPaid;
  return row.resolved ? null : texts.notEnded;
};

export const amountOf = (row: TransactionRow): string => printable(formatForScreen(row.amount, row.currency));

export const systemOf = (row: TransactionRow): string =>
  row.paymentSystem === null ? '-' : systemNames[row.paymentSystem];

/** `№ 12  150,00 ₽  WeChat  ОПЛАЧЕНО  2026-11-24 06:44  R-1`; a refund says of which payment it is. */
export const paymentLine = (row: TransactionRow, language: Language): string =>
  [
    `№ ${row.transactionNumber}`,
    ...(row.originalTransactionNumber === undefined
      ? []
      : [cliTexts[language].refundOf(row.originalTransactionNumber)]),
    amountOf(row),
    systemOf(row),
    statusWord(row, language),
    localMinute(row.createdAt),
    ...(row.reference === null ? [] : [printable(row.reference)]),
  ].join('  ');
