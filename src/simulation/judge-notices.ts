/** The notices on paper: each that is owed comes once, and none tells what did not happen. */
import type { PaperSheet } from '../../devices/printer/paper.ts';
import { type NoticeKind, noticeKinds, noticeTexts } from '../locale/notice.ts';
import { slipTexts } from '../locale/slip.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { BookRow, Books } from './books.ts';
import type { AnswersJudge } from './judge-answers.ts';

export interface NoticesJudgeOptions {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly answers: AnswersJudge;
  readonly violate: (rule: string, detail: string) => void;
}

export interface NoticesJudge {
  /** False: it is no notice. */
  printed(sheet: PaperSheet): boolean;
  forget(): void;
  atRest(isExcused: (number: number) => boolean): void;
}

const texts = Object.values(noticeTexts);
const duplicateMarks = Object.values(slipTexts).map(({ duplicate }) => duplicate);
const escaped = (label: string): string => label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const numberAfter = (labels: readonly string[]): RegExp =>
  new RegExp(`^(?:${labels.map(escaped).join('|')})\\s+(\\d+)\\s*$`, 'm');
const paymentLine = numberAfter(Object.values(slipTexts).map(({ transaction }) => transaction));
const refundLine = numberAfter(texts.map(({ refundNumber }) => refundNumber));

/** *Did it go through?* says in the same words that money came back, and is no notice. */
const isAnswer = (text: string): boolean => texts.some(({ answer }) => text.includes(answer));

const kindOf = (text: string): NoticeKind | null =>
  isAnswer(text) ? null : (noticeKinds.find((kind) => texts.some(({ titles }) => text.includes(titles[kind]))) ?? null);

export const createNoticesJudge = ({ books, ledger, answers, violate }: NoticesJudgeOptions): NoticesJudge => {
  const out = new Set<string>();
  const unmarked = new Set<string>();

  /** NOT PAID, and the ledger has charged it all the same. */
  const wasCharged = (row: BookRow): boolean => {
    const payment = ledger.view.payment(row.number);
    return payment?.saleId === row.saleId && ledger.view.movements(row.number).length > 0;
  };

  const judge = (kind: NoticeKind, number: number): void => {
    const row = books.row(number);
    if (row === null) {
      violate('notices-are-true', `${kind} of ${number}, which is in no journal`);
      return;
    }
    if (kind === 'lateMoney' && !(row.verdict === 'notPaid' && ledger.view.netCharged(number) === 0 && wasCharged(row)))
      violate('notices-are-true', `${number} is told as money that came back: ${row.status}, ${row.verdict}`);
    if (kind === 'refundDeclined' && ledger.view.payment(number)?.status === 'refunded')
      violate('notices-are-true', `refund ${number} is told as one that did not happen`);
    if (kind === 'contradiction' && !answers.isDenied(number))
      violate('notices-are-true', `${number} is told as a contradiction, and nobody has contradicted`);
  };

  return {
    printed({ text }) {
      const kind = kindOf(text);
      if (kind === null) return false;
      const ofPayment = paymentLine.exec(text)?.[1];
      const ofRefund = refundLine.exec(text)?.[1];
      const number = Number(kind === 'lateMoney' ? ofPayment : (ofRefund ?? ofPayment));
      // A torso: what it is about has not come out.
      if (!Number.isSafeInteger(number)) return true;
      judge(kind, number);
      const key = `${kind} of ${number}`;
      out.add(key);
      if (duplicateMarks.some((mark) => text.includes(mark))) return true;
      if (unmarked.has(key)) violate('notices-are-printed-once', key);
      unmarked.add(key);
      return true;
    },
    forget() {
      out.clear();
      unmarked.clear();
    },
    atRest(isExcused) {
      for (const row of books.rows()) {
        const { number, kind, verdict, resolved, status, reason } = row;
        if (!resolved || isExcused(number)) continue;
        if (kind === 'payment' && verdict === 'notPaid' && wasCharged(row) && !out.has(`lateMoney of ${number}`))
          violate('notices-are-owed', `the money of ${number} came back, and no paper says so`);
        const hasFailed = kind === 'refund' && reason === 'customer' && status !== 'refunded';
        if (hasFailed && answers.wasUnderWay(number) && !out.has(`refundDeclined of ${number}`))
          violate('notices-are-owed', `refund ${number} was under way and failed, and no paper says so`);
      }
      for (const number of answers.toldOfDenial)
        if (!isExcused(number) && !out.has(`contradiction of ${number}`))
          violate('notices-are-owed', `the gateway has denied ${number}, and no paper says so`);
    },
  };
};
