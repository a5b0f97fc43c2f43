/** What counts in a shift and in a span of time, as the journal has it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, begin, directory, openedJournal, paid, refund } from '../helpers/journal-fixture.ts';

const numbers = (rows: readonly { intent: { transactionNumber: number } }[]): number[] =>
  rows.map(({ intent }) => intent.transactionNumber);

const paidAt = async (journal: ReturnType<typeof openedJournal>, time: string, shiftNumber = 7) => {
  const sale = await begin(journal, {}, { shiftNumber });
  return journal.recordSale(
    sale.intent.transactionNumber,
    {
      status: 'paid',
      verdict: 'paid',
      answered: true,
      resolved: true,
      payment: answer(sale, { paidAt: time }),
    },
    [],
  );
};

test('every number of a shift, by rising number and in pages; of another shift none', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  for (const shiftNumber of [7, 7, 8, 7]) await begin(journal, {}, { shiftNumber });
  expect(numbers(await journal.bookPage({ shift: 7 }, 0, 2))).toEqual([1, 2]);
  expect(numbers(await journal.bookPage({ shift: 7 }, 2, 2))).toEqual([4]);
  expect(numbers(await journal.bookPage({ shift: 9 }, 0, 2))).toEqual([]);
});

test('a refund that the wallet settles after the close counts in the shift that is open then', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const sale = await paid(journal, await begin(journal, {}, { shiftNumber: 7 }));
  const begun = await refund(journal, answer(sale));
  const settled = answer(begun, {
    kind: 'refund',
    status: 'refunded',
    shiftNumber: 9,
    finalAt: '2026-11-26T09:00:00.000Z',
  });
  await journal.recordSale(
    begun.intent.transactionNumber,
    { status: 'refunded', answered: true, resolved: true, payment: settled },
    [],
  );
  expect(numbers(await journal.bookPage({ shift: begun.intent.shiftNumber }, 1, 10))).not.toContain(2);
  expect(numbers(await journal.bookPage({ shift: 9 }, 0, 10))).toEqual([2]);
  expect(numbers(await journal.transactions({ shift: 9, limit: 10 }))).toEqual([2]);
});

test('a span of time: from is inclusive, to is not, by the gateway’s clock, and only what counts', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await paidAt(journal, '2026-11-24T08:59:59.999Z');
  await paidAt(journal, '2026-11-24T09:00:00.000Z');
  await begin(journal);
  await paidAt(journal, '2026-11-24T09:59:59.999Z');
  await paidAt(journal, '2026-11-24T10:00:00.000Z');
  const span = { from: '2026-11-24T09:00:00.000Z', to: '2026-11-24T10:00:00.000Z' };
  expect(numbers(await journal.bookPage(span, 0, 10))).toEqual([2, 4]);
  expect(numbers(await journal.bookPage(span, 2, 10))).toEqual([4]);
  expect(numbers(await journal.bookPage({ from: '1970-01-01T00:00:00.000Z', to: span.from }, 0, 10))).toEqual([1]);
});
