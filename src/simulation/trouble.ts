/** What goes wrong in a seed, each kind from a source of chance of its own, and the end of it all. */

import type { TroubleKind } from './plan.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { cardTrouble } from './trouble-card.ts';
import { engineerTrouble } from './trouble-engineer.ts';
import { networkTrouble, operatorTrouble } from './trouble-far.ts';
import { machinesTrouble } from './trouble-machines.ts';
import {
  clockTrouble,
  devicesTrouble,
  peopleTrouble,
  portsTrouble,
  printerTrouble,
  storageTrouble,
} from './trouble-near.ts';
import { powerTrouble } from './trouble-power.ts';
import { rivalTrouble } from './trouble-rival.ts';

export interface Trouble {
  begin(): void;
  /** From now on everything works. */
  heal(): void;
  /** Returns when the box is on, whatever it takes. */
  switchOn(): Promise<void>;
  powerCycle(why: string): void;
}

/** `level`: above 0, at most 1. Returns what ends it. */
export type TroubleMaker = (shop: Shop, random: Random, level: number) => () => void;

const makers: Readonly<Partial<Record<TroubleKind, TroubleMaker>>> = {
  network: networkTrouble,
  operator: operatorTrouble,
  printer: printerTrouble,
  storage: storageTrouble,
  clock: clockTrouble,
  people: peopleTrouble,
  devices: devicesTrouble,
  ports: portsTrouble,
  rival: rivalTrouble,
  machines: machinesTrouble,
  engineer: engineerTrouble,
};

export const makeTrouble = (shop: Shop): Trouble => {
  const power = powerTrouble(shop);
  const ends: (() => void)[] = [];
  let times = 0;
  return {
    begin() {
      times += 1;
      for (const [kind, make] of Object.entries(makers) as [TroubleKind, TroubleMaker][]) {
        const level = shop.plan.trouble[kind];
        if (level > 0) ends.push(make(shop, shop.random(`trouble/${kind}/${times}`), level));
      }
      if (times === 1) ends.push(cardTrouble(shop, shop.random('trouble/card')));
      power.begin();
    },
    heal() {
      power.end();
      for (const end of ends.splice(0)) end();
    },
    switchOn: () => power.switchOn(),
    powerCycle: (why) => power.cycle(why),
  };
};
