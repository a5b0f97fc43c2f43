/**
 * Nothing that is timed in a payment goes by the wall clock (gateway contract, rule 6): not where there is none at the
 * start, nor where it jumps in the middle. What it writes down is in `wall-clock.test.ts` and `slip-date.test.ts`.
 */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

const hourMs = 60 * 60_000;
const jumps: readonly [string, number][] = [
  ['three hours forward', 3 * hourMs],
  ['three hours back', -3 * hourMs],
  ['a year forward', 365 * 24 * hourMs],
  ['back to 1970', -Date.parse('2026-11-24T09:00:00.000Z')],
  ['to summer time', hourMs],
  ['to winter time', -hourMs],
];

const waiting = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.advance(30_000);
  return world;
};

test.each(jumps)('%s, while the customer looks at the phone: the deadline is where it was', async (_, jumpMs) => {
  const world = await waiting();
  world.wallJumpMs = jumpMs;
  world.gateway.autopilot = (call) => void call.says('pending');
  await world.advance(59_999);
  expect(world.journal.row(42).verdict).toBeNull();
  await world.advance(1);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', cancel: { reason: 'timeout' } });
});

test.each(jumps)('%s, and then paid: PAID, in three commits', async (_, jumpMs) => {
  const world = await waiting();
  world.wallJumpMs = jumpMs;
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.tell('commit')).toEqual(['commit intent 42', 'commit verdict paid 42', 'commit printed']);
});

test.each(jumps)(
  '%s, between two attempts: the repeat is the same request, with the time of the first',
  async (_, jumpMs) => {
    const world = await startWorld();
    const first = await world.sell();
    await first.notSent();
    world.wallJumpMs = jumpMs;
    await world.advance(1_000);
    const second = await world.gateway.next('payOffline', 42);
    expect(second.asked).toMatchObject({ code: first.asked.code, intent: { createdAt: '2026-11-24T09:00:00.000Z' } });
    expect(second.asked.intent).toEqual(first.asked.intent);
  },
);

test.each(jumps)('%s, while money goes back: the pauses stay as they are, and so does the order', async (_, jumpMs) => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  const first = await world.gateway.next('cancel', 7);
  await first.noAnswer();
  world.wallJumpMs = jumpMs;
  await world.advance(999);
  expect(world.gateway.waitingFor()).toBe('nothing');
  await world.advance(1);
  const second = await world.gateway.next('cancel', 7);
  expect(second.asked.order).toEqual(first.asked.order);
  await second.says('reversed');
  expect(world.box.view().obligations).toEqual([]);
});

test('no clock at the start: a sale before the first answer, and one after it', async () => {
  const world = await startWorld({ before: (starting) => Object.assign(starting, { wallJumpMs: jumps[3]?.[1] }) });
  const request = await world.sell();
  expect(request.asked.intent?.createdAt, 'here without the floor of the wall clock').toBe('1970-01-01T00:00:00.000Z');
  world.wallJumpMs = 0;
  await request.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  await world.type('ENTER');
  expect((await world.sellAnother(3)).number).toBe(43);
});

test('midnight between the payment and its slip: PAID, the slips, and the next sale', async () => {
  const world = await startWorld();
  world.wallJumpMs = Date.parse('2026-11-24T20:59:58.000Z') - Date.parse('2026-11-24T09:00:00.000Z');
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await (await world.sell()).says('paid');
  await world.advance(5_000);
  expect(world.now().slice(0, 19)).toBe('2026-11-24T21:00:03');
  world.printer.fault = null;
  world.box.printerReady();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
});
