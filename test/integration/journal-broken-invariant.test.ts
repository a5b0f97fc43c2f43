import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { FieldFailure } from '../../src/errors.ts';
import { begin, directory, openedJournal, paid } from '../helpers/journal-fixture.ts';

test('a second, other verdict is refused whole: nothing of the call is on disk', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const sale = await begin(journal);
  await journal.recordSale(1, { verdict: 'notPaid', status: 'pending', answered: true }, []);
  const before = { sale: await journal.sale(1), history: await journal.history(1), log: readFileSync(`${path}-wal`) };

  const refused = await paid(journal, sale).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(Error);
  expect(refused).not.toBeInstanceOf(FieldFailure);
  expect(await journal.sale(1)).toEqual(before.sale);
  expect(await journal.history(1)).toEqual(before.history);
  expect(await journal.owedDocuments()).toEqual([]);
  expect(readFileSync(`${path}-wal`).equals(before.log)).toBe(true);
});

test('a slip that cannot be made leaves no half of the verdict', async () => {
  const slipFor = (): never => {
    throw new Error('no slip');
  };
  const journal = openedJournal(join(directory(), 'journal.db'), { slipFor });
  const sale = await begin(journal);
  await expect(paid(journal, sale)).rejects.toThrow('no slip');
  expect(await journal.sale(1)).toEqual(sale);
  expect(await journal.history(1)).toHaveLength(1);
  await expect(begin(journal)).resolves.toMatchObject({ intent: { transactionNumber: 2 } });
});

test('another program cannot rewrite what was: history, intent and verdict are guarded in the file', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await paid(journal, await begin(journal));
  journal.close();
  const sql = new DatabaseSync(path);
  for (const [statement, complaint] of [
    ["UPDATE event SET type = 'other'", 'history is append-only'],
    ['DELETE FROM event', 'history is append-only'],
    ['DELETE FROM payment', 'never deleted'],
    ['UPDATE payment SET amount_minor = 1', 'an intent never changes'],
    ["UPDATE payment SET verdict = 'notPaid'", 'a verdict never changes'],
    ['UPDATE payment SET verdict = NULL', 'a verdict never changes'],
    ["UPDATE payment SET resolved = 'yes'", 'cannot store TEXT'],
  ]) {
    expect(() => sql.exec(statement ?? ''), statement).toThrow(complaint);
  }
  sql.close();
});

test('a history that grows for months stays bounded and still tells how it ended', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await begin(journal);
  const attempt = { type: 'gateway.noAnswer', at: '2026-11-24T09:00:00.000Z' };
  for (let round = 0; round < 11; round += 1) {
    await journal.recordSale(1, { unanswered: true }, Array<typeof attempt>(100).fill(attempt));
  }
  const end = { type: 'sale.expired', at: '2026-12-24T09:00:00.000Z' };
  await journal.recordSale(1, { status: 'expired', verdict: 'notPaid', resolved: true }, [end]);
  const history = await journal.history(1);
  expect(history.length).toBeLessThan(1_110);
  expect(history.at(-1)).toEqual(end);
});
