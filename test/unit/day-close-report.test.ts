/** The paper of a day close: what was closed, and every difference between the two books by its number. */
import { expect, test } from 'vitest';
import type { DayClose } from '../../machines/ports.ts';
import { plainText } from '../../src/documents/layout.ts';
import { buildCloseReport, renderReport } from '../../src/documents/report.ts';
import { type Language, languages } from '../../src/locale/language.ts';
import { reportTexts } from '../../src/locale/report.ts';
import { type Difference, differenceKinds, maxDifferences } from '../../src/payment/reconciliation.ts';
import { agreeing, openShift, someTotals } from '../helpers/fake-world-day-close.ts';
import { shop } from '../helpers/slip-of-a-sale.ts';

const close = (differences: readonly Difference[] = [], differenceCount = differences.length): DayClose => ({
  shiftNumber: 7,
  begunAt: '2026-11-24T18:00:00.000Z',
  comparison: { ...agreeing, report: openShift, differences, differenceCount },
  closed: { shiftNumber: 7, closedAt: '2026-11-24T18:00:01.000Z', totals: someTotals },
});

const paper = (of: DayClose, width = 32, language: Language = 'ru', duplicate = false): string =>
  plainText(
    renderReport(buildCloseReport(of, shop, 'Europe/Moscow', '2026-11-24T18:00:02.000Z'), {
      language,
      width,
      duplicate,
    }),
  );

test('closed, when by the gateway in local time, its sums, and that the books agree', () => {
  const text = paper(close());
  expect(text).toMatch(/СМЕНА ЗАКРЫТА/);
  expect(text).toMatch(/Закрыта\s+24\.11\.2026 21:00:01/);
  expect(text).toMatch(/Расхождений\s+нет/);
  expect(text).toMatch(/Оплачено \(3\)\s+450,00/);
  expect(text).toMatch(/Возвращено \(1\)\s+50,00/);
  expect(text).toMatch(/Итого\s+400,00/);
  expect(text).not.toContain('поддержку');
  expect(paper(close(), 32, 'ru', true)).toContain('ДУБЛИКАТ');
});

test.each(languages)('every kind of difference is said in words, with number and amount (%s)', (language) => {
  const differences = differenceKinds.map((kind, index) => ({
    kind,
    transactionNumber: kind === 'sums' ? null : 41 + index,
    amount: 150_00 + index,
  }));
  const text = paper(close(differences), 64, language);
  const texts = reportTexts[language];
  expect(text).toContain(texts.differences(differences.length));
  for (const { kind, transactionNumber } of differences)
    expect(text).toContain(
      transactionNumber === null ? texts.difference.sums : `N ${transactionNumber} ${texts.difference[kind]}`,
    );
  expect(text).toContain(texts.changeNothing.split(' ')[0]);
});

test('closed with other sums than were compared, since somebody else was faster: said, with the sum of the comparison', () => {
  const faster = { ...someTotals, paid: { count: 4, amount: 600_00 } };
  const of = close();
  const text = paper({ ...of, closed: { shiftNumber: 7, closedAt: '2026-11-24T17:00:00.000Z', totals: faster } });
  expect(text).toContain('РАСХОЖДЕНИЯ: 1');
  expect(text).toMatch(/Сумма списка сервера\s+400,00/);
  expect(text).toMatch(/Итого\s+550,00/);
});

test('more differences than are listed are counted', () => {
  const many = Array.from({ length: maxDifferences }, (_, index) => ({
    kind: 'unknownToBox' as const,
    transactionNumber: index + 1,
    amount: 1,
  }));
  expect(paper(close(many, 1_234))).toMatch(/и ещё\s+1034/);
});

test.each([24, 32, 48, 64])('in %s characters no line is longer, and no amount is cut', (width) => {
  const longest: Difference = { kind: 'notRefundedAtGateway', transactionNumber: 999_999_999, amount: 999_999_999_99 };
  for (const language of languages) {
    const text = paper(close([longest]), width, language);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(text.replace(/[\s,]/g, '')).toContain('999999999');
    expect(text).toMatch(/999[ ,.]999[ ,.]999[.,]99/);
  }
});
