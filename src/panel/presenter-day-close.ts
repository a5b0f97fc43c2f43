/** A day close on the display: how far it is, and how it ended. */
import type { DayCloseView } from '../../machines/day-close-view.ts';
import type { JobResult } from '../../machines/job.ts';
import type { Language } from '../locale/language.ts';
import { screenTexts } from '../locale/screen.ts';
import { dayCloseTexts } from '../locale/screen-day-close.ts';
import { menuTexts } from '../locale/screen-menu.ts';
import { formatForScreen } from '../payment/money.ts';
import { netOf } from '../payment/totals.ts';
import { type Face, fitting, saidShortly, wrapLines } from './face.ts';
import { screenColumns } from './screen.ts';

/** Twenty characters wide. */
const bar = (done: number, all: number): string => {
  const filled = all === 0 ? 0 : Math.min(screenColumns, Math.floor((screenColumns * done) / all));
  return '#'.repeat(filled).padEnd(screenColumns, '.');
};

export const closingFace = (close: DayCloseView | null, language: Language): Face => {
  const [t, c] = [screenTexts[language], dayCloseTexts[language]];
  const head = close?.shiftNumber == null ? menuTexts[language].items.dayClose : `${c.shift} ${close.shiftNumber}`;
  const working = (...lines: readonly string[]): Face => ({
    lines: [head, ...lines, t.cancelStops],
    tone: 'progress',
    keys: ['CANCEL'],
  });
  switch (close?.stage) {
    case 'asking':
      return { lines: [head, c.ask, ...c.enterOrCancel], tone: 'ask', keys: ['ENTER', 'CANCEL'] };
    case 'settling':
      return close.open.length === 0
        ? working(c.checking, '')
        : working(c.waitingFor, wrapLines(`N ${close.open.join(', ')}`, 1)[0] ?? '');
    case 'comparing':
      return working(
        fitting(`${c.comparing} ${close.compared}`, c.comparing),
        close.compared === 0 ? '' : bar(close.compared, close.expected),
      );
    case 'closing': {
      const lines =
        close.error === null
          ? [head, c.closing, t.wait]
          : [head, ...wrapLines(saidShortly(close.error, language), 2).concat('').slice(0, 2), c.noSales];
      return { lines, tone: close.error === null ? 'progress' : 'unknown', keys: [] };
    }
    default:
      return working(c.checking, '');
  }
};

export const closeResultFace = ({ outcome, error, dayClose }: JobResult, language: Language): Face => {
  const [t, c] = [screenTexts[language], dayCloseTexts[language]];
  const keys = ['ENTER', 'CANCEL'] as const;
  const closed = dayClose?.close.closed ?? null;
  if (outcome !== 'done' || dayClose === undefined || closed === null) {
    const head = outcome === 'unknown' ? t.unknown : c.notClosed;
    const [first = '', second = t.enter] = error === null ? [] : wrapLines(saidShortly(error, language), 2);
    return { lines: [head, first, second, t.enter], tone: outcome === 'unknown' ? 'unknown' : 'failed', keys };
  }
  const { report, differenceCount } = dayClose.close.comparison;
  const { paid, refunded } = closed.totals;
  const number = `${c.shift} ${closed.shiftNumber}`;
  const [word, third] = dayClose.isAgain
    ? [c.closedBefore, c.printing]
    : [
        c.closed,
        differenceCount > 0
          ? `${c.differences}: ${differenceCount}`
          : fitting(`${c.paid} ${paid.count}, ${c.refunded} ${refunded.count}`, `${c.paid} ${paid.count}`),
      ];
  return {
    lines: [
      fitting(`${number} ${word}`, `${closed.shiftNumber} ${word}`),
      formatForScreen(netOf(closed.totals), report.currency),
      third,
      t.enter,
    ],
    tone: differenceCount > 0 && !dayClose.isAgain ? 'unknown' : 'idle',
    keys,
  };
};
