/** Answers about another number, sale, sum or kind are none (gateway contract, transport): they never end a sale. */
import { expect, test } from 'vitest';
import type { Payment } from '../../src/payment/types.ts';
import { startWorld } from '../helpers/fake-world.ts';

const others: readonly [string, Partial<Payment>][] = [
  ['another number', { transactionNumber: 43 }],
  ['another sale', { saleId: 'offline-sale-of-another-box' }],
  ['another sum', { amount: 150_01 }],
  ['another currency', { currency: 'USD' }],
  ['a refund', { kind: 'refund' }],
];

test.each(others)(
  'the request is answered with %s that is paid: it is asked about, and is not PAID',
  async (_, more) => {
    const world = await startWorld();
    await (await world.sell()).says('paid', more);
    expect(world.lines).toEqual(['150,00 ₽', 'Ждём подтверждения', 'NET-10 повторяем', 'CANCEL - отмена']);
    expect(world.journal.row(42).verdict).toBeNull();
    await world.advance(500);
    await (await world.gateway.next('payment', 42)).says('declined');
    expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-01');
    expect(world.journal.row(42)).toMatchObject({ unanswered: true, status: 'declined', resolved: true });
  },
);

test.each(others)('the question is answered with %s that is declined: the sale goes on', async (_, more) => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await (await world.gateway.next('payment', 42)).says('declined', more);
  expect(world.journal.row(42)).toMatchObject({ verdict: null, resolved: false });
  await world.advance(500);
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test.each(others)('the last question is answered with %s: as if there were no answer', async (_, more) => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.gateway.autopilot = (call) => void call.says(call.asked.waitSeconds ? 'pending' : 'paid', more);
  await world.advance(95_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' }, resolved: false });
  expect(world.printer.paper).toEqual([]);
});

test.each(others)('a cancel is answered with %s that is cancelled: it is sent again', async (_, more) => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel', 42)).says('cancelled', more);
  expect(world.journal.row(42)).toMatchObject({ verdict: null, resolved: false });
  await world.advance(500);
  await (await world.gateway.next('cancel', 42)).says('paid');
  expect(world.lines[1], 'the customer was faster').toBe('ОПЛАЧЕНО');
});

test.each(others)('money that is to go back: %s that is reversed ends nothing', async (_, more) => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('cancel', 7)).says('reversed', more);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'NET-10' } }]);
  await world.advance(1_000);
  await (await world.gateway.next('cancel', 7)).says('reversed');
  expect(world.box.view().obligations).toEqual([]);
});
