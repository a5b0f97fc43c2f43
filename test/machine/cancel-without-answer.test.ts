import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

const cancelWithoutAnswer = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel')).noAnswer();
  return world;
};

test('after a cancel without an answer the cashier may leave', async () => {
  const world = await cancelWithoutAnswer();
  expect(world.lines).toEqual(['150,00 ₽', 'Отмена платежа...', 'NET-06 повторяем', 'CANCEL - выйти']);
  expect(world.screen().keys).toEqual(['CANCEL']);
});

test('a cancel that hangs: leaving is offered after four seconds', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await world.advance(3_999);
  expect(world.screen().keys).toEqual([]);
  await world.advance(1);
  expect(world.screen().keys).toEqual(['CANCEL']);
});

test('left unresolved: NOT PAID and the order to give money back in one commit, and the obligation goes on until it has gone back', async () => {
  const world = await cancelWithoutAnswer();
  world.tell();
  await world.type('CANCEL');
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО', 'Товар не отдавать,', 'деньги вернутся сами']);
  expect(world.screen().tone).toBe('unknown');
  await world.type('ENTER');
  expect(world.lines).toEqual(['Готов к оплате', 'Введите сумму', '', 'Незавершённых: 1']);

  await (await world.gateway.next('payment')).says('paid');
  const refund = await world.gateway.next('cancel');
  expect(refund.asked.order).toMatchObject({ reason: 'cashier', ifPaid: 'refund' });
  await refund.says('paid', { reversal: 'pending' });
  await world.advance(2_000);
  await (await world.gateway.next('payment')).says('paid', { reversal: 'pending' });
  await (await world.gateway.next('cancel')).says('reversed');

  expect(world.log.filter((line) => !line.startsWith('send'))[1]).toBe('screen UNKNOWN');
  expect(world.tell('commit', 'send')).toEqual([
    'commit verdict notPaid + order refund 42',
    'send payment 42',
    'send cancel 42 refund',
    'send payment 42',
    'send cancel 42 refund',
    'commit verdict notPaid 42',
  ]);
  expect(world.journal.sale(42)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
  expect(world.lines[3]).toBe('');
});

test('nobody presses anything: it is left after 45 s', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await world.advance(45_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.sale(42)).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' }, resolved: false });
});

test('the cancel is tried again, and an answer within the time still counts as PAID', async () => {
  const world = await cancelWithoutAnswer();
  await world.advance(500);
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('what arrives after the cashier has left never makes it PAID', async () => {
  const world = await cancelWithoutAnswer();
  await world.advance(500);
  const late = await world.gateway.next('cancel');
  await world.type('CANCEL');
  await late.says('paid');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.sale(42).verdict).toBe('notPaid');
});
