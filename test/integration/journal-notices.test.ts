import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import type { Journal } from '../../src/journal/journal.ts';
import {
  afterPowerCut,
  answer,
  begin,
  directory,
  openedJournal,
  owedOf,
  paid,
  refund,
} from '../helpers/journal-fixture.ts';

const opened = (): Journal => openedJournal(join(directory(), 'journal.db'));
const noticesOf = async (journal: Journal, number: number) =>
  (await owedOf(journal, number)).filter(({ kind }) => kind === 'notice').map(({ data, copies }) => ({ data, copies }));

test('money that came late and was reversed: one notice, in the commit that says so', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await begin(journal);
  await journal.recordSale(1, { status: 'paid', verdict: 'notPaid', answered: true }, []);
  expect(await noticesOf(journal, 1)).toEqual([]);
  await journal.recordSale(1, { status: 'reversed', resolved: true }, []);
  const notice = { data: { kind: 'lateMoney', number: 1, refund: null }, copies: 1 };
  expect(await noticesOf(journal, 1)).toEqual([notice]);
  await journal.recordSale(1, { status: 'reversed', resolved: true }, []);
  expect(await noticesOf(openedJournal(afterPowerCut(path)), 1)).toEqual([notice]);
});

test('a reversal that the wallet has refused is told once, though it is tried again and again', async () => {
  const journal = opened();
  const sale = await begin(journal);
  await journal.recordSale(1, { status: 'paid', verdict: 'notPaid', answered: true, payment: answer(sale) }, []);
  for (const reversal of ['failed', 'pending', 'failed'] as const)
    await journal.recordSale(1, { payment: answer(sale, { reversal }) }, []);
  expect(await noticesOf(journal, 1)).toEqual([
    { data: { kind: 'moneyHeldBack', number: 1, refund: null }, copies: 1 },
  ]);
});

test('a sale that is NOT PAID and was never charged needs none', async () => {
  const journal = opened();
  await begin(journal);
  await journal.recordSale(1, { status: 'pending', verdict: 'notPaid', answered: true }, []);
  await journal.recordSale(1, { status: 'cancelled', resolved: true }, []);
  expect(await journal.owedDocuments()).toEqual([]);
});

test('a late-money refund ends the sale of a closed shift, with a notice that names it; without one it is no end', async () => {
  const journal = opened();
  await begin(journal);
  const late = await journal.recordSale(1, { status: 'paid', verdict: 'notPaid', answered: true }, []);
  await expect(journal.recordSale(1, { resolved: true }, [])).rejects.toThrow('without the money back');

  const original = answer(late);
  await refund(journal, original, { reason: 'late-money' });
  await journal.recordSale(2, { status: 'pending', answered: true }, []);
  await expect(journal.recordSale(1, { resolved: true }, []), 'under way is not back').rejects.toThrow('money back');
  await journal.recordSale(2, { status: 'declined', resolved: true }, []);
  await expect(journal.recordSale(1, { resolved: true }, [])).rejects.toThrow('without the money back');

  await refund(journal, original, { reason: 'late-money' });
  await journal.recordSale(3, { status: 'refunded', answered: true, resolved: true }, []);
  expect(await journal.recordSale(1, { resolved: true }, [])).toMatchObject({ status: 'paid', verdict: 'notPaid' });
  expect(await noticesOf(journal, 1), 'first that the money is held back, then that it is back').toEqual([
    { data: { kind: 'moneyHeldBack', number: 1, refund: null }, copies: 1 },
    { data: { kind: 'lateMoney', number: 1, refund: 3 }, copies: 1 },
  ]);
  expect(await noticesOf(journal, 2), 'both stand with the payment').toEqual([]);
  expect(await journal.openSales(10)).toEqual([]);
});

test('money that went back by somebody else’s hand ends it as well', async () => {
  const journal = opened();
  const sale = await begin(journal);
  await journal.recordSale(1, { status: 'paid', verdict: 'notPaid', answered: true }, []);
  const payment = answer(sale, { refundedAmount: 150_00 });
  expect(await journal.recordSale(1, { payment, resolved: true }, [])).toMatchObject({ resolved: true });
});

test.each([
  ['answered', { status: 'pending', answered: true }],
  ['unanswered', { unanswered: true }],
] as const)('a refund that was %s and has failed after all: one notice', async (_, underWay) => {
  const journal = opened();
  const original = answer(await paid(journal, await begin(journal)));
  await refund(journal, original);
  await journal.recordSale(2, underWay, []);
  const failed = { status: 'declined', answered: true, resolved: true } as const;
  await journal.recordSale(2, failed, []);
  await journal.recordSale(2, failed, []);
  expect(await noticesOf(journal, 2)).toEqual([{ data: { kind: 'refundDeclined', number: 1, refund: 2 }, copies: 1 }]);
});

test('a refund of a payment that the journal does not know tells of itself', async () => {
  const journal = opened();
  const sale = await begin(journal);
  await refund(journal, answer(sale, { transactionNumber: 99 }));
  await journal.recordSale(2, { unanswered: true }, []);
  await journal.recordSale(2, { status: 'refused', resolved: true }, []);
  expect(await noticesOf(journal, 2)).toEqual([{ data: { kind: 'refundDeclined', number: 2, refund: 2 }, copies: 1 }]);
});

test('a contradiction is printed once for a transaction, however often it comes back', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await paid(journal, await begin(journal));
  const contradiction = { error: fieldError('GWY-17', 'unknown to the gateway') };
  await journal.recordSale(1, contradiction, []);
  await journal.recordSale(1, contradiction, []);
  await journal.recordSale(1, { error: fieldError('NET-06') }, []);
  await journal.recordSale(1, contradiction, []);
  const notice = { data: { kind: 'contradiction', number: 1, refund: null }, copies: 1 };
  expect(await noticesOf(journal, 1)).toEqual([notice]);
  const after = openedJournal(afterPowerCut(path));
  await after.recordSale(1, { error: null }, []);
  await after.recordSale(1, contradiction, []);
  expect(await noticesOf(after, 1)).toEqual([notice]);
});

test('a contradiction and late money of the same transaction are two notices', async () => {
  const journal = opened();
  await begin(journal);
  await journal.recordSale(1, { verdict: 'notPaid', error: fieldError('GWY-17') }, []);
  await journal.recordSale(1, { status: 'reversed', answered: true, resolved: true }, []);
  expect(await noticesOf(journal, 1)).toHaveLength(2);
});

test('a notice that cannot be made leaves no half of the end', async () => {
  const noticeFor = (): never => {
    throw new Error('no notice');
  };
  const journal = openedJournal(join(directory(), 'journal.db'), { noticeFor });
  const sale = await begin(journal);
  await expect(
    journal.recordSale(1, { status: 'reversed', verdict: 'notPaid', answered: true, resolved: true }, []),
  ).rejects.toThrow('no notice');
  expect(await journal.sale(1)).toEqual(sale);
});
