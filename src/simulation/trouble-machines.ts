/** Bugs inside the box, one after the other, and the engineer who changes settings while it works. */
import { languages } from '../locale/language.ts';
import type { Settings } from '../settings/schema.ts';
import { toppling } from './machine-faults.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';

/**
 * Shorter alarms than this are lost while a call hangs, so that what bounds the one above must catch it: a call, a
 * submission, a payment, a sale.
 */
const losesBelowMs = [300_000, 25 * 60_000, 60 * 60_000] as const;
const stalls = [/^gateway/, /^(?:gateway|printer|journal\.(?:reprint|oweAnswer|sale|refundsOf))/] as const;

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

/** Shorter than anybody could type an activation in: the box is out of service, or at another gateway, and back. */
const elsewhereMs = [20, 400] as const;

export const engineerTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const change = (changed: Partial<Settings>): void => {
    shop.count('engineer.settings');
    shop.say(`settings ${Object.keys(changed).join()}`);
    shop.changeSettings(changed);
  };
  /** As the settings forbid it: not while anything is open at the gateway in force (contract, rule 1). */
  const mayMove = (): boolean => {
    const { view } = shop.till;
    return view !== null && view.sale === null && view.obligations.length === 0 && !view.state.startsWith('menu');
  };
  return recur(shop.time, random, {
    fineMs: [10_000, 600_000 / level],
    badMs: elsewhereMs,
    begin() {
      if (random.chance(0.15)) {
        shop.count('engineer.restarts');
        void shop.stop('the engineer restarts the box');
        return () => undefined;
      }
      if (random.chance(0.5) || !mayMove()) {
        change({
          language: random.pick(languages),
          slipWidth: random.pick([24, 32, 48, 64]),
          mode: random.pick(['online', 'offline', 'ask'] as const),
          waitTimeoutSeconds: random.pick([15, 30, 90]),
        });
        return () => undefined;
      }
      const { serverUrl } = shop.settings;
      change({ serverUrl: random.chance(0.5) ? null : 'https://another.example/' });
      return () => change({ serverUrl });
    },
  });
};
