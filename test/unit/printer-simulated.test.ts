import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { createPrinterSimulator, type PrinterSimulatorOptions } from '../../devices/printer/simulator.ts';
import { documentOf } from '../helpers/printer-at-the-box.ts';

/** A printer on a bare cable: bytes in, bytes out. */
const onTheBench = (options: PrinterSimulatorOptions = {}) => {
  const printer = createPrinterSimulator(options);
  const answers: number[] = [];
  const bench = { closed: false, receive: (_bytes: Uint8Array): void => undefined };
  const plug = (): boolean =>
    printer.plugIn({
      send: (bytes) => answers.push(...bytes),
      onData: (listener) => {
        bench.receive = listener;
      },
      onClose: () => undefined,
      close: () => {
        bench.closed = true;
      },
    });
  plug();
  return {
    printer,
    bench,
    plug,
    say: (...bytes: number[]): number[] => {
      bench.receive(Uint8Array.from(bytes));
      return answers.splice(0);
    },
  };
};

test.each([
  ['ok', [0x12, 0x12, 0x12, 0x12]],
  ['paper-low', [0x12, 0x12, 0x12, 0x1e]],
  ['paper-out', [0x1a, 0x32, 0x12, 0x7e]],
  ['cover-open', [0x1a, 0x16, 0x12, 0x12]],
] as const)('its answers when %s', (fault, expected) => {
  const { printer, say } = onTheBench();
  printer.setFault(fault);
  expect([1, 2, 3, 4].flatMap((n) => say(0x10, 0x04, n))).toEqual(expected);
});

test('questions are understood in pieces', () => {
  const { say } = onTheBench();
  expect([say(0x10), say(0x04), say(0x01)]).toEqual([[], [], [0x12]]);
});

test('out of paper it answers and keeps what it is sent; with new paper it prints it', () => {
  const { printer, say } = onTheBench();
  printer.setFault('paper-out');
  say(...documentOf(2));
  expect(printer.sheets()).toEqual([]);
  expect(say(0x10, 0x04, 2)).toEqual([0x32]);
  printer.setFault('ok');
  expect(printer.sheets()).toMatchObject([{ text: 'строка 1\nстрока 2', cut: true }]);
});

test('cleared while it is out of paper it forgets the rest, and says so', () => {
  const { printer, say } = onTheBench();
  printer.setFault('paper-out', 1);
  say(...documentOf(3));
  expect(say(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8)).toEqual([0x37, 0x25, 0x00]);
  printer.setFault('ok');
  expect(printer.sheets()).toMatchObject([{ text: 'строка 1', cut: false }]);
});

test('a done-request is answered when all before it is printed, not before', () => {
  const { printer, say } = onTheBench();
  printer.setFault('paper-out', 1);
  const request = [0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, 0x30, 0x30, 0x30, 0x37];
  expect(say(...documentOf(2), ...request)).toEqual([]);
  printer.setFault('ok');
  expect(say()).toEqual([0x37, 0x22, 0x30, 0x30, 0x30, 0x37, 0x00]);
});

test('unplugged it drops the cable and takes no new one until it is plugged in', () => {
  const { printer, bench, plug } = onTheBench();
  printer.setFault('unplugged');
  expect(bench.closed).toBe(true);
  expect(plug()).toBe(false);
  printer.setFault('ok');
  expect(plug()).toBe(true);
});

test('at 960 bytes a second a document takes its time', () => {
  const clock = new SimulatedClock();
  const { printer, say } = onTheBench({ pace: { bytesPerSecond: 960, clock } });
  say(...documentOf(50));
  for (let ms = 0; ms < 200; ms += 20) clock.increment(20);
  const soon = printer.sheets()[0]?.items.length ?? 0;
  expect(soon).toBeGreaterThan(10);
  expect(soon).toBeLessThan(30);
  for (let ms = 0; ms < 1_000; ms += 20) clock.increment(20);
  expect(printer.sheets()).toMatchObject([{ cut: true }]);
});

test('the paper is remembered piece by piece, two hundred of them', () => {
  const { printer, say } = onTheBench();
  for (let piece = 1; piece <= 250; piece += 1) say(...documentOf(1, `чек ${piece}`));
  expect(printer.sheets()).toHaveLength(200);
  expect(printer.sheets().at(-1)).toMatchObject({ id: 250, text: 'чек 250 1' });
  printer.tearOff();
  expect(printer.sheets()).toEqual([]);
});

test('the page hears of every line as it comes out', () => {
  const heard: string[] = [];
  const { say } = onTheBench({
    onPaper: ({ id, items, cut }) => heard.push(`${id}: ${items.length}${cut ? ' cut' : ''}`),
  });
  say(...documentOf(2));
  expect(heard).toEqual(['1: 1', '1: 2', '1: 2 cut']);
});

test('hours of questions to a printer without paper do not fill its buffer', () => {
  const { printer, say } = onTheBench();
  printer.setFault('paper-out');
  for (let question = 0; question < 40_000; question += 1) say(0x10, 0x04, 1);
  expect(printer.complaints()).toEqual([]);
});

test('what is sent beyond its buffer is lost, and said', () => {
  const { printer, say } = onTheBench();
  printer.setFault('cover-open');
  for (let block = 0; block < 70; block += 1) say(...Array<number>(1_000).fill(0x41));
  expect(printer.complaints().at(-1)).toBe('receive buffer overrun');
  expect(printer.complaints().length).toBeLessThanOrEqual(100);
});
