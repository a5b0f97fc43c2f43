import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('the panel is told once of all that changes in one turn', async () => {
  const world = await startWorld();
  const amounts: string[] = [];
  world.box.onView((view) => amounts.push(view.entry.digits));
  for (const key of ['1', '5', '0'] as const) world.box.press(key);
  await world.settle();
  expect(amounts).toEqual(['150']);
});

test('who no longer listens is told nothing', async () => {
  const world = await startWorld();
  let told = 0;
  const leave = world.box.onView(() => {
    told += 1;
  });
  leave();
  await world.type('1');
  expect(told).toBe(0);
});

test('a box that is stopped gives up what it waits for and does nothing more', async () => {
  const world = await startWorld();
  const request = await world.sell();
  world.tell();
  world.box.stop();
  expect(request.isGivenUp).toBe(true);
  await world.advance(600_000);
  expect(world.tell()).toEqual([]);
});

test('a state has the name that status and panel give it', async () => {
  const world = await startWorld({ terms: { mode: 'ask', onlineSystems: ['sendy', 'wechat'] } });
  const states = [world.state];
  for (const key of ['MENU', '6', 'CANCEL', '1 5 0 0 0 ENTER', '2', '1']) {
    await world.type(key);
    states.push(world.state);
  }
  await (await world.gateway.next('payOnline')).says('pending');
  states.push(world.state);
  await (await world.gateway.next('payment')).says('paid');
  states.push(world.state);
  expect(states).toEqual([
    'ready',
    'menu.choosing',
    'menu.information.showing',
    'ready',
    'paying.choosingMode',
    'paying.online.choosingSystem',
    'paying.online.requesting',
    'paying.online.confirming.waiting',
    'showingResult',
  ]);
});

test('a setting that changes applies to the next sale, not to the one under way', async () => {
  const world = await startWorld();
  const request = await world.sell();
  await world.changeTerms({ mode: 'online', waitTimeoutSeconds: 30 });
  await request.says('pending');
  expect(world.screen().deadline).toBe('2026-11-24T09:01:30.000Z');
  await (await world.gateway.next('payment')).says('paid');
  await world.type('ENTER');
  await world.type('7 0 0 ENTER');
  await world.gateway.next('payOnline');
});

test('an obstacle that comes up during a sale waits for its end', async () => {
  const world = await startWorld();
  const request = await world.sell();
  await world.changeTerms({}, { code: 'SET-05' });
  await request.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  await world.type('ENTER');
  expect(world.lines).toEqual(['НЕ РАБОТАЕТ', 'SET-05', 'Не задан адрес', 'сервера']);
  await world.changeTerms({});
  expect(world.state).toBe('ready');
});
