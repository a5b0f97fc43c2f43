/**
 * The transactions of a report on paper, one by one, in pieces: each is short enough that a slip never waits long for the
 * printer, and is printed again alone when the paper runs out in it. What a piece lists is read when it is printed.
 */
import type { BookScope } from '../journal/book.ts';
import type { Language } from '../locale/language.ts';
import { reportTexts } from '../locale/report.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatNumber } from '../payment/money.ts';
import type { PaymentSystem, ReportSource, SaleStatus } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { duplicateMark, type MarkedOptions, row } from './notices.ts';
import { localDateTime } from './slip.ts';

/** Plain data: which piece it is. The next one is owed when this one is printed. */
export interface DetailPiece {
  readonly scope: BookScope;
  readonly source: ReportSource;
  /** IANA name. */
  readonly timeZone: string;
  /** The last transaction of the piece before; 0: this is the first. */
  readonly after: number;
  /** 1-based. */
  readonly page: number;
  /** Transactions of the pieces before. */
  readonly counted: number;
}

export interface DetailRow {
  readonly transactionNumber: number;
  readonly kind: 'payment' | 'refund';
  /** RFC 3339: when it was paid, else when it ended, else when it began. */
  readonly at: string;
  readonly paymentSystem: PaymentSystem | null;
  readonly status: SaleStatus;
  readonly amount: number;
}

export interface DetailPage {
  readonly rows: readonly DetailRow[];
  /** Whose book they are from: the gateway may be silent by now. */
  readonly source: ReportSource;
  readonly isLast: boolean;
}

/** At 9600 baud and 32 characters a piece takes two seconds. */
export const pieceRows = 20;

export const firstPiece = (of: Pick<DetailPiece, 'scope' | 'source' | 'timeZone'>): DetailPiece => ({
  ...of,
  after: 0,
  page: 1,
  counted: 0,
});

export const pieceAfter = (piece: DetailPiece, { rows, source, isLast }: DetailPage): DetailPiece | null => {
  const last = rows.at(-1);
  if (isLast || last === undefined) return null;
  return {
    ...piece,
    source,
    after: last.transactionNumber,
    page: piece.page + 1,
    counted: piece.counted + rows.length,
  };
};

const rowBlock = (
  { transactionNumber, kind, at, paymentSystem, status, amount }: DetailRow,
  { timeZone }: DetailPiece,
  language: Language,
): Block[] => {
  // 24.11.2026 21:05:01 → 24.11 21:05
  const [date = '', time = ''] = localDateTime(at, timeZone).split(' ');
  const wallet = paymentSystem === null ? '' : ` ${systemNames[paymentSystem]}`;
  return [
    { type: 'text', text: `N ${transactionNumber} ${date.slice(0, 5)} ${time.slice(0, 5)}${wallet}` },
    // what was given back has its sign; the currency is that of the sums before it
    ...row(slipTexts[language].statuses[status], formatNumber(kind === 'refund' ? -amount : amount)),
  ];
};

export const renderDetail = (
  piece: DetailPiece,
  page: DetailPage,
  { language, width, duplicate }: MarkedOptions,
): Layout => {
  const texts = reportTexts[language];
  const { scope } = piece;
  const time = (instant: string): string => localDateTime(instant, piece.timeZone);
  const span: Block[] =
    'shift' in scope
      ? row(texts.shift, String(scope.shift))
      : [...row(texts.from, time(scope.from)), ...row(texts.to, time(scope.to))];
  return {
    width,
    blocks: [
      { type: 'text', text: `${texts.detailTitle} ${piece.page}`, align: 'center', bold: true },
      ...duplicateMark(duplicate, language),
      ...span,
      ...row(texts.source, texts.sources[page.source]),
      { type: 'rule' },
      ...page.rows.flatMap((one) => rowBlock(one, piece, language)),
      { type: 'rule' },
      ...(page.isLast
        ? row(texts.detailEnd, String(piece.counted + page.rows.length))
        : [{ type: 'text', text: texts.detailGoesOn, align: 'right' } as const]),
      { type: 'cut' },
    ],
  };
};
