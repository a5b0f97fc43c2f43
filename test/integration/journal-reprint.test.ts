import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import type { Language } from '../../src/locale/language.ts';
import {
  afterPowerCut,
  answer,
  begin,
  directory,
  openedJournal,
  options,
  owedOf,
  paid,
  refund,
} from '../helpers/journal-fixture.ts';

test('a slip is printed again as it was, one copy, marked, in the language and width of its day', async () => {
  let paper: { language: Language; width: number; slipCopies: number } = { language: 'ru', width: 32, slipCopies: 2 };
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path, { paper: () => paper });
  const sale = await paid(journal, await begin(journal));
  await journal.recordPrinted((await journal.owedDocuments()).map(({ id }) => id));
  paper = { language: 'en', width: 48, slipCopies: 5 };

  expect(await journal.reprint(1)).toEqual(sale);
  const again = {
    kind: 'slip',
    transactionNumber: 1,
    data: { number: 1, reference: 'RRN123456' },
    language: 'ru',
    width: 32,
    copy: 1,
    copies: 1,
    mayBeOut: true,
  };
  expect(await owedOf(journal, 1)).toMatchObject([again]);
  const after = openedJournal(afterPowerCut(path));
  expect(await owedOf(after, 1), 'a power cut before it is printed').toMatchObject([again]);
  expect((await after.history(1)).at(-1)).toMatchObject({ type: 'slip.reprinted' });
});

test('without a number it is the last transaction that had a slip, whatever was reprinted since', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await paid(journal, await begin(journal));
  await paid(journal, await begin(journal));
  await begin(journal);
  await journal.recordSale(3, { status: 'declined', verdict: 'notPaid', answered: true, resolved: true }, []);
  expect(await journal.reprint(1)).toMatchObject({ intent: { transactionNumber: 1 } });
  expect(await journal.reprint(null)).toMatchObject({ intent: { transactionNumber: 2 } });
  const accepted = await refund(journal, answer(await begin(journal), { transactionNumber: 2 }));
  await journal.recordSale(accepted.intent.transactionNumber, { status: 'pending', answered: true }, []);
  expect(await journal.reprint(null)).toMatchObject({ kind: 'refund', status: 'pending' });
});

test('a box that prints no slips prints one when it is asked to', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'), {
    paper: () => ({ language: 'en', width: 48, slipCopies: 0 }),
  });
  const sale = await paid(journal, await begin(journal));
  expect(await journal.owedDocuments()).toEqual([]);
  for (const number of [1, null]) expect(await journal.reprint(number)).toEqual(sale);
  expect(await owedOf(journal, 1)).toMatchObject(
    Array(2).fill({ data: { number: 1 }, language: 'en', width: 48, copies: 1, mayBeOut: true }),
  );
});

test('nothing to reprint: no such number, not paid, a refund that was declined, nothing at all, not activated', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  expect(await journal.reprint(null)).toBeNull();
  expect(await journal.reprint(1)).toBeNull();
  const sale = await begin(journal);
  expect(await journal.reprint(1)).toBeNull();
  expect(await journal.reprint(null)).toBeNull();
  const original = answer(await paid(journal, sale));
  await refund(journal, original);
  await journal.recordSale(2, { status: 'pending', answered: true }, []);
  expect(await journal.reprint(2)).toMatchObject({ kind: 'refund' });
  await journal.recordSale(2, { status: 'declined', resolved: true }, []);
  expect(await journal.reprint(2), 'its slip would say that the money is on its way').toBeNull();
  expect(await journal.reprint(null)).toMatchObject({ intent: { transactionNumber: 1 } });

  const inactive = openJournal(options(join(directory(), 'journal.db')));
  if (!inactive.ok) throw new Error('does not open');
  expect(await inactive.value.reprint(null)).toBeNull();
  inactive.value.close();
});

test('the slip of a refund says how it stands now', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'), { slipFor: ({ status }) => ({ status }) });
  await refund(journal, answer(await paid(journal, await begin(journal))));
  await journal.recordSale(2, { status: 'pending', answered: true }, []);
  await journal.recordSale(2, { status: 'refunded', resolved: true }, []);
  await journal.reprint(2);
  expect((await owedOf(journal, 2)).map(({ data }) => data)).toEqual([
    { status: 'pending' },
    { status: 'pending' },
    { status: 'refunded' },
  ]);
});

test('the answer to “did it go through?” is printed once, and nobody’s slips wait for it', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const sale = await paid(journal, await begin(journal));
  await journal.oweAnswer({ transactionNumber: 1, payment: answer(sale), sale });
  await journal.oweAnswer({ transactionNumber: 99, payment: null, sale: null });
  const answers = await owedOf(journal, null);
  expect(answers).toMatchObject([
    { kind: 'answer', copies: 1, mayBeOut: false, data: { transactionNumber: 1, status: 'paid', known: true } },
    { kind: 'answer', copies: 1, mayBeOut: false, data: { transactionNumber: 99, status: null, known: false } },
  ]);
  await journal.recordPrinted(answers.map(({ id }) => id));
  expect(await owedOf(journal, null)).toEqual([]);
});
