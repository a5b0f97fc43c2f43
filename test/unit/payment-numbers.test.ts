import { expect, test } from 'vitest';
import { idFromBytes, maxTransactionNumber, nextTransactionNumber } from '../../src/payment/numbers.ts';
import { endsUnpaid, isFinal, mayFollow, reversalOwed } from '../../src/payment/statuses.ts';
import { paymentStatuses } from '../../src/payment/types.ts';
import { paymentOf } from '../fixtures/sales.ts';

test('the next number is above what the gateway and the journal know', () => {
  expect(nextTransactionNumber(16, 0)).toBe(17);
  expect(nextTransactionNumber(16, 40)).toBe(41);
  expect(nextTransactionNumber(0, 0)).toBe(1);
});

test('numbers that a slip cannot hold stop the box', () => {
  expect(() => nextTransactionNumber(maxTransactionNumber, 0)).toThrow('broken invariant');
});

test('an id has 128 bits in 22 characters', () => {
  expect(idFromBytes(new Uint8Array(16).fill(255))).toBe('_____________________w');
  expect(() => idFromBytes(new Uint8Array(15))).toThrow('broken invariant');
});

test('a final status never changes, a paid payment can only be reversed', () => {
  for (const to of paymentStatuses) {
    for (const from of ['declined', 'cancelled', 'expired', 'reversed'] as const) {
      expect(mayFollow(from, to)).toBe(from === to);
    }
    expect(mayFollow('paid', to)).toBe(to === 'paid' || to === 'reversed');
    expect(mayFollow('pending', to)).toBe(true);
  }
});

test('paid is not final, what ends unpaid is', () => {
  expect(isFinal('paid')).toBe(false);
  expect(isFinal('pending')).toBe(false);
  expect(isFinal('unsent')).toBe(true);
  expect(paymentStatuses.filter(endsUnpaid)).toEqual(['declined', 'cancelled', 'expired', 'reversed']);
});

test('a paid payment with a reversal under way is still owed', () => {
  expect(reversalOwed(paymentOf({ status: 'paid', reversal: 'failed' }))).toBe(true);
  expect(reversalOwed(paymentOf({ status: 'paid' }))).toBe(false);
  expect(reversalOwed(paymentOf({ status: 'reversed' }))).toBe(false);
});
