import { expect, test } from 'vitest';
import { isCaught, tryPlants } from '../../src/simulation/table.ts';

/** The whole table is `npm run simulate -- --plants`: these three are caught by the first seeds. */
const quick = ['request-before-its-intent', 'cancel-before-its-order', 'qr-printed-twice'];

test('a bug in the journal, one in the order of things and one on paper: each is caught', {
  timeout: 120_000,
}, async () => {
  const options = { days: 1, salesPerDay: 20, traceLength: 0, workers: 2, from: 1, maxSeeds: 10, only: quick };
  const verdicts = await tryPlants(options, () => undefined);
  expect(verdicts.map(({ plant }) => plant.name).sort()).toEqual([...quick].sort());
  expect(verdicts.filter((verdict) => !isCaught(verdict))).toEqual([]);
});
