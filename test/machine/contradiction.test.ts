import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';
import type { GatewayCall } from '../helpers/fake-world-gateway.ts';

test('a number that was known is unknown: no cancel, no verdict, asked again', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await (await world.gateway.next('payment')).refused('payment-not-found');
  expect(world.lines).toEqual(['150,00 ₽', 'Ждём подтверждения', 'GWY-17 повторяем', 'CANCEL - отмена']);
  expect(world.gateway.waitingFor()).toBe('nothing');
  await world.advance(500);
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('money that is to go back: paid becomes pending, which changes nothing by itself and is said', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'failed' });
  await world.advance(1_000);
  world.tell();
  await (await world.gateway.next('cancel', 7)).says('pending');
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-17' } }]);
  expect(world.journal.papers, 'the operator has it on paper').toEqual(['moneyHeldBack 7', 'contradiction 7']);
  world.tell();
  await world.advance(1_999);
  expect(world.tell('send', 'commit'), 'such an answer brings nothing forward').toEqual([]);
  await world.advance(1);
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'pending' });
  await world.advance(4_000);
  await (await world.gateway.next('cancel', 7)).says('reversed');
  expect(world.box.view().obligations).toEqual([]);
});

test.each<[string, (call: GatewayCall) => void]>([
  ['makes the number a tombstone', (call) => void call.says('cancelled')],
  ['does not find it', (call) => void call.refused('payment-not-found')],
])('paid money that the gateway no longer knows (it %s) stays an obligation for ever', async (_, answer) => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'pending' });
  world.gateway.autopilot = answer;
  world.tell();
  await world.advance(60 * 60_000);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-17' } }]);
  expect(world.journal.papers, 'one alarm, however often it is denied').toEqual(['contradiction 7']);
  expect(world.printer.paper, 'and it does not wait for the next sale').toEqual(['notice 7 copy 1']);
  expect(
    world.log.filter((line) => line.startsWith('commit change')),
    'and one commit',
  ).toEqual(['commit change 7']);
  const cancels = world.tell('send');
  expect(new Set(cancels)).toEqual(new Set(['send cancel 7 refund']));
  expect(cancels.length, 'once a minute, after the first few').toBeGreaterThanOrEqual(60);
  expect(cancels.length).toBeLessThan(70);
});

test('a number without a verdict that was known is unknown after the power cut: no cancel, asked again', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { status: 'pending', answered: true }) });
  await (await world.gateway.next('payment', 7)).refused('payment-not-found');
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-17' } }]);
  expect(world.journal.papers).toEqual(['contradiction 7']);
  world.gateway.autopilot = (call) => void call.refused('payment-not-found');
  world.tell();
  await world.advance(60 * 60_000);
  expect(new Set(world.tell('send', 'commit'))).toEqual(new Set(['send payment 7']));
});

test('after a power cut the contradiction is known, and its alarm is not printed again', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { status: 'pending', answered: true }) });
  await (await world.gateway.next('payment', 7)).refused('payment-not-found');
  await world.cutPower();
  await (await world.gateway.next('payment', 7)).refused('payment-not-found');
  expect(world.journal.papers).toEqual(['contradiction 7']);
  await world.advance(1_000);
  await (await world.gateway.next('payment', 7)).says('pending');
  await (await world.gateway.next('cancel', 7)).says('cancelled');
  expect(world.journal.row(7)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
});
