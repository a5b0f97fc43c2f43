import { expect, test } from 'vitest';
import { lastCloseWith } from '../../src/box/last-close.ts';
import { fieldError } from '../../src/errors.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import type { ShiftReport } from '../../src/payment/types.ts';

const report = (shiftNumber: number, closedAt: string | null): Outcome<ShiftReport> =>
  ({ kind: 'answered', value: { shiftNumber, closedAt } }) as unknown as Outcome<ShiftReport>;

const scene = (answer: (shiftNumber: number) => Outcome<ShiftReport>) => {
  const shop = { open: 8 as number | null, asked: [] as number[] };
  const lastClose = lastCloseWith({
    client: () => ({
      shift: async (shiftNumber) => {
        shop.asked.push(shiftNumber);
        return answer(shiftNumber);
      },
    }),
    shiftNumber: () => shop.open,
  });
  return { shop, lastClose };
};

test('the shift before the open one was closed then; it is asked for once, and the next one anew', async () => {
  const { shop, lastClose } = scene((shift) => report(shift, `2026-11-2${shift - 5}T20:00:00.000Z`));
  const seventh = { shiftNumber: 7, closedAt: '2026-11-22T20:00:00.000Z' };
  expect([await lastClose(), await lastClose()]).toEqual([seventh, seventh]);
  shop.open = 9;
  expect(await lastClose()).toEqual({ shiftNumber: 8, closedAt: '2026-11-23T20:00:00.000Z' });
  expect(shop.asked).toEqual([7, 8]);
});

test('the first shift, and one that is not known yet: nothing was closed, and nothing is asked', async () => {
  const { shop, lastClose } = scene(() => report(0, null));
  for (const open of [1, null]) {
    shop.open = open;
    expect(await lastClose()).toBeNull();
  }
  expect(shop.asked).toEqual([]);
});

test('no answer: not known, and asked again the next time', async () => {
  const { shop, lastClose } = scene(() => ({ kind: 'noAnswer', error: fieldError('NET-06') }));
  expect([await lastClose(), await lastClose()]).toEqual([null, null]);
  expect(shop.asked).toEqual([7, 7]);
});
