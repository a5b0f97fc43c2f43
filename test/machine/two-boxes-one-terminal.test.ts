/** Another box works on the same terminal (a copied SD card): numbers meet, but no customer pays twice. */
import { expect, test } from 'vitest';
import type { Payment } from '../../src/payment/types.ts';
import { startWorld } from '../helpers/fake-world.ts';

/** What the gateway has of the other box. */
const theirs = (transactionNumber: number, status: Payment['status']): Payment => ({
  kind: 'payment',
  transactionNumber,
  saleId: `sale-${transactionNumber}-of-the-other-box`,
  shiftNumber: 7,
  method: 'offline',
  paymentSystem: 'sendy',
  status,
  amount: 99_00,
  currency: 'RUB',
  refundedAmount: 0,
  reference: null,
  createdAt: '2026-11-24T08:59:00.000Z',
});

test('the other box took the number between our question and our request: new number, one charge', async () => {
  const world = await startWorld();
  const first = await world.sell();
  world.gateway.numbering = { lastTransactionNumber: 42, shiftNumber: 7, open: [] };
  await first.refused('transaction-number-conflict');
  const second = await world.gateway.next('payOffline', 43);
  expect(second.asked.intent?.saleId).not.toBe(first.asked.intent?.saleId);
  await second.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.tell('send'), 'their number is neither asked about nor cancelled').toEqual([
    'send payOffline 42',
    'send payOffline 43',
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'refused', verdict: 'notPaid', resolved: true });
  expect(world.journal.row(43)).toMatchObject({ status: 'paid', verdict: 'paid', resolved: true });
});

test('the other box is always faster: after three numbers the sale is NOT PAID, and nothing is open', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER');
  world.gateway.autopilot = (call) => void call.refused('transaction-number-conflict');
  await world.scan();
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО GWY-07');
  expect([...world.journal.sales.values()].every(({ status, resolved }) => status === 'refused' && resolved)).toBe(
    true,
  );
  expect(world.journal.sales.size).toBeLessThanOrEqual(4);
  expect(world.tell('send').every((line) => line.startsWith('send payOffline'))).toBe(true);
});

test('an answer that is about the other box’s sale of that number is none', async () => {
  const world = await startWorld();
  await (await world.sell()).answers(theirs(42, 'paid'));
  expect(world.journal.row(42).verdict).toBeNull();
  await world.advance(500);
  await (await world.gateway.next('payment', 42)).answers(theirs(42, 'declined'));
  expect(world.journal.row(42).verdict).toBeNull();
  await world.advance(1_000);
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('the other box’s payment waits for its customer: this one takes it for its own, and keeps what is paid', async () => {
  const world = await startWorld();
  world.gateway.numbering = { lastTransactionNumber: 41, shiftNumber: 7, open: [theirs(41, 'pending')] };
  const ours = await world.sell();
  expect(ours.number).toBe(42);
  await (await world.gateway.next('payment', 41)).answers(theirs(41, 'pending'));
  const cancel = await world.gateway.next('cancel', 41);
  expect(cancel.asked.order, 'never with refund').toMatchObject({ reason: 'recovery', ifPaid: 'keep' });
  await cancel.answers(theirs(41, 'cancelled'));
  await ours.says('paid');
  expect(world.lines[1], 'our own sale is not disturbed').toBe('ОПЛАЧЕНО');
  expect(world.journal.row(41)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
});

test('the other box cancels ours in the same way: it is NOT PAID here, and nothing was charged', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await (await world.gateway.next('payment', 42)).says('cancelled');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-02');
  expect(world.journal.row(42)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('the terminal was activated on the other box: nothing is sold here any more, and nothing stays open', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('terminal-replaced');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО ACT-06');
  expect(world.box.view().obligations).toEqual([]);
});

test('another box leaves more payments open than this one drives at once: it takes on as many as it can', async () => {
  const world = await startWorld();
  const open = Array.from({ length: 70 }, (_, index) => theirs(index + 1, 'pending'));
  world.gateway.numbering = { lastTransactionNumber: 70, shiftNumber: 7, open };
  await world.type('1 5 0 0 0 ENTER');
  await world.settle();
  expect(world.box.view().obligations).toHaveLength(64);
  expect(world.journal.sales.size).toBe(64);
});
