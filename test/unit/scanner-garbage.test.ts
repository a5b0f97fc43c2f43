import { expect, test } from 'vitest';
import { encodeReports } from '../../devices/scanner/codec.ts';
import { scannerAtTheTill } from '../helpers/scanner-at-the-till.ts';

const spoilt = (change: (report: Uint8Array) => Uint8Array): Uint8Array =>
  change(encodeReports(Buffer.from('code'))[0] ?? new Uint8Array());
const withByte = (at: number, byte: number): Uint8Array => spoilt((report) => report.with(at, byte));

test.each([
  ['a report of one byte', Uint8Array.of(2)],
  ['a report without its end', spoilt((report) => report.subarray(0, 40))],
  ['a report that is too long', spoilt((report) => Buffer.concat([report, Uint8Array.of(0)]))],
  ['an empty report', new Uint8Array(0)],
  ['another report id', withByte(0, 7)],
  ['a length beyond the report', withByte(1, 57)],
  ['no identifier where it should be', withByte(2, 0x41)],
])('%s: SCN-06, the scanner is faulted until a good report', (_what, report) => {
  const { driver, simulator, scans, codes } = scannerAtTheTill();
  simulator.cable.send(report);
  expect(codes()).toEqual(['SCN-06']);
  expect(driver.status()).toMatchObject({ state: 'faulted', error: { code: 'SCN-06' } });
  simulator.scan('good');
  expect(scans).toEqual(['good']);
  expect(driver.status()).toEqual({ state: 'ready' });
});

test('a spoilt report inside a code drops the whole code: its tail is not taken for one', () => {
  const { simulator, scans, codes } = scannerAtTheTill();
  const [first, last] = encodeReports(Buffer.from('a'.repeat(100)));
  simulator.cable.send(first ?? new Uint8Array());
  simulator.cable.send(Uint8Array.of(1, 2, 3));
  simulator.cable.send(last ?? new Uint8Array());
  expect(codes()).toEqual(['SCN-06']);
  expect(scans).toEqual([]);
  simulator.scan('next');
  expect(scans).toEqual(['next']);
});

test('the simulated scanner with a worn cable sends what is no report', () => {
  const { simulator, scans, codes } = scannerAtTheTill();
  simulator.setFault('garbage');
  simulator.scan('code');
  expect(codes()).toEqual(['SCN-06']);
  simulator.setFault('ok');
  simulator.scan('code');
  expect(scans).toEqual(['code']);
});
