/**
 * Day closes: on disk before they leave, closed once with the sums that the gateway has, told as it is, and nothing is sold
 * between the close and its answer. At rest every shift that the box has closed is closed in the ledger with the same sums.
 */
import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { BoxView } from '../../machines/box-view.ts';
import { reportTexts } from '../locale/report.ts';
import { slipTexts } from '../locale/slip.ts';
import { sameTotals } from '../payment/totals.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { Books } from './books.ts';
import type { WireRequest } from './operator.ts';

export interface ClosesJudgeOptions {
  readonly books: Books;
  readonly ledger: Ledger;
  /** Every commit that was said to have failed has failed. */
  readonly worksInside: boolean;
  readonly violate: (rule: string, detail: string) => void;
}

export interface ClosesJudge {
  saleBegun(number: number): void;
  leaves(request: WireRequest): void;
  shows(view: BoxView): void;
  printed(sheet: PaperSheet): void;
  /** The journal is another one: what was printed of its shifts is not in it. */
  forget(): void;
  atRest(): void;
}

const titles = Object.values(reportTexts).map(({ closeTitle }) => closeTitle);
const duplicateMarks = Object.values(slipTexts).map(({ duplicate }) => duplicate);
const shiftLine = new RegExp(
  `^(?:${Object.values(reportTexts)
    .map(({ shift }) => shift)
    .join('|')})\\s+(\\d+)\\s*$`,
  'm',
);

export const createClosesJudge = ({ books, ledger, worksInside, violate }: ClosesJudgeOptions): ClosesJudge => {
  const printedOnce = new Map<number, number>();
  const onPaper = new Set<number>();
  let lastTold: object | null = null;
  let lastSent: number | null = null;

  const isClosed = (shiftNumber: number): boolean => {
    const report = ledger.shift(shiftNumber);
    return report.ok && report.value.closedAt !== null;
  };

  return {
    saleBegun(number) {
      const open = books.openClose();
      if (open !== null)
        violate('no-sale-before-the-answer', `${number} begins while shift ${open.shiftNumber} closes`);
    },

    leaves({ method, path, body }) {
      if (method !== 'POST' || path !== '/pos/shift/close' || body === null) return;
      const sent = JSON.parse(body);
      lastSent = sent.shiftNumber;
      const open = books.openClose();
      if (open === null || open.shiftNumber !== sent.shiftNumber || !sameTotals(open.totals, sent.totals))
        violate('close-on-disk', `shift ${sent.shiftNumber} leaves, on disk ${open?.shiftNumber ?? 'none'}`);
    },

    shows({ menu }) {
      const result = menu?.stage === 'showing' ? menu.result : null;
      if (result === null || result.kind !== 'dayClose' || result === lastTold) return;
      lastTold = result;
      const sent = lastSent;
      lastSent = null;
      const isOnDisk = (shift: number | undefined): boolean =>
        books.closes().some(({ shiftNumber, closedAt }) => shiftNumber === shift && closedAt !== null);
      const told = result.dayClose?.close.shiftNumber;
      if (result.outcome === 'done') {
        if (!isOnDisk(told))
          violate('on-disk-before-it-is-shown', `shift ${told} is told as closed and is not on disk`);
        if (!isClosed(told ?? 0)) violate('told-is-stored', `shift ${told} was told as closed`);
        return;
      }
      // A refusal proves that it was open then; no answer proves nothing.
      if (
        result.outcome === 'failed' &&
        result.error?.code.startsWith('NET-') &&
        sent !== null &&
        isClosed(sent) &&
        !isOnDisk(sent)
      )
        violate('told-is-stored', `shift ${sent} was told as not closed, and is`);
      if (result.outcome === 'failed' && worksInside && books.openClose() !== null)
        violate(
          'told-is-stored',
          `shift ${books.openClose()?.shiftNumber} was told as not closed, and is open on disk`,
        );
    },

    printed({ text }) {
      if (!titles.some((title) => text.includes(title))) return;
      const shiftNumber = Number(shiftLine.exec(text)?.[1] ?? 0);
      if (shiftNumber === 0) return; // a torso that says nothing yet
      onPaper.add(shiftNumber);
      if (duplicateMarks.some((mark) => text.includes(mark))) return;
      const times = (printedOnce.get(shiftNumber) ?? 0) + 1;
      printedOnce.set(shiftNumber, times);
      if (times > 1) violate('printed-once', `the close of shift ${shiftNumber} came out ${times} times unmarked`);
    },

    forget() {
      printedOnce.clear();
      onPaper.clear();
    },

    atRest() {
      const open = books.openClose();
      if (open !== null) violate('obligations-end', `the close of shift ${open.shiftNumber} is open`);
      for (const { shiftNumber, closedAt, closedTotals } of books.closes()) {
        if (closedAt === null || closedTotals === null) continue;
        const report = ledger.shift(shiftNumber);
        if (!report.ok || !isClosed(shiftNumber))
          violate('closes-agree', `shift ${shiftNumber} is closed for the box, not for the ledger`);
        else if (!sameTotals(report.value.totals, closedTotals))
          violate('closes-agree', `shift ${shiftNumber}: ${JSON.stringify(closedTotals)} for the box`);
        if (!onPaper.has(shiftNumber)) violate('every-close-is-printed', `shift ${shiftNumber}`);
      }
    },
  };
};
