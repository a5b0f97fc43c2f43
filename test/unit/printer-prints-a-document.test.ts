import { expect, test } from 'vitest';
import { documentOf, printerAtTheBox, settle } from '../helpers/printer-at-the-box.ts';

test('a document is done when the printer reports it printed', async () => {
  const { driver, printer } = await printerAtTheBox();
  expect(driver.status()).toEqual({ state: 'ready', paperLow: false });
  expect(await driver.print(documentOf(3))).toEqual({ ok: true });
  expect(printer.sheets().map(({ text, cut }) => [text, cut])).toEqual([['строка 1\nстрока 2\nстрока 3', true]]);
  expect(printer.complaints()).toEqual([]);
});

test('a document is not done before its last line is on paper', async () => {
  const { driver, printer, pass } = await printerAtTheBox({ bytesPerSecond: 100 });
  let outcome: unknown;
  void driver.print(documentOf(10)).then((ended) => {
    outcome = ended;
  });
  await pass(700);
  expect(printer.sheets()[0]?.cut).toBe(false);
  expect(outcome).toBeUndefined();
  await pass(1_000);
  expect(printer.sheets()[0]?.cut).toBe(true);
  expect(outcome).toEqual({ ok: true });
});

test('two copies come out one after the other, in their order', async () => {
  const { driver, printer } = await printerAtTheBox();
  const outcomes = await Promise.all([driver.print(documentOf(1, 'первый')), driver.print(documentOf(1, 'второй'))]);
  expect(outcomes).toEqual([{ ok: true }, { ok: true }]);
  expect(printer.sheets().map(({ text }) => text)).toEqual(['первый 1', 'второй 1']);
});

test('a printer without done-reports: done when it must have come out and the printer is still content', async () => {
  const { driver, printer, pass } = await printerAtTheBox({ driver: { doneReport: false }, doneReports: false });
  let outcome: unknown;
  void driver.print(documentOf(3)).then((ended) => {
    outcome = ended;
  });
  await settle();
  expect(outcome).toBeUndefined();
  await pass(1_200);
  expect(outcome).toEqual({ ok: true });
  expect(printer.complaints()).toEqual([]);
});

test('the first byte of a document leaves one round of questions after it was asked for, with no time passing', async () => {
  const { driver, wire } = await printerAtTheBox();
  const before = wire.writes();
  void driver.print(documentOf(1));
  await settle();
  expect(wire.writes() - before).toBe(5); // four questions, one document
});

test('more documents than may wait are refused, those that wait are printed', async () => {
  const { driver, printer } = await printerAtTheBox();
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => driver.print(documentOf(1))));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(9); // one under way, eight behind it
  expect(outcomes.at(-1)).toMatchObject({ ok: false, mayBeOut: false, error: { code: 'PRN-04' } });
  expect(printer.sheets()).toHaveLength(9);
});

test('a document given up while it waits is never sent', async () => {
  const { driver, printer } = await printerAtTheBox();
  const giveUp = new AbortController();
  const first = driver.print(documentOf(1, 'первый'));
  const second = driver.print(documentOf(1, 'второй'), giveUp.signal);
  giveUp.abort();
  expect(await first).toEqual({ ok: true });
  expect(await second).toMatchObject({ ok: false, mayBeOut: false });
  expect(printer.sheets().map(({ text }) => text)).toEqual(['первый 1']);
});

test('closing the driver ends what waits', async () => {
  const { driver, pass } = await printerAtTheBox({ bytesPerSecond: 50 });
  const outcomes = Promise.all([driver.print(documentOf(9)), driver.print(documentOf(9))]);
  await pass(300);
  await driver.close();
  expect(await outcomes).toMatchObject([
    { ok: false, mayBeOut: true, error: { code: 'PRN-01' } },
    { ok: false, mayBeOut: false, error: { code: 'PRN-01' } },
  ]);
  expect(await driver.print(documentOf(1))).toMatchObject({ ok: false, mayBeOut: false });
});
