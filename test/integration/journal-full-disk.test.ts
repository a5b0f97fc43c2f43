import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toFieldError } from '../../src/errors.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { begin, directory, openedJournal, paid } from '../helpers/journal-fixture.ts';

/** Sales until the disk is full; the last number that was acknowledged. */
const sellUntilFull = async (journal: Journal): Promise<{ acknowledged: number; code: string }> => {
  for (let acknowledged = 0; ; acknowledged += 1) {
    try {
      await begin(journal);
    } catch (thrown) {
      return { acknowledged, code: toFieldError(thrown).code };
    }
  }
};

test('a full disk refuses the next sale with JRN-01 and loses none', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path, { maxPageCount: 40 });
  const { acknowledged, code } = await sellUntilFull(journal);
  expect(code).toBe('JRN-01');
  expect(acknowledged).toBeGreaterThan(10);
  expect(await journal.highestNumber()).toBe(acknowledged);
  expect(await journal.openSales(1_000)).toHaveLength(acknowledged);
  expect(journal.failure()?.code).toBe('JRN-01');
});

test('a verdict that does not fit is not half there: no slip, no event, and it goes in when there is room', async () => {
  const path = join(directory(), 'journal.db');
  const big = 'x'.repeat(60_000);
  const full = openedJournal(path, { maxPageCount: 40, slipFor: () => big });
  const sale = await begin(full);
  await sellUntilFull(full);

  const refused = await paid(full, sale).catch(toFieldError);
  expect(refused).toMatchObject({ code: 'JRN-01' });
  expect(await full.sale(1)).toEqual(sale);
  expect(await full.history(1)).toHaveLength(1);
  expect(await full.owedDocuments()).toEqual([]);
  full.close();

  const roomy = openedJournal(path, { slipFor: () => big });
  expect(await paid(roomy, sale)).toMatchObject({ verdict: 'paid' });
  expect(await roomy.owedDocuments()).toHaveLength(2);
});
