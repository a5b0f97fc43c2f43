import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Language } from '../../src/locale/language.ts';
import { begin, directory, gateway, openedJournal, paid, terminalId } from '../helpers/journal-fixture.ts';

test('a slip keeps the language and the width of its day', async () => {
  let paper: { language: Language; width: number; slipCopies: number } = { language: 'ru', width: 32, slipCopies: 2 };
  const journal = openedJournal(join(directory(), 'journal.db'), { paper: () => paper });
  await paid(journal, await begin(journal));
  paper = { language: 'en', width: 48, slipCopies: 1 };
  await paid(journal, await begin(journal));

  const owed = await journal.owedDocuments();
  expect(owed.map((one) => [one.transactionNumber, one.copy])).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
  ]);
  expect(await journal.document(owed[1]?.id ?? 0)).toEqual({
    id: owed[1]?.id,
    scopeId: 1,
    transactionNumber: 1,
    kind: 'slip',
    data: { number: 1, reference: 'RRN123456' },
    language: 'ru',
    width: 32,
    copy: 2,
    copies: 2,
    mayBeOut: false,
  });
  expect(await journal.document(owed[2]?.id ?? 0)).toMatchObject({ language: 'en', width: 48, copy: 1, copies: 1 });
});

test('a slip that may be out is owed after a power cut and says so', async () => {
  const path = join(directory(), 'journal.db');
  const first = openedJournal(path);
  await paid(first, await begin(first));
  const [one, two] = await first.owedDocuments();
  await first.recordPrinted([one?.id ?? 0]);
  await first.recordMayBeOut(two?.id ?? 0);
  first.close();

  const second = openedJournal(path);
  expect(await second.owedDocuments()).toEqual([{ ...two, mayBeOut: true }]);
  expect(await second.documentsOf(1)).toHaveLength(2);
});

test('a copy is printed once, however often it is reported', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await paid(journal, await begin(journal));
  const ids = (await journal.owedDocuments()).map((one) => one.id);
  await journal.recordPrinted(ids);
  await journal.recordPrinted(ids);
  expect((await journal.history(1)).filter((event) => event.type === 'document.printed')).toHaveLength(2);
});

test('PAID is reported twice and owes its slips once', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const sale = await paid(journal, await begin(journal));
  await paid(journal, sale);
  expect(await journal.owedDocuments()).toHaveLength(2);
});

test('with no copies set nothing is owed, and only PAID owes a slip', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'), {
    paper: () => ({ language: 'ru', width: 32, slipCopies: 0 }),
  });
  await paid(journal, await begin(journal));
  expect(await journal.owedDocuments()).toEqual([]);

  const other = openedJournal(join(directory(), 'journal.db'));
  await begin(other);
  await other.recordSale(1, { status: 'declined', verdict: 'notPaid', answered: true, resolved: true }, []);
  expect(await other.owedDocuments()).toEqual([]);
});

test('what one terminal owes is printed after another was activated, without a number of its own', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await paid(journal, await begin(journal));
  journal.scope({ gateway, terminalId: '10000002' });
  const [id] = await journal.createDocument({
    kind: 'activation',
    transactionNumber: null,
    data: { terminal: '10000002' },
    copies: 1,
  });
  expect((await journal.owedDocuments()).map((one) => [one.kind, one.transactionNumber])).toEqual([
    ['slip', null],
    ['slip', null],
    ['activation', null],
  ]);
  const [slip] = await journal.owedDocuments();
  await journal.recordPrinted([slip?.id ?? 0]);
  journal.scope({ gateway, terminalId });
  expect((await journal.history(1)).at(-1)).toMatchObject({ type: 'document.printed', data: { documentId: slip?.id } });
  expect(await journal.document(id ?? 0)).toMatchObject({ kind: 'activation', data: { terminal: '10000002' } });
});
