/**
 * The time that is written down: the gateway's where it is known, the system's otherwise, and never before its floor.
 * A box without a battery clock wakes up in the past; nothing may be filed there (gateway contract, rule 6).
 */
import type { WallClock } from '../../machines/ports.ts';

/** No box of this release was ever switched on earlier. */
const released = Date.UTC(2026, 10, 1);

export const wallClockWith = (nowMs: () => number, floor: () => string | null): WallClock => ({
  now: () => new Date(Math.max(nowMs(), released, Date.parse(floor() ?? '') || 0)).toISOString(),
});
