/** The gateway was restored from a backup: it has forgotten the last numbers, and what became of them. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** Sale 42 is PAID and its slips are out; then the gateway goes back to number 30, in the shift before. */
const afterTheBackup = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  world.gateway.numbering = { lastTransactionNumber: 30, shiftNumber: 6, open: [] };
  world.tell();
  return world;
};

test('its numbers went back: the box goes on above its own, and uses none twice', async () => {
  const world = await afterTheBackup();
  for (const [number, roubles] of [
    [43, 3],
    [44, 4],
  ] as const) {
    const request = await world.sellAnother(roubles);
    expect(request.asked.intent).toMatchObject({ transactionNumber: number, shiftNumber: 6 });
    await request.says('declined');
    await world.type('ENTER');
  }
  await world.cutPower();
  expect((await world.sellAnother(5)).number, 'nor after a power cut').toBe(45);
});

test('a sale that is PAID stays PAID: nobody asks about it, and nothing is sent for it', async () => {
  const world = await afterTheBackup();
  world.gateway.autopilot = (call) => void call.refused('payment-not-found');
  await world.cutPower();
  await world.advance(60 * 60_000);
  expect(world.tell('send', 'commit', 'print')).toEqual([]);
  expect(world.journal.row(42)).toMatchObject({ status: 'paid', verdict: 'paid', resolved: true });
});

test('a payment that was pending is unknown now: no tombstone, it stays open and says so', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.gateway.autopilot = (call) =>
    call.name === 'counters' || call.name === 'cancel' ? void call.noAnswer() : void call.refused('payment-not-found');
  await (await world.gateway.next('payment')).refused('payment-not-found');
  await world.advance(89_000);
  expect(world.tell('send cancel')).toEqual([]);
  expect(world.lines[2]).toBe('GWY-17 повторяем');
  await world.advance(1_000);
  expect(world.lines[1], 'at the deadline it is NOT PAID as any other').toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', resolved: false });
});

test('the shift of the next number was closed in what the gateway has forgotten: new numbers, one charge', async () => {
  const world = await afterTheBackup();
  const first = await world.sellAnother(3);
  world.gateway.numbering = { lastTransactionNumber: 31, shiftNumber: 8, open: [] };
  await first.refused('shift-closed', { shiftNumber: 8 });
  const second = await world.gateway.next('payOffline');
  expect(second.asked.intent).toMatchObject({ transactionNumber: 44, shiftNumber: 8 });
  await second.says('paid');
  expect(world.journal.row(43)).toMatchObject({ status: 'refused', resolved: true });
  expect(world.journal.row(44)).toMatchObject({ verdict: 'paid' });
});
