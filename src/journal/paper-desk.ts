/** Owes paper: makes the data of slips and notices inside the commit that owes them, by the rules of `paper-rules.ts`. */
import type { Sale } from '../../machines/ports.ts';
import type { NoticeKind } from '../locale/notice.ts';
import * as documents from './documents.ts';
import { hasSlip, paperOwed } from './paper-rules.ts';
import * as sales from './sales.ts';
import type { Connection } from './store.ts';

export interface PaperOptions {
  /** RFC 3339 UTC with milliseconds: the wall clock, with its floor. */
  readonly now: () => string;
  /** What the slip of a sale that became PAID, or of a refund, says: JSON, at most 64 KiB. */
  readonly slipFor: (sale: Sale) => unknown;
  /**
   * The same for a notice. `sale`: the payment it is about. `refund`: the refund that gave its money back (lateMoney),
   * or that the notice is about. Where the journal does not know the payment of a refund, both are the refund.
   */
  readonly noticeFor: (kind: NoticeKind, sale: Sale, refund: Sale | null) => unknown;
  readonly paper: () => documents.PaperSettings;
  /** What is owed after this copy of a `detail`; null: it was the last piece. */
  readonly pieceAfter?: (documentId: number) => unknown;
}

export interface PaperDesk {
  /** Returns the ids of its copies. */
  owe(connection: Connection, scopeId: number | null, document: documents.NewDocument): readonly number[];
  /** What is owed because of this change of a sale. */
  oweFor(connection: Connection, scope: number, before: Sale, after: Sale): void;
  /** A piece of a detailed report has been printed: the next one, as its day had it. */
  oweNextPiece(connection: Connection, documentId: number): void;
  /** Of this transaction, or of the last one that has a slip; null: there is none. */
  slipToReprint(
    connection: Connection,
    scope: number,
    transactionNumber: number | null,
  ): (documents.StoredSlip & { readonly sale: Sale }) | null;
}

export const createPaperDesk = ({
  slipFor,
  noticeFor,
  paper,
  now,
  pieceAfter = () => null,
}: PaperOptions): PaperDesk => {
  const owe: PaperDesk['owe'] = (connection, scopeId, document) =>
    documents.insertDocument(connection, scopeId, document, paper(), now());

  const oweSlips = (connection: Connection, scope: number, sale: Sale): void => {
    const transactionNumber = sale.intent.transactionNumber;
    const copies = paper().slipCopies;
    if (copies > 0) owe(connection, scope, { kind: 'slip', transactionNumber, data: slipFor(sale), copies });
  };

  /** The payment that a notice is about, and the refund that it tells of. */
  const partiesOf = (
    connection: Connection,
    scope: number,
    notice: NoticeKind,
    sale: Sale,
  ): readonly [Sale, Sale | null] => {
    const { refund, transactionNumber } = sale.intent;
    if (refund !== undefined) {
      return [sales.findSale(connection, scope, refund.originalTransactionNumber) ?? sale, sale];
    }
    if (notice !== 'lateMoney' || sale.status !== 'paid') return [sale, null];
    const refunds = sales.refundsOf(connection, scope, transactionNumber);
    return [sale, refunds.findLast(({ status }) => status === 'refunded') ?? null];
  };

  const oweNotice = (connection: Connection, scope: number, notice: NoticeKind, sale: Sale): void => {
    const { transactionNumber } = sale.intent;
    if (documents.hasNotice(connection, scope, transactionNumber, notice)) return;
    const data = noticeFor(notice, ...partiesOf(connection, scope, notice, sale));
    owe(connection, scope, { kind: 'notice', notice, transactionNumber, data, copies: 1 });
  };

  const oweFor: PaperDesk['oweFor'] = (connection, scope, before, after) => {
    const { slips, notices } = paperOwed(before, after);
    if (slips) oweSlips(connection, scope, after);
    for (const { kind, transactionNumber } of notices) {
      const isItself = transactionNumber === after.intent.transactionNumber;
      const sale = isItself ? after : sales.findSale(connection, scope, transactionNumber);
      if (sale !== null) oweNotice(connection, scope, kind, sale);
    }
  };

  const slipToReprint: PaperDesk['slipToReprint'] = (connection, scope, transactionNumber) => {
    const sale =
      transactionNumber === null
        ? sales.lastWithSlip(connection, scope)
        : sales.findSale(connection, scope, transactionNumber);
    if (sale === null || !hasSlip(sale)) return null;
    const made = documents.lastSlipOf(connection, scope, sale.intent.transactionNumber);
    const { language, width } = made ?? paper();
    // a refund's slip says how it stands, which may have changed since it was made
    const data = made === null || sale.kind === 'refund' ? slipFor(sale) : made.data;
    return { sale, data, language, width };
  };

  const oweNextPiece: PaperDesk['oweNextPiece'] = (connection, documentId) => {
    const data = pieceAfter(documentId);
    const printed = data === null ? null : documents.findDocument(connection, documentId);
    if (printed === null) return;
    const { language, width } = printed;
    const document = { kind: 'detail', transactionNumber: null, data, copies: 1 } as const;
    documents.insertDocument(connection, printed.scopeId, document, { language, width }, now());
  };

  return { owe, oweFor, oweNextPiece, slipToReprint };
};
