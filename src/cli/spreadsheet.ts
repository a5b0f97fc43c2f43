/**
 * The journal for a spreadsheet: a semicolon between cells, a byte order mark, sums with a decimal comma, instants in the
 * box's time, as a spreadsheet in Russia opens it by a double click.
 */
import type { TransactionRow } from '../control/protocol.ts';

/** The order of the columns is part of the format: new ones come last. */
const columns = [
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
type Column = (typeof columns)[number];

const sums: ReadonlySet<Column> = new Set(['amount', 'refundedAmount']);
const instants: ReadonlySet<Column> = new Set(['createdAt', 'paidAt', 'finalAt']);
/** Digits that are no number: a spreadsheet would drop their zeros, or show 9,4E+11. */
const words: ReadonlySet<Column> = new Set(['reference', 'approvalCode', 'ref']);

const line = (cells: readonly string[]): string => `${cells.join(';')}\r\n`;

export const spreadsheetHead = `\ufeff${line(columns)}`;

/** One line for each row. */
export const spreadsheetRows = (rows: readonly TransactionRow[], timeZone: string): string =>
  rows.map((row) => line(columns.map((column) => cell(column, row[column], timeZone)))).join('');

const cell = (column: Column, value: unknown, timeZone: string): string => {
  if (value === null || value === undefined) return '';
  if (sums.has(column)) return inRoubles(Number(value));
  if (typeof value !== 'string') return String(value);
  if (instants.has(column)) return localSecond(value, timeZone);
  if (words.has(column) && /^\d+$/.test(value)) return `"=""${value}"""`;
  // A text that a spreadsheet would take for a formula is made text by an apostrophe.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const inRoubles = (minor: number): string => {
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)},${digits.slice(-2)}`;
};

/** What is no instant is written as it is. */
const localSecond = (instant: string, timeZone: string): string => {
  try {
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
    return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'second' })}`;
  } catch {
    return instant;
  }
};
