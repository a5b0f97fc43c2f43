/** Cuts of power at any step, also while the box recovers from the last one, and the clock that a box wakes up with. */
import type { Shop } from './shop.ts';
import type { Alarm } from './virtual-time.ts';

export interface PowerTrouble {
  begin(): void;
  end(): void;
  switchOn(): Promise<void>;
  cycle(why: string): void;
}

/** What a box without a battery clock wakes up with, when nothing better is on its disk. */
const buildMs = Date.UTC(2026, 10, 1);

export const powerTrouble = (shop: Shop): PowerTrouble => {
  const { time } = shop;
  const level = shop.plan.trouble.power;
  const random = shop.random('trouble/power');
  let reboot: Alarm | null = null;
  let nextCut = Number.POSITIVE_INFINITY;
  let cutting = false;

  const plan = (): void => {
    if (!cutting || level === 0) {
      nextCut = Number.POSITIVE_INFINITY;
      return;
    }
    // Soon after a start is where recovery is at work.
    nextCut = shop.steps + (random.chance(0.35 * level) ? random.whole(1, 90) : random.span(30, 900 / level));
  };

  const rebootIn = (ms: number): void => {
    if (reboot !== null) time.cancel(reboot);
    reboot = time.after(ms, () => {
      reboot = null;
      plan();
      void shop.switchOn();
    });
  };

  /** No battery clock: the time goes on from where it stood, or from the build's, until the network tells better. */
  const wakeUpLate = (offMs: number): void => {
    if (shop.plan.trouble.clock === 0 || !random.chance(0.6)) return;
    shop.count('clock.noBattery');
    shop.clockErrorMs = random.chance(0.5) ? -offMs : buildMs - shop.operator.nowMs();
    time.after(random.span(5_000, 600_000), () => {
      shop.clockErrorMs = 0;
    });
  };

  shop.onCut = (why) => {
    if (why === 'the shop is closed') return;
    const offMs = random.weighed([
      [6, random.span(50, 5_000)],
      [2, random.span(5_000, 600_000)],
      [cutting ? 0.5 : 0, random.span(600_000, 4 * 3_600_000)],
    ]);
    wakeUpLate(offMs);
    // The printer may hang on the same plug.
    if (level > 0 && random.chance(0.4)) {
      const { printer } = shop.bench;
      const before = printer.fault();
      printer.setFault('unplugged');
      time.after(Math.max(1, offMs - random.whole(0, 40)), () => {
        if (printer.fault() === 'unplugged') printer.setFault(before === 'unplugged' ? 'ok' : before);
      });
    }
    rebootIn(offMs);
  };
  const { cutsAt } = shop.plan;
  shop.powerGoes = (step, what) => {
    const isAimedAt = cutting && level > 0 && cutsAt?.test(what) === true && random.chance(1 / 6);
    if (step < nextCut && !isAimedAt) return false;
    shop.count('power.cut');
    nextCut = Number.POSITIVE_INFINITY;
    return true;
  };

  return {
    begin() {
      cutting = true;
      plan();
    },
    end() {
      cutting = false;
      plan();
    },
    switchOn() {
      if (shop.box === null && reboot === null && !shop.isOn) rebootIn(1);
      return shop.untilOn();
    },
    cycle(why) {
      shop.cutPower(why);
    },
  };
};
