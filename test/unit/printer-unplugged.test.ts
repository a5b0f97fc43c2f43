import { expect, test } from 'vitest';
import { documentOf, plugIn, printerAtTheBox, settle } from '../helpers/printer-at-the-box.ts';

test('without a printer a document is refused', async () => {
  const { driver, printer } = await printerAtTheBox();
  printer.setFault('unplugged');
  expect(driver.status()).toMatchObject({ state: 'missing', error: { code: 'PRN-01' } });
  expect(await driver.print(documentOf(1))).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-01' } });
});

test('a printer pulled out in the middle of a document ends it at once', async () => {
  const { driver, printer, pass } = await printerAtTheBox({ bytesPerSecond: 100 });
  const printed = driver.print(documentOf(10));
  await pass(500);
  printer.setFault('unplugged');
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-01' } });
});

test('plugged in again it prints, and what was torn off is not on the same paper', async () => {
  const { driver, printer, pass } = await printerAtTheBox();
  printer.setFault('unplugged', 2);
  expect(await driver.print(documentOf(5, 'сломанный'))).toMatchObject({ ok: false, mayBeOut: true });
  printer.setFault('ok');
  driver.attach(plugIn(printer).channel);
  await settle();
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
  await pass(100);
  expect(await driver.print(documentOf(1, 'дубликат'))).toEqual({ ok: true });
  expect(printer.sheets().map(({ text }) => text)).toEqual(['сломанный 1\nсломанный 2', 'дубликат 1']);
});
