import { expect, test } from 'vitest';
import { createAdder, isCounted, netOf, sameTotals } from '../../src/payment/totals.ts';
import type { Payment } from '../../src/payment/types.ts';
import { paymentOf } from '../fixtures/sales.ts';

const totalsOf = (...payments: Payment[]) => {
  const adder = createAdder();
  for (const payment of payments) adder.add(payment);
  return adder.totals();
};

const refund = (amount: number, change: Partial<Payment> = {}): Payment =>
  paymentOf({ kind: 'refund', status: 'refunded', amount, ...change });

test('only paid counts: reversed, cancelled, declined, expired and pending ones are in no sum', () => {
  for (const status of ['reversed', 'cancelled', 'declined', 'expired', 'pending'] as const)
    expect(isCounted(paymentOf({ status }))).toBe(false);
  for (const status of ['pending', 'declined'] as const) expect(isCounted(refund(1, { status }))).toBe(false);
  expect(totalsOf(paymentOf({ status: 'reversed' }), refund(5, { status: 'pending' }))).toEqual(totalsOf());
});

test('a payment counts in full, whatever was refunded of it later; the refund counts by itself', () => {
  const totals = totalsOf(
    paymentOf({ status: 'paid', amount: 150_00, refundedAmount: 50_00 }),
    refund(50_00),
    paymentOf({ status: 'paid', amount: 1, paymentSystem: 'wechat', method: 'online' }),
  );
  expect(totals).toMatchObject({ paid: { count: 2, amount: 150_01 }, refunded: { count: 1, amount: 50_00 } });
  expect(netOf(totals)).toBe(100_01);
  expect(totals.bySystem.sendy).toEqual({ paid: { count: 1, amount: 150_00 }, refunded: { count: 1, amount: 50_00 } });
  expect(totals.byMethod.online.paid).toEqual({ count: 1, amount: 1 });
  expect(totals.bySystem.alipay.paid.count).toBe(0);
});

test('the same money by another wallet is another total', () => {
  const one = totalsOf(paymentOf({ status: 'paid', paymentSystem: 'sendy' }));
  expect(sameTotals(one, totalsOf(paymentOf({ status: 'paid', paymentSystem: 'sendy' })))).toBe(true);
  expect(sameTotals(one, totalsOf(paymentOf({ status: 'paid', paymentSystem: 'wechat' })))).toBe(false);
});

test('a sum that no integer holds stops the box rather than be wrong', () => {
  const adder = createAdder();
  adder.add(paymentOf({ status: 'paid', amount: Number.MAX_SAFE_INTEGER }));
  expect(() => adder.add(paymentOf({ status: 'paid', amount: 1 }))).toThrow('a sum of money is an integer');
});
