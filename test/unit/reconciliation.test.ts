/** The two books of a shift side by side: who is right is not said here, only where they differ. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createReconciler, type JournalEntry, maxDifferences } from '../../src/payment/reconciliation.ts';
import { createAdder } from '../../src/payment/totals.ts';
import type { Payment, ShiftReport } from '../../src/payment/types.ts';
import { paymentOf, saleOf } from '../fixtures/sales.ts';

const reportOf = (payments: readonly Payment[]): ShiftReport => {
  const adder = createAdder();
  for (const payment of payments) adder.add(payment);
  return {
    shiftNumber: 7,
    openedAt: '2026-11-24T06:00:00.000Z',
    closedAt: null,
    currency: 'RUB',
    totals: adder.totals(),
  };
};

const reconcile = (pairs: readonly (readonly [JournalEntry | null, Payment | null])[], report?: ShiftReport) => {
  const listed = pairs.flatMap(([, payment]) => (payment === null ? [] : [payment]));
  const reconciler = createReconciler(report ?? reportOf(listed));
  for (const [entry, payment] of pairs) reconciler.add(entry, payment);
  return reconciler.result();
};

const paid = paymentOf({ status: 'paid' });
const soldPaid = saleOf({ status: 'paid', verdict: 'paid', resolved: true, answered: true, payment: paid });
const notPaid = (status: Payment['status']) =>
  saleOf({ status, verdict: 'notPaid', resolved: true, answered: true, payment: paymentOf({ status }) });
const refund = paymentOf({ kind: 'refund', status: 'refunded', originalTransactionNumber: 12 });
const refunded = saleOf({ kind: 'refund', status: 'refunded', resolved: true, answered: true, payment: refund });

test('books that agree have no difference', () => {
  const told = reconcile([
    [soldPaid, paid],
    [notPaid('declined'), paymentOf({ status: 'declined' })],
    [notPaid('cancelled'), null],
    [refunded, refund],
  ]);
  expect(told).toMatchObject({ differences: [], differenceCount: 0, toReverse: [], transactions: 3 });
  expect(told.boxTotals).toEqual(told.report.totals);
});

const open = saleOf({ status: 'pending', answered: true });
const openRefund = saleOf({ kind: 'refund', status: 'pending', answered: true });

test.each<[string, JournalEntry | null, Payment | null, string | null]>([
  ['NOT PAID for the box, paid at the gateway', notPaid('cancelled'), paid, 'paidAtGateway'],
  ['the same, and it went back already', notPaid('cancelled'), paymentOf({ status: 'reversed' }), 'reversed'],
  ['PAID for the box, reversed at the gateway', soldPaid, paymentOf({ status: 'reversed' }), 'notPaidAtGateway'],
  ['PAID for the box, unknown to the gateway', soldPaid, null, 'unknownToGateway'],
  ['paid at the gateway, unknown to the box', null, paid, 'unknownToBox'],
  ['declined at the gateway, unknown to the box', null, paymentOf({ status: 'declined' }), null],
  ['another amount', soldPaid, { ...paid, amount: paid.amount + 1 }, 'amount'],
  ['refunded for the box alone', refunded, { ...refund, status: 'declined' }, 'notRefundedAtGateway'],
  ['refunded at the gateway alone', { ...refunded, status: 'declined' }, refund, 'refundedAtGateway'],
  ['refunded at the gateway, the box has not heard yet', openRefund, refund, null],
  ['open for the box, paid at the gateway', open, paid, null],
  ['NOT PAID, and a refund gave it back', notPaid('cancelled'), { ...paid, refundedAmount: paid.amount }, null],
])('%s', (_, entry, payment, kind) => {
  const told = reconcile([[entry, payment]]);
  expect(told.differences.map((one) => one.kind)).toEqual(kind === null ? [] : [kind]);
  expect(told.toReverse).toEqual(kind === 'paidAtGateway' ? [paid.transactionNumber] : []);
});

test('two boxes chose one number: each of the two sales is told', () => {
  const told = reconcile([[soldPaid, { ...paid, saleId: 'of another box' }]]);
  expect(told.differences.map((one) => one.kind)).toEqual(['unknownToGateway', 'unknownToBox']);
});

test('a gateway whose sums are not those of its own list', () => {
  const wrong = { ...reportOf([paid]), totals: reportOf([]).totals };
  expect(reconcile([[soldPaid, paid]], wrong).differences).toEqual([
    { kind: 'sums', transactionNumber: null, amount: paid.amount },
  ]);
});

test('however many differ, the slip has an end and the count is whole', () => {
  const many = Array.from({ length: 3 * maxDifferences }, (_, index) => {
    const transactionNumber = index + 1;
    return [null, { ...paid, transactionNumber }] as const;
  });
  const told = reconcile(many);
  expect([told.differences.length, told.differenceCount]).toEqual([maxDifferences, 3 * maxDifferences]);
});

test('whatever the amounts, the sums of the box are those of its rows to the kopeck', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 99_999_999 }), { maxLength: 60 }), (amounts) => {
      const rows = amounts.map((amount, index) => {
        const payment = { ...paid, amount, transactionNumber: index + 1 };
        const intent = { ...soldPaid.intent, amountMinor: amount, transactionNumber: index + 1 };
        return [{ ...soldPaid, intent, payment }, payment] as const;
      });
      const { boxTotals, differenceCount } = reconcile(rows);
      expect(differenceCount).toBe(0);
      expect(boxTotals.paid).toEqual({ count: amounts.length, amount: amounts.reduce((sum, one) => sum + one, 0) });
    }),
  );
});
