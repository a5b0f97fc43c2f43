/** A slip once more at the whole box: always marked, and through the print ledger as any other. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** Sales 42 and 43 are PAID and their slips are out. */
const twoPaid = async (): Promise<World> => {
  const world = await startWorld();
  for (const roubles of [2, 3] as const) {
    await (await world.sellAnother(roubles)).says('paid');
    await world.type('ENTER');
  }
  world.tell();
  world.printer.paper.length = 0;
  return world;
};

test('MENU 3 ENTER: the last slip, marked', async () => {
  const world = await twoPaid();
  await world.type('MENU 3 ENTER');
  expect(world.tell('commit', 'print')).toEqual([
    'commit reprint 43',
    'print slip 43 copy 1 duplicate',
    'commit printed',
  ]);
  expect(world.box.view().menu?.result).toMatchObject({ kind: 'reprint', outcome: 'done' });
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('MENU 3, a number; the slip’s own QR', async () => {
  const world = await twoPaid();
  await world.type('MENU 3 4 2 ENTER ENTER MENU 3');
  await world.scan('SBX1:10000001:42');
  expect(world.printer.paper).toEqual(['slip 42 copy 1 duplicate', 'slip 42 copy 1 duplicate']);
});

test('from outside, the last and by number', async () => {
  const world = await twoPaid();
  expect(await world.box.reprint({ transactionNumber: 42 })).toMatchObject({ kind: 'reprint', outcome: 'done' });
  await world.settle();
  await world.type('ENTER');
  expect(await world.box.reprint({ transactionNumber: null })).toMatchObject({ sale: { verdict: 'paid' } });
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1 duplicate', 'slip 43 copy 1 duplicate']);
});

test('what was never paid has no slip', async () => {
  const world = await twoPaid();
  await (await world.sellAnother(4)).says('declined');
  await world.type('ENTER');
  for (const transactionNumber of [44, 99]) {
    const result = await world.box.reprint({ transactionNumber });
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'PAY-06' } });
    await world.type('ENTER');
  }
  await world.box.reprint({ transactionNumber: null });
  await world.settle();
  expect(world.printer.paper, 'the last one that had a slip').toEqual(['slip 43 copy 1 duplicate']);
});

test('no paper, and the power goes: it comes out afterwards, marked', async () => {
  const world = await twoPaid();
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await world.type('MENU 3 ENTER');
  expect(world.printer.paper).toEqual([]);
  await world.cutPower();
  world.printer.fault = null;
  world.box.printerReady();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 43 copy 1 duplicate']);
});
