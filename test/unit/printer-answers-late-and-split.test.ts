import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, createAnswerReader, statusOfAnswers, statusOfAutomatic } from '../../devices/printer/status.ts';
import { documentOf, printerAtTheBox } from '../helpers/printer-at-the-box.ts';

const read = (...pieces: readonly (readonly number[])[]): Answer[] => {
  const answers: Answer[] = [];
  const reader = createAnswerReader((answer) => answers.push(answer));
  for (const piece of pieces) reader(Uint8Array.from(piece));
  return answers;
};

test('an answer split between its bytes is one answer', () => {
  expect(read([0x37], [0x22, 0x30, 0x30], [0x30, 0x31], [0x00, 0x12])).toEqual([
    { type: 'done', id: '0001' },
    { type: 'status', byte: 0x12 },
  ]);
});

test('flow control between the bytes of an answer is no part of it', () => {
  expect(read([0x37, 0x11, 0x25, 0x13, 0x00])).toEqual([{ type: 'cleared' }]);
});

test('answers are the same however the stream is cut', () => {
  const stream = [0x12, 0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0, 0xff, 0x10, 0x00, 0x0c, 0x0f, 0x16, 0x37, 0x25, 0, 0x32];
  const whole = read(stream);
  expect(whole.map(({ type }) => type)).toEqual([
    'status',
    'done',
    'garbage',
    'automatic',
    'status',
    'cleared',
    'status',
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
      expect(read(...edges.slice(1).map((edge, index) => stream.slice(edges[index], edge)))).toEqual(whole);
    }),
  );
});

test('a block that breaks off does not swallow the answer behind it', () => {
  expect(read([0x37, 0x22, 0x30, 0x12]).at(-1)).toEqual({ type: 'status', byte: 0x12 });
  expect(read([0x10, 0x00, 0x12]).at(-1)).toEqual({ type: 'status', byte: 0x12 });
});

test('whatever comes, the reader holds no more than one answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const taken = read([...noise]).reduce(
        (sum, { type }) => sum + { status: 1, garbage: 1, automatic: 4, cleared: 3, done: 7 }[type],
        0,
      );
      const heard = noise.filter((byte) => byte !== 0x11 && byte !== 0x13).length;
      expect(heard - taken).toBeLessThan(7);
    }),
  );
});

test.each([
  ['ready', [0x12, 0x12, 0x12, 0x12], { state: 'ready', paperLow: false }],
  ['drawer open, paper low', [0x16, 0x12, 0x12, 0x1e], { state: 'ready', paperLow: true }],
  ['paper out', [0x1a, 0x32, 0x12, 0x7e], { state: 'paperOut' }],
  ['paper sensor alone', [0x12, 0x12, 0x12, 0x72], { state: 'paperOut' }],
  ['presenter empty (PPU-231)', [0x12, 0x12, 0x12, 0x52], { state: 'ready', paperLow: false }],
  ['cover open and no paper', [0x1a, 0x36, 0x12, 0x7e], { state: 'coverOpen' }],
  ['cutter jammed', [0x1a, 0x52, 0x1a, 0x12], { state: 'faulted', error: { code: 'PRN-05', detail: 'cutter error' } }],
  ['head too hot', [0x1a, 0x52, 0x52, 0x12], { state: 'faulted', error: { code: 'PRN-05' } }],
  [
    'offline for no reason',
    [0x1a, 0x12, 0x12, 0x12],
    { state: 'faulted', error: { code: 'PRN-05', detail: 'offline' } },
  ],
])('the four answers of DLE EOT: %s', (_name, [printer = 0, offline = 0, error = 0, paper = 0], expected) => {
  expect(statusOfAnswers({ 1: printer, 2: offline, 3: error, 4: paper })).toMatchObject(expected);
});

test('an automatic status, which nobody asked for, says the same', () => {
  expect(statusOfAutomatic([0x10, 0, 0, 0x0f])).toEqual({ state: 'ready', paperLow: false });
  expect(statusOfAutomatic([0x18, 0, 0x0c, 0x0f])).toEqual({ state: 'paperOut' });
  expect(statusOfAutomatic([0x38, 0, 0, 0x0f])).toEqual({ state: 'coverOpen' });
});

test('a slow printer is a ready printer', async () => {
  let late = (deliver: () => void): void => deliver();
  const { clock, driver, pass } = await printerAtTheBox({
    wire: { answers: (bytes, deliver) => late(() => deliver(bytes)) },
  });
  late = (deliver) => void clock.setTimeout(deliver, 300);
  const printed = driver.print(documentOf(1));
  await pass(3_000);
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
  expect(await printed).toEqual({ ok: true });
});

test('an answer that comes after its time is not taken for the answer to the next question', async () => {
  let late = (deliver: () => void): void => deliver();
  const { clock, driver, printer, pass } = await printerAtTheBox({
    wire: { answers: (bytes, deliver) => late(() => deliver(bytes)) },
  });
  const delaysMs = [550, 100, 100, 100, 100];
  late = (deliver) => void clock.setTimeout(deliver, delaysMs.shift() ?? 0);
  printer.setFault('cover-open');
  const printed = driver.print(documentOf(1));
  await pass(2_000);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-03' } });
});
