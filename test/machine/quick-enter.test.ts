import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('ENTER was too quick for the verdict: how the last sale ended still stands on the ready screen', async () => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  expect(world.lines).toEqual(['Готов к оплате', 'Введите сумму', '', 'Оплачено 150,00']);
  await world.type('ENTER');
  expect(world.lines, 'also under what another ENTER is answered').toContain('Оплачено 150,00');

  await (await world.sellAnother(7)).says('declined');
  await world.type('ENTER');
  expect(world.lines[3]).toBe('Не опл. 7,00');
});

test('a wallet without enough money, and a customer who refuses, are told apart', async () => {
  const world = await startWorld();
  await (await world.sell()).says('declined', { declineCode: 'insufficient-funds' });
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PAY-01', 'Не хватает денег', 'ENTER - готово']);
  await world.type('ENTER');
  await (await world.sellAnother(1)).says('declined', { declineCode: 'rejected-by-customer' });
  expect(world.lines[2]).toBe('Покупатель отказался');
  await world.type('ENTER');
  await (await world.sellAnother(2)).says('declined', {
    declineCode: 'new-one',
    message: { ru: 'Кошелёк закрыт', en: 'Closed' },
  });
  expect(world.lines[2], 'a decline that is new is told in the gateway’s words').toBe('Кошелёк закрыт');
});
