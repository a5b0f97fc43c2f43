/** What goes wrong in the shop: paper, plugs, the disk, the clock, and people. */
import { panelKeys } from '../keys.ts';
import { diskFaults } from './disk.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';
import type { Alarm } from './virtual-time.ts';

const paperFaults = ['paper-out', 'cover-open', 'unplugged', 'garbage', 'paper-low'] as const;

export const printerTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const { printer } = shop.bench;
  const end = recur(shop.time, random, {
    fineMs: [1_000, 240_000 / level],
    badMs: [300, 300_000],
    begin() {
      const fault = random.pick(paperFaults);
      shop.count(`printer.${fault}`);
      // Most of the time in the middle of something.
      const afterItems = random.chance(0.7) ? random.whole(1, 25) : 0;
      shop.say(`printer ${fault} after ${afterItems}`);
      printer.setFault(fault, afterItems);
      return () => {
        shop.say('printer ok');
        printer.setFault('ok');
      };
    },
  });
  return () => {
    end();
    printer.setFault('ok');
  };
};

export const devicesTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const { scanner, keypad } = shop.bench;
  return recur(shop.time, random, {
    fineMs: [5_000, 300_000 / level],
    badMs: [500, 120_000],
    begin() {
      if (random.chance(0.2)) {
        shop.count('devices.openingHangs');
        shop.openingHangs = true;
        const { printer } = shop.bench;
        printer.setFault('unplugged');
        printer.setFault('ok');
        return () => {
          shop.openingHangs = false;
        };
      }
      const device = random.chance(0.5) ? 'scanner' : 'keypad';
      const fault = device === 'scanner' && random.chance(0.3) ? 'garbage' : 'unplugged';
      shop.count(`${device}.${fault}`);
      shop.say(`${device} ${fault}`);
      if (device === 'keypad') keypad.setFault('unplugged');
      else scanner.setFault(fault);
      return () => {
        keypad.setFault('ok');
        scanner.setFault('ok');
      };
    },
  });
};

export const storageTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const { disk } = shop;
  const end = recur(shop.time, random, {
    fineMs: [2_000, 300_000 / level],
    badMs: [50, 240_000],
    begin() {
      if (random.chance(0.5)) {
        const landed = random.chance(0.5);
        shop.say(`disk: next commit fails${landed ? ', landed' : ''}`);
        disk.failNextCommit(landed ? 'io' : random.pick(diskFaults), landed);
        return () => undefined;
      }
      const fault = random.pick(diskFaults);
      shop.say(`disk ${fault}`);
      disk.setFault(fault);
      return () => {
        shop.say('disk ok');
        disk.setFault(null);
      };
    },
  });
  const { diskFailsAt } = shop.plan;
  let healing: Alarm | null = null;
  if (diskFailsAt !== null)
    shop.onStep = (what) => {
      if (healing !== null || !diskFailsAt.test(what) || !random.chance(1 / 6)) return;
      shop.say(`disk fails behind ${what}`);
      disk.setFault(random.pick(diskFaults));
      healing = shop.time.after(random.span(60_000, 25 * 60_000), () => {
        healing = null;
        disk.setFault(null);
      });
    };
  return () => {
    end();
    shop.onStep = () => undefined;
    if (healing !== null) shop.time.cancel(healing);
    disk.setFault(null);
  };
};

const yearMs = 365 * 86_400_000;

export const clockTrouble = (shop: Shop, random: Random, level: number): (() => void) =>
  recur(shop.time, random, {
    fineMs: [5_000, 300_000 / level],
    badMs: [1_000, 600_000],
    begin() {
      const jumpMs = random.span(1_000, 5 * yearMs) * random.pick([-1, 1]);
      shop.count('clock.jump');
      shop.say(`clock jumps ${jumpMs}`);
      shop.clockErrorMs += jumpMs;
      return () => {
        shop.clockErrorMs = 0;
      };
    },
  });

/** Elbows, children, a cashier who leans on the keypad. */
export const peopleTrouble = (shop: Shop, random: Random, level: number): (() => void) =>
  recur(shop.time, random, {
    fineMs: [1_000, 240_000 / level],
    badMs: [10, 100],
    begin() {
      if (random.chance(0.3)) {
        shop.count('people.scan');
        shop.till.scan(random.chance(0.5) ? shop.customers.code() : 'SBX1:12345678:3');
      } else {
        shop.count('people.keys');
        for (let key = random.whole(1, 5); key > 0; key -= 1) shop.till.press(random.pick(panelKeys));
      }
      return () => undefined;
    },
  });

/** Rarely: each of these is a bug of a part that promises otherwise. */
export const portsTrouble = (shop: Shop, _random: Random, level: number): (() => void) => {
  shop.breakage.rate = Math.ceil(12 * level);
  shop.breakage.aim = shop.plan.breaksAt;
  shop.breakage.aimedBreaks = shop.plan.breaksAs;
  return () => {
    shop.breakage.rate = 0;
    shop.breakage.aim = null;
  };
};
