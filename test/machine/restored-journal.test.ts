/** The box runs on a journal from an old backup: it has forgotten the last sales, and believes that older ones are open. */
import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

/** Before a question counts a key. */
const readingMs = 1_000;

test('its numbers are behind the gateway’s: the next one is above those that it has forgotten', async () => {
  const world = await startWorld({
    disk: (journal) => void journal.putOpen(12, { status: 'declined', verdict: 'notPaid', resolved: true }),
  });
  expect((await world.sell()).number).toBe(42);
});

test('it believes a sale open that was cancelled long ago: one question ends it', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7) });
  await (await world.gateway.next('payment', 7)).says('cancelled');
  expect(world.journal.row(7)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
  expect(world.tell('send')).toEqual(['send payment 7']);
  expect(world.state).toBe('ready');
});

test('it believes a sale open that was PAID: the cashier is asked before anything is done, and nobody is charged', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { status: 'pending', answered: true }) });
  await (await world.gateway.next('payment', 7)).says('paid');
  expect(world.lines[1]).toBe('Товар выдан?');
  await world.advance(readingMs);
  await world.type('ENTER');
  expect(world.journal.row(7)).toMatchObject({ verdict: 'paid', resolved: true });
  expect(world.tell('send')).toEqual(['send payment 7']);
});

test('it believes a sale open that was PAID and refunded since: it is kept, and nothing goes back a second time', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { status: 'pending', answered: true }) });
  await (await world.gateway.next('payment', 7)).says('paid', { refundedAmount: 700 });
  await world.advance(readingMs);
  await world.type('ENTER');
  expect(world.journal.row(7)).toMatchObject({ verdict: 'paid', payment: { refundedAmount: 700 } });
  expect(world.tell('send')).toEqual(['send payment 7']);
});

test('it believes that money is still to go back: the same cancel is sent once more, and it is reversed already', async () => {
  const cancel = { reason: 'timeout', ifPaid: 'refund', cancelledAt: '2026-11-20T09:00:00.000Z' } as const;
  const world = await startWorld({
    disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid', cancel, unanswered: true }),
  });
  const again = await world.gateway.next('cancel', 7);
  expect(again.asked.order).toEqual(cancel);
  await again.says('reversed');
  expect(world.journal.row(7)).toMatchObject({ status: 'reversed', resolved: true });
  expect(world.tell('send')).toEqual(['send cancel 7 refund']);
});

test('its sale is one that the gateway has under another saleId: not touched, not charged, and said', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { unanswered: true }) });
  world.gateway.autopilot = (call) => void call.refused('transaction-number-conflict');
  await (await world.gateway.next('payment', 7)).refused('transaction-number-conflict');
  await world.advance(60_000);
  expect(world.tell('send cancel', 'commit verdict')).toEqual([]);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-07' } }]);
});

test('it believes that slips are still owed which were printed long ago: they come out, marked', async () => {
  const paid = { status: 'paid', verdict: 'paid', answered: true, resolved: true } as const;
  const world = await startWorld({
    disk: (journal) => {
      journal.putOpen(7, paid);
      journal.owe(7, 2);
    },
  });
  expect(world.printer.paper).toEqual(['slip 7 copy 1 duplicate', 'slip 7 copy 2 duplicate']);
});

test('payments that it has forgotten still wait for their customers: each is taken on, and none is charged again', async () => {
  const world = await startWorld({ before: ({ gateway }) => Object.assign(gateway, { numbering: null }) });
  const pending = {
    kind: 'payment',
    shiftNumber: 7,
    method: 'offline',
    paymentSystem: 'sendy',
    status: 'pending',
    amount: 99_00,
    currency: 'RUB',
    refundedAmount: 0,
    reference: null,
    createdAt: '2026-11-24T08:59:00.000Z',
  } as const;
  const open = [40, 41].map((transactionNumber) => ({
    ...pending,
    transactionNumber,
    saleId: `forgotten-${transactionNumber}`,
  }));
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 41, shiftNumber: 7, open });
  await (await world.gateway.next('payment', 40)).says('paid');
  await (await world.gateway.next('payment', 41)).says('expired');
  expect(world.lines.slice(0, 3)).toEqual(['99,00 ₽', 'Товар выдан?', 'N 40 оплачен']);
  await world.advance(readingMs);
  await world.type('ENTER');
  expect(world.journal.row(40)).toMatchObject({ verdict: 'paid', resolved: true });
  expect(world.journal.row(41)).toMatchObject({ verdict: 'notPaid', status: 'expired', resolved: true });
  expect(world.printer.paper).toEqual(['slip 40 copy 1', 'slip 40 copy 2']);
  expect(world.tell('send pay')).toEqual(['send payment 40', 'send payment 41']);
});
