import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test, vi } from 'vitest';
import { answer, begin, directory, openedJournal, paid } from '../helpers/journal-fixture.ts';

afterEach(() => vi.restoreAllMocks());

test('neither a start nor a sale looks through all that was ever sold', async () => {
  const texts = new Set<string>();
  const prepare = DatabaseSync.prototype.prepare;
  vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, text, ...rest) {
    texts.add(text);
    return prepare.call(this, text, ...rest);
  });
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  await journal.highestInstant();
  await journal.highestNumber();
  await journal.lastSale();
  await journal.openSales(100);
  await journal.openScopes();
  await journal.findByRef('till-17');
  await journal.refundsOf(1);
  await journal.reprint(null);
  await journal.transactions({ limit: 20 });
  await journal.transactions({ shift: 1, limit: 20 });
  await journal.bookPage({ shift: 1 }, 0, 20);
  await journal.hasInShift(1, 'paid');
  await journal.documentsOf(1);
  await paid(journal, await begin(journal, { ref: 'till-17', confirmed: false }));
  await journal.recordSale(1, { error: { code: 'GWY-17' } }, []);
  await journal.reprint(1);
  await journal.adopt([answer(await begin(journal), { transactionNumber: 9, status: 'pending' })], 64);
  for (const { id } of await journal.owedDocuments()) {
    await journal.document(id);
    await journal.recordMayBeOut(id);
    await journal.recordPrinted([id]);
  }
  await journal.history(1);
  await journal.bookPage({ from: '2026-11-24T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' }, 0, 20);
  vi.restoreAllMocks();
  journal.close();

  const db = new DatabaseSync(path, { readOnly: true });
  const plans = [...texts].filter(
    (text) => /^\s*(SELECT|UPDATE)/.test(text) && !/ (journal|sqlite_schema)\b/.test(text),
  );
  expect(plans.length).toBeGreaterThan(15);
  for (const text of plans) {
    const steps = db
      .prepare(`EXPLAIN QUERY PLAN ${text}`)
      .all()
      .map((row) => String(row.detail));
    // what is owed and what is open are indexes of their own, as long as that; so is what is sorted of it
    const scans = steps.filter(
      (step) => step.startsWith('SCAN') && !/document_copy_owed|SCAN s\b|CONSTANT|\(subquery/.test(step),
    );
    expect(scans, `${text}\n${steps.join('\n')}`).toEqual([]);
    expect(
      steps.filter((step) => /TEMP B-TREE/.test(step)),
      `${text}\n${steps.join('\n')}`,
    ).toEqual([]);
  }
  // a scope is all that one box ever sold: to search by it alone is to scan
  for (const [clause, index] of [
    ['resolved = 0', 'payment_open'],
    ['WHERE ref = ?', 'payment_ref'],
    ['FROM scope s WHERE EXISTS', 'payment_open'],
    ['AND counted_shift = ?', 'payment_of_shift'],
    ['AS last FROM payment', 'payment_counted'],
    ['c.printed = 0', 'document_copy_owed'],
    ['code_hash = ?', 'PRIMARY KEY (scope_id=? AND number>?)'],
    ["amount_minor = ? AND verdict = 'paid'", 'PRIMARY KEY (scope_id=? AND number>?)'],
    ["resolved = 0 AND kind = 'payment'", 'payment_open'],
    ['original_number = ?', 'refund_of_payment'],
    ['notice = ?', 'document_notice'],
  ] as const) {
    const text = plans.find((one) => one.includes(clause)) ?? '';
    const details = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all();
    expect(JSON.stringify(details), text).toContain(index);
  }
  db.close();
});
