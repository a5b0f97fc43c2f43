/** A USB numeric keypad: each press is the report of the key going down and the report of it coming up. */
import type { PanelKey } from '../../src/keys.ts';
import { createSimulatedCable, type SimulatedCable } from '../simulated-cable.ts';
import { encodeKeyReport } from './codec.ts';

export const keypadFaults = ['ok', 'unplugged'] as const;
export type KeypadFault = (typeof keypadFaults)[number];

/** HID Usage Tables, page 0x07: the key of a numeric pad on which each key of the box is printed. */
const usageOf: Readonly<Record<PanelKey, number>> = {
  '0': 98,
  '1': 89,
  '2': 90,
  '3': 91,
  '4': 92,
  '5': 93,
  '6': 94,
  '7': 95,
  '8': 96,
  '9': 97,
  '00': 87,
  '.': 99,
  ENTER: 88,
  CANCEL: 41,
  CLEAR: 42,
  UP: 85,
  DOWN: 86,
  MENU: 84,
};

export interface KeypadSimulator {
  readonly cable: SimulatedCable;
  /** False: nobody has the keypad open. */
  press(key: PanelKey): boolean;
  setFault(fault: KeypadFault): void;
  fault(): KeypadFault;
}

export const createKeypadSimulator = (onChange: () => void = () => {}): KeypadSimulator => {
  const cable = createSimulatedCable(onChange);
  let present: KeypadFault = 'ok';
  return {
    cable,
    press: (key) => cable.send(encodeKeyReport([usageOf[key]])) && cable.send(encodeKeyReport([])),
    setFault(fault) {
      present = fault;
      if (fault === 'unplugged') cable.unplug();
      else cable.plugIn();
    },
    fault: () => present,
  };
};
