/** An engineer who changes settings while the box works, and starts it anew. */
import { languages } from '../locale/language.ts';
import type { Settings } from '../settings/schema.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';

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
