/**
 * The judge: sees what leaves the box, what is on its disk, what the cashier reads and what is on paper, and knows the
 * ledger. The rules are those of the gateway contract, "Rules the box keeps"; a rule's name here is what a violation is
 * told by.
 */

import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { BoxView } from '../../machines/box-view.ts';
import type { PanelKey } from '../keys.ts';
import type { Verdict } from '../payment/types.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { Books } from './books.ts';
import type { Disk } from './disk.ts';
import { judgeBooks, judgeRefs } from './judge-books.ts';
import { type AtRest, type BoundsJudge, createBoundsJudge } from './judge-bounds.ts';
import { createPaperJudge } from './judge-paper.ts';
import type { WireRequest } from './operator.ts';

export interface Violation {
  readonly rule: string;
  readonly detail: string;
  readonly at: string;
}

export interface JudgeOptions {
  readonly books: Books;
  readonly disk: Disk;
  readonly ledger: Ledger;
  readonly slipCopies: number;
  readonly say: (line: string) => void;
  readonly instant: () => string;
}

export interface Judge {
  readonly violations: readonly Violation[];
  violate(rule: string, detail: string): void;
  /** A sale or a refund has begun on the screen: numbers that are taken until the next one are for it. */
  saleBegins(): void;
  /** The box starts: what is open on its disk is nobody's at the screen. */
  boxStarts(): void;
  /** Another box has taken this number at the same terminal. */
  isOfAnother(number: number): void;
  /**
   * The number is another box's sale, and an attempt of ours had no answer: by the letter of the contract (errors) only a
   * matching payment ends it, and none can ever come.
   */
  isEndless(number: number): boolean;
  /** A key was pressed while the screen asked whether goods were given. */
  answers(number: number, key: PanelKey): void;
  leaves(request: WireRequest): void;
  shows(view: BoxView): void;
  /** What a till was told that had asked for a payment by its own reference. */
  told(number: number, verdict: Verdict, ref: string): void;
  /** The same where no number was ever taken: it may ask again, and then another verdict may follow. */
  toldNotBegun(ref: string): void;
  ledgerChanged(number: number): void;
  printed(sheet: PaperSheet): void;
  readonly bounds: BoundsJudge;
  /** Nothing is open: box and ledger agree. */
  atRest(state: Omit<AtRest, 'transactions'>): void;
}

const maxViolations = 20;

interface Sent {
  readonly number: number;
  readonly saleId: string;
  readonly what: 'payment' | 'refund' | 'cancel';
  readonly ifPaid: string | null;
  /** Nobody at the screen has asked for it. */
  readonly byItself: boolean;
}

/** Only what may move money; questions may be asked of anything. */
const readSent = (request: WireRequest): Sent | null => {
  if (request.method !== 'POST' || request.body === null) return null;
  const match = /^\/pos\/(payment\/(?:online|offline)|refund|payment\/(\d+)\/cancel)$/.exec(request.path);
  if (match === null) return null;
  const body = JSON.parse(request.body) as {
    readonly transactionNumber?: number;
    readonly saleId: string;
    readonly ifPaid?: string;
    readonly reason?: string;
  };
  const cancelled = match[2];
  return {
    number: cancelled === undefined ? (body.transactionNumber ?? 0) : Number(cancelled),
    saleId: body.saleId,
    what: cancelled !== undefined ? 'cancel' : match[1] === 'refund' ? 'refund' : 'payment',
    byItself: body.reason === 'late-money',
    ifPaid: body.ifPaid ?? null,
  };
};

export const createJudge = (options: JudgeOptions): Judge => {
  const { books, ledger, say } = options;
  const violations: Violation[] = [];
  const shown = new Map<number, Verdict>();
  const saleIds = new Map<number, string>();
  /** The sale on the screen that took this number. */
  const saleOf = new Map<number, number>();
  const numbersOf = new Map<number, number[]>();
  /** The keys with which *goods given?* was answered. */
  const decisions = new Map<number, Set<'ENTER' | 'CANCEL'>>();
  /** Taken by another box. */
  const others = new Set<number>();
  /** What a till was told last of its reference. */
  const refs = new Map<string, Verdict>();
  let sale = 0;

  const violate = (rule: string, detail: string): void => {
    say(`VIOLATION ${rule}: ${detail}`);
    if (violations.length < maxViolations) violations.push({ rule, detail, at: options.instant() });
  };
  const bounds = createBoundsJudge({ disk: options.disk, violate });
  const paper = createPaperJudge({ books, slipCopies: options.slipCopies, violate });

  const isEndless = (number: number): boolean =>
    others.has(number) && ledger.view.payment(number)?.saleId !== books.row(number)?.saleId;

  const seesVerdict = (number: number, verdict: Verdict, where: string): void => {
    const before = shown.get(number);
    if (before === verdict) return;
    if (before !== undefined) violate('a-verdict-stays', `${number} was ${before}, ${where} says ${verdict}`);
    shown.set(number, verdict);
    const onDisk = books.row(number)?.verdict ?? null;
    if (onDisk !== verdict) violate('on-disk-before-it-is-shown', `${where}: ${number} ${verdict}, on disk ${onDisk}`);
  };

  const takesNumber = (number: number): void => {
    if (saleOf.has(number)) return;
    saleOf.set(number, sale);
    const numbers = numbersOf.get(sale) ?? [];
    numbersOf.set(sale, [...numbers, number]);
    for (const earlier of numbers) {
      const row = books.row(earlier);
      if (row?.resolved !== true) {
        violate('no-second-number', `${number} is asked for while ${earlier} of the same sale is ${row?.status}`);
      }
    }
  };

  return {
    violations,
    violate,
    saleBegins() {
      sale += 1;
    },
    isOfAnother(number) {
      others.add(number);
    },
    boxStarts() {
      sale += 1;
      for (const row of books.open()) saleOf.set(row.number, saleOf.get(row.number) ?? 0);
    },
    isEndless,
    answers(number, key) {
      if (key === 'ENTER' || key === 'CANCEL') decisions.set(number, (decisions.get(number) ?? new Set()).add(key));
    },
    leaves(request) {
      const sent = readSent(request);
      if (sent === null) return;
      const { number, saleId, what } = sent;
      const row = books.row(number);
      if (row === null || row.saleId !== saleId) {
        violate('intent-on-disk', `${what} ${number} leaves without its intent on disk`);
      } else if (what === 'cancel' && row.cancel?.ifPaid !== sent.ifPaid) {
        violate('order-on-disk', `cancel ${number} ${sent.ifPaid}, on disk ${row.cancel?.ifPaid ?? 'none'}`);
      }
      if (what === 'cancel' && sent.ifPaid === 'refund' && row?.verdict === 'paid') {
        violate('paid-is-not-reversed', `cancel with refund for ${number}, which is PAID`);
      }
      if (what === 'cancel') return;
      const before = saleIds.get(number);
      if (before !== undefined && before !== saleId) violate('number-used-once', `${number} was sent for two sales`);
      saleIds.set(number, saleId);
      if (!sent.byItself) takesNumber(number);
    },
    shows({ result, question }) {
      if (question !== null)
        decisions.set(question.intent.transactionNumber, decisions.get(question.intent.transactionNumber) ?? new Set());
      const number = result?.sale?.intent.transactionNumber;
      if (result === null || result?.sale === null || number === undefined) return;
      if (result.outcome === 'paid') seesVerdict(number, 'paid', 'screen');
      else if (result.outcome === 'notPaid' || result.sale.verdict === 'notPaid')
        seesVerdict(number, 'notPaid', 'screen');
    },
    told(number, verdict, ref) {
      seesVerdict(number, verdict, 'till');
      refs.set(ref, verdict);
    },
    toldNotBegun(ref) {
      refs.set(ref, 'notPaid');
    },
    ledgerChanged(number) {
      const payment = ledger.view.payment(number);
      if (payment?.status === 'reversed' && (shown.get(number) === 'paid' || books.row(number)?.verdict === 'paid')) {
        violate('paid-is-not-reversed', `${number} was PAID and is reversed`);
      }
    },
    printed: (sheet) => paper.printed(sheet),
    bounds,
    atRest(state) {
      judgeBooks({ books, ledger, shown, others, isEndless, violate });
      paper.atRest();
      bounds.atRest({ ...state, transactions: books.rows().length });
      for (const [one, numbers] of numbersOf) {
        const own = numbers.filter((number) => ledger.view.payment(number)?.saleId === saleIds.get(number));
        const charged = own.filter((number) => ledger.view.netCharged(number) > 0);
        if (charged.length > 1) violate('charged-at-most-once', `sale ${one} charged ${charged.join(' and ')}`);
        const refunded = own.filter((number) => ledger.view.payment(number)?.status === 'refunded');
        if (refunded.length > 1) violate('refunded-at-most-once', `job ${one} refunded by ${refunded.join(' and ')}`);
      }
      judgeRefs({ books, ledger, refs, violate });
      for (const [number, keys] of decisions) {
        const verdict = books.row(number)?.verdict;
        if (verdict === 'paid' && !keys.has('ENTER')) violate('the-cashier-decides', `${number} is PAID, unasked`);
        if (verdict === 'notPaid' && !keys.has('CANCEL'))
          violate('the-cashier-decides', `${number} is NOT PAID, unasked`);
      }
    },
  };
};
