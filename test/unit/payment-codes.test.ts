import { expect, test } from 'vitest';
import { hintSystem, parseCode, parseSlipCode, slipCode } from '../../src/payment/wallet-code.ts';

test.each([
  ['101234567890123456', 'wechat'],
  ['151234567890123456', 'wechat'],
  ['161234567890123456', 'sendy'], // begins 16
  ['10123456789012345', 'sendy'], // 17 digits
  ['2512345678901234', 'alipay'],
  ['301234567890123456789012', 'alipay'],
  ['3112345678901234', 'sendy'],
  ['251234567890123', 'sendy'], // 15 digits
  ['https://sendy.example/c/1', 'sendy'],
])('%s hints at %s', (code, system) => {
  expect(hintSystem(code)).toBe(system);
});

test('what a scanner adds around a code is not part of it', () => {
  expect(parseCode(' 12345\r\n')).toEqual({ ok: true, value: '12345' });
});

test.each([
  ['empty', '', 'SCN-02'],
  ['only a line end', '\r\n', 'SCN-02'],
  ['over-long', 'x'.repeat(513), 'SCN-03'],
  ['over-long in bytes', 'я'.repeat(257), 'SCN-03'],
  ['with a control character', '12\u000745', 'SCN-04'],
  ['with a line end inside', '12\n45', 'SCN-04'],
  ['with an invisible character', '12\u200b45', 'SCN-04'],
  ['that was no text', '12\ufffd45', 'SCN-04'],
])('a code that is %s is refused', (_, code, error) => {
  expect(parseCode(code)).toMatchObject({ ok: false, error: { code: error } });
});

test('the longest code passes', () => {
  expect(parseCode('x'.repeat(512))).toMatchObject({ ok: true });
});

test("the slip's own code is told apart", () => {
  expect(slipCode('10000001', 17)).toBe('SBX1:10000001:17');
  expect(parseSlipCode('SBX1:10000001:17')).toEqual({ terminalId: '10000001', transactionNumber: 17 });
  expect(parseSlipCode('SBX1:10000001:')).toBeNull();
  expect(parseSlipCode('12345')).toBeNull();
});
