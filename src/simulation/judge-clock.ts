/** Nothing is filed in the past: not before the release was built, not before what was on disk at start (rule 6). */
import type { Disk } from './disk.ts';

export interface ClockJudge {
  /** The box comes up: what is on its disk now is the floor of all that it writes. */
  boxStarts(): void;
  /** What was written since then. */
  look(): void;
}

const releasedAt = new Date(Date.UTC(2026, 10, 1)).toISOString();

/** Steps of each sale at the last start; a later one is of this run. */
const sql = {
  steps: 'SELECT number, max(step) AS step, max(at) AS at FROM event GROUP BY scope_id, number',
  since: 'SELECT number, step, type, at FROM event WHERE at < ? ORDER BY number, step',
} as const;

export const createClockJudge = (disk: Disk, violate: (rule: string, detail: string) => void): ClockJudge => {
  let known = new Map<number, number>();
  let floor = releasedAt;

  const look = (): void => {
    for (const { number, step, type, at } of disk.reader().prepare(sql.since).all(floor)) {
      if (Number(step) <= (known.get(Number(number)) ?? -1)) continue;
      violate('nothing-in-the-past', `${type} of ${number} is filed at ${at}, the floor was ${floor}`);
      return;
    }
  };

  return {
    boxStarts() {
      known = new Map();
      floor = releasedAt;
      for (const { number, step, at } of disk.reader().prepare(sql.steps).all()) {
        known.set(Number(number), Number(step));
        if (String(at) > floor) floor = String(at);
      }
    },
    look,
  };
};
