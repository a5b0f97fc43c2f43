/** What is typed in the service menu: a PIN of four to eight digits, or a number. */
import type { PanelKey } from '../src/keys.ts';

const most = { pin: 8, number: 4 } as const;

export const isPin = (digits: string): boolean => /^\d{4,8}$/.test(digits);

/** The digits after this key; CLEAR takes the last, and what would be too many changes nothing. A PIN may begin with 0. */
export const typeDigits = (digits: string, key: PanelKey | null, kind: keyof typeof most): string => {
  if (key === 'CLEAR') return digits.slice(0, -1);
  if (key === null || !/^\d+$/.test(key)) return digits;
  const next = kind === 'pin' ? digits + key : (digits + key).replace(/^0+(?=\d)/, '');
  return next.length <= most[kind] ? next : digits;
};
