/** A gateway may ignore `wait` (gateway contract): it answers at once that the payment is pending. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';
import type { GatewayCall } from '../helpers/fake-world-gateway.ts';

const forgetful = async (): Promise<{ world: World; questions: GatewayCall[]; pay: () => void }> => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  const questions: GatewayCall[] = [];
  let status: 'pending' | 'paid' = 'pending';
  world.gateway.autopilot = (call) => {
    if (call.name === 'payment') questions.push(call);
    void call.says(call.name === 'cancel' ? 'cancelled' : status);
  };
  await (await world.gateway.next('payment')).says('pending');
  return {
    world,
    questions,
    pay: () => {
      status = 'paid';
    },
  };
};

test('it is asked twice a second, not without a pause', async () => {
  const { world, questions } = await forgetful();
  await world.advance(10_000);
  expect(questions.length).toBeGreaterThanOrEqual(19);
  expect(questions.length).toBeLessThanOrEqual(20);
  expect(questions.every((question) => question.asked.waitSeconds === 25)).toBe(true);
  expect(world.lines, 'and nothing of it is on the screen').toEqual([
    '150,00 ₽',
    'Ждём подтверждения',
    'покупателя',
    'CANCEL - отмена',
  ]);
});

test('the customer confirms, and half a second later it is PAID', async () => {
  const { world, pay } = await forgetful();
  await world.advance(47_000);
  pay();
  await world.advance(500);
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('nobody confirms: NOT PAID at the deadline, and not one question more', async () => {
  const { world, questions } = await forgetful();
  await world.advance(90_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  const asked = questions.length;
  expect(asked).toBeLessThan(182);
  await world.advance(60_000);
  expect(questions).toHaveLength(asked);
  expect(world.journal.row(42)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
});

test('one that holds its answer far longer than it was asked to is asked again after 40 s', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  const held = await world.gateway.next('payment');
  await world.advance(40_000);
  expect(held.isGivenUp).toBe(true);
  await world.advance(500);
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});
