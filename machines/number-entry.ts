/** A transaction number as it is typed. */
import type { PanelKey } from '../src/keys.ts';
import { maxTransactionNumber } from '../src/payment/numbers.ts';

/** The entry after this key: digits, of which CLEAR takes the last; what would leave the bounds changes nothing. */
export const typeNumber = (entry: string, key: PanelKey): string => {
  if (key === 'CLEAR') return entry.slice(0, -1);
  if (!/^\d+$/.test(key)) return entry;
  const next = (entry + key).replace(/^0+/, '');
  return Number(next) <= maxTransactionNumber ? next : entry;
};
