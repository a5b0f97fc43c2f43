/**
 * An idle printer is asked every 800 ms how it is, and says the same until something happens to it. These questions would
 * be most of what happens in a day; one whose answer is known is left out, and the first one after something has happened
 * comes when it would have come.
 */
import { idlePollMs } from '../../devices/printer/driver.ts';
import type { Alarm, BoxClock, VirtualTime } from './virtual-time.ts';

/** The first brings what is new, the second finds the driver at rest: what had to be cleared is. */
const pollsAfterChange = 2;
/** Asked all the same now and then. */
const heartbeatMs = 1_000 * idlePollMs;

export class IdlePolls {
  readonly #time: VirtualTime;
  #left = pollsAfterChange;
  #resting: { readonly sinceMs: number; readonly alarm: Alarm } | null = null;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Something has happened to the printer, its paper or the box. */
  stir(): void {
    this.#left = pollsAfterChange;
    const resting = this.#resting;
    if (resting === null) return;
    this.#resting = null;
    const { alarm, sinceMs } = resting;
    const intoBeatMs = (this.#time.nowMs - sinceMs) % idlePollMs;
    this.#time.after(idlePollMs - intoBeatMs, () => this.#time.ringNow(alarm));
  }

  /** The clock of the devices, on which the idle poll rests; every other timer of theirs is as it was. */
  clock(clock: BoxClock): BoxClock {
    return {
      setTimeout: (ring, delayMs) => {
        if (delayMs !== idlePollMs) return clock.setTimeout(ring, delayMs);
        if (this.#left > 0) {
          this.#left -= 1;
          return clock.setTimeout(ring, delayMs);
        }
        const alarm = clock.setTimeout(ring, heartbeatMs);
        this.#resting = { sinceMs: this.#time.nowMs, alarm };
        return alarm;
      },
      clearTimeout: clock.clearTimeout,
    };
  }
}
