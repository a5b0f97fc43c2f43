/**
 * A process that sells as fast as it can on the journal at argv[2] and says each number once it is acknowledged: `begun
 * 1`, `paid 1`, `printed 1`. On a failure it says `failed CODE`, tries again once per line on stdin, and ends with it.
 */

import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Sale } from '../../machines/ports.ts';
import { toFieldError } from '../../src/errors.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { idFromBytes } from '../../src/payment/numbers.ts';

// straight to the file descriptor: what was said is out even if the next instruction is the last
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const now = (): string => new Date().toISOString();

const opened = openJournal({
  path: process.argv[2] ?? '',
  now,
  randomId: () => idFromBytes(randomBytes(16)),
  slipFor: (sale: Sale) => ({ number: sale.intent.transactionNumber }),
  noticeFor: () => null,
  answerFor: () => null,
  paper: () => ({ language: 'ru', width: 32, slipCopies: 2 }),
  // small, so that checkpoints are among what is interrupted
  maxLogPages: 40,
});
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const journal = opened.value;
journal.scope({ gateway: 'http://127.0.0.1:1/', terminalId: '10000001' });
const counters = { lastTransactionNumber: 0, shiftNumber: 1, open: [] };

const sell = async (): Promise<void> => {
  const begun = await journal.beginSale(
    {
      method: 'offline',
      paymentSystem: null,
      amountMinor: 150_00,
      currency: 'RUB',
      expiresInSeconds: 120,
      ref: null,
      code: '281234567890123456',
      confirmed: true,
    },
    counters,
  );
  if (begun.kind !== 'begun') throw new Error('a confirmed sale begins');
  const number = begun.sale.intent.transactionNumber;
  say(`begun ${number}`);
  await journal.recordSale(number, { status: 'paid', verdict: 'paid', answered: true, resolved: true }, [
    { type: 'sale.paid', at: now() },
  ]);
  say(`paid ${number}`);
  const owed = (await journal.owedDocuments()).filter((one) => one.transactionNumber === number);
  await journal.recordPrinted(owed.map((one) => one.id));
  say(`printed ${number}`);
};

const sellUntilFailure = async (): Promise<void> => {
  try {
    for (;;) await sell();
  } catch (thrown) {
    say(`failed ${toFieldError(thrown).code} ${journal.failure() === null ? 'sound' : 'broken'}`);
  }
};

await sellUntilFailure();
for await (const _line of createInterface({ input: process.stdin })) await sellUntilFailure();
journal.close();
