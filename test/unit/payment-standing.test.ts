import { expect, test } from 'vitest';
import type { JobResult } from '../../machines/job.ts';
import type { Sale } from '../../machines/ports.ts';
import { queryReport, refundReport, reprintReport } from '../../src/box/job-reports.ts';
import { fieldError } from '../../src/errors.ts';
import { contradicts } from '../../src/payment/contradiction.ts';
import { standingOf } from '../../src/payment/standing.ts';
import type { Payment } from '../../src/payment/types.ts';
import { paymentOf, saleOf } from '../fixtures/sales.ts';

const paid = saleOf({ status: 'paid', verdict: 'paid', resolved: true, answered: true });
const unpaid = saleOf({ status: 'cancelled', verdict: 'notPaid', resolved: true, answered: true });
const returning = saleOf({ status: 'paid', verdict: 'notPaid', resolved: false, answered: true });
const open = saleOf({ status: 'pending', answered: true });
const refunded = saleOf({ kind: 'refund', status: 'refunded', resolved: true });
const declinedRefund = saleOf({ kind: 'refund', status: 'declined', resolved: true });
const openRefund = saleOf({ kind: 'refund', status: 'intent' });
const others = { saleId: 'BBBBBBBBBBBBBBBBBBBBBB' };

test.each<[boolean, string, Sale, Payment | null]>([
  [false, 'PAID is paid', paid, paymentOf({ status: 'paid' })],
  [false, 'PAID and refunded later', paid, paymentOf({ status: 'paid', refundedAmount: 150_000 })],
  [true, 'PAID is unknown', paid, null],
  [true, 'PAID is pending again', paid, paymentOf({ status: 'pending' })],
  [true, 'PAID was reversed', paid, paymentOf({ status: 'reversed' })],
  [true, 'PAID is another sale', paid, paymentOf({ status: 'paid', ...others })],
  [false, 'NOT PAID is cancelled', unpaid, paymentOf({ status: 'cancelled' })],
  [false, 'NOT PAID never reached the gateway', unpaid, null],
  [true, 'NOT PAID for good is paid', unpaid, paymentOf({ status: 'paid' })],
  [true, 'NOT PAID for good is pending', unpaid, paymentOf({ status: 'pending' })],
  [false, 'NOT PAID was refunded as late money', unpaid, paymentOf({ status: 'paid', refundedAmount: 150_000 })],
  [true, 'NOT PAID was refunded in part', unpaid, paymentOf({ status: 'paid', refundedAmount: 100 })],
  [false, 'NOT PAID, another box used the number', unpaid, paymentOf({ status: 'paid', ...others })],
  [false, 'money on its way back', returning, paymentOf({ status: 'paid' })],
  [false, 'what is open contradicts nothing', open, null],
  [false, 'a refund is refunded', refunded, paymentOf({ kind: 'refund', status: 'refunded' })],
  [true, 'a refund that was refunded is declined', refunded, paymentOf({ kind: 'refund', status: 'declined' })],
  [true, 'a refund that was refunded is unknown', refunded, null],
  [true, 'a declined refund is refunded', declinedRefund, paymentOf({ kind: 'refund', status: 'refunded' })],
  [false, 'a refund that is open', openRefund, paymentOf({ kind: 'refund', status: 'refunded' })],
])('contradiction %s: %s', (expected, _, sale, payment) => {
  expect(contradicts(sale, payment)).toBe(expected);
});

const asked = (sale: Sale | null, payment: Payment | null, change: Partial<JobResult> = {}): JobResult => ({
  kind: 'inquiry',
  outcome: 'done',
  sale,
  payment,
  error: null,
  ...change,
});

/** What a till's script may go by: 0 only where goods may be given (or money is back). */
test.each<[string, string, JobResult]>([
  ['paid', 'done', asked(paid, paymentOf({ status: 'paid' }))],
  ['paid', 'done', asked(null, paymentOf({ status: 'paid' }))],
  ['paid', 'done', asked(unpaid, paymentOf({ status: 'paid', ...others }))],
  ['notPaid', 'failed', asked(unpaid, paymentOf({ status: 'declined' }))],
  ['notPaid', 'failed', asked(unpaid, null, { error: fieldError('GWY-06') })],
  ['returning', 'failed', asked(returning, paymentOf({ status: 'paid' }), { error: fieldError('PAY-05') })],
  ['returning', 'failed', asked(returning, paymentOf({ status: 'pending' }))],
  ['returned', 'failed', asked(unpaid, paymentOf({ status: 'paid', refundedAmount: 150_000 }))],
  ['returned', 'failed', asked(unpaid, paymentOf({ status: 'reversed' }))],
  ['pending', 'unknown', asked(open, paymentOf())],
  ['unjudged', 'unknown', asked(open, paymentOf({ status: 'paid' }))],
  ['open', 'unknown', asked(open, null, { error: fieldError('GWY-06') })],
  ['refunded', 'done', asked(refunded, paymentOf({ kind: 'refund', status: 'refunded' }))],
  ['accepted', 'unknown', asked(openRefund, paymentOf({ kind: 'refund' }))],
  ['notRefunded', 'failed', asked(null, paymentOf({ kind: 'refund', status: 'declined' }))],
  ['notRefunded', 'failed', asked(declinedRefund, null, { error: fieldError('GWY-06') })],
  ['contradiction', 'unknown', asked(paid, paymentOf({ status: 'paid' }), { error: fieldError('GWY-17') })],
  ['none', 'failed', asked(null, null, { outcome: 'failed', error: fieldError('PAY-06') })],
  ['unreached', 'unknown', asked(paid, null, { outcome: 'unknown', error: fieldError('NET-01') })],
  ['unreached', 'unknown', asked(null, null, { outcome: 'unknown', error: fieldError('NET-01') })],
  ['unreached', 'failed', asked(null, null, { outcome: 'failed', error: fieldError('JRN-02') })],
])('asked, it is %s: %s', (standing, outcome, result) => {
  expect(standingOf(result)).toBe(standing);
  expect(queryReport(result)).toMatchObject({ standing, outcome });
});

test('the answer’s row has the gateway’s status, and the verdict of the same sale only', () => {
  const said = paymentOf({ status: 'paid', qr: 'secret' });
  expect(queryReport(asked(returning, said)).payment).toMatchObject({
    status: 'paid',
    verdict: 'notPaid',
    resolved: false,
  });
  expect(queryReport(asked(unpaid, { ...said, ...others })).payment).toMatchObject({ verdict: null, resolved: true });
  expect(JSON.stringify(queryReport(asked(null, said)))).not.toContain('secret');
  expect(queryReport(asked(paid, null, { error: fieldError('NET-01') })).payment).toMatchObject({ verdict: 'paid' });
});

const refunding = (change: Partial<JobResult>): JobResult => ({ ...asked(null, null), kind: 'refund', ...change });

test('a refund is done only when it is refunded; what is accepted or unknown is not known yet', () => {
  const accepted = saleOf({ kind: 'refund', status: 'pending' });
  expect(refundReport(refunding({ sale: refunded })).outcome).toBe('done');
  expect(refundReport(refunding({ sale: accepted })).outcome).toBe('unknown');
  expect(refundReport(refunding({ outcome: 'unknown', sale: openRefund, error: fieldError('NET-06') }))).toMatchObject({
    outcome: 'unknown',
    payment: { kind: 'refund', status: 'intent', resolved: false },
  });
  expect(
    refundReport(refunding({ outcome: 'failed', sale: declinedRefund, error: fieldError('PAY-19') })).outcome,
  ).toBe('failed');
});

test('a refund that was refused has no row: never the payment that it was to be of', () => {
  const result = refunding({
    outcome: 'failed',
    payment: paymentOf({ status: 'paid' }),
    error: fieldError('PAY-14'),
  });
  expect(refundReport(result)).toEqual({ outcome: 'failed', payment: null, error: { code: 'PAY-14' } });
});

test('a refund names its payment before the gateway has answered', () => {
  const { intent } = openRefund;
  const refund = { originalTransactionNumber: 12, refundedBeforeMinor: 0, reason: 'customer' } as const;
  const begun = { ...openRefund, intent: { ...intent, refund } };
  expect(refundReport(refunding({ outcome: 'unknown', sale: begun })).payment?.originalTransactionNumber).toBe(12);
});

test('a job that the cashier has left is failed, with a reason', () => {
  for (const report of [refundReport, queryReport, reprintReport])
    expect(report(refunding({ outcome: 'abandoned' }))).toMatchObject({ outcome: 'failed', error: { code: 'PAY-09' } });
});
