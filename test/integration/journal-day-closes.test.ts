/** The shifts that were closed, as the journal keeps them. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { examineJournal } from '../../src/doctor/journal.ts';
import { readAside, summaryOf } from '../../src/journal/read-aside.ts';
import { agreeing, openShift, someTotals } from '../helpers/fake-world-day-close.ts';
import { afterPowerCut, directory, openedJournal } from '../helpers/journal-fixture.ts';

const closed = (shiftNumber = 7) => ({ shiftNumber, closedAt: '2026-11-24T18:00:00.000Z', totals: someTotals });
const compared = (shiftNumber: number) => ({ ...agreeing, report: { ...openShift, shiftNumber } });
const paper = () => [{ kind: 'dayClose', transactionNumber: null, data: { title: 'closed' }, copies: 1 }] as const;

test('a close is on disk before its answer, and open until then', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  expect(await journal.openClose()).toBeNull();
  const begun = await journal.beginClose(agreeing);
  const left = openedJournal(afterPowerCut(path));
  expect(await left.openClose()).toEqual(begun);
  expect(await left.openScopes()).toHaveLength(1);
  expect(await left.closedShift(null)).toBeNull();
});

test('of a box that is off, the self-test and a backup know of a close without an answer', async () => {
  const at = directory();
  await openedJournal(join(at, 'journal.db')).beginClose(agreeing);
  const { owed } = await examineJournal(at);
  expect(owed).toMatchObject([{ kind: 'day-close', transactionNumber: null, amountMinor: 400_00 }]);
  const summary = await readAside(join(at, 'journal.db'), summaryOf);
  expect(summary).toMatchObject({ ok: true, value: { openObligations: 1 } });
});

test('its answer and its report are one commit, and told twice it is one report', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await journal.beginClose(agreeing);
  const concluded = await journal.concludeClose(closed(), paper);
  expect(concluded.closed).toEqual(closed());
  expect(await journal.concludeClose(closed(), paper)).toEqual(concluded);
  const left = openedJournal(afterPowerCut(path));
  expect([await left.openClose(), await left.openScopes()]).toEqual([null, []]);
  expect(await left.closedShift(7)).toEqual(concluded);
  expect((await left.owedDocuments()).map(({ kind }) => kind)).toEqual(['dayClose']);
});

test('what came to nothing leaves nothing; what was answered stays', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await journal.beginClose(agreeing);
  await journal.abandonClose(7);
  expect([await journal.openClose(), await journal.closedShift(7)]).toEqual([null, null]);
  await journal.beginClose(agreeing);
  await journal.concludeClose(closed(), paper);
  await journal.abandonClose(7);
  expect(await journal.closedShift(7)).not.toBeNull();
});

test('the last one, and each by its number', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  for (const shift of [7, 8, 9]) {
    await journal.beginClose(compared(shift));
    await journal.concludeClose(closed(shift), paper);
  }
  expect((await journal.closedShift(null))?.shiftNumber).toBe(9);
  expect((await journal.closedShift(8))?.shiftNumber).toBe(8);
  expect(await journal.closedShift(6)).toBeNull();
});

test('a gateway that was restored from a backup has the shift closed once more', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await journal.beginClose(agreeing);
  await journal.concludeClose(closed(), paper);
  await journal.beginClose(agreeing);
  const again = { ...closed(), closedAt: '2026-11-24T19:00:00.000Z' };
  await journal.concludeClose(again, paper);
  expect((await journal.closedShift(7))?.closed).toEqual(again);
});

test('one shift is closed at a time, and no other program can rewrite one that is closed', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await journal.beginClose(compared(7));
  await expect(journal.beginClose(compared(8))).rejects.toThrow('one shift is closed at a time');
  await journal.concludeClose(closed(), paper);
  const other = new DatabaseSync(path);
  expect(() => other.exec('UPDATE day_close SET closed_totals = closed_totals')).toThrow('never changes');
  expect(() => other.exec('DELETE FROM day_close')).toThrow('never deleted');
  other.close();
});

test('a box that is not activated has closed nothing', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await journal.beginClose(agreeing);
  journal.scope(null);
  expect([await journal.openClose(), await journal.closedShift(null)]).toEqual([null, null]);
});
