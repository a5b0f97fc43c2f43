import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { directory, openedJournal } from '../helpers/journal-fixture.ts';

const seller = join(import.meta.dirname, '../helpers/journal-seller.ts');
const powerCuts = 30;

/** Sells until `lines` lines and then some random moment later; returns what was acknowledged. */
const sellUntilPowerCut = async (path: string, lines: number): Promise<string[]> => {
  const child = spawn(process.execPath, [seller, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
    // the child goes on while the signal is on its way: the cut falls anywhere in a sale, also in a checkpoint
    if (said.split('\n').length > lines) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  return said.split('\n').slice(0, -1);
};

test('after a power cut at any moment every acknowledged commit is there and nothing is half', async () => {
  const path = join(directory(), 'journal.db');
  let soldBefore = 0;
  for (let cut = 0; cut < powerCuts; cut += 1) {
    const acknowledged = await sellUntilPowerCut(path, Math.floor(Math.random() * 60));
    const reached = new Map<number, string>();
    for (const line of acknowledged) {
      const [step = '', number = ''] = line.split(' ');
      reached.set(Number(number), step);
    }

    const journal = openedJournal(path);
    const owed = await journal.owedDocuments();
    const highest = await journal.highestNumber();
    expect(highest).toBeGreaterThanOrEqual(Math.max(...reached.keys()));
    for (let number = soldBefore + 1; number <= highest; number += 1) {
      const sale = await journal.sale(number);
      const history = (await journal.history(number)).map((event) => event.type);
      const isPaid = sale?.verdict === 'paid';
      const slips = await journal.documentsOf(number);
      const owedSlips = owed.filter((one) => one.transactionNumber === number);
      // each commit whole
      expect(sale).toMatchObject(isPaid ? { status: 'paid', resolved: true } : { status: 'intent', resolved: false });
      expect(slips).toHaveLength(isPaid ? 2 : 0);
      const isPrinted = isPaid && owedSlips.length === 0;
      expect(owedSlips).toHaveLength(isPaid && !isPrinted ? 2 : 0);
      expect(history).toEqual([
        'sale.begun',
        ...(isPaid ? ['sale.paid'] : []),
        ...(isPrinted ? ['document.printed', 'document.printed'] : []),
      ]);
      // and all that was acknowledged
      const step = reached.get(number);
      if (step === 'paid' || step === 'printed') expect(isPaid).toBe(true);
      if (step === 'printed') expect(isPrinted).toBe(true);
    }
    soldBefore = highest;
    await journal.recordPrinted(owed.map((one) => one.id));
    journal.close();
  }
  expect(soldBefore).toBeGreaterThan(powerCuts);
  const sql = new DatabaseSync(path, { readOnly: true });
  expect(sql.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  sql.close();
});
