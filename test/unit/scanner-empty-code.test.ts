import { expect, test } from 'vitest';
import { scannerAtTheTill } from '../helpers/scanner-at-the-till.ts';

test.each([
  ['no data', ''],
  ['spaces', '   '],
  ['a line end alone', '\r\n'],
])('%s: SCN-02', (_what, shown) => {
  const { simulator, scans, codes } = scannerAtTheTill();
  simulator.scan(shown);
  expect(codes()).toEqual(['SCN-02']);
  expect(scans).toEqual([]);
});
