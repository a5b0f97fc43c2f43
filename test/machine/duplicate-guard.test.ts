import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** 150,00 was paid by this code, and the next customer stands there. */
const afterASale = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  world.tell();
  return world;
};

const sent = (world: World): string[] => world.tell('commit intent', 'send pay');

test('the same code again: nothing is on disk or sent before the cashier has said that it is another sale', async () => {
  const world = await afterASale();
  await world.type('7 0 0 ENTER');
  await world.scan();
  expect(world.state).toBe('paying.offline.doubting.reading');
  expect(world.lines[0]).toBe('7,00 ₽');
  expect(world.lines.join(' '), 'which sale it looks like').toContain('42');
  expect(sent(world)).toEqual([]);

  await world.type('ENTER');
  expect(sent(world), 'an ENTER before anybody can have read it is no answer').toEqual([]);
  await world.advance(1_000);
  await world.type('ENTER');
  expect(sent(world)).toEqual(['commit intent 43', 'send payOffline 43']);
});

test('the same amount by the same wallet within a minute asks, another amount does not', async () => {
  const world = await afterASale();
  await world.advance(55_000);
  await world.type('1 5 0 0 0 ENTER');
  await world.scan('4009999999');
  expect(world.state).toContain('doubting');
  await world.type('CANCEL');
  expect(world.state, 'nothing to show: nothing happened').toBe('ready');
  expect(sent(world)).toEqual([]);
  await world.sellAnother(2);
  expect(sent(world)).toEqual(['commit intent 43', 'send payOffline 43']);
});

test('a minute later the same amount is another customer', async () => {
  const world = await afterASale();
  await world.advance(61_000);
  await world.type('1 5 0 0 0 ENTER');
  await world.scan('4009999999');
  expect(sent(world)).toEqual(['commit intent 43', 'send payOffline 43']);
});

test('the amount of a payment whose end is unknown asks, however old it is', async () => {
  const world = await startWorld({
    disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid', answered: true, status: 'pending' }),
  });
  await world.advance(10 * 60_000);
  const { amountMinor } = world.journal.row(7).intent;
  await world.type([...String(amountMinor), 'ENTER'].join(' '));
  await world.scan('4009999999');
  expect(world.state).toContain('doubting');
  expect(world.lines.join(' ')).toContain('7');
});

test('nobody answers a till that pays twice: it is told why, and nothing was sent', async () => {
  const world = await afterASale();
  const second = world.box.pay({
    amountMinor: 150_00,
    method: 'offline',
    paymentSystem: null,
    code: '4009999999',
    ref: null,
  });
  await world.settle();
  expect(world.state).toContain('doubting');
  await world.advance(60_000);
  await expect(second).resolves.toMatchObject({ outcome: 'notPaid', sale: null, error: { code: 'PAY-21' } });
  expect(sent(world)).toEqual([]);
});

test('the power goes while the question stands: there was no sale', async () => {
  const world = await afterASale();
  await world.type('7 0 0 ENTER');
  await world.scan();
  await world.cutPower();
  await world.advance(20_000);
  expect(world.state).toBe('ready');
  expect(sent(world)).toEqual([]);
});
