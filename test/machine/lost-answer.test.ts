import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('the answer was lost: the box asks, is told paid, and it is PAID', async () => {
  const world = await startWorld();
  await (await world.sell()).noAnswer('NET-08');
  await world.advance(500);
  const question = await world.gateway.next('payment');
  expect(question.asked.waitSeconds, 'a plain question first').toBe(0);
  await question.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.tell('commit', 'send', 'screen')).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'send payment 42',
    'commit verdict paid 42',
    'screen PAID',
    'commit printed',
  ]);
  expect(world.journal.row(42)).toMatchObject({ unanswered: true, answered: true });
});

test('an answer that was lost during the wait is asked for again', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await (await world.gateway.next('payment')).noAnswer('NET-10');
  expect(world.lines).toEqual(['150,00 ₽', 'Ждём подтверждения', 'NET-10 повторяем', 'CANCEL - отмена']);
  await world.advance(500);
  await (await world.gateway.next('payment')).says('declined', { declineCode: 'insufficient-funds' });
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PAY-01', 'Не хватает денег', 'ENTER - готово']);
});
