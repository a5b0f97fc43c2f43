/** *Goods given?* A sale that is found paid without a verdict is kept or returned by a key, and asked about once (rule 4). */
import type { PanelKey } from '../keys.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { Books } from './books.ts';

export interface DecisionsJudgeOptions {
  readonly books: Books;
  readonly ledger: Ledger;
  /** What the cashier says gets to the disk at once. */
  readonly isUndisturbed: boolean;
  readonly violate: (rule: string, detail: string) => void;
}

export interface DecisionsJudge {
  /** Nobody at the screen knows this sale any more: it was open when the box came up, or it was adopted. */
  isNobodys(number: number): void;
  shows(question: number | null): void;
  answers(number: number, key: PanelKey): void;
  cut(): void;
  forget(): void;
  atRest(isExcused: (number: number) => boolean): void;
}

type Answer = 'ENTER' | 'CANCEL';

export const createDecisionsJudge = (options: DecisionsJudgeOptions): DecisionsJudge => {
  const { books, ledger, isUndisturbed, violate } = options;
  const nobodys = new Set<number>();
  /** The keys with which the question was answered. */
  const answered = new Map<number, Set<Answer>>();
  /** Since the box came up. */
  const decided = new Set<number>();
  let question: number | null = null;
  let pressed: number | null = null;

  return {
    isNobodys: (number) => void nobodys.add(number),
    shows(number) {
      if (number === question) return;
      if (question !== null && pressed === question) decided.add(question);
      pressed = null;
      question = number;
      if (number === null) return;
      nobodys.add(number);
      if (isUndisturbed && decided.has(number))
        violate('the-cashier-decides', `${number} is asked about again: the first answer did nothing`);
    },
    answers(number, key) {
      if (key !== 'ENTER' && key !== 'CANCEL') return;
      pressed = number;
      answered.set(number, (answered.get(number) ?? new Set()).add(key));
    },
    cut() {
      decided.clear();
      question = null;
      pressed = null;
    },
    forget() {
      nobodys.clear();
      answered.clear();
    },
    atRest(isExcused) {
      for (const number of nobodys) {
        const row = books.row(number);
        if (row === null || row.kind !== 'payment' || isExcused(number)) continue;
        const keys = answered.get(number) ?? new Set();
        const payment = ledger.view.payment(number);
        if (row.verdict === 'paid' && !keys.has('ENTER')) violate('the-cashier-decides', `${number} is PAID, unasked`);
        const wasReturned =
          row.verdict === 'notPaid' && payment?.saleId === row.saleId && ledger.view.movements(number).length > 0;
        if (wasReturned && !keys.has('CANCEL'))
          violate('the-cashier-decides', `the money of ${number} went back, unasked`);
      }
    },
  };
};
