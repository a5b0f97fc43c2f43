import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('a commit that was said to have failed is on disk all the same: the box takes the sale up and ends it', async () => {
  const world = await startWorld();
  world.journal.failure = { error: { code: 'JRN-02' } };
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО JRN-02');

  world.journal.failure = null;
  world.journal.putOpen(42, { status: 'intent' });
  world.box.journalReopened();
  await world.settle();
  expect(world.state, 'the result stays until it has been read').toBe('showingResult');
  await world.type('ENTER');
  await (await world.gateway.next('payment', 42)).refused('payment-not-found');
  const cancel = await world.gateway.next('cancel', 42);
  expect(cancel.asked.order).toMatchObject({ reason: 'recovery', ifPaid: 'keep' });
  await cancel.says('cancelled');
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', status: 'cancelled', resolved: true });
  expect(world.state).toBe('ready');
});

test('a verdict that was said not to be written is on disk: the box loads anew, and nobody remembers otherwise', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.journal.failure = { error: { code: 'JRN-02' } };
  await (await world.gateway.next('payment', 42)).says('paid');
  await world.advance(12 * 60_000);
  expect(world.lines.slice(1)).toEqual(['ИТОГ НЕИЗВЕСТЕН', 'Товар не отдавать,', 'итог скажет терминал']);
  expect(world.state, 'what stands on disk nobody can read').toBe('starting');

  world.journal.failure = null;
  await world.journal.recordSale(42, { status: 'paid', verdict: 'paid', resolved: true }, []);
  world.box.journalReopened();
  await world.advance(3_000);
  expect(world.box.view().obligations).toEqual([]);
  expect(world.lines[1], 'it stays until it has been read').toBe('ИТОГ НЕИЗВЕСТЕН');
  await world.type('ENTER');
  await world.advance(10_000);
  expect(world.state, 'and nobody is asked whether goods were given').toBe('ready');
});

test('nothing is loaded while a sale is under way, whose row is open too', async () => {
  const world = await startWorld();
  const request = await world.sell();
  world.box.journalReopened();
  await world.settle();
  expect(world.state).toContain('paying');
  await request.says('paid');
  expect(world.box.view().obligations).toEqual([]);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('a slip that was owed by such a commit comes out', async () => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  world.journal.failure = { error: { code: 'JRN-02' } };
  const reprinted = world.box.reprint({ transactionNumber: null });
  await world.settle();
  await expect(reprinted).resolves.toMatchObject({ outcome: 'failed' });
  await world.type('ENTER');
  world.journal.failure = null;
  await world.journal.reprint(42);
  const before = world.printer.paper.length;
  world.box.journalReopened();
  await world.settle();
  expect(world.printer.paper.slice(before)).toEqual(['slip 42 copy 1 duplicate']);
});
