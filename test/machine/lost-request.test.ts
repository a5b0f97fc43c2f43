import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('the request never arrived: the gateway knows no such number, so it is made a tombstone, and the sale is NOT PAID', async () => {
  const world = await startWorld();
  await (await world.sell()).noAnswer('NET-07');
  expect(world.lines).toEqual(['150,00 ₽', 'Ждём подтверждения', 'NET-07 повторяем', 'CANCEL - отмена']);
  await world.advance(500);
  await (await world.gateway.next('payment')).refused('payment-not-found');
  const cancel = await world.gateway.next('cancel');
  expect(cancel.asked.order).toMatchObject({ reason: 'recovery', ifPaid: 'keep' });
  await cancel.says('cancelled');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-02');
  expect(world.tell()).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'send payment 42',
    'commit order keep 42',
    'send cancel 42 keep',
    'commit verdict notPaid 42',
    'screen NOT PAID',
  ]);
});

test('a request that hangs is given up after 25 s and asked about', async () => {
  const world = await startWorld();
  const request = await world.sell();
  await world.advance(24_999);
  expect(request.isGivenUp).toBe(false);
  await world.advance(1);
  expect(request.isGivenUp).toBe(true);
  await world.advance(500);
  await world.gateway.next('payment');
});

test('the request overtook the question after all: the tombstone finds it paid, and it is PAID', async () => {
  const world = await startWorld();
  await (await world.sell()).noAnswer();
  await world.advance(500);
  await (await world.gateway.next('payment')).refused('payment-not-found');
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('the gateway cannot be reached any more: asked with pauses of at most 3 s, and NOT PAID at the deadline', async () => {
  const world = await startWorld();
  await (await world.sell()).noAnswer();
  world.gateway.autopilot = (call) => void call.notSent();
  world.tell();
  await world.advance(90_000);
  const asked = world.tell('send payment').length;
  expect(asked).toBeGreaterThan(29);
  expect(asked).toBeLessThan(40);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ unanswered: true, verdict: 'notPaid', resolved: false });
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО', 'Товар не отдавать,', 'деньги вернутся сами']);
});
