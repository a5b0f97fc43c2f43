/** The time that is written down (gateway contract, rule 6): a box without a battery clock files nothing in the past. */
import { expect, test } from 'vitest';
import { journalFloor, wallClockWith } from '../../src/box/wall-clock.ts';

const at = (instant: string) => () => Date.parse(instant);

test.each([
  ['1970-01-01T00:00:12.000Z', null, '2026-11-01T00:00:00.000Z'],
  ['1970-01-01T00:00:12.000Z', '2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
  ['2026-11-20T00:00:00.000Z', '2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.000Z'],
  ['2026-11-24T09:00:00.001Z', '2026-11-24T09:00:00.000Z', '2026-11-24T09:00:00.001Z'],
  ['2027-03-28T01:30:00.000Z', null, '2027-03-28T01:30:00.000Z'],
  ['2026-11-24T09:00:00.000Z', 'torn', '2026-11-24T09:00:00.000Z'],
])('the clock says %s, the journal’s last instant is %s: written is %s', (now, floor, written) => {
  expect(wallClockWith(at(now), () => floor).now()).toBe(written);
});

test('a clock that jumps back in the middle of a payment does not take what is written back with it', () => {
  let nowMs = Date.parse('2026-11-24T12:00:00.000Z');
  let last: string | null = null;
  const clock = wallClockWith(
    () => nowMs,
    () => last,
  );
  const written = [0, 5_000, -3 * 60 * 60_000, 1_000, 4 * 60 * 60_000].map((jumpMs) => {
    nowMs += jumpMs;
    last = clock.now();
    return last;
  });
  expect(written).toEqual([...written].sort());
  expect(written.at(-1), 'and goes on when the clock has come back').toBe('2026-11-24T13:00:06.000Z');
});

test('a journal that could not be read at start is a floor when it can; one that fails later takes nothing back', async () => {
  const floor = journalFloor();
  const unreadable = { highestInstant: () => Promise.reject(new Error('disk I/O error')) };
  await floor.read(unreadable);
  expect(floor.at()).toBeNull();
  await floor.read({ highestInstant: async () => '2027-01-01T00:00:00.000Z' });
  await floor.read(unreadable);
  expect(floor.at()).toBe('2027-01-01T00:00:00.000Z');
});
