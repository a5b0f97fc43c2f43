import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sale } from '../../machines/ports.ts';
import type { Payment } from '../../src/payment/types.ts';
import {
  afterPowerCut,
  answer,
  begin,
  counters,
  directory,
  draft,
  openedJournal,
  owedOf,
} from '../helpers/journal-fixture.ts';

/** A pending payment that another box made. */
const theirs = (transactionNumber: number, given: Partial<Payment> = {}): Payment => ({
  kind: 'payment',
  transactionNumber,
  saleId: `THEIRS${transactionNumber}`.padEnd(22, 'A'),
  shiftNumber: 3,
  method: 'online',
  paymentSystem: 'sendy',
  status: 'pending',
  amount: 70_00,
  currency: 'RUB',
  refundedAmount: 0,
  reference: null,
  qr: 'SBP-ONE-TIME-TOKEN',
  createdAt: '2026-11-24T08:59:00.000Z',
  ...given,
});
const numbers = (sales: readonly Sale[]): number[] => sales.map(({ intent }) => intent.transactionNumber);

test('a payment that the journal does not know becomes an obligation without a verdict, and its token is not kept', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const [adopted] = await journal.adopt([theirs(41)], 64);
  const { qr: _, ...payment } = theirs(41);
  expect(adopted).toEqual({
    kind: 'payment',
    status: 'pending',
    verdict: null,
    error: null,
    cancel: null,
    answered: true,
    unanswered: false,
    payment,
    resolved: false,
    ref: null,
    intent: {
      transactionNumber: 41,
      saleId: payment.saleId,
      shiftNumber: 3,
      method: 'online',
      paymentSystem: 'sendy',
      amountMinor: 70_00,
      currency: 'RUB',
      expiresInSeconds: 0,
      createdAt: '2026-11-24T08:59:00.000Z',
    },
  });
  const after = openedJournal(afterPowerCut(path));
  expect(await after.openSales(10)).toEqual([adopted]);
  expect(await after.history(41)).toMatchObject([{ type: 'sale.adopted', data: { status: 'pending' } }]);
});

test('it is adopted once, and what the journal knows is left alone, also under another sale’s number', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const ours = await begin(journal);
  const open = [answer(ours, { status: 'pending' }), theirs(2), theirs(3)];
  expect(numbers(await journal.adopt([...open, theirs(3)], 64)), 'told twice').toEqual([2, 3]);
  expect(await journal.adopt(open, 64)).toEqual([]);
  expect(await journal.adopt([theirs(1)], 64), 'number 1 is ours').toEqual([]);
  expect(await journal.sale(1)).toEqual(ours);
  await journal.recordSale(2, { status: 'cancelled', verdict: 'notPaid', resolved: true }, []);
  expect(await journal.adopt(open, 64), 'a late list brings no end back').toEqual([]);
  expect(numbers(await journal.openSales(10))).toEqual([1, 3]);
});

test('the next number is above what was adopted, and the guard knows its amount', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await journal.adopt([theirs(41)], 64);
  expect(await journal.beginSale(draft({ amountMinor: 70_00, confirmed: false }), counters())).toMatchObject({
    suspicion: { kind: 'sameAmountOpen', transactionNumber: 41 },
  });
  expect(await begin(journal)).toMatchObject({ intent: { transactionNumber: 42 } });
});

test('a pending refund is adopted as one, and its slip is not printed a second time', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const { qr: _, ...pending } = theirs(41, { kind: 'refund', originalTransactionNumber: 17 });
  const [refund] = await journal.adopt([pending], 64);
  expect(refund).toMatchObject({
    kind: 'refund',
    status: 'pending',
    intent: { refund: { originalTransactionNumber: 17, refundedBeforeMinor: 0, reason: 'customer' } },
  });
  expect(numbers(await journal.refundsOf(17))).toEqual([41]);
  await journal.recordSale(41, { status: 'refunded', resolved: true, payment: { ...pending, status: 'refunded' } }, []);
  expect(await owedOf(journal, 41)).toEqual([]);
});

test('what has ended, or cannot be asked about, is not adopted', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const list = [
    theirs(1, { status: 'declined' }),
    theirs(2, { status: 'reversed' }),
    theirs(3, { kind: 'refund' }),
    theirs(4, { kind: 'refund', status: 'paid', originalTransactionNumber: 1 }),
    theirs(1_000_000_000_000),
  ];
  expect(await journal.adopt(list, 64)).toEqual([]);
  expect(await journal.highestNumber()).toBe(0);
  expect(numbers(await journal.adopt([...list, theirs(5, { status: 'paid' })], 64)), 'paid: goods given?').toEqual([5]);
});

test('more are open than the box drives at once: the first ones are taken on, the next list tells of the others again', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const open = [theirs(1), theirs(2), theirs(3)];
  expect(numbers(await journal.adopt(open, 2))).toEqual([1, 2]);
  expect(numbers(await journal.openSales(10))).toEqual([1, 2]);
  expect(numbers(await journal.adopt(open, 2))).toEqual([3]);
});
