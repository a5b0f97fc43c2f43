/**
 * Money is an integer number of minor units (kopecks), never a fraction. Entry from the keypad, formatting for screen
 * and CP866 paper, parsing of what an engineer types, and the limits of the terminal.
 */
import { assert, type FieldError, failed, fieldError, ok, type Result } from '../errors.ts';
import type { AmountKey } from '../keys.ts';

/** 99 999 999,99: ten digits fit a 4 × 20 screen and every column of a 24-character slip. */
export const maxAmountMinor = 9_999_999_999;

export const isAmountMinor = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= maxAmountMinor;

/**
 * What the cashier has typed so far. Without a point the digits are kopecks filled from the right (`15000` = 150,00);
 * after `.` the digits before it are roubles and at most two follow.
 */
export interface AmountEntry {
  readonly digits: string;
  readonly fraction: string | null;
}

export const emptyEntry: AmountEntry = { digits: '', fraction: null };

/** A key that would leave the bounds (more than ten digits, a third decimal) changes nothing: a mash is harmless. */
export const typeKey = (entry: AmountEntry, key: AmountKey): AmountEntry => {
  if (key === '.') {
    const pointed: AmountEntry = { digits: entry.digits, fraction: '' };
    return entry.fraction === null && entryAmountMinor(pointed) <= maxAmountMinor ? pointed : entry;
  }
  let next = entry;
  for (const digit of key) {
    const candidate: AmountEntry =
      next.fraction === null
        ? { digits: (next.digits + digit).replace(/^0+/, ''), fraction: null }
        : { digits: next.digits, fraction: next.fraction + digit };
    if ((candidate.fraction?.length ?? 0) > 2 || entryAmountMinor(candidate) > maxAmountMinor) return next;
    next = candidate;
  }
  return next;
};

/** CLEAR: the last digit, or the point. */
export const clearLast = (entry: AmountEntry): AmountEntry => {
  if (entry.fraction === null) return { digits: entry.digits.slice(0, -1), fraction: null };
  return { digits: entry.digits, fraction: entry.fraction === '' ? null : entry.fraction.slice(0, -1) };
};

export const isEmptyEntry = (entry: AmountEntry): boolean => entry.digits === '' && entry.fraction === null;

/** Minor units of what has been typed; an empty entry is 0. */
export const entryAmountMinor = (entry: AmountEntry): number =>
  entry.fraction === null
    ? Number(entry.digits || '0')
    : Number(entry.digits || '0') * 100 + Number(entry.fraction.padEnd(2, '0'));

/** An amount in roubles as people type it: `150`, `150.00`, `150,00`, `1 500,50`. Errors: AMT-04, AMT-03. */
export const parseAmount = (text: string): Result<number> => {
  const match = /^(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,12})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (match === null) return failed(fieldError('AMT-04', undefined, { text: text.slice(0, 20) }));
  const roubles = Number((match[1] ?? '').replace(/\D/g, ''));
  const amountMinor = roubles * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  if (!isAmountMinor(amountMinor))
    return failed(fieldError('AMT-03', undefined, { limit: formatNumber(maxAmountMinor) }));
  return ok(amountMinor);
};

/** `1500_00` → `1 500,00`. Ordinary spaces: a 2 × 20 display and CP866 paper have no other. */
export const formatNumber = (amountMinor: number): string => {
  assert(Number.isSafeInteger(amountMinor), 'money is an integer of minor units');
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(3, '0');
  const roubles = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${sign}${roubles},${digits.slice(-2)}`;
};

/** On the screen: `1 500,00 ₽`; a currency other than the rouble by its ISO code. */
export const formatForScreen = (amountMinor: number, currency: string): string =>
  `${formatNumber(amountMinor)} ${currency === 'RUB' ? '₽' : currency}`;

/** On paper, where CP866 has no `₽`: `1 500,00 руб.`, in English `1 500,00 RUB`. */
export const formatForPaper = (amountMinor: number, currency: string, language: 'ru' | 'en'): string =>
  `${formatNumber(amountMinor)} ${currency === 'RUB' && language === 'ru' ? 'руб.' : currency}`;

export interface AmountLimits {
  readonly minAmount: number;
  readonly maxAmount: number;
}

/** Null if a sale of this amount may start. Errors: AMT-01 zero, AMT-02 below, AMT-03 above the terminal's limits. */
export const amountRefusal = (amountMinor: number, limits: AmountLimits): FieldError | null => {
  if (amountMinor === 0) return fieldError('AMT-01');
  if (amountMinor < limits.minAmount) return fieldError('AMT-02', undefined, { limit: formatNumber(limits.minAmount) });
  const highest = Math.min(limits.maxAmount, maxAmountMinor);
  if (amountMinor > highest) return fieldError('AMT-03', undefined, { limit: formatNumber(highest) });
  return null;
};
