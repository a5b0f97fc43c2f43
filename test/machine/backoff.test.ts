import fc from 'fast-check';
import { expect, test } from 'vitest';
import { obligationBackoffMs } from '../../machines/delays.ts';

test('the pauses of an obligation double from a second to a minute', () => {
  const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 1_000_000].map((failures) => obligationBackoffMs(failures, 0));
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test('chance shortens a pause by up to half, and never below a second', () => {
  expect(obligationBackoffMs(0, 0.999)).toBe(1_000);
  expect(obligationBackoffMs(1, 0.999)).toBe(1_001);
  expect(obligationBackoffMs(6, 0.5)).toBe(45_000);
  fc.assert(
    fc.property(fc.nat(200), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (failures, random) => {
      const whole = obligationBackoffMs(failures, 0);
      const pause = obligationBackoffMs(failures, random);
      expect(pause).toBeGreaterThanOrEqual(Math.max(1_000, whole / 2));
      expect(pause).toBeLessThanOrEqual(whole);
    }),
    { seed: 20_261_124 },
  );
});
