import { expect, test } from 'vitest';
import { encodeReports } from '../../devices/scanner/codec.ts';
import { followerTimeoutMs } from '../../devices/scanner/driver.ts';
import { scannerAtTheTill } from '../helpers/scanner-at-the-till.ts';

test('a continued report whose follower never comes is dropped and said, and does not grow into the next code', () => {
  const { simulator, clock, scans, codes } = scannerAtTheTill();
  const [half] = encodeReports(Buffer.from('half'.repeat(20)));
  simulator.cable.send(half ?? new Uint8Array());
  clock.increment(followerTimeoutMs - 1);
  expect(codes()).toEqual([]);
  clock.increment(1);
  expect(codes()).toEqual(['SCN-06']);
  simulator.scan('next');
  expect(scans).toEqual(['next']);
});

test('a slow follower within the time is still part of the code', () => {
  const { simulator, clock, scans } = scannerAtTheTill();
  for (const report of encodeReports(Buffer.from('s'.repeat(300)))) {
    simulator.cable.send(report);
    clock.increment(followerTimeoutMs - 1);
  }
  expect(scans).toEqual(['s'.repeat(300)]);
});
