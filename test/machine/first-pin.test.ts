/** The service PIN is set when a box has been activated at its keys; and the terminal is activated anew from there. */
import { expect, test } from 'vitest';
import type { TerminalInfo } from '../../src/payment/types.ts';
import { shopTerms, startWorld, type World } from '../helpers/fake-world.ts';
import { fakePin } from '../helpers/fake-world-service.ts';

const info = { activatedAt: '2026-11-24T09:00:00.000Z' } as TerminalInfo;

const activated = async ({ withPin }: { withPin: boolean }): Promise<World> => {
  const world = await startWorld({ terms: null });
  if (!withPin) world.service.settings = { ...world.service.settings, servicePin: null };
  await world.type('1 ENTER 2 ENTER 3 ENTER');
  const call = await world.gateway.next('activate');
  await world.changeTerms(shopTerms);
  await call.answers(info);
  return world;
};

test('the PIN is asked for twice, and is set', async () => {
  const world = await activated({ withPin: false });
  expect(world.lines.slice(0, 2)).toEqual(['Новый PIN:', '_']);
  await world.type('2 4 6 8 ENTER');
  expect(world.lines[0]).toBe('Новый PIN ещё раз:');
  await world.type('2 4 6 8 ENTER');
  expect(world.state).toBe('ready');
  expect(world.service.settings.servicePin).not.toBeNull();
  expect(world.fieldLog.join('\n'), 'no digit of it is in the log').not.toMatch(/"key":"[2468]"/);
});

test('it may be left for later: nothing hangs on it but the service menu', async () => {
  const world = await activated({ withPin: false });
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  await world.type('MENU 7');
  expect(world.lines.slice(1, 3)).toEqual(['SRV-01 PIN сервиса', 'не задан']);
});

test('leaving while it is repeated shows no setting', async () => {
  const world = await activated({ withPin: false });
  await world.type('2 4 6 8 ENTER CANCEL');
  expect(world.state).toBe('ready');
});

test('a box that has a PIN keeps it', async () => {
  const world = await activated({ withPin: true });
  expect(world.state).toBe('ready');
});

test('a box that was activated from outside waits for nobody at its keys', async () => {
  const world = await startWorld({ terms: null });
  world.service.settings = { ...world.service.settings, servicePin: null };
  void world.box.activate({ terminalId: '1', serialNumber: '2', code: '3', replace: false, again: false });
  await world.settle();
  const call = await world.gateway.next('activate');
  await world.changeTerms(shopTerms);
  await call.answers(info);
  expect(world.state).toBe('ready');
});

test('from the service menu the terminal is activated once more, and CANCEL leads out of it field by field', async () => {
  const world = await startWorld();
  world.activeBefore = { terminalId: '10000001', activatedAt: '2026-11-20T09:00:00.000Z' };
  await world.type(`MENU 7 ${[...fakePin].join(' ')} ENTER`);
  for (let steps = 0; !world.lines[0]?.startsWith('Активация'); steps += 1) {
    expect(steps).toBeLessThan(30);
    await world.type('DOWN');
  }
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['Номер терминала:', '_']);
  await world.type('1 ENTER 2 ENTER 3 ENTER');
  expect(world.lines[0]).toBe('Уже был активирован:');
  await world.type('CANCEL CANCEL CANCEL CANCEL');
  expect(world.state).toBe('ready');
  expect(world.gateway.waitingFor()).toBe('nothing');
});
