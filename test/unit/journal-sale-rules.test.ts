import { expect, test } from 'vitest';
import type { Sale, SaleChange } from '../../machines/ports.ts';
import { changedSale, isMoneyBack } from '../../src/journal/sale-rules.ts';
import type { CancelOrder, SaleStatus } from '../../src/payment/types.ts';
import { answer } from '../helpers/journal-fixture.ts';

const begun: Sale = {
  intent: {
    transactionNumber: 7,
    saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
    shiftNumber: 3,
    method: 'online',
    paymentSystem: 'sendy',
    amountMinor: 150_00,
    currency: 'RUB',
    expiresInSeconds: 120,
    createdAt: '2026-11-24T09:00:00.000Z',
  },
  kind: 'payment',
  status: 'intent',
  verdict: null,
  error: null,
  cancel: null,
  answered: false,
  unanswered: false,
  payment: null,
  resolved: false,
  ref: null,
};
const pending: Sale = { ...begun, status: 'pending', answered: true, payment: answer(begun, { status: 'pending' }) };
const order = (ifPaid: 'keep' | 'refund'): CancelOrder => ({
  reason: 'timeout',
  ifPaid,
  cancelledAt: '2026-11-24T09:02:00.000Z',
});

test('a sale is learnt of piece by piece: what is not given stays', () => {
  const asked = changedSale(begun, {
    status: 'pending',
    answered: true,
    payment: answer(begun, { status: 'pending' }),
  });
  const told = changedSale(asked, { error: { code: 'NET-06' } });
  expect(told).toEqual({ ...pending, error: { code: 'NET-06' } });
  expect(changedSale(told, { error: null })).toEqual(pending);
});

test('the token of the customer’s QR is not kept with the answer', () => {
  const sale = changedSale(begun, { payment: answer(begun, { status: 'pending', qr: 'SBP:token-of-the-customer' }) });
  expect(sale.payment).not.toHaveProperty('qr');
});

test.each<[SaleStatus, SaleStatus]>([
  ['paid', 'declined'],
  ['paid', 'cancelled'],
  ['declined', 'paid'],
  ['cancelled', 'paid'],
  ['expired', 'paid'],
  ['reversed', 'paid'],
  ['pending', 'intent'],
  ['pending', 'unsent'],
  ['paid', 'refused'],
  ['refused', 'intent'],
])('%s is not followed by %s', (from, to) => {
  expect(() => changedSale({ ...pending, status: from }, { status: to })).toThrow('is not followed by');
});

test.each<[SaleStatus, SaleStatus]>([
  ['intent', 'unsent'],
  ['intent', 'paid'],
  ['refused', 'pending'],
  ['pending', 'declined'],
  ['paid', 'reversed'],
  ['paid', 'paid'],
])('%s may be followed by %s', (from, to) => {
  expect(changedSale({ ...pending, status: from }, { status: to }).status).toBe(to);
});

test('a status that is final and resolved does not change any more', () => {
  const unsent: Sale = { ...begun, status: 'unsent', verdict: 'notPaid', resolved: true };
  expect(() => changedSale(unsent, { status: 'pending' })).toThrow('is not followed by');
  expect(() => changedSale(unsent, { resolved: false })).toThrow('stays resolved');
});

test('a verdict is given once', () => {
  const notPaid = changedSale(pending, { verdict: 'notPaid' });
  expect(changedSale(notPaid, { verdict: 'notPaid' }).verdict).toBe('notPaid');
  expect(() => changedSale(notPaid, { status: 'paid', verdict: 'paid' })).toThrow('a verdict never changes');
});

test('PAID needs the gateway’s word', () => {
  expect(() => changedSale(pending, { verdict: 'paid' })).toThrow('what the gateway says is paid');
});

test('after a refund was ordered nothing makes the verdict PAID', () => {
  const returning = changedSale(pending, { cancel: order('refund') });
  expect(() => changedSale(returning, { status: 'paid', verdict: 'paid' })).toThrow('after a refund');
  expect(() => changedSale(pending, { status: 'paid', verdict: 'paid', cancel: order('refund') })).toThrow(
    'after a refund',
  );
  expect(() => changedSale(returning, { cancel: order('keep') })).toThrow('no keep');
});

test('a sale that is PAID is not ordered back', () => {
  const sale = changedSale(pending, { status: 'paid', verdict: 'paid' });
  expect(() => changedSale(sale, { cancel: order('refund') })).toThrow('no refund');
});

test('an answer for another sale is refused', () => {
  for (const foreign of [{ amount: 1 }, { transactionNumber: 8 }, { saleId: 'B'.repeat(22) }, { currency: 'CNY' }]) {
    expect(() => changedSale(begun, { payment: answer(begun, foreign) })).toThrow("the answer is this sale's");
  }
});

test('what an attempt has learnt is not unlearnt', () => {
  expect(() => changedSale(pending, { answered: false })).toThrow('stays an answer');
  expect(() => changedSale({ ...pending, unanswered: true }, { unanswered: false })).toThrow('stays lost');
});

const refund: Sale = {
  ...begun,
  kind: 'refund',
  intent: {
    ...begun.intent,
    transactionNumber: 8,
    amountMinor: 50_00,
    expiresInSeconds: 0,
    refund: { originalTransactionNumber: 7, refundedBeforeMinor: 0, reason: 'customer' },
  },
};

test('a refund is neither judged nor cancelled: its status says all', () => {
  expect(() => changedSale(refund, { verdict: 'notPaid' })).toThrow('neither judged nor cancelled');
  expect(() => changedSale(refund, { cancel: order('refund') })).toThrow('neither judged nor cancelled');
  const accepted = changedSale(refund, { status: 'pending', answered: true });
  expect(changedSale(accepted, { status: 'refunded', resolved: true })).toMatchObject({
    verdict: null,
    resolved: true,
  });
});

test.each<[SaleStatus, SaleStatus]>([
  ['refunded', 'pending'],
  ['refunded', 'declined'],
  ['declined', 'refunded'],
  ['pending', 'refused'],
  ['pending', 'unsent'],
])('a refund that is %s does not become %s', (from, to) => {
  expect(() => changedSale({ ...refund, status: from }, { status: to })).toThrow('is not followed by');
});

test.each<[Sale, SaleStatus]>([
  [refund, 'paid'],
  [refund, 'cancelled'],
  [refund, 'expired'],
  [refund, 'reversed'],
  [begun, 'refunded'],
])('a payment is never refunded, and a refund never anything else', (sale, status) => {
  expect(() => changedSale(sale, { status })).toThrow(`a ${sale.kind} is never ${status}`);
});

test.each<[Sale, SaleChange]>([
  [refund, {}],
  [refund, { status: 'pending' }],
  [begun, {}],
  [begun, { status: 'pending', verdict: 'notPaid' }],
  [begun, { status: 'expired' }],
  [begun, { status: 'paid' }],
  [begun, { verdict: 'notPaid' }],
])('an obligation ends with a final status, and a payment with a verdict too', (sale, change) => {
  expect(() => changedSale(sale, { ...change, resolved: true })).toThrow('is no end');
});

test('late money is back when refunds, or the gateway’s own word, cover the amount', () => {
  const late: Sale = { ...begun, status: 'paid', verdict: 'notPaid', payment: answer(begun) };
  const of = (status: SaleStatus, amountMinor: number): Sale => ({
    ...refund,
    status,
    intent: { ...refund.intent, amountMinor },
  });
  expect(isMoneyBack(late, [])).toBe(false);
  expect(isMoneyBack(late, [of('refunded', 149_99)])).toBe(false);
  expect(isMoneyBack(late, [of('pending', 150_00), of('declined', 150_00)])).toBe(false);
  expect(isMoneyBack(late, [of('refunded', 50_00), of('declined', 100_00), of('refunded', 100_00)])).toBe(true);
  expect(isMoneyBack({ ...late, payment: answer(begun, { refundedAmount: 150_00 }) }, [])).toBe(true);
});
