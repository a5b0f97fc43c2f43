import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { displayCodecs } from '../../devices/display/codec.ts';
import { createDisplayDriver, writeTimeoutMs } from '../../devices/display/driver.ts';
import { foldScreen } from '../../devices/display/fold.ts';
import { createDisplaySimulator } from '../../devices/display/simulator.ts';
import { type DisplayProtocol, displayProtocols } from '../../devices/display/types.ts';
import type { ByteChannel } from '../../devices/transport/types.ts';
import { fieldError } from '../../src/errors.ts';
import { byteChannelTo } from '../helpers/simulated-wiring.ts';

const settle = () => new Promise((done) => setImmediate(done));
const ru = (...lines: string[]) => ({ lines, language: 'ru' as const });

const displayAtTheBox = (protocol: DisplayProtocol) => {
  const clock = new SimulatedClock();
  const driver = createDisplayDriver({ protocol, log: () => {}, clock });
  const simulator = createDisplaySimulator(protocol);
  const writes: Uint8Array[] = [];
  const plug = () =>
    driver.attach(
      byteChannelTo(simulator.cable, (bytes) => {
        writes.push(bytes);
        simulator.receive(bytes);
      }),
    );
  return { driver, simulator, writes, plug, clock };
};

test('CD5220: the bytes of a reset and of both lines', () => {
  const { reset, line } = displayCodecs.cd5220;
  expect(Buffer.from(reset()).toString('hex')).toBe('1b400c');
  expect(Buffer.from(line(0, 'AB')).toString('hex')).toBe('1b514141420d');
  expect(Buffer.from(line(1, 'Сумма')).toString('hex')).toBe('1b514291e3acaca00d');
});

test('Epson: the bytes of a reset and of both lines', () => {
  const { reset, line } = displayCodecs.epson;
  expect(Buffer.from(reset()).toString('hex')).toBe('1b400c1f011f4300');
  expect(Buffer.from(line(0, 'AB')).toString('hex')).toBe('1f2401014142');
  expect(Buffer.from(line(1, 'AB')).toString('hex')).toBe('1f2401024142');
});

test.each(displayProtocols)('%s: what the box shows is what the display shows', async (protocol) => {
  const { driver, simulator, plug } = displayAtTheBox(protocol);
  plug();
  driver.show(ru('Сканируйте код', '1 500,00 ₽', '', 'CANCEL - отмена'));
  await settle();
  expect(simulator.lines()).toEqual(['Сканируйте код      ', '1 500,00 руб.       ']);
  driver.show(ru('ОПЛАЧЕНО', '1 500,00 ₽'));
  await settle();
  expect(simulator.lines()).toEqual(['ОПЛАЧЕНО            ', '1 500,00 руб.       ']);
  expect(simulator.complaints()).toEqual([]);
});

test('four lines fold to two: the first, and the next that says something', () => {
  expect(foldScreen(ru('Итого', '', '  ', '15,00 ₽'))).toEqual(['Итого               ', '15,00 руб.          ']);
  expect(foldScreen(ru())).toEqual([' '.repeat(20), ' '.repeat(20)]);
});

test('the rouble sign is spelt as long as the line has room for it', () => {
  expect(foldScreen(ru('Сумма 1 234 567,00 ₽'))[0]).toBe('Сумма 1 234 567,00 р');
  expect(foldScreen(ru('Сумма 123 456,00 ₽'))[0]).toBe('Сумма 123 456,00 руб');
  expect(foldScreen({ lines: ['15,00 ₽'], language: 'en' })[0]).toBe('15,00 RUB           ');
});

test('every folded line is twenty characters that CP866 has, and no byte of it is a command', () => {
  const { simulator } = displayAtTheBox('cd5220');
  const [line] = foldScreen(ru('«Ёлка»—…№ 5\r\n\u001b@ ✓ и много дальше'));
  expect(line).toHaveLength(20);
  expect(iconv.decode(iconv.encode(line, 'cp866'), 'cp866')).toBe(line);
  simulator.receive(displayCodecs.cd5220.line(0, line));
  expect(simulator.lines()[0]).toBe('"Ёлка"-.№ 5   @ v и ');
});

test('an unchanged line is not written again', async () => {
  const { driver, writes, plug } = displayAtTheBox('cd5220');
  plug();
  driver.show(ru('one', 'two'));
  await settle();
  const before = writes.length;
  driver.show(ru('one', 'two', 'three'));
  await settle();
  expect(writes.length).toBe(before);
  driver.show(ru('one', 'other'));
  await settle();
  expect(writes.slice(before)).toEqual([displayCodecs.cd5220.line(1, 'other'.padEnd(20))]);
});

test('while a write is under way only the newest lines wait', async () => {
  const written: string[] = [];
  const finish: (() => void)[] = [];
  const slow: ByteChannel = {
    write: (bytes) =>
      new Promise((resolve) => {
        written.push(Buffer.from(bytes).toString('latin1'));
        finish.push(resolve);
      }),
    onData: () => {},
    onClose: () => {},
    close: async () => {},
  };
  const driver = createDisplayDriver({ protocol: 'epson', log: () => {}, clock: new SimulatedClock() });
  driver.attach(slow);
  for (let count = 0; count < 1_000; count += 1) driver.show(ru(`screen ${count}`));
  expect(written).toHaveLength(1);
  finish.shift()?.();
  await settle();
  expect(written).toHaveLength(2);
  expect(written[1]).toContain('screen 999');
  finish.shift()?.();
  await settle();
  expect(written).toHaveLength(2);
});

test('a display that takes no bytes is faulted after two seconds, and is written afresh at the next change', async () => {
  let stuck = true;
  const taken: Uint8Array[] = [];
  const clock = new SimulatedClock();
  const driver = createDisplayDriver({ protocol: 'cd5220', log: () => {}, clock });
  driver.attach({
    write: (bytes, signal) =>
      new Promise((resolve, reject) => {
        if (!stuck) {
          taken.push(bytes);
          resolve();
        }
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
    onData: () => {},
    onClose: () => {},
    close: async () => {},
  });
  driver.show(ru('held'));
  clock.increment(writeTimeoutMs);
  await settle();
  expect(driver.status()).toMatchObject({ state: 'faulted', error: { code: 'DSP-01' } });
  stuck = false;
  driver.show(ru('free'));
  await settle();
  expect(driver.status()).toEqual({ state: 'ready' });
  const text = Buffer.from(taken[0] ?? []).toString('latin1');
  expect(text.startsWith('\u001b@\f')).toBe(true);
  expect(text).toContain('free');
});

test('replugged, the display is reset and shows what it should show now', async () => {
  const { driver, simulator, plug } = displayAtTheBox('cd5220');
  plug();
  driver.show(ru('before'));
  await settle();
  simulator.setFault('unplugged');
  driver.detach(fieldError('DSP-01', 'unplugged'));
  driver.show(ru('now', 'this'));
  await settle();
  expect(simulator.lines()[0].trim()).toBe('before');
  simulator.setFault('ok');
  plug();
  await settle();
  expect(simulator.lines()).toEqual(['now'.padEnd(20), 'this'.padEnd(20)]);
});

test.each(displayProtocols)('%s simulator: commands may be cut anywhere', (protocol) => {
  const whole = createDisplaySimulator(protocol);
  const cut = createDisplaySimulator(protocol);
  const codec = displayCodecs[protocol];
  const bytes = Buffer.concat([codec.reset(), codec.line(0, 'upper'.padEnd(20)), codec.line(1, 'lower'.padEnd(20))]);
  whole.receive(bytes);
  for (const byte of bytes) cut.receive(Uint8Array.of(byte));
  expect(cut.lines()).toEqual(whole.lines());
  expect(cut.lines()[1]).toBe('lower'.padEnd(20));
  expect(cut.complaints()).toEqual([]);
});

test('the simulator complains of what is no command, and of a line that is too long', () => {
  const simulator = createDisplaySimulator('cd5220');
  simulator.receive(Uint8Array.of(0x07));
  expect(simulator.complaints()).toEqual(['no such command: 07']);
  simulator.receive(displayCodecs.cd5220.line(0, 'x'.repeat(21)));
  expect(simulator.complaints()[1]).toMatch(/^no such command: 1b5141/);
});
