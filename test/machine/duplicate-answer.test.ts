/** What the gateway has said before and says again changes nothing a second time. */
import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('pending, a hundred times: nothing is written, and the sale waits', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.tell();
  let answers = 0;
  world.gateway.autopilot = (call) => {
    answers += 1;
    void call.says('pending');
  };
  await (await world.gateway.next('payment')).says('pending');
  await world.advance(60_000);
  expect(answers).toBeGreaterThan(99);
  expect(world.tell('commit', 'screen', 'print')).toEqual([]);
  expect(world.lines[1]).toBe('Ждём подтверждения');
});

test('paid, told again after the power cut: the slips of it are not owed a second time', async () => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
  await world.cutPower();
  expect(world.gateway.waitingFor(), 'nobody asks about a sale that has ended').toBe('nothing');
  await world.advance(60_000);
  expect(world.printer.paper).toHaveLength(2);
});

test('found paid, and told so twice: the cashier is asked once', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { unanswered: true }) });
  await (await world.gateway.next('payment', 7)).says('pending');
  await (await world.gateway.next('cancel', 7)).says('paid');
  expect(world.lines[1]).toBe('Товар выдан?');
  await world.advance(60 * 60_000);
  expect(world.gateway.waitingFor(), 'what is known is not asked again').toBe('nothing');
  await world.type('ENTER ENTER');
  expect(world.state).toBe('ready');
  expect(world.printer.paper).toEqual(['slip 7 copy 1', 'slip 7 copy 2']);
});

test('the reversal is under way, the gateway says so again and again: one commit', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'pending' });
  expect(world.tell('commit')).toEqual(['commit order refund 7', 'commit change 7']);
  for (const pause of [1_000, 2_000, 4_000, 8_000]) {
    await world.advance(pause);
    await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'pending' });
  }
  expect(world.tell('commit')).toEqual([]);
});

test('the answer to a cancel was lost: the same cancel goes again, and its answer ends the sale once', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  const first = await world.gateway.next('cancel');
  await first.noAnswer('NET-07');
  await world.advance(500);
  const second = await world.gateway.next('cancel');
  expect(second.asked.order, 'byte for byte').toEqual(first.asked.order);
  await second.says('cancelled');
  expect(world.tell('commit verdict', 'screen')).toEqual(['commit verdict notPaid 42', 'screen NOT PAID']);
});
