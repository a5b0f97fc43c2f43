import { expect, test } from 'vitest';
import { encodeReports, maxScanBytes } from '../../devices/scanner/codec.ts';
import { followerTimeoutMs } from '../../devices/scanner/driver.ts';
import { scannerAtTheTill } from '../helpers/scanner-at-the-till.ts';

test('a code of 513 bytes is refused, the next one is read', () => {
  const { simulator, scans, codes } = scannerAtTheTill();
  simulator.scan('x'.repeat(513));
  simulator.scan('good');
  expect(codes()).toEqual(['SCN-03']);
  expect(scans).toEqual(['good']);
});

test('a code far over the bound is refused once, and its tail is not taken for a code', () => {
  const { simulator, scans, codes } = scannerAtTheTill();
  simulator.scan('x'.repeat(20_000));
  expect(codes()).toEqual(['SCN-03']);
  simulator.scan('good');
  expect(scans).toEqual(['good']);
});

test('a code that never ends is dropped at the bound; when it stops, the scanner is of use again', () => {
  const { simulator, clock, scans, codes } = scannerAtTheTill();
  const [part] = encodeReports(Buffer.from('e'.repeat(100)));
  for (let count = 0; count < 10_000; count += 1) simulator.cable.send(part ?? new Uint8Array());
  expect(codes()).toEqual(['SCN-03']);
  clock.increment(followerTimeoutMs);
  simulator.scan('good');
  expect(codes()).toEqual(['SCN-03']);
  expect(scans).toEqual(['good']);
});

test('the bound leaves room for a whole code and what scanners add to it', () => {
  const { simulator, scans } = scannerAtTheTill();
  simulator.scan(`]Q1${'c'.repeat(512)}\r\n`);
  expect(scans).toEqual(['c'.repeat(512)]);
  expect(maxScanBytes).toBeGreaterThan(517);
});
