import { expect, test } from 'vitest';
import { openShift } from '../../src/box/open-shift.ts';
import { saleOf } from '../fixtures/sales.ts';

const scope = { gateway: 'https://pos.example/', terminalId: '10000001' };
const last = saleOf();
const shift = last.intent.shiftNumber;

/** A journal whose last transaction is in `shift`, with these counted ones in it. */
const shopWith = (counted: Readonly<Record<string, number>>, told: number | null, active = true) =>
  openShift({
    journal: {
      lastSale: () => Promise.resolve(last),
      hasInShift: (_, status) => Promise.resolve((counted[status] ?? 0) > 0),
    },
    scope: () => (active ? scope : null),
    shiftNumber: () => Promise.resolve(told),
  });

test('a shift with money in it is open until the gateway names a later one', async () => {
  expect(await shopWith({ paid: 1 }, shift)).toEqual(scope);
  expect(await shopWith({ refunded: 1 }, shift)).toEqual(scope);
  expect(await shopWith({ paid: 1 }, shift + 1)).toBeNull();
});

test('where the gateway cannot be asked it counts as open', async () => {
  expect(await shopWith({ paid: 1 }, null)).toEqual(scope);
});

test('a shift in which nothing was paid holds nothing up, and neither does a box that is not activated', async () => {
  expect(await shopWith({}, shift)).toBeNull();
  expect(await shopWith({ paid: 1 }, shift, false)).toBeNull();
});
