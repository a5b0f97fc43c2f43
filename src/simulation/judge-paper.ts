/** What is on paper: each slip once unless it is marked, none for a sale that is not paid, a QR to pay from once. */
import type { PaperSheet } from '../../devices/printer/paper.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { parseSlipCode } from '../payment/wallet-code.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { BookRow, Books } from './books.ts';
import type { NoticesJudge } from './judge-notices.ts';

export interface PaperJudgeOptions {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly notices: NoticesJudge;
  readonly slipCopies: number;
  readonly violate: (rule: string, detail: string) => void;
}

export interface PaperJudge {
  printed(sheet: PaperSheet): void;
  /** The journal that knows what was printed is gone. `earlier`: what stood in it. */
  forget(earlier: readonly BookRow[]): void;
  atRest(isExcused: (number: number) => boolean): void;
}

const both = Object.values(slipTexts);
const duplicateMarks = both.map(({ duplicate }) => duplicate);
const numberLine = new RegExp(`^(?:${both.map(({ transaction }) => transaction).join('|')})\\s+(\\d+)\\s*$`, 'm');

const copyOf = (text: string): number | null => {
  for (const { buyerCopy, sellerCopy, copy } of both) {
    if (text.includes(buyerCopy)) return 1;
    if (text.includes(sellerCopy)) return 2;
    for (let number = 3; number <= 9; number += 1) if (text.includes(copy(number))) return number;
  }
  return null;
};

/** The line that holds an amount and nothing else: kopecks. */
const amountsOf = (text: string): readonly number[] =>
  text.split('\n').flatMap((line) => {
    const match = /^[^\d]*(\d[\d\s\u00a0\u202f,]*)[.,](\d\d)[^\d]*$/.exec(line);
    return match === null ? [] : [Number((match[1] ?? '').replace(/\D/g, '')) * 100 + Number(match[2])];
  });

interface Copies {
  unmarked: number;
  marked: number;
}

const hasSlip = (row: BookRow | null): boolean => row !== null && (row.kind === 'refund' || row.verdict === 'paid');

export const createPaperJudge = (options: PaperJudgeOptions): PaperJudge => {
  const { books, ledger, notices, slipCopies, violate } = options;
  const copies = new Map<string, Copies>();
  const codes = new Map<string, number>();
  /** What of them was in the printer already comes out with the next paper. */
  const slipsOfAnotherCard = new Set<number>();

  /** What both sides hold in their hands is what was paid. */
  const judgeContent = ({ text }: PaperSheet, number: number): void => {
    const payment = ledger.view.payment(number);
    if (payment === null || payment.saleId !== books.row(number)?.saleId) return;
    const amounts = amountsOf(text);
    if (amounts.length !== 1 || amounts[0] !== payment.amount)
      violate('slips-say-what-was-paid', `${number} is ${payment.amount}, its slip says ${amounts.join(' and ')}`);
    const { paymentSystem } = payment;
    if (paymentSystem !== null && !text.includes(systemNames[paymentSystem]))
      violate('slips-say-what-was-paid', `the slip of ${number} does not name ${paymentSystem}`);
    if (numberLine.exec(text)?.[1] !== String(number))
      violate('slips-say-what-was-paid', `the slip with the code of ${number} has another number on it`);
  };

  const slip = (sheet: PaperSheet, number: number): void => {
    const row = books.row(number);
    if (!hasSlip(row) && !slipsOfAnotherCard.has(number))
      violate('slips-of-paid-sales-only', `a slip of ${number}, which is ${row?.verdict ?? 'unknown'}`);
    const copy = copyOf(sheet.text);
    if (copy === null) {
      violate('slips-say-what-they-are', `a slip of ${number} of no copy`);
      return;
    }
    const key = `${number}/${copy}`;
    const known = copies.get(key) ?? { unmarked: 0, marked: 0 };
    copies.set(key, known);
    if (duplicateMarks.some((mark) => sheet.text.includes(mark))) known.marked += 1;
    else {
      known.unmarked += 1;
      // A marked one before it is a duplicate of something that had not come out: no harm. Two originals are.
      if (known.unmarked > 1) violate('no-slip-twice-unmarked', `copy ${copy} of ${number}`);
    }
  };

  return {
    printed(sheet) {
      if (sheet.kind === 'qr') {
        const [code] = sheet.qr;
        if (code === undefined) return;
        const times = (codes.get(code) ?? 0) + 1;
        codes.set(code, times);
        if (times > 1) violate('qr-once', `the same code was printed ${times} times`);
        return;
      }
      if (notices.printed(sheet)) return;
      const own = sheet.qr.map(parseSlipCode).find((code) => code !== null);
      if (own !== null && own !== undefined) {
        slip(sheet, own.transactionNumber);
        judgeContent(sheet, own.transactionNumber);
        return;
      }
      // A torso: it counts where it shows all that a slip is used for.
      const number = numberLine.exec(sheet.text)?.[1];
      if (number !== undefined && copyOf(sheet.text) !== null) slip(sheet, Number(number));
    },
    forget(earlier) {
      for (const row of earlier) if (hasSlip(row)) slipsOfAnotherCard.add(row.number);
      copies.clear();
      notices.forget();
    },
    atRest(isExcused) {
      notices.atRest(isExcused);
      for (const row of books.rows()) {
        if (isExcused(row.number)) continue;
        const wanted =
          row.kind === 'payment' ? row.verdict === 'paid' : row.status === 'refunded' && row.reason === 'customer';
        if (!wanted) continue;
        for (let copy = 1; copy <= slipCopies; copy += 1) {
          const known = copies.get(`${row.number}/${copy}`);
          if (known === undefined) violate('every-slip-is-printed', `copy ${copy} of ${row.kind} ${row.number}`);
        }
      }
      if (books.owedCopies() > 0) violate('every-slip-is-printed', `${books.owedCopies()} copies are owed still`);
    },
  };
};
