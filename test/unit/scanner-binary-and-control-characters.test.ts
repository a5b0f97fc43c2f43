import { expect, test } from 'vitest';
import { scannerAtTheTill } from '../helpers/scanner-at-the-till.ts';

test.each([
  ['an escape character', '12\u001b34'],
  ['a NUL', '12\u000034'],
  ['a line end inside', '12\r\n34'],
  ['a direction mark', '12\u202e34'],
  ['bytes that are no UTF-8', Uint8Array.of(0x31, 0xff, 0xfe, 0x32)],
  ['half a UTF-8 letter', Uint8Array.of(0x31, 0xd0)],
])('%s: SCN-04, and nothing goes to the box', (_what, shown) => {
  const { simulator, scans, codes } = scannerAtTheTill();
  simulator.scan(shown);
  expect(codes()).toEqual(['SCN-04']);
  expect(scans).toEqual([]);
});
