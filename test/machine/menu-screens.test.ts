/** What the cashier reads at a whole box: the menu, a refund from key to end, an inquiry, a reprint, and the doubt. */
import { expect, test } from 'vitest';
import { refundReport } from '../../src/box/job-reports.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** Sale 42 of 150,00 is PAID, its slips are out, and the box is ready again. */
const paidBefore = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  return world;
};

test('a refund from the menu: number, sum, ENTER, refunded', async () => {
  const world = await paidBefore();
  await world.type('MENU');
  expect(world.lines).toEqual(['>1 Закрытие смены', ' 3 Дубликат слипа', ' 4 Возврат', ' 5 Проверка оплаты']);
  await world.type('DOWN DOWN');
  expect(world.lines[1]).toBe('>4 Возврат');
  await world.type('ENTER 4 2');
  expect(world.lines.slice(0, 2)).toEqual(['Возврат: N операции', '42_']);
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['Возврат', 'Спрашиваем сервер...']);
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(world.lines).toEqual(['150,00 ₽', 'Возврат N 42', 'ост. 150,00', 'ENTER - вернуть']);
  await world.type('5 0 0 0');
  expect(world.lines.slice(0, 3)).toEqual(['50,00 ₽', 'Возврат N 42', 'ост. 150,00']);
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['50,00 ₽', 'Возврат...']);
  await (await world.gateway.next('refund', 43)).says('refunded');
  expect(world.lines).toEqual(['50,00 ₽', 'ВОЗВРАЩЕНО', 'Чек возврата на ККТ', 'ENTER - готово']);
  await world.type('ENTER');
  expect(world.lines[0]).toBe('Готов к оплате');
});

test('more than is left is said under the sum, and can be typed again', async () => {
  const world = await paidBefore();
  await world.type('MENU 4 4 2 ENTER');
  await (await world.gateway.next('payment', 42)).says('paid');
  await world.type('1 5 0 0 1 ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['150,01 ₽', 'Возврат N 42']);
  expect(world.lines[2]).toContain('PAY-14');
  await world.type('CLEAR');
  expect(world.lines[0]).toBe('15,00 ₽');
  expect(world.lines[3]).toBe('ENTER - вернуть');
});

test('from outside, a part: the part is on the screen, not what is left; without an answer it is not told as failed', async () => {
  const world = await paidBefore();
  const asked = world.box.refund({ transactionNumber: 42, amountMinor: 5_000 });
  await world.settle();
  await (await world.gateway.next('payment', 42)).says('paid');
  const request = await world.gateway.next('refund', 43);
  expect(world.lines.slice(0, 2)).toEqual(['50,00 ₽', 'Возврат...']);
  await request.noAnswer();
  await world.type('CANCEL');
  expect(world.lines).toEqual(['50,00 ₽', 'ИТОГ НЕИЗВЕСТЕН', 'Не повторять,', 'итог скажет терминал']);
  expect(refundReport(await asked)).toMatchObject({
    outcome: 'unknown',
    payment: { kind: 'refund', originalTransactionNumber: 42, amount: 5_000, resolved: false },
  });
  await world.type('ENTER');
  expect(world.lines[3]).toBe('Незавершённых: 1');
});

test('accepted by the wallet: neither refunded nor failed', async () => {
  const world = await paidBefore();
  const asked = world.box.refund({ transactionNumber: 42, amountMinor: null });
  await world.settle();
  await (await world.gateway.next('payment', 42)).says('paid');
  await (await world.gateway.next('refund', 43)).says('pending');
  expect(world.lines).toEqual(['150,00 ₽', 'ВОЗВРАТ ПРИНЯТ', 'Не повторять,', 'итог скажет терминал']);
  expect(refundReport(await asked).outcome).toBe('unknown');
});

test('declined: why', async () => {
  const world = await paidBefore();
  const asked = world.box.refund({ transactionNumber: 42, amountMinor: null });
  await world.settle();
  await (await world.gateway.next('payment', 42)).says('paid');
  await (await world.gateway.next('refund', 43)).says('declined', { declineCode: 'insufficient-funds' });
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ВОЗВРАЩЕНО PAY-19', 'Не хватает денег', 'ENTER - готово']);
  expect(refundReport(await asked)).toMatchObject({ outcome: 'failed', payment: { status: 'declined' } });
});

test('the last slip once more', async () => {
  const world = await paidBefore();
  await world.type('MENU 3');
  expect(world.lines).toEqual(['Дубликат: N операции', '_', 'или считайте слип', 'ENTER - последний']);
  await world.type('ENTER');
  expect(world.lines).toEqual(['150,00 ₽', 'Печать... N 42', 'с пометкой ДУБЛИКАТ', 'ENTER - готово']);
});

test('the duplicate guard asks: the sum, why, which sale; ENTER counts only when it could be read', async () => {
  const world = await paidBefore();
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  expect(world.lines).toEqual(['150,00 ₽', 'Код уже сканировали', 'N 42 - ещё одна?', 'ENTER да CANCEL нет']);
  expect(world.screen().keys).toEqual([]);
  await world.type('ENTER');
  expect(world.lines[1]).toBe('Код уже сканировали');
  await world.advance(1_000);
  expect(world.screen().keys).toEqual(['ENTER', 'CANCEL']);
  await world.type('ENTER');
  await world.gateway.next('payOffline', 43);
  expect(world.lines[0]).toBe('150,00 ₽');
  expect(world.lines).not.toContain('ENTER да CANCEL нет');
});

test('CANCEL at that question ends it: nothing was sent, and the box is ready', async () => {
  const world = await paidBefore();
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  await world.advance(1_000);
  world.tell();
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  expect(world.tell('send', 'commit')).toEqual([]);
});
