/** Bugs inside the box, one after the other. */
import { toppling } from './machine-faults.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';

/**
 * Shorter alarms than this are lost while a call hangs, so that what bounds the one above must catch it: a call, a
 * submission, a payment, a sale.
 */
const losesBelowMs = [300_000, 25 * 60_000, 60 * 60_000] as const;
const stalls = [
  /^gateway/,
  /^(?:gateway|printer|information|journal\.(?:reprint|oweAnswer|sale|refundsOf)|service|dayClose\.(?:compare|reverse|reprint))/,
] as const;

export const machinesTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const { machineFaults: faults, breakage } = shop;
  const spells: readonly (() => () => void)[] = [
    () => {
      faults.topples = random.pick(toppling);
      shop.say(`${faults.topples} is to fall over`);
      return () => {
        faults.topples = null;
      };
    },
    () => {
      for (let times = random.whole(1, 6); times > 0; times -= 1) {
        const sent = faults.stray(shop.transitions.machines(), random);
        if (sent !== null) shop.say(`stray ${sent}`);
      }
      return () => undefined;
    },
    () => {
      faults.losesBelowMs = random.pick(losesBelowMs);
      breakage.stalls = random.pick(stalls);
      shop.say(`alarms under ${faults.losesBelowMs} ms are lost`);
      return () => {
        faults.losesBelowMs = 0;
        breakage.stalls = null;
      };
    },
  ];
  return recur(shop.time, random, {
    fineMs: [2_000, 200_000 / level],
    badMs: [1_000, 120_000],
    begin: () => random.pick(spells)(),
  });
};
