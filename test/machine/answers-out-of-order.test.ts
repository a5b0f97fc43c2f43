/** An answer that comes when its question was given up and another one has been answered is nobody's. */
import { expect, test } from 'vitest';
import type { Payment } from '../../src/payment/types.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** The network does not notice what the box has given up. */
const slowNetwork = (options: Parameters<typeof startWorld>[0] = {}): Promise<World> =>
  startWorld({ ...options, before: ({ gateway }) => Object.assign(gateway, { answersLate: true }) });

const stale: Payment['status'][] = ['pending', 'declined', 'cancelled', 'expired'];

test.each(stale)('the answer to the second question overtakes that to the first, which says %s', async (status) => {
  const world = await slowNetwork();
  await (await world.sell()).says('pending');
  const first = await world.gateway.next('payment');
  await world.advance(40_500);
  expect(first.isGivenUp).toBe(true);
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  world.tell();
  await first.says(status);
  await world.advance(60_000);
  expect(world.tell('commit', 'send', 'screen')).toEqual([]);
  expect(world.journal.row(42)).toMatchObject({ status: 'paid', verdict: 'paid', resolved: true });
});

test('the request’s own answer comes when the question about it has been answered', async () => {
  const world = await slowNetwork();
  const request = await world.sell();
  await world.advance(25_500);
  await (await world.gateway.next('payment')).says('declined');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-01');
  await request.says('pending');
  await world.advance(60_000);
  expect(world.journal.row(42)).toMatchObject({ status: 'declined', verdict: 'notPaid', resolved: true });
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-01');
});

test('CANCEL, and the question under way then says paid: the cancel decides', async () => {
  const world = await slowNetwork();
  await (await world.sell()).says('pending');
  const question = await world.gateway.next('payment');
  await world.type('CANCEL');
  await question.says('paid');
  expect(world.journal.row(42).verdict, 'it is not listened to any more').toBeNull();
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('the first cancel says paid after the second has said cancelled', async () => {
  const world = await slowNetwork();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  const first = await world.gateway.next('cancel');
  await world.advance(13_000);
  expect(first.isGivenUp).toBe(true);
  await (await world.gateway.next('cancel')).says('cancelled');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-02');
  await first.says('paid');
  await world.advance(60_000);
  expect(world.journal.row(42)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
  expect(world.printer.paper).toEqual([]);
});

test('at the deadline: the last question, given up after 5 s, says paid when NOT PAID is on the screen', async () => {
  const world = await slowNetwork();
  await (await world.sell()).says('pending');
  await world.advance(90_000);
  const last = await world.gateway.next('payment');
  await world.advance(5_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  await last.says('paid');
  expect(world.lines[1], 'NOT PAID never becomes PAID').toBe('НЕ ОПЛАЧЕНО');
  await (await world.gateway.next('cancel')).says('reversed');
  expect(world.journal.row(42)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
});

test('money that goes back: reversed, and then an older answer says that it is under way', async () => {
  const world = await slowNetwork({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  const first = await world.gateway.next('cancel', 7);
  await world.advance(13_000);
  await (await world.gateway.next('cancel', 7)).says('reversed');
  expect(world.box.view().obligations).toEqual([]);
  await first.says('paid', { reversal: 'pending' });
  await world.advance(60_000);
  expect(world.journal.row(7)).toMatchObject({ status: 'reversed', resolved: true });
  expect(world.gateway.waitingFor()).toBe('nothing');
});
