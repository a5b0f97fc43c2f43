/** A box that sells is activated once more at its service menu, and whoever began it goes away or changes their mind. */
import { expect, test } from 'vitest';
import { shopTerms, startWorld, type World } from '../helpers/fake-world.ts';
import { fakePin } from '../helpers/fake-world-service.ts';

const begun = async (): Promise<World> => {
  const world = await startWorld();
  await world.type(`MENU 7 ${[...fakePin].join(' ')} ENTER`);
  for (let steps = 0; !world.lines[0]?.startsWith('Активация'); steps += 1) {
    if (steps > 30) throw new Error('no activation in the list');
    await world.type('DOWN');
  }
  await world.type('ENTER');
  expect(world.lines[2]).toBe('Шаг 1 из 3');
  return world;
};

test.each([
  ['the terminal', '1'],
  ['the serial number', '1 ENTER'],
  ['the code', '1 ENTER 2 ENTER'],
])('nobody goes on with %s: after five minutes the box sells again', async (_, keys) => {
  const world = await begun();
  await world.type(keys);
  await world.advance(299_000);
  expect(world.state).toContain('menu.activating');
  await world.advance(1_000);
  expect(world.state, 'with nothing to be confirmed').toBe('ready');
});

test('nobody says whether the other box is to be replaced: nothing is, and the box sells again', async () => {
  const world = await begun();
  await world.type('1 ENTER 2 ENTER 3 ENTER');
  await (await world.gateway.next('activate')).refused('terminal-already-active');
  await world.advance(300_000);
  expect(world.state).toBe('ready');
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('a box that was never activated waits as long as it takes', async () => {
  const world = await startWorld({ terms: null });
  await world.type('1 ENTER 2');
  await world.advance(24 * 3_600_000);
  expect(world.lines.slice(0, 2)).toEqual(['Серийный номер:', '2_']);
});

test('`sendybox cancel` leaves it', async () => {
  const world = await begun();
  await world.type('1 ENTER 2');
  await world.box.cancel();
  await world.settle();
  expect(world.state).toBe('ready');
});

test('`sendybox cancel` while the request is under way: it may have worked, so it is waited for, but not repeated', async () => {
  const world = await begun();
  await world.type('1 ENTER 2 ENTER 3 ENTER');
  const call = await world.gateway.next('activate');
  await world.box.cancel();
  await world.settle();
  expect(call.isGivenUp).toBe(false);
  await call.noAnswer();
  expect(world.lines[0]).toBe('Не активирован');
  await world.advance(60_000);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('`sendybox cancel` between two tries stops at once', async () => {
  const world = await begun();
  await world.type('1 ENTER 2 ENTER 3 ENTER');
  await (await world.gateway.next('activate')).noAnswer();
  await world.box.cancel();
  await world.settle();
  expect(world.lines[0]).toBe('Не активирован');
  await world.changeTerms(shopTerms);
  await world.advance(60_000);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('half an hour is the most, however busy the keys are', async () => {
  const world = await begun();
  for (let minutes = 0; minutes < 30; minutes += 3) {
    expect(world.state).toContain('menu.activating');
    await world.type(minutes % 2 === 0 ? '1 ENTER' : 'CANCEL');
    await world.advance(180_000);
  }
  expect(world.state).toBe('ready');
});
