import { expect, test } from 'vitest';
import { documentOf, printerAtTheBox } from '../helpers/printer-at-the-box.ts';

test('with its cover open a printer gets nothing', async () => {
  const { driver, printer } = await printerAtTheBox();
  printer.setFault('cover-open');
  expect(await driver.print(documentOf(3))).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-03' } });
  expect(printer.sheets()).toEqual([]);
});

test('a cover opened in the middle ends the document', async () => {
  const { driver, printer, pass } = await printerAtTheBox();
  printer.setFault('cover-open', 2);
  const printed = driver.print(documentOf(6));
  await pass(300);
  expect(await printed).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-03' } });
  printer.setFault('ok');
  await pass(1_000);
  expect(printer.sheets()).toMatchObject([{ text: 'строка 1\nстрока 2', cut: false }]);
});
