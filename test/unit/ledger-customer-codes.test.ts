import { expect, test } from 'vitest';
import { customerCodes, isPrintable, walletOf } from '../../src/sandbox/ledger/wallets.ts';

test.each([
  ['100000000000000000', 'wechat'],
  ['159999999999999999', 'wechat'],
  ['160000000000000000', 'sendy'],
  ['09999999999999999', 'sendy'],
  ['13000000000000000', 'sendy'],
  ['1300000000000000000', 'sendy'],
  ['2500000000000000', 'alipay'],
  ['309999999999999999999999', 'alipay'],
  ['3100000000000000', 'sendy'],
  ['2400000000000000', 'sendy'],
  ['250000000000000', 'sendy'],
  ['2500000000000000000000000', 'sendy'],
  ['https://sendy.land/c/xyz', 'sendy'],
  ['BAD', null],
  ['BADGER', null],
  ['bad', 'sendy'],
  ['SBX1:10000001:5', null],
])('the code %s belongs to %s', (code, system) => {
  expect(walletOf(code)).toBe(system);
});

test('the customers’ codes of the sandbox belong to their wallets', () => {
  for (const [system, code] of Object.entries(customerCodes)) expect(walletOf(code)).toBe(system);
});

test('printable is text of any language, and no control character', () => {
  expect(isPrintable('Оплата 支付 pay')).toBe(true);
  for (const code of ['a\nb', '\u0000', '\u001b[2J', '\u2028', 'a\ufffd']) expect(isPrintable(code)).toBe(false);
});
