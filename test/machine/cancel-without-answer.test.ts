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
  expect(world.tell(), 'at once, and not before it is on disk').toEqual([
    'commit verdict notPaid + order refund 42',
    'send cancel 42 refund',
    'screen UNKNOWN',
  ]);
  await world.type('ENTER');
  expect(world.lines).toEqual(['Готов к оплате', 'Введите сумму', 'Не опл. 150,00', 'Незавершённых: 1']);

  const refund = await world.gateway.next('cancel');
  expect(refund.asked.order).toMatchObject({ reason: 'cashier', ifPaid: 'refund' });
  await refund.says('paid', { reversal: 'pending' });
  await world.advance(999);
  expect(world.gateway.waitingFor()).toBe('nothing');
  await world.advance(1);
  await (await world.gateway.next('cancel')).says('reversed');

  expect(world.tell('commit', 'send')).toEqual([
    'commit change 42', // paid, and the reversal is under way
    'send cancel 42 refund',
    'commit verdict notPaid 42',
    'commit printed', // the notice
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
  expect(world.lines[3]).toBe('Не опл. 150,00');
});

test('NOT PAID cannot be written at first: the cancel that gives money back leaves as soon as it is on disk', async () => {
  const world = await cancelWithoutAnswer();
  world.journal.failure = { error: { code: 'JRN-01' } };
  world.tell();
  await world.type('CANCEL');
  await world.advance(2_999);
  expect(world.tell()).toEqual([]);
  world.journal.failure = null;
  await world.advance(1);
  expect(world.tell()).toEqual(['commit verdict notPaid + order refund 42', 'send cancel 42 refund', 'screen UNKNOWN']);
});

test('nobody presses anything: it is left after 45 s', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await world.advance(44_999);
  world.tell();
  await world.advance(1);
  expect(world.tell('commit', 'send')).toEqual(['commit verdict notPaid + order refund 42', 'send cancel 42 refund']);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' }, resolved: false });
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
  expect(world.journal.row(42).verdict).toBe('notPaid');
});
