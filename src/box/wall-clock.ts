/**
 * The time that is written down: the gateway's where it is known, the system's otherwise, and never before its floor.
 * A box without a battery clock wakes up in the past; nothing may be filed there (gateway contract, rule 6).
 */
import type { WallClock } from '../../machines/ports.ts';
import type { Journal } from '../journal/journal.ts';

/** No box of this release was ever switched on earlier. */
const released = Date.UTC(2026, 10, 1);

/** The journal's last instant, as far as the disk has told it. */
export const journalFloor = () => {
  let floor: string | null = null;
  return {
    at: () => floor,
    /** At start, and when a disk that failed works again. Never rejects. */
    async read(journal: Pick<Journal, 'highestInstant'>): Promise<void> {
      floor = (await journal.highestInstant().catch(() => null)) ?? floor;
    },
  };
};

export const wallClockWith = (nowMs: () => number, floor: () => string | null): WallClock => ({
  now: () => new Date(Math.max(nowMs(), released, Date.parse(floor() ?? '') || 0)).toISOString(),
});
