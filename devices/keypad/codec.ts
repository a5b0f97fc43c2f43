/**
 * USB boot keyboard report (Device Class Definition for HID 1.11, appendix B.1): modifiers, reserved, six usages of
 * page 0x07 that are down now. Usages are decimal, as in the HID Usage Tables.
 */
import { failed, ok, type Result } from '../../src/errors.ts';
import type { PanelKey } from '../../src/keys.ts';

export const bootReportBytes = 8;
const firstKeyAt = 2;
/** More keys are down than the report can say; in all six places. What is down then is not known. */
const rollOverError = 1;
const shiftBits = 0x22;

export type Keymap = Readonly<Record<number, PanelKey>>;

/** Numeric pad (83–99) and the same keys of an ordinary keyboard, so that any USB keyboard will do. */
const defaultKeymap: Keymap = {
  84: 'MENU', // keypad /
  85: 'UP', // keypad *
  86: 'DOWN', // keypad -
  87: '00', // keypad +
  88: 'ENTER', // keypad Enter
  89: '1',
  90: '2',
  91: '3',
  92: '4',
  93: '5',
  94: '6',
  95: '7',
  96: '8',
  97: '9',
  98: '0',
  99: '.', // keypad . or ,
  30: '1',
  31: '2',
  32: '3',
  33: '4',
  34: '5',
  35: '6',
  36: '7',
  37: '8',
  38: '9',
  39: '0',
  40: 'ENTER',
  41: 'CANCEL', // Esc
  42: 'CLEAR', // Backspace
  76: 'CLEAR', // Delete
  54: '.', // comma
  55: '.', // full stop
  56: 'MENU', // slash
  45: 'DOWN', // minus
  81: 'DOWN', // arrow
  82: 'UP', // arrow
  101: 'MENU', // application key
};

/** The usual keys and, over them, those of the setting `devices.keypad.keys`. */
export const keymapWith = (keys: Readonly<Partial<Record<PanelKey, number>>>): Keymap => ({
  ...defaultKeymap,
  ...Object.fromEntries(Object.entries(keys).map(([key, usage]) => [usage, key])),
});

/** With Shift the digit row types signs, and a sign must never become a digit of an amount. */
const shiftedKeymap: Keymap = { 37: 'UP', 46: '00' };

/** NumLock 83 changes nothing: the usages of the pad are the same either way. */
const silentUsages: ReadonlySet<number> = new Set([83]);

export interface KeyReport {
  readonly modifiers: number;
  readonly usages: readonly number[];
}

/** Null: roll-over, what is down is not known. Error: a report of another size, with its length. */
export const decodeKeyReport = (report: Uint8Array): Result<KeyReport | null, string> => {
  if (report.length !== bootReportBytes) return failed(`report of ${report.length} bytes`);
  const usages = [...report.subarray(firstKeyAt)].filter((usage) => usage !== 0);
  if (usages.includes(rollOverError)) return ok(null);
  return ok({ modifiers: report[0] ?? 0, usages });
};

/** Keys that went down with this report, in its order: held ones do not count again, and a release counts nothing. */
export const newlyPressed = (before: readonly number[], now: readonly number[]): number[] =>
  now.filter((usage) => !before.includes(usage));

/** Null: a key that the box does not have; `'silent'`: one that is passed over without a word. */
export const keyOf = (usage: number, modifiers: number, keymap: Keymap): PanelKey | 'silent' | null => {
  if (silentUsages.has(usage) && keymap[usage] === undefined) return 'silent';
  if ((modifiers & ~shiftBits) !== 0) return null;
  const onPad = usage >= 84 && usage <= 99;
  if ((modifiers & shiftBits) !== 0 && !onPad) return shiftedKeymap[usage] ?? null;
  return keymap[usage] ?? null;
};

/** The report of these keys being down; none: all released. */
export const encodeKeyReport = (usages: readonly number[]): Uint8Array => {
  const report = new Uint8Array(bootReportBytes);
  report.set(usages.slice(0, bootReportBytes - firstKeyAt), firstKeyAt);
  return report;
};
