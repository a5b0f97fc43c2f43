/** The owner at the service menu: mostly with the right PIN, changes this and that, changes their mind, walks away. */
import type { ServiceView } from '../../machines/service-view.ts';
import type { PanelKey } from '../keys.ts';
import { panelDevices } from '../settings/panel-list.ts';
import type { Random } from './random.ts';

/** Of every simulated box that has one. */
export const simulatedPin = '73519284';
const wrongPins = ['0000', '1234', '73519285', '12345678'] as const;

/** Longer than the menu waits for a key, or than it is open at all. */
const walksAwayMs = [121_000, 200_000, 31 * 60_000] as const;

export interface ServiceAnswer {
  /** In place of any key. */
  readonly sleepMs?: number;
  readonly keys: readonly PanelKey[];
}

const keysOf = (digits: string): readonly PanelKey[] => [...digits].map((digit) => digit as PanelKey);

/** Slips are counted against what the day began with, so that setting stays as it is. */
const numberFor = ({ setting }: ServiceView, random: Random): string => {
  switch (setting?.key) {
    case 'waitTimeoutSeconds':
      return random.pick(['15', '30', '90', '5', '9999']);
    case 'slipWidth':
      return random.pick(['24', '32', '48', '7']);
    case 'logRetentionDays':
      return random.pick(['7', '90', '3650', '1']);
    default:
      return '9';
  }
};

/** From the mark to the PIN, or to activation, which stand before the server and the devices. */
const stepsTo = (wanted: 'pin' | 'activation', { place, count }: ServiceView): number =>
  (2 * count - panelDevices.length - (wanted === 'pin' ? 2 : 1) - place) % count;

const forStage = (view: ServiceView, hasRightPin: boolean, random: Random): readonly PanelKey[] => {
  const pin = hasRightPin ? simulatedPin : random.pick(wrongPins);
  switch (view.stage) {
    case 'pin':
    case 'repeatedPin':
      return view.pinDigits > 0 ? ['CLEAR'] : [...keysOf(pin), 'ENTER'];
    case 'newPin':
      // Always the same one: the next visit has to know it.
      return view.pinDigits > 0 ? ['CLEAR'] : [...keysOf(simulatedPin), 'ENTER'];
    case 'list':
      if (random.chance(0.3)) {
        const wanted = random.chance(0.7) ? 'pin' : 'activation';
        return [...Array.from({ length: stepsTo(wanted, view) }, () => 'DOWN' as const), 'ENTER'];
      }
      return [...Array.from({ length: random.whole(0, 5) }, () => random.pick(['UP', 'DOWN'] as const)), 'ENTER'];
    case 'picking':
      return [...Array.from({ length: random.whole(0, 2) }, () => random.pick(['UP', 'DOWN'] as const)), 'ENTER'];
    case 'number':
      return view.typed === '' ? [...keysOf(numberFor(view, random)), 'ENTER'] : ['CLEAR'];
    case 'working':
      return [];
  }
};

export const answerService = (view: ServiceView, random: Random): ServiceAnswer => {
  if (view.stage === 'working') return { keys: [] };
  if (random.chance(0.1)) return { sleepMs: random.pick(walksAwayMs), keys: [] };
  if (random.chance(view.stage === 'list' ? 0.08 : 0.1)) return { keys: ['CANCEL'] };
  return { keys: forStage(view, random.chance(0.55), random) };
};
