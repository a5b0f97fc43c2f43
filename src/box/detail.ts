/** Reads a piece of a detailed report when it is printed: by the gateway's book, or by the journal's where it is silent. */

import type { Sale } from '../../machines/ports.ts';
import { type DetailPage, type DetailPiece, type DetailRow, pieceAfter, pieceRows } from '../documents/detail.ts';
import { instantOf } from '../documents/slip.ts';
import type { GatewayClient } from '../gateway/client.ts';
import type { BookScope } from '../journal/book.ts';
import type { Journal } from '../journal/journal.ts';
import type { Payment } from '../payment/types.ts';

export interface DetailOptions {
  readonly client: () => Pick<GatewayClient, 'shiftTransactions' | 'reportTransactions'>;
  readonly journal: () => Pick<Journal, 'bookPage'>;
}

export interface Detail {
  /** Rejects as the journal does. */
  read(piece: DetailPiece, documentId: number, signal: AbortSignal | undefined): Promise<DetailPage>;
  /** What follows a piece that has just been printed; null: it was the last. */
  next(documentId: number): DetailPiece | null;
}

/** Printed and not yet on disk as printed: those of one job. */
const maxRemembered = 64;

const rowOfPayment = (payment: Payment): DetailRow => ({
  transactionNumber: payment.transactionNumber,
  kind: payment.kind,
  at: payment.paidAt ?? payment.finalAt ?? payment.createdAt,
  paymentSystem: payment.paymentSystem,
  status: payment.status,
  amount: payment.amount,
});

const rowOfSale = (sale: Sale): DetailRow => ({
  transactionNumber: sale.intent.transactionNumber,
  kind: sale.kind,
  at: instantOf(sale),
  paymentSystem: sale.payment?.paymentSystem ?? sale.intent.paymentSystem,
  status: sale.status,
  amount: sale.intent.amountMinor,
});

export const detailWith = ({ client, journal }: DetailOptions): Detail => {
  const following = new Map<number, DetailPiece | null>();

  const byGateway = async (
    scope: BookScope,
    after: number,
    signal: AbortSignal | undefined,
  ): Promise<DetailPage | null> => {
    const page = { after, limit: pieceRows };
    const outcome =
      'shift' in scope
        ? await client().shiftTransactions(scope.shift, page, signal)
        : await client().reportTransactions(scope, page, signal);
    if (outcome.kind !== 'answered') return null;
    const { transactions, next } = outcome.value;
    return { rows: transactions.map(rowOfPayment), source: 'gateway', isLast: next === null };
  };

  const byJournal = async (scope: BookScope, after: number): Promise<DetailPage> => {
    const sales = await journal().bookPage(scope, after, pieceRows + 1);
    return {
      rows: sales.slice(0, pieceRows).map(rowOfSale),
      source: 'journal',
      isLast: sales.length <= pieceRows,
    };
  };

  return {
    async read(piece, documentId, signal) {
      const { scope, source, after } = piece;
      const told = source === 'gateway' ? await byGateway(scope, after, signal) : null;
      const page = told ?? (await byJournal(scope, after));
      following.set(documentId, pieceAfter(piece, page));
      for (const id of [...following.keys()].slice(0, -maxRemembered)) following.delete(id);
      return page;
    },
    next: (documentId) => following.get(documentId) ?? null,
  };
};
