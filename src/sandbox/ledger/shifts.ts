/** Shifts, totals and reports: counted from the rows while a shift is open, frozen when it closes. */
import type { CloseShiftAnswer, CloseShiftRequest } from '../../gateway/contract.ts';
import { sameTotals } from '../../payment/totals.ts';
import type {
  CountAndAmount,
  PaymentMethod,
  PaymentSystem,
  ShiftReport,
  Totals,
  TotalsPart,
  TransactionsPage,
} from '../../payment/types.ts';
import { type Books, expireDue } from './books.ts';
import { inTransaction } from './database.ts';
import { type Answer, answered, refused } from './refusal.ts';
import { currency } from './terminal.ts';
import { asTransactions, instantOf, toPayment } from './transactions.ts';

interface Group {
  readonly kind: 'payment' | 'refund';
  readonly method: PaymentMethod;
  readonly paymentSystem: PaymentSystem;
  readonly count: number;
  readonly amount: number;
}

/** Gateway contract, totals: what became paid and was not reversed, in full; what became refunded. */
const counted = "((kind = 'payment' AND status = 'paid') OR (kind = 'refund' AND status = 'refunded'))";
/** Payments by `paidAt`, refunds by `finalAt`; from inclusive, to exclusive. */
const inRange = `((kind = 'payment' AND paidMs >= :from AND paidMs < :to)
  OR (kind = 'refund' AND finalMs >= :from AND finalMs < :to))`;

const countAndAmount = (groups: readonly Group[]): CountAndAmount => ({
  count: groups.reduce((sum, { count }) => sum + count, 0),
  amount: groups.reduce((sum, { amount }) => sum + amount, 0),
});
const part = (groups: readonly Group[]): TotalsPart => ({
  paid: countAndAmount(groups.filter(({ kind }) => kind === 'payment')),
  refunded: countAndAmount(groups.filter(({ kind }) => kind === 'refund')),
});

const totalsWhere = (books: Books, where: string, params: Record<string, number>): Totals => {
  const groups = books.db
    .prepare(
      `SELECT kind, method, paymentSystem, count(*) AS count, sum(amount) AS amount FROM transactions
       WHERE ${where} AND ${counted} GROUP BY kind, method, paymentSystem`,
    )
    .all(params) as unknown as readonly Group[];
  const bySystem = (system: PaymentSystem) => part(groups.filter(({ paymentSystem }) => paymentSystem === system));
  const byMethod = (wanted: PaymentMethod) => part(groups.filter(({ method }) => method === wanted));
  return {
    ...part(groups),
    bySystem: { sendy: bySystem('sendy'), wechat: bySystem('wechat'), alipay: bySystem('alipay') },
    byMethod: { online: byMethod('online'), offline: byMethod('offline') },
  };
};

interface ShiftRow {
  readonly openedMs: number | null;
  readonly closedMs: number | null;
  readonly totals: string | null;
}

const findShift = (books: Books, shiftNumber: number): ShiftRow | null => {
  const row = books.db.prepare('SELECT * FROM shifts WHERE shiftNumber = ?').get(shiftNumber);
  if (row !== undefined) return row as unknown as ShiftRow;
  return shiftNumber === books.terminal.openShift() ? { openedMs: null, closedMs: null, totals: null } : null;
};

const unknownShift = (shiftNumber: number) => refused<never>('shift-not-found', `there is no shift ${shiftNumber}`);

const shiftTotals = (books: Books, shiftNumber: number, row: ShiftRow): Totals =>
  row.totals === null
    ? totalsWhere(books, 'shiftNumber = :shiftNumber', { shiftNumber })
    : (JSON.parse(row.totals) as Totals);

/** `GET pos/shift/{shiftNumber}`. */
export const readShift = (books: Books, shiftNumber: number): Answer<ShiftReport> => {
  expireDue(books);
  const row = findShift(books, shiftNumber);
  if (row === null) return unknownShift(shiftNumber);
  return answered({
    shiftNumber,
    openedAt: row.openedMs === null ? null : instantOf(row.openedMs),
    closedAt: row.closedMs === null ? null : instantOf(row.closedMs),
    currency,
    totals: shiftTotals(books, shiftNumber, row),
  });
};

export interface Range {
  readonly from: string;
  readonly to: string;
}
const rangeParams = ({ from, to }: Range) => ({ from: Date.parse(from), to: Date.parse(to) });
const refuseRange = ({ from, to }: Range) =>
  Date.parse(from) > Date.parse(to) ? refused<never>('request-invalid', 'from is later than to') : null;

/** `GET pos/report`. */
export const readReport = (books: Books, range: Range): Answer<ShiftReport> =>
  refuseRange(range) ??
  answered({
    from: range.from,
    to: range.to,
    openedAt: null,
    closedAt: null,
    currency,
    totals: totalsWhere(books, inRange, rangeParams(range)),
  });

export interface Page {
  readonly after: number;
  /** 1–500. */
  readonly limit: number;
}

const pageWhere = (books: Books, where: string, params: Record<string, number>, page: Page): TransactionsPage => {
  const rows = asTransactions(
    books.db
      .prepare(
        `SELECT * FROM transactions WHERE ${where} AND transactionNumber > :after
         ORDER BY transactionNumber LIMIT :limit`,
      )
      .all({ ...params, after: page.after, limit: page.limit + 1 }),
  );
  const shown = rows.slice(0, page.limit);
  return {
    transactions: shown.map(toPayment),
    next: rows.length > page.limit ? (shown.at(-1)?.transactionNumber ?? null) : null,
  };
};

/** `GET pos/shift/{shiftNumber}/transactions`: every number of the shift, whatever became of it. */
export const listShift = (books: Books, shiftNumber: number, page: Page): Answer<TransactionsPage> => {
  expireDue(books);
  if (findShift(books, shiftNumber) === null) return unknownShift(shiftNumber);
  return answered(pageWhere(books, 'shiftNumber = :shiftNumber', { shiftNumber }, page));
};

/** `GET pos/report/transactions`. */
export const listReport = (books: Books, range: Range, page: Page): Answer<TransactionsPage> =>
  refuseRange(range) ?? answered(pageWhere(books, inRange, rangeParams(range), page));

/**
 * `POST pos/shift/close`. A payment whose reversal is under way holds the shift open as a pending one does: it would leave
 * the totals after they were closed.
 */
export const closeShift = (books: Books, request: CloseShiftRequest): Answer<CloseShiftAnswer> => {
  expireDue(books);
  const { shiftNumber } = request;
  const row = findShift(books, shiftNumber);
  if (row === null) return unknownShift(shiftNumber);
  const totals = shiftTotals(books, shiftNumber, row);
  if (row.closedMs !== null) return answered({ shiftNumber, closedAt: instantOf(row.closedMs), totals });

  const moving = [...books.transactions.pending('payment'), ...books.transactions.reversing()];
  if (moving.length > 0)
    return refused('shift-has-pending', `${moving.length} payments are pending`, {
      transactionNumbers: moving.map(({ transactionNumber }) => transactionNumber).slice(0, 1_000),
    });
  if (!sameTotals(totals, request.totals)) return refused('totals-changed', 'read the totals again');

  const closedMs = books.now();
  inTransaction(books.db, () => {
    books.db
      .prepare('INSERT OR REPLACE INTO shifts (shiftNumber, openedMs, closedMs, totals) VALUES (?, ?, ?, ?)')
      .run(shiftNumber, row.openedMs, closedMs, JSON.stringify(totals));
    books.terminal.setOpenShift(shiftNumber + 1);
  });
  return answered({ shiftNumber, closedAt: instantOf(closedMs), totals });
};
