import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import { counters, directory, draft, gateway, openedJournal, options, terminalId } from '../helpers/journal-fixture.ts';

test('a number is one above the gateway’s last and the journal’s highest, and is used once', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const numbers: number[] = [];
  for (const lastTransactionNumber of [0, 0, 10, 3]) {
    const sale = await journal.beginSale(draft(), counters({ lastTransactionNumber }));
    numbers.push(sale.intent.transactionNumber);
  }
  expect(numbers).toEqual([1, 2, 11, 12]);
  expect(await journal.highestNumber()).toBe(12);
});

test('the sales of another gateway or terminal are not this terminal’s', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const ours = await journal.beginSale(draft({ ref: 'r1' }), counters());

  journal.scope({ gateway: 'http://127.0.0.1:2/', terminalId });
  expect(await journal.sale(1)).toBeNull();
  expect(await journal.openSales(10)).toEqual([]);
  expect(await journal.findByRef('r1')).toBeNull();
  expect(await journal.findByCode('281234567890123456')).toBeNull();
  expect(await journal.highestInstant()).toBeNull();
  const theirs = await journal.beginSale(draft({ ref: 'r1', amountMinor: 1 }), counters());
  expect(theirs.intent.transactionNumber).toBe(1);

  journal.scope({ gateway, terminalId });
  expect(await journal.sale(1)).toEqual(ours);
});

test('before activation there are no sales, and none may begin', async () => {
  const opened = openJournal(options(join(directory(), 'journal.db')));
  if (!opened.ok) throw new Error('does not open');
  const journal = opened.value;
  expect(await journal.openSales(10)).toEqual([]);
  expect(await journal.lastSale()).toBeNull();
  expect(await journal.owedDocuments()).toEqual([]);
  await expect(journal.beginSale(draft(), counters())).rejects.toThrow('activated terminal');
  journal.close();
});

test('a reference of the till makes one payment; a number that was refused is replaced by another', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await journal.beginSale(draft({ ref: 'till-17' }), counters());
  await expect(journal.beginSale(draft({ ref: 'till-17' }), counters())).rejects.toThrow('makes one payment');
  expect(await journal.highestNumber()).toBe(1);

  await journal.recordSale(1, { status: 'refused', verdict: 'notPaid', resolved: true }, []);
  const second = await journal.beginSale(draft({ ref: 'till-17' }), counters());
  expect(await journal.findByRef('till-17')).toEqual(second);
});

test('open sales come oldest first, transactions newest first, by shift and state', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  for (const shiftNumber of [1, 1, 2, 2]) await journal.beginSale(draft(), counters({ shiftNumber }));
  await journal.recordSale(1, { status: 'unsent', verdict: 'notPaid', resolved: true }, []);
  await journal.recordSale(4, { status: 'unsent', verdict: 'notPaid', resolved: true }, []);
  const numbers = (sales: readonly { intent: { transactionNumber: number } }[]): number[] =>
    sales.map((sale) => sale.intent.transactionNumber);

  expect(numbers(await journal.openSales(10))).toEqual([2, 3]);
  expect(numbers(await journal.openSales(1))).toEqual([2]);
  expect(numbers(await journal.transactions({ limit: 3 }))).toEqual([4, 3, 2]);
  expect(numbers(await journal.transactions({ shift: 1, limit: 10 }))).toEqual([2, 1]);
  expect(numbers(await journal.transactions({ state: 'unsent', limit: 10 }))).toEqual([4, 1]);
  expect(numbers(await journal.transactions({ shift: 2, state: 'unsent', limit: 10 }))).toEqual([4]);
});
