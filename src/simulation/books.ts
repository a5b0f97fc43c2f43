/** The journal as the judge reads it, on a connection of its own: what is committed and nothing else. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Reconciliation } from '../payment/reconciliation.ts';
import type { CancelOrder, Payment, RefundReason, SaleStatus, Totals, Verdict } from '../payment/types.ts';
import type { Disk } from './disk.ts';

export interface BookRow {
  readonly number: number;
  readonly saleId: string;
  readonly kind: 'payment' | 'refund';
  readonly shiftNumber: number;
  readonly amountMinor: number;
  readonly status: SaleStatus;
  readonly verdict: Verdict | null;
  readonly cancel: CancelOrder | null;
  readonly resolved: boolean;
  readonly ref: string | null;
  readonly payment: Payment | null;
  /** Of a refund: which payment it gives back. */
  readonly originalNumber: number | null;
  readonly reason: RefundReason | null;
}

export interface CloseRow {
  readonly shiftNumber: number;
  /** As they were sent. */
  readonly totals: Totals;
  /** Null: no answer is on disk. */
  readonly closedAt: string | null;
  readonly closedTotals: Totals | null;
}

const columns =
  'number, sale_id, kind, shift_number, amount_minor, status, verdict, cancel, resolved, ref, answer, original_number, refund_reason';
const sql = {
  one: `SELECT ${columns} FROM payment WHERE number = ?`,
  all: `SELECT ${columns} FROM payment ORDER BY number`,
  latest: `SELECT ${columns} FROM payment ORDER BY number DESC LIMIT ?`,
  open: `SELECT ${columns} FROM payment WHERE resolved = 0 ORDER BY number`,
  closes: 'SELECT shift_number, comparison, closed_at, closed_totals FROM day_close ORDER BY id',
  openClose: `SELECT shift_number, comparison, closed_at, closed_totals FROM day_close WHERE closed_at IS NULL`,
  owed: 'SELECT count(*) AS owed FROM document_copy WHERE printed = 0',
} as const;

const rowOf = (row: Record<string, unknown>): BookRow => ({
  number: Number(row.number),
  saleId: String(row.sale_id),
  kind: row.kind as BookRow['kind'],
  shiftNumber: Number(row.shift_number),
  amountMinor: Number(row.amount_minor),
  status: row.status as SaleStatus,
  verdict: row.verdict as Verdict | null,
  cancel: row.cancel === null ? null : (JSON.parse(String(row.cancel)) as CancelOrder),
  resolved: row.resolved === 1,
  ref: row.ref as string | null,
  payment: row.answer === null ? null : (JSON.parse(String(row.answer)) as Payment),
  originalNumber: row.original_number === null ? null : Number(row.original_number),
  reason: row.refund_reason as RefundReason | null,
});

const closeOf = (row: Record<string, unknown>): CloseRow => ({
  shiftNumber: Number(row.shift_number),
  totals: (JSON.parse(String(row.comparison)) as Reconciliation).report.totals,
  closedAt: row.closed_at as string | null,
  closedTotals: row.closed_totals === null ? null : (JSON.parse(String(row.closed_totals)) as Totals),
});

export interface Books {
  row(number: number): BookRow | null;
  rows(): readonly BookRow[];
  latest(limit: number): readonly BookRow[];
  open(): readonly BookRow[];
  closes(): readonly CloseRow[];
  openClose(): CloseRow | null;
  /** Copies that are not marked as printed. */
  owedCopies(): number;
}

export const openBooks = (disk: Disk): Books => {
  const prepared = new WeakMap<DatabaseSync, Map<string, StatementSync>>();
  const statement = (text: string): StatementSync => {
    const reader = disk.reader();
    const known = prepared.get(reader) ?? new Map<string, StatementSync>();
    prepared.set(reader, known);
    const found = known.get(text) ?? reader.prepare(text);
    known.set(text, found);
    return found;
  };
  return {
    row(number) {
      const row = statement(sql.one).get(number);
      return row === undefined ? null : rowOf(row);
    },
    rows: () => statement(sql.all).all().map(rowOf),
    latest: (limit) => statement(sql.latest).all(limit).map(rowOf),
    open: () => statement(sql.open).all().map(rowOf),
    closes: () => statement(sql.closes).all().map(closeOf),
    openClose() {
      const row = statement(sql.openClose).get();
      return row === undefined ? null : closeOf(row);
    },
    owedCopies: () => Number(statement(sql.owed).get()?.owed ?? 0),
  };
};
