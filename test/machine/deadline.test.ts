import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';
import type { GatewayCall } from '../helpers/fake-world-gateway.ts';

const untilTheDeadline = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  const question = await world.gateway.next('payment');
  await world.advance(89_000);
  expect(question.isGivenUp, 'a long poll is given up after 40 s').toBe(true);
  await world.gateway.next('payment');
  await world.advance(1_000);
  return world;
};

test('the last question finds it paid: PAID', async () => {
  const world = await untilTheDeadline();
  const last = await world.gateway.next('payment');
  expect(last.asked.waitSeconds).toBe(0);
  expect(world.lines).toEqual(['150,00 ₽', 'Узнаём итог...', 'NET-06 повторяем', '']);
  await last.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('the last question finds it expired: NOT PAID, and nothing is open', async () => {
  const world = await untilTheDeadline();
  await (await world.gateway.next('payment')).says('expired');
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PAY-03', 'Не подтверждено', 'вовремя']);
  expect(world.box.view().obligations).toEqual([]);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('still pending: NOT PAID with the order to give money back, and the cancel follows it', async () => {
  const world = await untilTheDeadline();
  world.tell();
  await (await world.gateway.next('payment')).says('pending');
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО', 'Товар не отдавать,', 'деньги вернутся сами']);
  const cancel = await world.gateway.next('cancel');
  expect(cancel.asked.order).toMatchObject({ reason: 'timeout', ifPaid: 'refund' });
  await cancel.says('cancelled');
  expect(world.tell('commit', 'send')).toEqual([
    'commit verdict notPaid + order refund 42',
    'send cancel 42 refund',
    'commit verdict notPaid 42',
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
});

test('the customer confirms after the deadline: the money goes back, the verdict stays', async () => {
  const world = await untilTheDeadline();
  await (await world.gateway.next('payment')).says('pending');
  await (await world.gateway.next('cancel')).says('paid', { reversal: 'pending' });
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  await world.advance(1_000);
  await (await world.gateway.next('cancel')).says('reversed');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
  expect(world.printer.paper, 'no slip for it, but a notice').toEqual(['notice 42 copy 1']);
});

test('the last question has no answer: after five seconds NOT PAID, not later', async () => {
  const world = await untilTheDeadline();
  await world.gateway.next('payment');
  await world.advance(4_999);
  expect(world.lines[1]).toBe('Узнаём итог...');
  await world.advance(1);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', cancel: { reason: 'timeout', ifPaid: 'refund' } });
});

test.each<[string, number, (question: GatewayCall) => void]>([
  ['hangs', 95_000, () => {}],
  ['is answered 500', 90_000, (question) => void question.noAnswer('NET-08')],
])(
  'every question %s, for ever: the cancel leaves at once all the same, and the money goes back',
  async (_, leftAfterMs, answer) => {
    const world = await startWorld();
    const request = await world.sell();
    const cancels: GatewayCall[] = [];
    world.gateway.autopilot = (call) => (call.name === 'payment' ? answer(call) : void cancels.push(call));
    await request.says('pending');
    world.tell();
    await world.advance(leftAfterMs - 1);
    expect(world.tell('commit verdict', 'send cancel')).toEqual([]);
    await world.advance(1);
    expect(world.tell('commit', 'send cancel')).toEqual([
      'commit verdict notPaid + order refund 42',
      'send cancel 42 refund',
    ]);

    await cancels[0]?.noAnswer('NET-08');
    await world.advance(1_000);
    await cancels[1]?.says('paid', { reversal: 'pending' });
    await world.advance(1_000);
    await cancels[2]?.says('reversed');
    expect(world.tell('commit', 'send'), 'nothing waits for a question').toEqual([
      'send cancel 42 refund',
      'commit change 42', // paid, and the reversal is under way
      'send cancel 42 refund',
      'commit verdict notPaid 42',
      'commit printed', // the notice
    ]);
    expect(world.journal.row(42)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
    expect(world.box.view().obligations).toEqual([]);
  },
);

test('CANCEL at the last question comes too late to change anything', async () => {
  const world = await untilTheDeadline();
  await world.type('CANCEL');
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});
