import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, begin, counters, directory, draft, openedJournal, paid } from '../helpers/journal-fixture.ts';
import { commitsInLog } from '../helpers/journal-log.ts';

test('an undisturbed sale is three commits: the intent, the verdict with its slips, the slips printed', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const commits = [commitsInLog(path)];

  const sale = await begin(journal);
  commits.push(commitsInLog(path));
  await paid(journal, sale);
  commits.push(commitsInLog(path));
  const slips = await journal.owedDocuments();
  await journal.recordPrinted(slips.map((slip) => slip.id));
  commits.push(commitsInLog(path));

  const atRest = commits[0] ?? 0;
  expect(commits.map((count) => count - atRest)).toEqual([0, 1, 2, 3]);
  expect(slips.map((slip) => slip.copy)).toEqual([1, 2]);
  expect(await journal.owedDocuments()).toEqual([]);
});

test('the whole history of a sale is in the journal after a restart', async () => {
  const path = join(directory(), 'journal.db');
  const first = openedJournal(path);
  const sale = await begin(first, { ref: 'till-17' }, { shiftNumber: 4 });
  const after = await paid(first, sale);
  const [slip] = await first.owedDocuments();
  await first.recordPrinted([slip?.id ?? 0]);
  first.close();

  const second = openedJournal(path);
  expect(await second.sale(1)).toEqual(after);
  expect(await second.findByRef('till-17')).toEqual(after);
  expect(await second.lastSale()).toEqual(after);
  expect(await second.history(1)).toEqual([
    { type: 'sale.begun', at: sale.intent.createdAt },
    { type: 'sale.paid', at: '2026-11-24T09:00:31.000Z' },
    { type: 'document.printed', at: '2026-11-24T09:00:03.000Z', data: { documentId: slip?.id, copy: 1 } },
  ]);
  expect(await second.highestInstant()).toBe('2026-11-24T09:00:31.000Z');
});

test('nothing that only looks makes a commit', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const open = await begin(journal);
  const before = commitsInLog(path);
  await journal.openSales(10);
  await journal.transactions({ limit: 10 });
  expect(await journal.beginSale(draft({ confirmed: false }), counters())).toMatchObject({ kind: 'suspicious' });
  expect(await journal.adopt([answer(open, { status: 'pending' })], 64)).toEqual([]);
  await journal.refundsOf(1);
  expect(await journal.reprint(null)).toBeNull();
  await journal.recordPrinted([]);
  await journal.highestInstant();
  journal.scope({ gateway: 'http://127.0.0.1:1/', terminalId: '10000001' });
  expect(commitsInLog(path)).toBe(before);
});
