import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('nothing left the box: the same request goes again, three times, and then the sale ends as never sent', async () => {
  const world = await startWorld();
  await (await world.sell()).notSent();
  for (const _ of [1, 2, 3]) {
    await world.advance(1_000);
    await (await world.gateway.next('payOffline', 42)).notSent('NET-02');
  }
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО NET-02', 'Адрес сервера не', 'найден']);
  expect(world.tell()).toEqual([
    'commit intent 42',
    ...Array(4).fill('send payOffline 42'),
    'commit verdict notPaid 42',
    'screen NOT PAID',
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'unsent', verdict: 'notPaid', resolved: true });
  expect(world.box.view().obligations).toEqual([]);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('the second try gets through', async () => {
  const world = await startWorld();
  await (await world.sell()).notSent();
  await world.advance(1_000);
  await (await world.gateway.next('payOffline', 42)).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('CANCEL between the tries: never sent, nothing to cancel at the gateway', async () => {
  const world = await startWorld();
  await (await world.sell()).notSent();
  await world.type('CANCEL');
  expect(world.journal.row(42)).toMatchObject({ status: 'unsent', verdict: 'notPaid', error: { code: 'PAY-09' } });
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('the numbers cannot be had: asked three times, and the sale ends without a number, with the sum and the reason on the screen', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  world.gateway.autopilot = (call) => void call.notSent();
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  await world.advance(10_000);
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО NET-01', 'Нет связи с сервером', 'Sendy']);
  expect(world.tell()).toEqual([...Array(4).fill('send counters'), 'screen NOT PAID']);
});
