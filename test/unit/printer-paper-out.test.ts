import { expect, test } from 'vitest';
import { clearBuffers } from '../../devices/printer/escpos.ts';
import { documentOf, printerAtTheBox } from '../helpers/printer-at-the-box.ts';

test('with no paper a document is refused and not a byte of it is sent', async () => {
  const { driver, printer, wire } = await printerAtTheBox();
  printer.setFault('paper-out');
  expect(await driver.print(documentOf(3))).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-02' } });
  expect(wire.written().includes(documentOf(3))).toBe(false);
});

test('paper that runs out in the middle ends the document at once, and part of it may be out', async () => {
  const { driver, printer, pass } = await printerAtTheBox();
  printer.setFault('paper-out', 4);
  const printed = driver.print(documentOf(10));
  await pass(300);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-02' } });
  expect(driver.status()).toEqual({ state: 'paperOut' });
  expect(printer.sheets()).toMatchObject([{ text: 'строка 1\nстрока 2\nстрока 3\nстрока 4', cut: false }]);
});

test('new paper does not bring the rest of a broken slip, and the next slip has its own paper', async () => {
  const { driver, printer, wire, pass } = await printerAtTheBox();
  printer.setFault('paper-out', 2);
  const printed = driver.print(documentOf(5, 'сломанный'));
  await pass(300);
  await printed;
  expect(wire.written().includes(clearBuffers)).toBe(true);
  printer.setFault('ok');
  await pass(1_000);
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
  expect(await driver.print(documentOf(1, 'дубликат'))).toEqual({ ok: true });
  expect(printer.sheets().map(({ text, cut }) => [text, cut])).toEqual([
    ['сломанный 1\nсломанный 2', true],
    ['дубликат 1', true],
  ]);
});

test('a printer without the clear command prints the rest, but never onto the next slip', async () => {
  const { driver, printer, pass } = await printerAtTheBox({ clearable: false });
  printer.setFault('paper-out', 2);
  const printed = driver.print(documentOf(4));
  await pass(2_000);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true });
  printer.setFault('ok');
  await pass(1_000);
  await driver.print(documentOf(1, 'дубликат'));
  expect(printer.sheets().at(-1)?.text).toBe('дубликат 1');
});

test('paper out shows without a document, and paper put in is seen within a second', async () => {
  const { driver, printer, pass } = await printerAtTheBox();
  printer.setFault('paper-out');
  await pass(1_000);
  expect(driver.status()).toEqual({ state: 'paperOut' });
  printer.setFault('ok');
  await pass(1_000);
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
});

test('low paper is said and stops nothing', async () => {
  const { driver, printer, pass } = await printerAtTheBox();
  printer.setFault('paper-low');
  await pass(1_000);
  expect(driver.status()).toEqual({ state: 'ready', paperLow: true });
  expect(await driver.print(documentOf(1))).toEqual({ ok: true });
});

test('a change of status is logged once, not at every question', async () => {
  const { printer, logged, pass } = await printerAtTheBox();
  printer.setFault('paper-out');
  await pass(10_000);
  expect(logged.filter(({ event }) => event === 'device.status').map(({ data }) => data.state)).toEqual([
    'ready',
    'paperOut',
  ]);
});
