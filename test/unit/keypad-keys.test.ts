import { expect, test } from 'vitest';
import { encodeKeyReport } from '../../devices/keypad/codec.ts';
import { createKeypadDriver } from '../../devices/keypad/driver.ts';
import { createKeypadSimulator } from '../../devices/keypad/simulator.ts';
import { fieldError } from '../../src/errors.ts';
import { type PanelKey, panelKeys } from '../../src/keys.ts';
import { reportChannelTo } from '../helpers/simulated-wiring.ts';

const keypadAtTheBox = (keys?: Partial<Record<PanelKey, number>>) => {
  const pressed: PanelKey[] = [];
  const logLines: string[] = [];
  const driver = createKeypadDriver({
    onKey: (key) => pressed.push(key),
    log: (event, data) => logLines.push(JSON.stringify({ event, ...data })),
    ...(keys === undefined ? {} : { keys }),
  });
  const simulator = createKeypadSimulator();
  driver.attach(reportChannelTo(simulator.cable));
  /** Down and up again, as usages of the HID keyboard page. */
  const strike = (...usages: number[]): void => {
    simulator.cable.send(encodeKeyReport(usages));
    simulator.cable.send(encodeKeyReport([]));
  };
  return { driver, simulator, pressed, logLines, strike };
};

test('every key of the box is on the simulated pad and comes out as itself', () => {
  const { simulator, pressed } = keypadAtTheBox();
  for (const key of panelKeys) simulator.press(key);
  expect(pressed).toEqual(panelKeys);
});

test('a numeric pad: / MENU, * UP, - DOWN, + 00, Backspace CLEAR, Esc CANCEL', () => {
  const { strike, pressed } = keypadAtTheBox();
  for (const usage of [84, 85, 86, 87, 42, 41, 88, 99]) strike(usage);
  expect(pressed).toEqual(['MENU', 'UP', 'DOWN', '00', 'CLEAR', 'CANCEL', 'ENTER', '.']);
});

test('an ordinary keyboard: digit row, main Enter, full stop and comma', () => {
  const { strike, pressed } = keypadAtTheBox();
  for (const usage of [30, 34, 39, 55, 54, 40]) strike(usage);
  expect(pressed).toEqual(['1', '5', '0', '.', '.', 'ENTER']);
});

test('a sign typed with Shift is never a digit of an amount', () => {
  const { simulator, pressed, logLines } = keypadAtTheBox();
  for (const usage of [30, 37, 46]) simulator.cable.send(Uint8Array.of(0x02, 0, usage, 0, 0, 0, 0, 0));
  expect(pressed).toEqual(['UP', '00']);
  expect(logLines.join()).toContain('keypad.unknownKey');
});

test('Ctrl and Alt with a digit are no digit', () => {
  const { simulator, pressed } = keypadAtTheBox();
  simulator.cable.send(Uint8Array.of(0x01, 0, 30, 0, 0, 0, 0, 0));
  simulator.cable.send(Uint8Array.of(0x04, 0, 31, 0, 0, 0, 0, 0));
  expect(pressed).toEqual([]);
});

test('a held key counts once; a second key that goes down meanwhile counts itself only', () => {
  const { simulator, pressed } = keypadAtTheBox();
  for (const usages of [[89], [89], [89, 90], [90], [90, 91], []]) simulator.cable.send(encodeKeyReport(usages));
  expect(pressed).toEqual(['1', '2', '3']);
});

test('keys that go down in one report count in its order', () => {
  const { strike, pressed } = keypadAtTheBox();
  strike(93, 90, 98);
  expect(pressed).toEqual(['5', '2', '0']);
});

test('roll-over: while too many keys are down nothing counts, and the held ones do not count again after it', () => {
  const { simulator, pressed } = keypadAtTheBox();
  simulator.cable.send(encodeKeyReport([89]));
  simulator.cable.send(encodeKeyReport([1, 1, 1, 1, 1, 1]));
  simulator.cable.send(encodeKeyReport([89]));
  simulator.cable.send(encodeKeyReport([89, 90]));
  expect(pressed).toEqual(['1', '2']);
});

test('a pad that sends 00 as two zeros: two zeros', () => {
  const { strike, pressed } = keypadAtTheBox();
  strike(98);
  strike(98);
  expect(pressed).toEqual(['0', '0']);
});

test('NumLock is passed over without a word', () => {
  const { strike, pressed, logLines } = keypadAtTheBox();
  const before = logLines.length;
  strike(83);
  strike(83, 89);
  expect(pressed).toEqual(['1']);
  expect(logLines.slice(before)).toEqual([]);
});

test('on a pad without Esc a setting makes NumLock CANCEL', () => {
  const { strike, pressed } = keypadAtTheBox({ CANCEL: 83 });
  strike(83);
  expect(pressed).toEqual(['CANCEL']);
});

test('a key that the box does not have is said in the log and does nothing', () => {
  const { strike, pressed, logLines } = keypadAtTheBox();
  strike(4);
  expect(pressed).toEqual([]);
  expect(logLines.at(-1)).toBe('{"event":"keypad.unknownKey","usage":4}');
});

test('what is no boot report does nothing and is said', () => {
  const { simulator, pressed, logLines } = keypadAtTheBox();
  for (const bytes of [[], [89], [1, 0, 0, 89, 0, 0, 0, 0, 0]]) simulator.cable.send(Uint8Array.from(bytes));
  expect(pressed).toEqual([]);
  expect(logLines.filter((line) => line.includes('keypad.unreadable'))).toHaveLength(3);
});

test('unplugged with a key down: it counts again when it is pressed after replugging', () => {
  const { driver, simulator, pressed } = keypadAtTheBox();
  simulator.cable.send(encodeKeyReport([89]));
  simulator.setFault('unplugged');
  driver.detach(fieldError('KEY-01', 'unplugged'));
  expect(driver.status()).toMatchObject({ state: 'missing', error: { code: 'KEY-01' } });
  expect(simulator.press('5')).toBe(false);
  simulator.setFault('ok');
  driver.attach(reportChannelTo(simulator.cable));
  simulator.press('1');
  expect(pressed).toEqual(['1', '1']);
  expect(driver.status()).toEqual({ state: 'ready' });
});
