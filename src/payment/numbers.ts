/** Transaction numbers and sale ids: who gives them, what they may be. */
import { assert } from '../errors.ts';

/** Numbers fit a slip's column and JavaScript's exact integers. */
export const maxTransactionNumber = 999_999_999_999;

/** max(the gateway's last, the journal's highest) + 1; gaps are legal, a number is used once (gateway contract). */
export const nextTransactionNumber = (gatewayLast: number, journalHighest: number): number => {
  const next = Math.max(gatewayLast, journalHighest) + 1;
  assert(Number.isSafeInteger(next) && next > 0 && next <= maxTransactionNumber, 'transaction number in bounds');
  return next;
};

/** 128 random bits, base64url: 22 characters. */
export const idFromBytes = (bytes: Uint8Array): string => {
  assert(bytes.length === 16, 'an id has 128 bits');
  return Buffer.from(bytes).toString('base64url');
};
