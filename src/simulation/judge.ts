/**
 * The judge: sees what leaves the box, what is on its disk, what the cashier reads and what is on paper, and knows the
 * ledger. The rules are those of the gateway contract, "Rules the box keeps"; a rule's name here is what a violation is
 * told by.
 */

import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { BoxView } from '../../machines/box-view.ts';
import type { Begun, Sale, SaleDraft } from '../../machines/ports.ts';
import type { Exchange } from '../gateway/transport/exchange.ts';
import type { PanelKey } from '../keys.ts';
import type { Counters, Verdict } from '../payment/types.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { BookRow, Books } from './books.ts';
import type { Disk } from './disk.ts';
import { createAnswersJudge } from './judge-answers.ts';
import { judgeBooks, judgeRefs } from './judge-books.ts';
import { type AtRest, type BoundsJudge, createBoundsJudge } from './judge-bounds.ts';
import { createClockJudge } from './judge-clock.ts';
import { createClosesJudge } from './judge-closes.ts';
import { createDecisionsJudge } from './judge-decisions.ts';
import { createGuardJudge } from './judge-guard.ts';
import { createNoticesJudge } from './judge-notices.ts';
import { createPaceJudge } from './judge-pace.ts';
import { createPaperJudge } from './judge-paper.ts';
import { createPinsJudge, type PinsJudge } from './judge-pins.ts';
import { readSent } from './judge-requests.ts';
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
  readonly nowMs: () => number;
  /** The disk works and no port breaks. */
  readonly worksInside: boolean;
  /** Besides, the power stays on. */
  readonly staysOn: boolean;
  readonly hasTrueClock: boolean;
  /** The box's own clock tells the time, whatever the gateway says. */
  readonly keepsTime: boolean;
}

export interface Judge {
  readonly violations: readonly Violation[];
  violate(rule: string, detail: string): void;
  /** A sale or a refund has begun on the screen: numbers that are taken until the next one are for it. */
  saleBegins(): void;
  /** What is open is loaded from the journal: it belongs to nobody at the screen any more. */
  reloads(): void;
  /** The box starts: what is open on its disk is nobody's at the screen. */
  boxStarts(): void;
  /** Another box has taken this number at the same terminal. */
  isOfAnother(number: number): void;
  /**
   * The number is another box's sale, and an attempt of ours had no answer: by the letter of the contract (errors) only a
   * matching payment ends it, and none can ever come.
   */
  isEndless(number: number): boolean;
  /** A key was pressed while this was on the screen. */
  pressed(key: PanelKey, view: BoxView | null): void;
  /** The box asks; the request need not get as far as the line. */
  calls(request: WireRequest): void;
  /** What came of it, as the box hears it. */
  ends(request: WireRequest, end: Exchange): void;
  leaves(request: WireRequest): void;
  /** A call of the journal, before it has any effect, and when it has been done. */
  writes(call: string, values: readonly unknown[]): void;
  wrote(call: string, values: readonly unknown[], result: unknown): void;
  failed(call: string): void;
  /** The code of an online payment is handed to the printer. */
  presents(number: number): void;
  powerGoes(): void;
  /**
   * The journal is another one from now on: an empty one, or an old copy. What it cannot know is no fault of the box, and
   * the contract can no more keep the promise that was made about it.
   */
  replacesJournal(replace: () => void): void;
  shows(view: BoxView): void;
  /** What a till was told that had asked for a payment by its own reference. */
  told(number: number, verdict: Verdict, ref: string): void;
  /** The same where no number was ever taken: it may ask again, and then another verdict may follow. */
  toldNotBegun(ref: string): void;
  ledgerChanged(number: number): void;
  printed(sheet: PaperSheet): void;
  readonly bounds: BoundsJudge;
  readonly pins: PinsJudge;
  /** Nothing is open: box and ledger agree. */
  atRest(state: Omit<AtRest, 'transactions' | 'open'>): void;
}

const maxViolations = 20;

export const createJudge = (options: JudgeOptions): Judge => {
  const { books, ledger, say } = options;
  const violations: Violation[] = [];
  const shown = new Map<number, Verdict>();
  /** When the gateway took the money: what is found paid after a power cut may be old. */
  const paidMs = new Map<number, number>();
  const saleIds = new Map<number, string>();
  /** The sale on the screen that took this number. */
  const saleOf = new Map<number, number>();
  const numbersOf = new Map<number, number[]>();
  /** Taken by another box. */
  const others = new Set<number>();
  /** What a till was told last of its reference. */
  const refs = new Map<string, Verdict>();
  let sale = 0;

  const violate = (rule: string, detail: string): void => {
    say(`VIOLATION ${rule}: ${detail}`);
    if (violations.length < maxViolations) violations.push({ rule, detail, at: options.instant() });
  };
  const { disk, nowMs, worksInside, staysOn, hasTrueClock } = options;
  const bounds = createBoundsJudge({ disk, violate });
  const answers = createAnswersJudge({ books, nowMs, worksInside, staysOn, violate });
  const notices = createNoticesJudge({ books, ledger, answers, violate });
  const paper = createPaperJudge({ books, ledger, notices, slipCopies: options.slipCopies, violate });
  const pace = createPaceJudge({ books, nowMs, isUndisturbed: worksInside, violate });
  const guard = createGuardJudge({ books, nowMs, hasTrueClock, violate });
  const decisions = createDecisionsJudge({ books, ledger, isUndisturbed: worksInside, violate });
  const clock = createClockJudge(disk, violate);
  const closes = createClosesJudge({ books, ledger, worksInside, violate });
  /** Numbers of which the present journal does not know what the one before it knew. */
  const excused = new Set<number>();
  const presented = new Set<number>();
  /** Begun on the screen since the machines were started. */
  const ofThisRun = new Set<number>();
  let lastState = '';

  /** What is open without a verdict belongs to nobody at the screen any more. */
  const startsAnew = (): void => {
    ofThisRun.clear();
    for (const { number, kind, verdict } of books.open())
      if (kind === 'payment' && verdict === null) decisions.isNobodys(number);
  };

  const isEndless = (number: number): boolean =>
    others.has(number) && ledger.view.payment(number)?.saleId !== books.row(number)?.saleId;

  const seesVerdict = (number: number, verdict: Verdict, where: string): void => {
    const before = shown.get(number);
    if (before === verdict) return;
    if (before !== undefined && !excused.has(number))
      violate('a-verdict-stays', `${number} was ${before}, ${where} says ${verdict}`);
    shown.set(number, verdict);
    if (verdict === 'paid') guard.showsPaid(number, paidMs.get(number) ?? nowMs());
    const onDisk = books.row(number)?.verdict ?? null;
    if (onDisk !== verdict) violate('on-disk-before-it-is-shown', `${where}: ${number} ${verdict}, on disk ${onDisk}`);
  };

  const oneRefundAtATime = ({ number, originalNumber }: BookRow): void => {
    const other = books.open().find((row) => row.number !== number && row.originalNumber === originalNumber);
    if (other?.kind === 'refund' && originalNumber !== null)
      violate('one-refund-at-a-time', `${number} of ${originalNumber} leaves while ${other.number} is open`);
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

  /** From a list of open payments: of no sale that this box knows. */
  const isAdopted = (number: number): void => {
    saleOf.set(number, 0);
    decisions.isNobodys(number);
  };

  return {
    violations,
    violate,
    saleBegins() {
      sale += 1;
      guard.saleBegins();
    },
    isOfAnother(number) {
      others.add(number);
    },
    boxStarts() {
      sale += 1;
      for (const row of books.open()) saleOf.set(row.number, saleOf.get(row.number) ?? 0);
      startsAnew();
      clock.boxStarts();
    },
    reloads: () => startsAnew(),
    isEndless,
    pressed(key, view) {
      const asked = view?.question?.intent.transactionNumber;
      if (asked !== undefined) decisions.answers(asked, key);
      if (view?.sale?.stage === 'doubting') guard.answers(key);
    },
    calls: (request) => pace.calls(request),
    ends(request, end) {
      pace.ends(request, end);
      // An inquiry looks into the counters for the shift alone: who may be adopted is read before a sale and at start.
      if (request.path === '/pos/counters' && lastState.startsWith('menu.inquiring')) return;
      answers.ends(request, end, lastState.includes('looking'));
    },
    writes(call, [first]) {
      if (call === 'beginSale') guard.begins(first as SaleDraft);
    },
    wrote(call, [first, second], result) {
      if (call === 'beginSale') {
        const begun = result as Begun;
        guard.begun(first as SaleDraft, begun);
        if (begun.kind !== 'begun') return;
        ofThisRun.add(begun.sale.intent.transactionNumber);
        closes.saleBegun(begun.sale.intent.transactionNumber);
        takesNumber(begun.sale.intent.transactionNumber);
        answers.begun(begun.sale.intent.transactionNumber, second as Counters);
      } else if (call === 'beginRefund') {
        const { intent } = result as Sale;
        if (intent.refund?.reason !== 'late-money') takesNumber(intent.transactionNumber);
        answers.begun(intent.transactionNumber, second as Counters);
      } else if (call === 'adopt') {
        for (const { intent } of result as readonly Sale[]) isAdopted(intent.transactionNumber);
      }
    },
    failed(call) {
      // A commit that failed and landed all the same has taken its number for this sale, not for a later one.
      const takes = call === 'adopt' ? isAdopted : /^begin(?:Sale|Refund)$/.test(call) ? takesNumber : null;
      if (takes === null) return;
      for (const { number, reason } of books.open()) if (!saleOf.has(number) && reason !== 'late-money') takes(number);
    },
    presents(number) {
      if (presented.has(number)) violate('qr-once', `the code of ${number} is handed to the printer again`);
      presented.add(number);
    },
    powerGoes() {
      pace.forget();
      answers.cut();
      decisions.cut();
      clock.look();
      lastState = '';
    },
    replacesJournal(replace) {
      const earlier = books.rows();
      replace();
      const rows = new Map(books.rows().map((row) => [row.number, row] as const));
      for (const { transactionNumber, saleId } of ledger.view.payments()) {
        if (rows.get(transactionNumber)?.saleId !== saleId) others.add(transactionNumber);
        excused.add(transactionNumber);
      }
      for (const number of rows.keys()) excused.add(number);
      for (const known of [shown, saleOf, numbersOf, refs, saleIds]) known.clear();
      paper.forget(earlier);
      guard.forget();
      decisions.forget();
      answers.forget();
      closes.forget();
    },
    leaves(request) {
      closes.leaves(request);
      const sent = readSent(request);
      if (sent === null) return;
      const { number, saleId, what } = sent;
      const row = books.row(number);
      if (row === null || row.saleId !== saleId) {
        violate('intent-on-disk', `${what} ${number} leaves without its intent on disk`);
      } else if (what === 'cancel' && row.cancel?.ifPaid !== sent.ifPaid) {
        violate('order-on-disk', `cancel ${number} ${sent.ifPaid}, on disk ${row.cancel?.ifPaid ?? 'none'}`);
      }
      if (what === 'cancel') {
        if (sent.ifPaid === 'refund' && row?.verdict !== 'notPaid')
          violate('paid-is-not-reversed', `cancel with refund for ${number}, which is ${row?.verdict ?? 'undecided'}`);
        // Nothing but a 404 has the screen of a sale cancel for recovery, and after an answer a 404 says nothing (rule 2).
        if (sent.reason === 'recovery' && sent.ifPaid === 'keep' && ofThisRun.has(number) && row?.payment != null)
          violate('no-tombstone-after-an-answer', `${number} is cancelled as unknown, and was ${row.payment.status}`);
        return;
      }
      if (what === 'refund' && row !== null) oneRefundAtATime(row);
      const before = saleIds.get(number);
      if (before !== undefined && before !== saleId) violate('number-used-once', `${number} was sent for two sales`);
      saleIds.set(number, saleId);
      if (!sent.byItself) takesNumber(number);
    },
    shows(view) {
      const { state, result, question, obligations, printing } = view;
      lastState = state;
      closes.shows(view);
      decisions.shows(question?.intent.transactionNumber ?? null);
      if (question !== null) pace.isAsked(question.intent.transactionNumber);
      bounds.queues({ obligations: obligations.length, owed: printing.owed });
      const number = result?.sale?.intent.transactionNumber;
      if (result === null || result?.sale === null || number === undefined) return;
      // The disk could not be written for so long that the sale has left the screen without a verdict.
      if (result.sale.verdict === null && books.row(number)?.verdict === null && ofThisRun.delete(number))
        decisions.isNobodys(number);
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
      if (payment?.status === 'paid' && !paidMs.has(number)) paidMs.set(number, nowMs());
      if (excused.has(number)) return;
      if (payment?.status === 'reversed' && (shown.get(number) === 'paid' || books.row(number)?.verdict === 'paid')) {
        violate('paid-is-not-reversed', `${number} was PAID and is reversed`);
      }
    },
    printed(sheet) {
      paper.printed(sheet);
      closes.printed(sheet);
    },
    bounds,
    pins: createPinsJudge({ nowMs, hasTrueClock: options.keepsTime, violate }),
    atRest(state) {
      judgeBooks({ books, ledger, shown, others, excused, isEndless, violate });
      paper.atRest((number) => excused.has(number) || isEndless(number));
      answers.atRest();
      clock.look();
      bounds.atRest({ ...state, transactions: books.rows().length, open: books.open().length });
      for (const [one, numbers] of numbersOf) {
        const own = numbers.filter((number) => ledger.view.payment(number)?.saleId === saleIds.get(number));
        const charged = own.filter((number) => ledger.view.netCharged(number) > 0);
        if (charged.length > 1) violate('charged-at-most-once', `sale ${one} charged ${charged.join(' and ')}`);
        const refunded = own.filter((number) => ledger.view.payment(number)?.status === 'refunded');
        if (refunded.length > 1) violate('refunded-at-most-once', `job ${one} refunded by ${refunded.join(' and ')}`);
      }
      judgeRefs({ books, ledger, refs, violate });
      decisions.atRest((number) => excused.has(number));
      if (excused.size === 0) closes.atRest();
    },
  };
};
