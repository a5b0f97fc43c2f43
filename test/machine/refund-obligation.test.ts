/** A refund is driven to its end for ever, and what is told of it is on disk. */
import { expect, test } from 'vitest';
import { carriedOver } from '../../machines/refund-answers.ts';
import type { Payment } from '../../src/payment/types.ts';
import { answered, noAnswer, notSent, paymentOf, refundOf, refused, saleOf } from '../fixtures/sales.ts';
import { driveRefund } from '../helpers/refund-driven.ts';

const says = (status: Payment['status'], change: Partial<Payment> = {}) => {
  const { transactionNumber, saleId } = refundOf().intent;
  return answered(
    paymentOf({ kind: 'refund', transactionNumber, saleId, originalTransactionNumber: 17, status, ...change }),
  );
};

test('sent at once, and refunded', async () => {
  const driven = driveRefund(refundOf());
  await driven.answer(says('refunded'));
  expect(driven.log).toEqual(['send 21', 'commit refunded', 'tell refunded', 'ended']);
  expect(driven.disk.row).toMatchObject({ status: 'refunded', verdict: null, error: null, resolved: true });
});

test.each([
  ['no answer', noAnswer, 'intent'],
  ['accepted', says('pending'), 'pending'],
] as const)('%s: on disk before it is told', async (_, outcome, status) => {
  const driven = driveRefund(refundOf());
  await driven.answer(outcome);
  expect(driven.log).toEqual(['send 21', `commit ${status}`, `tell ${status}`]);
});

test('no answer: the pauses double to a minute, news make them short again', async () => {
  const driven = driveRefund(refundOf());
  for (const pauseMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
    await driven.answer(noAnswer);
    await driven.time.advance(pauseMs - 1);
    expect(driven.isWaiting()).toBe(false);
    await driven.time.advance(1);
    expect(driven.isWaiting()).toBe(true);
  }
  expect(
    driven.log.filter((line) => line.startsWith('commit')),
    'the first one is news, the others are not',
  ).toEqual(['commit intent']);
  await driven.answer(says('pending'));
  expect(driven.disk.row).toMatchObject({ status: 'pending', unanswered: true, answered: true, resolved: false });
  await driven.time.advance(1_000);
  expect(driven.isWaiting()).toBe(true);
});

test('not sent, or a request that hangs: repeated', async () => {
  const driven = driveRefund(refundOf());
  await driven.answer(notSent);
  expect(driven.disk.row.unanswered).toBe(false);
  await driven.time.advance(1_000);
  await driven.time.advance(25_000);
  expect(driven.disk.row.unanswered, 'it may have been processed').toBe(true);
});

test('429: as long as the gateway asks for', async () => {
  const driven = driveRefund(refundOf());
  await driven.answer(refused('too-many-requests', 429, { retryAfterMs: 30_000 }));
  await driven.time.advance(29_999);
  expect(driven.isWaiting()).toBe(false);
  await driven.time.advance(1);
  expect(driven.isWaiting()).toBe(true);
});

test('a disk that is full: nothing is told, and the end is written when it is free', async () => {
  const driven = driveRefund(refundOf());
  driven.disk.isFull = true;
  await driven.answer(says('refunded'));
  await driven.time.advance(30_000);
  expect(driven.log).toEqual(['send 21']);
  expect(driven.lastError()).toMatchObject({ code: 'JRN-01' });
  driven.disk.isFull = false;
  await driven.time.advance(3_000);
  expect(driven.log).toEqual(['send 21', 'commit refunded', 'tell refunded', 'ended']);
});

test.each(['refunded', 'declined'] as const)(
  'a status that no refund has after %s-to-be is a contradiction',
  async (end) => {
    const driven = driveRefund(refundOf());
    await driven.answer(says('pending'));
    await driven.time.advance(1_000);
    await driven.answer(says('cancelled'));
    expect(driven.lastError()).toMatchObject({ code: 'GWY-17' });
    expect(driven.disk.row).toMatchObject({ status: 'pending', error: { code: 'GWY-17' }, resolved: false });
    await driven.time.advance(2_000);
    await driven.answer(says(end));
    expect(driven.disk.row).toMatchObject({ status: end, resolved: true });
  },
);

test('carried over a power cut: an attempt may have left, so an error ends nothing', () => {
  expect(carriedOver(refundOf()).unanswered).toBe(true);
  expect(carriedOver(refundOf({ answered: true, status: 'pending' })).unanswered).toBe(false);
  expect(carriedOver(saleOf()).unanswered, 'a payment is asked for by its number').toBe(false);
});
