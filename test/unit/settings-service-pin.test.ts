import { expect, test } from 'vitest';
import { hashServicePin, isServicePin, verifyServicePin } from '../../src/settings/service-pin.ts';

test('a PIN is known again by its hash, another is not', async () => {
  const stored = await hashServicePin('0042');
  expect(await verifyServicePin('0042', stored)).toBe(true);
  expect(await verifyServicePin('42', stored)).toBe(false);
  expect(await verifyServicePin('0043', stored)).toBe(false);
  expect(JSON.stringify(stored)).not.toContain('0042');
});

test('two boxes with the same PIN have different hashes', async () => {
  const [one, other] = await Promise.all([hashServicePin('12345678'), hashServicePin('12345678')]);
  expect(one.hash).not.toBe(other.hash);
});

test('a PIN has four to eight digits', () => {
  for (const pin of ['0000', '12345678']) expect(isServicePin(pin)).toBe(true);
  for (const pin of ['123', '123456789', '12a4', '', 1234, '１２３４', null]) expect(isServicePin(pin)).toBe(false);
});
