import { expect, test } from 'vitest';
import { createPrinterDriver } from '../../devices/printer/driver.ts';
import { documentOf, plugIn, printerAtTheBox, settle } from '../helpers/printer-at-the-box.ts';

/** The box dies without a word; another one comes up on the same printer. */
const restart = async ({ clock, printer, wire }: Awaited<ReturnType<typeof printerAtTheBox>>) => {
  wire.unplug();
  const driver = createPrinterDriver({ doneReport: true }, { clock, log: () => undefined });
  driver.attach(plugIn(printer).channel);
  await settle();
  return driver;
};

test('a slip that a power cut left in a printer without paper does not come out behind its duplicate', async () => {
  const before = await printerAtTheBox();
  before.printer.setFault('paper-out', 1);
  void before.driver.print(documentOf(4, 'прерванный'));
  await settle();
  const driver = await restart(before);
  before.printer.setFault('ok');
  await before.pass(1_000);
  expect(await driver.print(documentOf(1, 'дубликат'))).toEqual({ ok: true });
  expect(before.printer.sheets().map(({ text, cut }) => [text, cut])).toEqual([
    ['прерванный 1', true],
    ['дубликат 1', true],
  ]);
});

test('a power cut in the middle of a command: the next slip is whole', async () => {
  const before = await printerAtTheBox();
  await before.wire.channel.write(
    Uint8Array.of(0x1b, 0x40, 0x41, 0x0a, 0x1d, 0x76, 0x30, 0x00, 0x30, 0x00, 0xff, 0x00, 0x00),
  );
  const driver = await restart(before);
  expect(await driver.print(documentOf(2, 'новый'))).toEqual({ ok: true });
  expect(before.printer.sheets().map(({ text }) => text)).toEqual(['A', 'новый 1\nновый 2']);
});

test('the done-report of a document before the power cut is not taken for the first one after it', async () => {
  const idOf = async (text: string): Promise<string> => {
    const { driver, wire } = await printerAtTheBox();
    await driver.print(documentOf(1, text));
    const written = wire.written();
    const request = written.indexOf(Uint8Array.of(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30));
    return written.toString('latin1', request + 7, request + 11);
  };
  expect(await idOf('прерванный')).not.toBe(await idOf('дубликат'));
});
