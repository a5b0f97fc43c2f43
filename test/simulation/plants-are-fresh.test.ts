import { expect, test } from 'vitest';
import { editsOf, type Plant } from '../../src/simulation/plant.ts';
import { plants, staleness } from '../../src/simulation/plants.ts';

test.each(plants.map((plant) => [plant.name, plant] as const))('%s can still be planted', (_, plant) => {
  expect(staleness(plant)).toBeNull();
});

test('a plant whose text has moved on, or that leaves no program behind, is told', () => {
  const [plant] = plants;
  if (plant === undefined) throw new Error('there are plants');
  expect(staleness({ ...plant, find: 'a text that stands nowhere' })).toContain('0 times');
  expect(staleness({ ...plant, find: 'const ' })).toMatch(/stands \d{2,} times/);
  expect(staleness({ ...plant, file: 'src/journal/nowhere.ts' })).toContain('gone');
  expect(staleness({ ...plant, replace: '${ {' })).toContain('no program');
  const second = (change: object): Plant => ({ ...plant, also: [{ ...plant, ...change }] });
  expect(staleness(second({ file: 'src/journal/nowhere.ts' }))).toContain('gone');
  expect(staleness(second({ find: 'a text that stands nowhere' }))).toContain('0 times');
});

test('at least thirty, each with a name of its own, all of them in what is shipped', () => {
  expect(plants.length).toBeGreaterThanOrEqual(30);
  expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length);
  const edits = plants.flatMap(editsOf);
  expect(edits.filter(({ file }) => /^src\/(?:simulation|sandbox)\//.test(file))).toEqual([]);
  expect(edits.filter(({ find, replace }) => find === replace)).toEqual([]);
});
