import { expect, test } from 'vitest';
import { documentOf, printerAtTheBox } from '../helpers/printer-at-the-box.ts';

test('a printer that answers nothing is PRN-04 and gets no document', async () => {
  const { driver, wire, pass } = await printerAtTheBox({ wire: { answers: () => undefined } });
  await pass(600);
  expect(driver.status()).toMatchObject({ state: 'faulted', error: { code: 'PRN-04' } });
  const printed = driver.print(documentOf(1));
  await pass(2_000);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-04' } });
  expect(wire.written().includes(documentOf(1))).toBe(false);
});

test('a printer that falls silent in the middle ends the document, after more than one question', async () => {
  let silent = false;
  const { driver, pass } = await printerAtTheBox({
    bytesPerSecond: 20,
    wire: { answers: (bytes, deliver) => silent || deliver(bytes) },
  });
  const printed = driver.print(documentOf(10));
  await pass(300);
  silent = true;
  await pass(5_000);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-04' } });
});

test('one missed question while it prints is forgiven', async () => {
  let drop = 0;
  const { driver, pass } = await printerAtTheBox({
    bytesPerSecond: 100,
    wire: {
      answers: (bytes, deliver) => {
        if (drop > 0) drop -= 1;
        else deliver(bytes);
      },
    },
  });
  const printed = driver.print(documentOf(10));
  await pass(300);
  drop = 1;
  await pass(4_000);
  expect(await printed).toEqual({ ok: true });
});

test('a printer that is content but never reports the document done: it may be out, it is not counted as printed', async () => {
  const { driver, pass } = await printerAtTheBox({ doneReports: false });
  const printed = driver.print(documentOf(1));
  await pass(20_000);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-04' } });
});

test('a printer that takes no bytes is given up in time, and its channel is closed to start afresh', async () => {
  let stuck = false;
  let answers = 0;
  const { driver, pass } = await printerAtTheBox({
    wire: {
      stuck: () => stuck,
      answers: (bytes, deliver) => {
        deliver(bytes);
        answers += 1;
        stuck = answers >= 9; // it answers four questions and a clear at the start, and four before the document
      },
    },
  });
  const printed = driver.print(documentOf(40));
  await pass(4_000);
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
  await pass(1_500);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-04' } });
  expect(driver.status()).toMatchObject({ state: 'missing' });
});
