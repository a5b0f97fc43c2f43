import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AmountKey } from '../../src/keys.ts';
import {
  amountRefusal,
  clearLast,
  emptyEntry,
  entryAmountMinor,
  formatForPaper,
  formatForScreen,
  formatNumber,
  isAmountMinor,
  isEmptyEntry,
  maxAmountMinor,
  parseAmount,
  typeKey,
} from '../../src/payment/money.ts';

const typed = (...keys: AmountKey[]) => entryAmountMinor(keys.reduce(typeKey, emptyEntry));

test('digits make kopecks from the right', () => {
  expect(typed('1', '5', '0', '0', '0')).toBe(150_00);
  expect(typed('5')).toBe(5);
  expect(typed('1', '00')).toBe(1_00);
  expect(typed('0', '0', '7')).toBe(7);
});

test('behind a point there are at most two digits', () => {
  expect(typed('2', '5', '0', '.', '5')).toBe(250_50);
  expect(typed('2', '5', '0', '.', '5', '9', '9')).toBe(250_59);
  expect(typed('.', '7')).toBe(70);
  expect(typed('1', '.', '.', '2')).toBe(1_20);
});

test('CLEAR takes back what was typed last, the point too', () => {
  const entry = (['2', '.', '5'] as const).reduce(typeKey, emptyEntry);
  expect(entryAmountMinor(clearLast(entry))).toBe(2_00);
  expect(clearLast(clearLast(entry))).toEqual({ digits: '2', fraction: null });
  expect(isEmptyEntry(clearLast(clearLast(clearLast(entry))))).toBe(true);
  expect(clearLast(emptyEntry)).toEqual(emptyEntry);
});

test('whatever keys are mashed, the amount is an integer within the bounds', () => {
  const key = fc.constantFrom<AmountKey>('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '.');
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
      expect(isAmountMinor(typed(...keys))).toBe(true);
    }),
  );
});

test('the screen says roubles with ₽, the paper with руб., each with a thousands space', () => {
  expect(formatForScreen(1_500_00, 'RUB')).toBe('1 500,00 ₽');
  expect(formatForPaper(1_500_00, 'RUB', 'ru')).toBe('1 500,00 руб.');
  expect(formatForPaper(1_500_00, 'RUB', 'en')).toBe('1 500,00 RUB');
  expect(formatForScreen(1, 'KZT')).toBe('0,01 KZT');
  expect(formatNumber(maxAmountMinor)).toBe('99 999 999,99');
  expect(formatNumber(-5)).toBe('-0,05');
});

test('money that is no integer is a broken invariant', () => {
  expect(() => formatNumber(0.5)).toThrow('broken invariant');
});

test.each([
  ['150', 150_00],
  ['150.00', 150_00],
  ['150,00', 150_00],
  [' 1 500,5 ', 1_500_50],
  ['0,01', 1],
])('an engineer types %j', (text, amountMinor) => {
  expect(parseAmount(text)).toEqual({ ok: true, value: amountMinor });
});

test.each(['', 'abc', '1.234', '-5', '1,5,5', '1e5', '15 0', '٣', '0x10', ','])('%j is not an amount', (text) => {
  expect(parseAmount(text)).toMatchObject({ ok: false, error: { code: 'AMT-04' } });
});

test('an amount that no column holds is refused', () => {
  expect(parseAmount('100000000')).toMatchObject({ ok: false, error: { code: 'AMT-03' } });
});

test('what is formatted can be typed again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: maxAmountMinor }), (amountMinor) => {
      expect(parseAmount(formatNumber(amountMinor))).toEqual({ ok: true, value: amountMinor });
    }),
  );
});

test('zero, below and above the limits each have their code', () => {
  const limits = { minAmount: 1_00, maxAmount: 500_00 };
  expect(amountRefusal(0, limits)?.code).toBe('AMT-01');
  expect(amountRefusal(99, limits)).toMatchObject({ code: 'AMT-02', params: { limit: '1,00' } });
  expect(amountRefusal(500_01, limits)).toMatchObject({ code: 'AMT-03', params: { limit: '500,00' } });
  expect(amountRefusal(1_00, limits)).toBeNull();
  expect(amountRefusal(500_00, limits)).toBeNull();
});
