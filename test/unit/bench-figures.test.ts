import { expect, test } from 'vitest';
import { type Figure, isMet, median, ratioFigure, table } from '../bench/figures.ts';

test('a ratio is of pairs that were measured side by side: a slow moment slows both', () => {
  const figure = ratioFigure('commit', 1.5, [
    { measured: 12, yardstick: 10 },
    { measured: 130, yardstick: 100 },
    { measured: 1.1, yardstick: 1 },
  ]);
  expect(figure).toMatchObject({ min: 1.1, median: 1.2, parts: { measuredMs: 12, yardstickMs: 10, pairs: 3 } });
  expect(isMet(figure)).toBe(true);
});

test('the median decides; a figure with a limit that could not be measured is not met', () => {
  expect(median([3, 1, 2, 10])).toBe(2.5);
  const missed: Figure = { name: 'start', unit: 'ratio', min: 4, median: 5.1, limit: 5, parts: {} };
  const unmeasured: Figure = { ...missed, min: null, median: null, note: 'strace is missing' };
  const reported: Figure = { ...missed, limit: null };
  expect([missed, unmeasured, reported].map(isMet)).toEqual([false, false, true]);
  const text = table([missed, unmeasured, reported]);
  expect(text).toContain('MISSED');
  expect(text).toContain('NOT MEASURED');
  expect(text).toContain('strace is missing');
});
