/**
 * A sale that is NOT PAID was paid all the same, and its shift is closed by now: no cancel brings the money back, a refund
 * of its own does (gateway contract, cancel: `409 shift-closed`).
 */
import { expect, test } from 'vitest';
import type { Sale } from '../../machines/ports.ts';
import type { Payment } from '../../src/payment/types.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** Sale 7 of 7,00 is NOT PAID, and its cancel comes too late for its shift. */
const late = async (found: Partial<Payment> = {}, change: Partial<Sale> = {}): Promise<World> => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid', ...change }) });
  await tooLate(world, found);
  return world;
};

const tooLate = async (world: World, found: Partial<Payment> = {}): Promise<void> => {
  await (await world.gateway.next('cancel', 7)).refused('shift-closed', { shiftNumber: 8 });
  await (await world.gateway.next('payment', 7)).says('paid', found);
};

const openNumbers = (world: World): number[] =>
  world.box.view().obligations.map(({ sale }) => sale.intent.transactionNumber);

test('the money goes back by a refund in the open shift, and the cashier has it on paper', async () => {
  const world = await late();
  const refund = await world.gateway.next('refund', 42);
  expect(refund.asked.intent).toMatchObject({
    shiftNumber: 7,
    amountMinor: 700,
    refund: { originalTransactionNumber: 7, refundedBeforeMinor: 0, reason: 'late-money' },
  });
  expect(openNumbers(world)).toEqual([7, 42]);
  expect(world.tell('commit', 'send')).toEqual([
    'commit order refund 7',
    'send cancel 7 refund',
    'send payment 7',
    'commit change 7',
    'commit refund 42',
    'send refund 42',
  ]);
  await refund.says('refunded');
  expect(world.journal.row(42)).toMatchObject({ kind: 'refund', status: 'refunded', verdict: null, resolved: true });
  await world.advance(1_000);
  await tooLate(world, { refundedAmount: 700 });
  expect(world.journal.row(7)).toMatchObject({ status: 'paid', verdict: 'notPaid', resolved: true });
  expect(openNumbers(world)).toEqual([]);
  expect(world.journal.papers).toEqual(['lateMoney 7']);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('a refund that the wallet does later is waited for, and none is begun beside it', async () => {
  const world = await late();
  await (await world.gateway.next('refund', 42)).says('pending');
  for (const pauseMs of [1_000, 2_000, 4_000]) {
    await world.advance(pauseMs);
    await tooLate(world);
    world.gateway.autopilot = null;
    const repeat = world.gateway.waitingFor();
    expect(repeat).toBe('refund 42');
    await (await world.gateway.next('refund', 42)).says('pending');
  }
  expect([...world.journal.sales.keys()]).toEqual([7, 42]);
  expect(world.journal.papers, 'the money is not back yet').toEqual([]);
});

test.each(['before it is sent', 'before its answer', 'after its answer'] as const)(
  'the power goes %s: the same refund, once',
  async (moment) => {
    const world = await late();
    const refund = await world.gateway.next('refund', 42);
    if (moment === 'after its answer') await refund.says('pending');
    await world.cutPower();
    await tooLate(world);
    const repeat = await world.gateway.next('refund', 42);
    expect(repeat.asked.intent).toEqual(refund.asked.intent);
    await repeat.says('refunded');
    await world.advance(1_000);
    await tooLate(world, { refundedAmount: 700 });
    expect(openNumbers(world)).toEqual([]);
    expect([...world.journal.sales.keys()]).toEqual([7, 42]);
    expect(world.journal.papers).toEqual(['lateMoney 7']);
  },
);

test('declined by the wallet: the shop is told on paper, and it is tried again after a minute', async () => {
  const world = await late();
  await (await world.gateway.next('refund', 42)).says('declined', { declineCode: 'other' });
  await world.advance(1_000);
  await tooLate(world);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'PAY-19' } }]);
  world.tell();
  await world.advance(60_000 - 1);
  expect(world.tell('send')).toEqual([]);
  await world.advance(1);
  await (await world.gateway.next('payment', 7)).says('paid');
  await (await world.gateway.next('refund', 43)).says('refunded');
  await world.advance(1_000);
  await tooLate(world, { refundedAmount: 700 });
  expect(openNumbers(world)).toEqual([]);
  expect(world.journal.papers).toEqual(['moneyHeldBack 7', 'lateMoney 7']);
});

test('the day is closed before the refund comes: new numbers at once', async () => {
  const world = await late();
  world.gateway.numbering = { lastTransactionNumber: 50, shiftNumber: 9, open: [] };
  await (await world.gateway.next('refund', 42)).refused('shift-closed', { shiftNumber: 9 });
  expect(world.journal.row(42)).toMatchObject({ status: 'refused', resolved: true });
  await world.advance(1_000);
  await tooLate(world);
  const again = await world.gateway.next('refund', 51);
  expect(again.asked.intent).toMatchObject({ shiftNumber: 9, amountMinor: 700 });
});

test.each(['terminal-blocked', 'clock-skew', 'not-permitted'] as const)(
  '%s lies with the terminal: the same refund again and again, no number is wasted',
  async (code) => {
    const world = await late();
    await (await world.gateway.next('refund', 42)).refused(code);
    world.gateway.autopilot = (call) => {
      if (call.name === 'cancel') void call.refused('shift-closed');
      else if (call.name === 'payment') void call.says('paid');
      else void call.refused(code);
    };
    await world.advance(600_000);
    expect([...world.journal.sales.keys()]).toEqual([7, 42]);
    expect(world.journal.row(42)).toMatchObject({ status: 'intent', resolved: false });
    world.gateway.autopilot = (call) => void call.says(call.name === 'refund' ? 'refunded' : 'paid');
    await world.advance(60_000);
    expect(world.journal.row(42)).toMatchObject({ status: 'refunded', resolved: true });
  },
);

test('what was refunded already is not refunded again', async () => {
  const world = await late({ refundedAmount: 300 });
  const refund = await world.gateway.next('refund', 42);
  expect(refund.asked.intent).toMatchObject({ amountMinor: 400, refund: { refundedBeforeMinor: 300 } });
});

test('all of it was refunded by another box: nothing is owed', async () => {
  const world = await late({ refundedAmount: 700 });
  expect(openNumbers(world)).toEqual([]);
  expect(world.journal.row(7)).toMatchObject({ status: 'paid', verdict: 'notPaid', resolved: true });
  expect(world.journal.papers).toEqual(['lateMoney 7']);
});

test('another box is refunding it: its refund is taken over, none is begun beside it', async () => {
  const theirs: Payment = {
    kind: 'refund',
    transactionNumber: 60,
    saleId: 'of-another-box',
    shiftNumber: 8,
    method: 'offline',
    paymentSystem: 'sendy',
    status: 'pending',
    amount: 700,
    currency: 'RUB',
    refundedAmount: 0,
    originalTransactionNumber: 7,
    reference: null,
    createdAt: '2026-11-24T08:59:00.000Z',
  };
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  world.gateway.numbering = { lastTransactionNumber: 60, shiftNumber: 8, open: [theirs] };
  await tooLate(world);
  await (await world.gateway.next('refund', 60)).says('pending');
  expect([...world.journal.sales.keys()]).toEqual([7, 60]);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-16' } }, { sale: { kind: 'refund' } }]);
  await world.advance(1_000);
  await tooLate(world);
  expect([...world.journal.sales.keys()]).toEqual([7, 60]);
});

test('a reversal that is under way all the same comes first', async () => {
  const world = await late({ reversal: 'pending' });
  expect(world.journal.row(7)).toMatchObject({ status: 'paid', payment: { reversal: 'pending' } });
  await world.advance(1_000);
  await (await world.gateway.next('cancel', 7)).says('reversed');
  expect([...world.journal.sales.keys()]).toEqual([7]);
  expect(world.journal.papers).toEqual(['lateMoney 7']);
});

test('a disk that is full: nothing is sent that is not on it', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  world.journal.failure = { error: { code: 'JRN-01' }, only: ['beginRefund'] };
  await tooLate(world);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'JRN-01' } }]);
  expect(world.gateway.waitingFor()).toBe('nothing');
  world.journal.failure = null;
  await world.advance(1_000);
  await tooLate(world);
  await world.gateway.next('refund', 42);
});

test('the numbers cannot be had: said, and tried again', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  world.gateway.numbering = null;
  await tooLate(world);
  await (await world.gateway.next('counters')).refused('too-many-requests', { retryAfterMs: 30_000 });
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-12' } }]);
  await world.advance(29_999);
  expect(world.gateway.waitingFor(), 'as long as the gateway asked for').toBe('nothing');
  await world.advance(1);
  await tooLate(world);
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 41, shiftNumber: 8, open: [] });
  await world.gateway.next('refund', 42);
});

test('a refund that was begun by a commit that nobody waited for is sent all the same', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('cancel', 7)).refused('shift-closed');
  const found = await world.gateway.next('payment', 7);
  await found.says('paid');
  await (await world.gateway.next('refund', 42)).says('refunded');
  // As the disk has it, and nobody has told the box.
  world.journal.put({ ...world.journal.row(42), status: 'intent', resolved: false, payment: null, answered: false });
  await world.advance(1_000);
  await tooLate(world);
  await (await world.gateway.next('refund', 42)).says('refunded');
  expect(world.journal.row(42)).toMatchObject({ status: 'refunded', resolved: true });
});

test('found paid after a long power cut, no goods were given, and the day was closed meanwhile: a refund', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { unanswered: true }) });
  await (await world.gateway.next('payment', 7)).says('paid');
  await world.advance(1_000);
  await world.type('CANCEL');
  expect(world.journal.row(7)).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' } });
  await tooLate(world);
  await (await world.gateway.next('refund', 42)).says('refunded');
  await world.advance(1_000);
  await tooLate(world, { refundedAmount: 700 });
  expect(openNumbers(world)).toEqual([]);
  expect(world.journal.papers).toEqual(['lateMoney 7']);
});

test('PAID is never refunded by the box: goods were given, whatever shift it was', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { unanswered: true }) });
  await (await world.gateway.next('payment', 7)).says('paid');
  await world.advance(1_000);
  await world.type('ENTER');
  await world.advance(60_000);
  expect(world.journal.row(7)).toMatchObject({ verdict: 'paid', resolved: true });
  expect(world.tell('send')).toEqual(['send payment 7']);
});

test('the sale beside it goes on, and its result covers nothing', async () => {
  const world = await late();
  const refund = await world.gateway.next('refund', 42);
  const sale = await world.sell();
  expect(sale.number).toBe(43);
  await refund.says('refunded');
  expect(world.lines[0]).toBe('150,00 ₽');
  await sale.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});
