import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { answer, begin, counters, directory, draft, openedJournal } from '../helpers/journal-fixture.ts';

test('neither the customer’s code nor the token of a printed QR is on the disk', async () => {
  const path = join(directory(), 'journal.db');
  const code = '289876543210987654';
  const token = 'SBP-ONE-TIME-TOKEN';
  const journal = openedJournal(path);
  const sale = await begin(journal, { code });
  const pending = answer(sale, { status: 'pending', qr: token });
  await journal.recordSale(1, { status: 'pending', answered: true, payment: pending }, [
    { type: 'gateway.answered', at: '2026-11-24T09:00:01.000Z', data: { payment: pending } },
  ]);

  const again = draft({ code, amountMinor: 1, confirmed: false });
  expect(await journal.beginSale(again, counters()), 'it is known again all the same').toMatchObject({
    suspicion: { kind: 'sameCode', transactionNumber: 1 },
  });
  await journal.checkpoint();
  for (const file of [path, `${path}-wal`]) {
    const bytes = readFileSync(file);
    expect(bytes.includes('289876543210987654'), file).toBe(false);
    expect(bytes.includes(token), file).toBe(false);
  }
  expect(readFileSync(path).includes(sale.intent.saleId)).toBe(true);
});

test('two boxes keep different hashes of the same code', async () => {
  const hashes = new Set<string>();
  for (const name of ['a.db', 'b.db']) {
    const path = join(directory(), name);
    const journal = openedJournal(path);
    await begin(journal);
    journal.close();
    const sql = new DatabaseSync(path, { readOnly: true });
    hashes.add(String(sql.prepare('SELECT code_hash FROM payment').get()?.code_hash));
    sql.close();
  }
  expect(hashes.size).toBe(2);
});

test('the file is its owner’s alone', async () => {
  const path = join(directory(), 'journal.db');
  openedJournal(path);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o077, file).toBe(0);
});
