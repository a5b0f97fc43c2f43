import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

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
  await (await world.gateway.next('payment', 7)).says('paid');
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'failed' });
  await world.advance(1_000);
  await (await world.gateway.next('payment', 7)).says('pending');
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-17' } }]);
  expect(world.gateway.waitingFor(), 'no cancel on such an answer').toBe('nothing');
  await world.advance(2_000);
  await (await world.gateway.next('payment', 7)).says('paid', { reversal: 'pending' });
  await (await world.gateway.next('cancel', 7)).says('reversed');
  expect(world.box.view().obligations).toEqual([]);
});

test('paid money that the gateway no longer knows stays an obligation for ever', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('payment', 7)).says('paid');
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'pending' });
  world.gateway.autopilot = (call) => void call.refused('payment-not-found');
  world.tell();
  await world.advance(60 * 60_000);
  expect(world.tell('send cancel', 'commit')).toEqual([]);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-17' } }]);
});
