import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import {
  afterPowerCut,
  answer,
  begin,
  counters,
  directory,
  draft,
  openedJournal,
  owedOf,
  paid,
  refund,
} from '../helpers/journal-fixture.ts';

test('a refund is a number of its own that names its payment, an obligation from its first byte', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const sale = await paid(journal, await begin(journal));
  const original = answer(sale, { refundedAmount: 20_00 });
  const begun = await journal.beginRefund(
    { original, amountMinor: 50_00, reason: 'customer' },
    counters({ lastTransactionNumber: 9, shiftNumber: 4 }),
  );
  expect(begun).toMatchObject({
    kind: 'refund',
    status: 'intent',
    verdict: null,
    resolved: false,
    intent: {
      transactionNumber: 10,
      shiftNumber: 4,
      method: 'offline',
      paymentSystem: 'alipay',
      amountMinor: 50_00,
      expiresInSeconds: 0,
      refund: { originalTransactionNumber: 1, refundedBeforeMinor: 20_00, reason: 'customer' },
    },
  });
  expect(begun.intent.saleId).not.toBe(sale.intent.saleId);

  const after = openedJournal(afterPowerCut(path));
  expect(await after.openSales(10), 'the same body is sent after a power cut').toEqual([begun]);
  expect(await after.refundsOf(1)).toEqual([begun]);
  expect(await after.refundsOf(10)).toEqual([]);
  expect(await after.lastSale(), 'the last payment').toMatchObject({ intent: { transactionNumber: 1 } });
});

test('there is one open refund of a payment; its end makes room for the next', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)));
  const first = await refund(journal, original, { amountMinor: 50_00 });
  await expect(refund(journal, original, { amountMinor: 50_00 })).rejects.toMatchObject({
    fieldError: { code: 'GWY-16' },
  });
  await journal.recordSale(2, { status: 'declined', answered: true, resolved: true }, []);
  const second = await refund(journal, original);
  expect((await journal.refundsOf(1)).map((one) => one.intent.saleId)).toEqual([
    first.intent.saleId,
    second.intent.saleId,
  ]);
});

test('a refund of another terminal’s payment is not in the way', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)));
  await refund(journal, original);
  journal.scope({ gateway: 'http://127.0.0.1:2/', terminalId: '10000002' });
  expect(await journal.refundsOf(1)).toEqual([]);
  await expect(refund(journal, original)).resolves.toMatchObject({ kind: 'refund' });
});

test('nothing, more than is left, or a refund is not refunded', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)), { refundedAmount: 100_00 });
  await expect(refund(journal, original, { amountMinor: 0 })).rejects.toThrow('amount in bounds');
  await expect(refund(journal, original, { amountMinor: 50_01 })).rejects.toThrow('amount in bounds');
  await expect(refund(journal, { ...original, kind: 'refund' })).rejects.toThrow('only a payment');
  expect(await journal.highestNumber()).toBe(1);
});

test('the slips of a refund are owed once, when it is accepted', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)));
  const begun = await refund(journal, original);
  expect(await owedOf(journal, 2)).toEqual([]);
  await journal.recordSale(2, { status: 'pending', answered: true, payment: answer(begun, { status: 'pending' }) }, []);
  expect((await owedOf(journal, 2)).map(({ kind, copy }) => [kind, copy])).toEqual([
    ['slip', 1],
    ['slip', 2],
  ]);
  const end = { status: 'refunded', resolved: true, payment: answer(begun, { status: 'refunded' }) } as const;
  await journal.recordSale(2, end, []);
  expect(await owedOf(journal, 2)).toHaveLength(2);
});

test('a refund at once owes its slips at its end, a declined one none, and neither owes a notice', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)));
  await refund(journal, original, { amountMinor: 50_00 });
  await journal.recordSale(2, { status: 'declined', answered: true, resolved: true }, []);
  expect(await owedOf(journal, 2)).toEqual([]);
  await refund(journal, original, { amountMinor: 50_00 });
  await journal.recordSale(3, { status: 'refunded', answered: true, resolved: true }, []);
  expect(await owedOf(journal, 3)).toHaveLength(2);
});

test('a late-money refund has no slip: the notice of its payment tells of it', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  await begin(journal);
  const late = await journal.recordSale(1, { status: 'paid', verdict: 'notPaid', answered: true }, []);
  await refund(journal, answer(late), { reason: 'late-money' });
  await journal.recordSale(2, { status: 'refunded', answered: true, resolved: true }, []);
  expect(await owedOf(journal, 2)).toEqual([]);
});

test('another program cannot rewrite what a refund is of, and no row is half a refund', async () => {
  const path = join(directory(), 'journal.db');
  const journal = openedJournal(path);
  const original = answer(await paid(journal, await begin(journal)));
  await refund(journal, original);
  journal.close();
  const sql = new DatabaseSync(path);
  for (const [statement, complaint] of [
    ['UPDATE payment SET original_number = 3 WHERE number = 2', 'an intent never changes'],
    ['UPDATE payment SET refunded_before = 1 WHERE number = 2', 'an intent never changes'],
    ["UPDATE payment SET refund_reason = 'late-money' WHERE number = 2", 'an intent never changes'],
    ["UPDATE payment SET verdict = 'notPaid' WHERE number = 2", 'CHECK constraint'],
    ["UPDATE payment SET cancel = '{}' WHERE number = 2", 'CHECK constraint'],
    [
      `INSERT INTO payment (scope_id, number, sale_id, kind, shift_number, method, amount_minor, currency,
        expires_in_seconds, created_at, status) VALUES (1, 3, 'A', 'refund', 1, 'offline', 1, 'RUB', 0, 'now', 'intent')`,
      'CHECK constraint',
    ],
  ] as const) {
    expect(() => sql.exec(statement), statement).toThrow(complaint);
  }
  sql.close();
});

test('a number that a refund has is no payment’s', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)));
  await refund(journal, original);
  expect(await journal.beginSale(draft(), counters())).toMatchObject({ sale: { intent: { transactionNumber: 3 } } });
});

test('the payment’s own row tells how much of it went back', async () => {
  const journal = openedJournal(join(directory(), 'journal.db'));
  const original = answer(await paid(journal, await begin(journal)));
  await refund(journal, original, { amountMinor: 50_00 });
  await journal.recordSale(2, { status: 'pending', answered: true }, []);
  expect((await journal.sale(1))?.payment?.refundedAmount, 'under way is not back').toBe(0);
  await journal.recordSale(2, { status: 'refunded', resolved: true }, []);
  expect((await journal.sale(1))?.payment?.refundedAmount).toBe(50_00);
});
