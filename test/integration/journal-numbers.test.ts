import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import {
  afterPowerCut,
  answer,
  begin,
  counters,
  directory,
  gateway,
  openedJournal,
  options,
  paid,
  terminalId,
} from '../helpers/journal-fixture.ts';

test('a number is one above the gateway’s last and the journal’s highest, and is used once', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const numbers: number[] = [];
  for (const lastTransactionNumber of [0, 0, 10, 3]) {
    const sale = await begin(journal, {}, { lastTransactionNumber });
    numbers.push(sale.intent.transactionNumber);
  }
  expect(numbers).toEqual([1, 2, 11, 12]);
  expect(await journal.highestNumber()).toBe(12);
});

test('a gateway that was restored from a backup counts backwards: no number is used a second time', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const first = await begin(journal, {}, { lastTransactionNumber: 100 });
  await begin(journal, {}, { lastTransactionNumber: 101 });
  const restored = { lastTransactionNumber: 40 };
  expect(await begin(journal, {}, restored)).toMatchObject({ intent: { transactionNumber: 103 } });
  const original = answer(await paid(journal, first));
  const refundDraft = { original, amountMinor: 1, reason: 'customer' } as const;
  expect(await journal.beginRefund(refundDraft, counters(restored))).toMatchObject({
    intent: { transactionNumber: 104 },
  });
  const after = openedJournal(afterPowerCut(path));
  expect(await begin(after, {}, restored), 'also after a power cut').toMatchObject({
    intent: { transactionNumber: 105 },
  });
});

test('a journal that was restored from an old backup takes up above the gateway’s last, and adopts what is open there', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await paid(journal, await begin(journal));
  const backup = afterPowerCut(path);
  await paid(journal, await begin(journal));
  const open = await begin(journal);
  const pending = answer(open, { status: 'pending' });
  journal.close();

  const restored = openedJournal(backup);
  expect(await restored.highestNumber()).toBe(1);
  expect(await restored.adopt([pending], 64)).toMatchObject([
    { intent: { transactionNumber: 3, saleId: open.intent.saleId } },
  ]);
  const next = await begin(restored, {}, { lastTransactionNumber: 3 });
  expect(next.intent.transactionNumber).toBe(4);
  expect(await restored.sale(2), 'nothing is made up of what is lost').toBeNull();
});

test('the sales of another gateway or terminal are not this terminal’s', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const ours = await begin(journal, { ref: 'r1' });

  journal.scope({ gateway: 'http://127.0.0.1:2/', terminalId });
  expect(await journal.sale(1)).toBeNull();
  expect(await journal.openSales(10)).toEqual([]);
  expect(await journal.highestInstant(), 'a clock goes wrong for all').toBe(ours.intent.createdAt);
  const theirs = await begin(journal, { ref: 'r2', amountMinor: 1 });
  expect(theirs.intent.transactionNumber).toBe(1);

  journal.scope({ gateway, terminalId });
  expect(await journal.sale(1)).toEqual(ours);
});

const otherGateway = { gateway: 'http://127.0.0.1:2/', terminalId };

test.each([
  ['another gateway', otherGateway],
  ['another terminal', { gateway, terminalId: '10000002' }],
])('a reference that the till used at %s is found, and makes no second payment here', async (_, other) => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await begin(journal, { ref: 'till-17' });
  const paidThere = await paid(journal, await begin(journal, { ref: 'till-18' }));

  journal.scope(other);
  expect(await journal.findByRef('till-17')).toMatchObject({ intent: { transactionNumber: 1 }, verdict: null });
  expect(await journal.findByRef('till-18')).toEqual(paidThere);
  expect(await journal.findByRef('till-19')).toBeNull();
  for (const ref of ['till-17', 'till-18']) {
    await expect(begin(journal, { ref })).rejects.toThrow('makes one payment');
  }
  expect(await journal.highestNumber()).toBe(0);
  journal.close();

  const opened = openJournal(options(path));
  if (!opened.ok) throw new Error('does not open');
  expect(await opened.value.findByRef('till-18'), 'also before the activation').toEqual(paidThere);
  opened.value.close();
});

test('what another gateway refused is replaced here: the later sale is found, whatever its number', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await begin(journal, { ref: 'till-17' }, { lastTransactionNumber: 500 });
  await journal.recordSale(501, { status: 'refused', verdict: 'notPaid', resolved: true }, []);

  journal.scope(otherGateway);
  const here = await begin(journal, { ref: 'till-17' });
  expect(here.intent.transactionNumber).toBe(1);
  expect(await journal.findByRef('till-17')).toEqual(here);
  journal.scope({ gateway, terminalId });
  expect(await journal.findByRef('till-17')).toEqual(here);
  await expect(begin(journal, { ref: 'till-17' })).rejects.toThrow('makes one payment');
});

test('the gateways and terminals with an open payment are known, whatever the box is set to', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  expect(await journal.openScopes()).toEqual([]);
  await begin(journal);
  await begin(journal);
  expect(await journal.openScopes()).toEqual([{ gateway, terminalId }]);

  journal.scope(otherGateway);
  await begin(journal);
  journal.scope({ gateway, terminalId: '10000002' });
  await paid(journal, await begin(journal));
  const both = [{ gateway, terminalId }, otherGateway];
  expect(await journal.openScopes()).toHaveLength(2);
  expect(await journal.openScopes()).toEqual(expect.arrayContaining(both));
  journal.scope(null);
  expect(await journal.openScopes(), 'also before the activation').toEqual(expect.arrayContaining(both));

  journal.scope({ gateway, terminalId });
  for (const number of [1, 2]) {
    await journal.recordSale(number, { status: 'unsent', verdict: 'notPaid', resolved: true }, []);
  }
  expect(await journal.openScopes()).toEqual([otherGateway]);
});

test('before activation there are no sales, and none may begin', async () => {
  const opened = openJournal(options(join(directory(), 'journal.db')));
  if (!opened.ok) throw new Error('does not open');
  const journal = opened.value;
  expect(await journal.openSales(10)).toEqual([]);
  expect(await journal.lastSale()).toBeNull();
  expect(await journal.owedDocuments()).toEqual([]);
  await expect(begin(journal)).rejects.toThrow('activated terminal');
  journal.close();
});

test('a reference of the till makes one payment; a number that was refused is replaced by another', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await begin(journal, { ref: 'till-17' });
  await expect(begin(journal, { ref: 'till-17' })).rejects.toThrow('makes one payment');
  expect(await journal.highestNumber()).toBe(1);

  await journal.recordSale(1, { status: 'refused', verdict: 'notPaid', resolved: true }, []);
  const second = await begin(journal, { ref: 'till-17' });
  expect(await journal.findByRef('till-17')).toEqual(second);
});

test('open sales come oldest first, transactions newest first, by shift and state', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  for (const shiftNumber of [1, 1, 2, 2]) await begin(journal, {}, { shiftNumber });
  await journal.recordSale(1, { status: 'unsent', verdict: 'notPaid', resolved: true }, []);
  await journal.recordSale(4, { status: 'unsent', verdict: 'notPaid', resolved: true }, []);
  const numbers = (sales: readonly { intent: { transactionNumber: number } }[]): number[] =>
    sales.map((sale) => sale.intent.transactionNumber);

  expect(numbers(await journal.openSales(10))).toEqual([2, 3]);
  expect(numbers(await journal.openSales(1))).toEqual([2]);
  expect(numbers(await journal.transactions({ limit: 3 }))).toEqual([4, 3, 2]);
  expect(numbers(await journal.transactions({ shift: 1, limit: 10 }))).toEqual([2, 1]);
  expect(numbers(await journal.transactions({ before: 3, limit: 10 }))).toEqual([2, 1]);
  expect(numbers(await journal.transactions({ shift: 2, before: 4, limit: 10 }))).toEqual([3]);
  expect([await journal.hasInShift(2, 'unsent'), await journal.hasInShift(2, 'paid')]).toEqual([true, false]);
});

test('the clock goes back between two numbers of one sale: the till is told of the one that counts', async () => {
  const times = ['2026-11-24T09:00:01.000Z', '2026-11-24T09:00:00.000Z'];
  const journal = openedJournal(join(directory(), 'journal.db'), {
    now: () => times.shift() ?? '2026-11-24T09:00:00.000Z',
  });
  const ref = 'till-17';
  const refused = await begin(journal, { ref });
  times.push('2026-11-24T09:00:01.500Z', '2026-11-24T09:00:00.000Z');
  await journal.recordSale(
    refused.intent.transactionNumber,
    { status: 'refused', verdict: 'notPaid', resolved: true },
    [],
  );
  const second = await begin(journal, { ref });
  expect(await journal.findByRef(ref)).toEqual(second);
});
