import { expect, test } from 'vitest';
import { blocksOf, inParallel, runSeeds, type SeedMessage } from '../../src/simulation/workers.ts';

/** `npm run simulate -- --seeds 10000` goes on from here. */
const seeds = 30;
const size = { days: 1, salesPerDay: 20, traceLength: 20 };

const simulate = async (from: number, count: number): Promise<readonly SeedMessage[]> => {
  const reports: SeedMessage[] = [];
  const take = (report: SeedMessage): boolean => reports.push(report) > 0;
  await inParallel(
    2,
    blocksOf(from, count, 2).map((block) => () => runSeeds({ ...size, seeds: block, plant: null }, take)),
  );
  return reports.sort((a, b) => a.seed - b.seed);
};

const failures = (reports: readonly SeedMessage[]) =>
  reports
    .filter(({ violations }) => violations.length > 0)
    .map(({ seed, violations, trace }) => ({
      again: `npm run simulate -- --seed ${seed} --sales 20`,
      violations,
      trace,
    }));

test('days in a shop where everything goes wrong: no payment is lost and none is taken twice', {
  timeout: 180_000,
}, async () => {
  const reports = await simulate(1, seeds);
  expect(failures(reports)).toEqual([]);
  expect(reports.map(({ seed }) => seed)).toEqual(Array.from({ length: seeds }, (_, index) => index + 1));
  // Quiet days prove nothing.
  const sum = (of: (report: SeedMessage) => number) => reports.reduce((total, report) => total + of(report), 0);
  expect(sum(({ sales }) => sales)).toBeGreaterThan(seeds * 10);
  expect(sum(({ powerCuts }) => powerCuts)).toBeGreaterThan(seeds / 2);
  expect(sum(({ faults }) => Object.values(faults).reduce((a, b) => a + b, 0))).toBeGreaterThan(seeds * 10);
});

test('the same seed is the same day, to the last event; another seed is another day', async () => {
  const [first] = await simulate(7, 1);
  const [again] = await simulate(7, 1);
  const [other] = await simulate(8, 1);
  expect(first?.traceHash).toMatch(/^[0-9a-f]{64}$/);
  expect(again?.traceHash).toBe(first?.traceHash);
  expect(other?.traceHash).not.toBe(first?.traceHash);
});
