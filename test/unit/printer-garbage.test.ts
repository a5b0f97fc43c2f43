import { expect, test } from 'vitest';
import { documentOf, printerAtTheBox } from '../helpers/printer-at-the-box.ts';

test('a printer that answers garbage is PRN-07 and gets no document', async () => {
  const { driver, printer, wire, pass } = await printerAtTheBox();
  printer.setFault('garbage');
  const printed = driver.print(documentOf(1));
  await pass(2_000);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-07' } });
  expect(driver.status()).toMatchObject({ state: 'faulted', error: { code: 'PRN-07' } });
  expect(wire.written().includes(documentOf(1))).toBe(false);
});

test('when it speaks sense again it is ready again', async () => {
  const { driver, printer, pass } = await printerAtTheBox();
  printer.setFault('garbage');
  await pass(3_000);
  printer.setFault('ok');
  await pass(2_000);
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
});

test('noise between good answers changes nothing, and is said', async () => {
  const { driver, logged } = await printerAtTheBox({
    wire: { answers: (bytes, deliver) => deliver(Uint8Array.of(0xff, ...bytes, 0xff)) },
  });
  expect(await driver.print(documentOf(1))).toEqual({ ok: true });
  expect(logged.some(({ event }) => event === 'printer.unexpectedAnswer')).toBe(true);
});

test('garbage without end does not flood the log', async () => {
  const { printer, logged, pass } = await printerAtTheBox();
  printer.setFault('garbage');
  await pass(60_000);
  expect(logged.filter(({ event }) => event === 'printer.unexpectedAnswer').length).toBeLessThan(20);
});
