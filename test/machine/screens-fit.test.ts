import { expect, test } from 'vitest';
import { fieldCodes } from '../../src/errors.ts';
import { languages } from '../../src/locale/language.ts';
import { screenTexts } from '../../src/locale/screen.ts';
import { dayCloseTexts } from '../../src/locale/screen-day-close.ts';
import { informationScreenTexts } from '../../src/locale/screen-information.ts';
import { menuTexts } from '../../src/locale/screen-menu.ts';
import { serviceTexts } from '../../src/locale/screen-service.ts';
import { wrapLines } from '../../src/panel/face.ts';
import { present } from '../../src/panel/presenter.ts';
import { screenColumns, screenRows } from '../../src/panel/screen.ts';
import { startWorld } from '../helpers/fake-world.ts';

const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(strings);

test.each(languages)('every text of the display fits a line of 20 characters (%s)', (language) => {
  const texts = [
    ...strings(screenTexts[language]),
    ...strings(menuTexts[language]),
    ...strings(dayCloseTexts[language]),
    ...strings(serviceTexts[language]),
    ...strings(informationScreenTexts[language]),
  ];
  expect(texts.length).toBeGreaterThan(40);
  expect(texts.filter((text) => text.length === 0 || text.length > screenColumns)).toEqual([]);
});

const limit = '99 999 999,99';

test.each(languages)('whatever goes wrong, it is said under the sum and within the display (%s)', async (language) => {
  const world = await startWorld({ language });
  await world.type('1 5 0 0 0 ENTER');
  const view = world.box.view();
  for (const code of fieldCodes) {
    const { lines } = present({ ...view, notice: { code, params: { limit } } }, language);
    expect(lines[0], code).toBe('150,00 ₽');
    expect(lines[2], code).toContain(code);
    expect(lines.length, code).toBeLessThanOrEqual(screenRows);
    expect(Math.max(...lines.map((line) => line.length)), code).toBeLessThanOrEqual(screenColumns);
  }
});

test.each(languages)('what is said of a scan during a sale is said whole (%s)', async (language) => {
  const world = await startWorld({ language });
  const idle = world.box.view();
  await world.type('1 5 0 0 0 ENTER');
  const selling = world.box.view();
  for (const code of ['SCN-02', 'SCN-03', 'SCN-04', 'SCN-05'] as const) {
    const notice = { code };
    const whole = present({ ...idle, notice }, language)
      .lines.slice(1)
      .join(' ')
      .trim();
    expect(
      present({ ...selling, notice }, language)
        .lines.slice(2)
        .join(' ')
        .trim(),
      code,
    ).toContain(whole);
  }
});

test('words are not cut where they need not be', () => {
  expect(wrapLines('сканировать не нужно', 3)).toEqual(['сканировать не нужно']);
  expect(wrapLines('', 3)).toEqual([]);
  expect(wrapLines('SCN-05 Сейчас сканировать не нужно', 3)).toEqual(['SCN-05 Сейчас', 'сканировать не нужно']);
  expect(wrapLines('достопримечательностями не нужно', 3)).toEqual(['достопримечательност', 'ями не нужно']);
});

test('a merchant with a long name, the largest sum and the highest number fit', async () => {
  const about = { merchant: 'ООО «Товарищество на вере»', terminalId: '1'.repeat(64), serialNumber: '2'.repeat(64) };
  const world = await startWorld({
    terms: { about, limits: { minAmount: 1, maxAmount: 9_999_999_999 } },
    disk: (journal) => {
      const sale = journal.putOpen(999_999_999_998);
      journal.put({ ...sale, intent: { ...sale.intent, amountMinor: 9_999_999_999 } });
    },
  });
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines.every((line) => line.length <= screenColumns)).toBe(true);
  expect(world.lines[0]).toBe('99 999 999,99 ₽');
  await world.type('ENTER ENTER MENU 6');
  expect(world.lines.every((line) => line.length <= screenColumns)).toBe(true);
});
