/** Whether the books hold together: what every row says of money, against the movements that were made. */
import type { Books } from './books.ts';
import type { Movement, MovementKind } from './movements.ts';
import { asTransactions, type Transaction } from './transactions.ts';

const expected = (row: Transaction): Readonly<Record<MovementKind, number>> => {
  if (row.kind === 'refund') return { charge: 0, refund: row.status === 'refunded' ? row.amount : 0, reversal: 0 };
  return {
    charge: row.status === 'paid' || row.status === 'reversed' ? row.amount : 0,
    refund: 0,
    reversal: row.status === 'reversed' ? row.amount - row.refundedAmount : 0,
  };
};

/** One sentence for each contradiction; none is the only good answer. Reads everything: for tests and the end of a run. */
export const audit = (books: Books): readonly string[] => {
  const rows = asTransactions(books.db.prepare('SELECT * FROM transactions').all());
  const made = Map.groupBy(books.movements.all(), ({ transactionNumber }) => transactionNumber);
  const sum = (movements: readonly Movement[], kind: MovementKind) =>
    movements.filter((movement) => movement.kind === kind).reduce((total, { amount }) => total + amount, 0);

  return rows.flatMap((row) => {
    const contradictions: string[] = [];
    const movements = made.get(row.transactionNumber) ?? [];
    const wanted = expected(row);
    for (const kind of ['charge', 'refund', 'reversal'] as const)
      if (sum(movements, kind) !== wanted[kind])
        contradictions.push(
          `${row.kind} ${row.transactionNumber} is ${row.status}: ${kind} moved ${sum(movements, kind)}, not ${wanted[kind]}`,
        );
    const refunded = books.transactions
      .refundsOf(row.transactionNumber)
      .filter(({ status }) => status === 'refunded')
      .reduce((total, { amount }) => total + amount, 0);
    if (row.kind === 'payment' && refunded !== row.refundedAmount)
      contradictions.push(`payment ${row.transactionNumber}: refunds of ${refunded}, recorded ${row.refundedAmount}`);
    return contradictions;
  });
};
