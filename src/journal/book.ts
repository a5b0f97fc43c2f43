/** The journal as a book: what counts in a shift or in a span of time, in pages. */
import type { Sale } from '../../machines/ports.ts';
import { saleColumns, saleOf } from './sales.ts';
import type { Connection } from './store.ts';

/** A shift, or a span of time by the gateway's clock: RFC 3339 UTC with milliseconds, `from` inclusive, `to` exclusive. */
export type BookScope = { readonly shift: number } | { readonly from: string; readonly to: string };

const counted = `status IN ('paid', 'refunded')`;

const sql = {
  ofShift: `SELECT ${saleColumns} FROM payment INDEXED BY payment_of_shift
    WHERE scope_id = ? AND counted_shift = ? AND number > ? ORDER BY number LIMIT ?`,
  /** Where the numbers of a span lie: they rise with time but for what was refunded or paid late. */
  boundsOfSpan: `SELECT min(number) AS first, max(number) AS last FROM payment INDEXED BY payment_counted
    WHERE scope_id = ? AND counted_at >= ? AND counted_at < ? AND ${counted}`,
  ofSpan: `SELECT ${saleColumns} FROM payment
    WHERE scope_id = ? AND number > ? AND number <= ? AND counted_at >= ? AND counted_at < ? AND ${counted}
    ORDER BY number LIMIT ?`,
} as const;

/**
 * By rising number, those above `after`. Of a shift every one, whatever became of it; of a span of time those that count in
 * its totals.
 */
export const bookPage = (
  connection: Connection,
  scopeId: number,
  scope: BookScope,
  after: number,
  limit: number,
): readonly Sale[] => {
  if ('shift' in scope) return connection.sql(sql.ofShift).all(scopeId, scope.shift, after, limit).map(saleOf);
  const { from, to } = scope;
  const bounds = connection.sql(sql.boundsOfSpan).get(scopeId, from, to);
  const [first, last] = [Number(bounds?.first ?? 0), Number(bounds?.last ?? 0)];
  if (last === 0) return [];
  return connection
    .sql(sql.ofSpan)
    .all(scopeId, Math.max(after, first - 1), last, from, to, limit)
    .map(saleOf);
};
