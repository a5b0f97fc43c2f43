import { expect, test } from 'vitest';
import { toFieldError } from '../../src/errors.ts';
import { startWorld } from '../helpers/fake-world.ts';

test('a blocked terminal takes the box out of service, with the reason', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('terminal-blocked');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО GWY-04');
  await world.type('ENTER');
  expect(world.state).toBe('outOfService');
  expect(world.lines).toEqual(['НЕ РАБОТАЕТ', 'GWY-04 Терминал', 'заблокирован', 'ENTER - снова']);
  await world.type('1 5 0 0 0');
  expect(world.state, 'no amount is taken').toBe('outOfService');
});

test('ENTER tries again: whether it is free by now the next payment tells', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('terminal-blocked');
  await world.type('ENTER ENTER');
  expect(world.state).toBe('ready');
  await (await world.sellAnother(2)).says('paid');
  await world.type('ENTER ENTER');
  expect(world.state).toBe('ready');
});

test('the menu is open to a blocked box, and leads back to it', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('terminal-blocked');
  await world.type('ENTER MENU');
  expect(world.state).toBe('menu.choosing');
  await world.type('CANCEL');
  expect(world.state).toBe('outOfService');
});

test('a till may try again, too', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('terminal-blocked');
  await world.type('ENTER');
  const paid = world.box.pay({
    amountMinor: 20_000,
    method: 'offline',
    paymentSystem: null,
    code: '4001230009',
    ref: null,
  });
  await world.settle();
  await (await world.gateway.next('payOffline')).says('paid');
  expect((await paid).outcome).toBe('paid');
});

test('an obstacle comes on top of it: nothing goes until it is gone', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('terminal-blocked');
  await world.type('ENTER');
  await world.changeTerms({}, { code: 'JRN-04' });
  await world.type('ENTER MENU');
  expect(world.lines.slice(0, 2)).toEqual(['НЕ РАБОТАЕТ', 'JRN-04']);
  const refused = await world.box
    .pay({ amountMinor: 15_000, method: null, paymentSystem: null, code: null, ref: null })
    .catch((error: unknown) => toFieldError(error).code);
  expect(refused).toBe('JRN-04');
});
