import { expect, test } from 'vitest';
import { allTransitions, coverageOf, unreachable } from '../../src/simulation/coverage.ts';
import { runSeed } from '../../src/simulation/seed-run.ts';

test('what a day takes are transitions of the machines, and what is written down as unreachable is one, and is not taken', async () => {
  const all = await allTransitions();
  expect(new Set(all.map(({ id }) => id)).size, 'each has a name of its own').toBe(all.length);
  for (const id of Object.keys(unreachable)) expect(all.map((one) => one.id)).toContain(id);
  const { transitions } = await runSeed({ seed: 3, days: 1, salesPerDay: 10, traceLength: 0 });
  const coverage = coverageOf(all, new Set(transitions));
  expect(coverage.unknown).toEqual([]);
  expect(coverage.taken).toBeGreaterThan(50);
  expect(coverage.taken + coverage.missing.length).toBe(coverage.all);
  expect(coverage.all).toBe(all.length - Object.keys(unreachable).length);
});

test('a transition that is taken though it is said to be unreachable is no coverage, but a mistake of the table', async () => {
  const [impossible = ''] = Object.keys(unreachable);
  expect(coverageOf(await allTransitions(), new Set([impossible])).unknown).toEqual([impossible]);
});
