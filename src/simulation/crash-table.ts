/** The end of a run on a few lines: what the kills have hit, and what the shop has sold all the same. */
import type { TransactionRow } from '../control/protocol.ts';
import type { Hits, Kill } from './crash-moments.ts';
import type { PrintedSlip } from './crash-paper.ts';
import type { Shop } from './crash-shop.ts';

const count = <T>(rows: Iterable<T>, is: (row: T) => boolean): number => [...rows].filter(is).length;

const table = (rows: readonly (readonly [string, string | number])[]): string =>
  rows.map(([what, value]) => `${what.padEnd(52)} ${String(value).padStart(8)}`).join('\n');

export const killsTable = (
  kills: readonly Kill[],
  hits: Hits,
  took: { readonly killSeconds: number; readonly settledMs: number | null },
): string => {
  const states = [...Map.groupBy(kills, ({ state }) => state)].sort(([a], [b]) => a.localeCompare(b));
  return table([
    ['kills (SIGKILL)', kills.length],
    ...states.map(([state, hit]) => [`  ${state}`, hit.length] as const),
    ['kills while paper hung in the printer', count(kills, ({ isPrinting }) => isPrinting)],
    ['kills with a sale, refund or slip under way', hits.any],
    ['  a transaction open in the journal', hits.open],
    ['  a slip or a notice owed', hits.owed],
    ['open transactions carried over a kill', hits.carriedOver],
    ['kills that one transaction lived through, at most', hits.most],
    ['seconds of kills', took.killSeconds],
    ['seconds until all was settled', took.settledMs === null ? 'never' : (took.settledMs / 1_000).toFixed(1)],
  ]);
};

export const salesTable = (shop: Shop, journal: readonly TransactionRow[], slips: readonly PrintedSlip[]): string => {
  const sales = [...shop.sales.values()];
  const payments = journal.filter(({ kind }) => kind === 'payment');
  const refunds = journal.filter(({ kind }) => kind === 'refund');
  const isNotPaid = ({ verdict }: TransactionRow): boolean => verdict === 'notPaid';
  return table([
    ['sales begun at the keypad', count(sales, ({ by }) => by === 'keypad')],
    ['sales begun by the till (pay --ref)', count(sales, ({ by }) => by === 'till')],
    ['answers to the till', sales.reduce((sum, { told }) => sum + told.length, 0)],
    ['payments in the journal', payments.length],
    ['  PAID', count(payments, ({ verdict }) => verdict === 'paid')],
    ['  NOT PAID, nothing was charged', count(payments, (row) => isNotPaid(row) && row.status !== 'reversed')],
    ['  NOT PAID, the money went back', count(payments, (row) => isNotPaid(row) && row.status === 'reversed')],
    ['refunds in the journal', refunds.length],
    ['  refunded', count(refunds, ({ status }) => status === 'refunded')],
    ['goods given? answered', shop.answered()],
    ['slips on paper', slips.length],
    ['  marked as duplicates', count(slips, ({ isMarked }) => isMarked)],
  ]);
};
