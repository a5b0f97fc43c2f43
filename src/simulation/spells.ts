/** Something that comes and goes: fine for a while, then not, until it is ended for good. */
import type { Random } from './random.ts';
import type { Alarm, VirtualTime } from './virtual-time.ts';

export interface Spell {
  /** Shortest and longest, in milliseconds. */
  readonly fineMs: readonly [number, number];
  readonly badMs: readonly [number, number];
  /** Makes it bad; returns what makes it fine again. */
  readonly begin: () => () => void;
}

/** Returns what ends it, in a fine state. */
export const recur = (time: VirtualTime, random: Random, { fineMs, badMs, begin }: Spell): (() => void) => {
  let alarm: Alarm | null = null;
  let end: (() => void) | null = null;
  const fine = (): void => {
    end?.();
    end = null;
    alarm = time.after(random.span(...fineMs), bad);
  };
  const bad = (): void => {
    end = begin();
    alarm = time.after(random.span(...badMs), fine);
  };
  fine();
  return () => {
    if (alarm !== null) time.cancel(alarm);
    end?.();
    end = null;
  };
};
