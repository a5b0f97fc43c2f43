import { expect, test } from 'vitest';
import { forbiddenChanges, termsOf } from '../../src/box/terms.ts';
import type { TerminalInfo } from '../../src/payment/types.ts';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';

const info: TerminalInfo = {
  terminal: { id: '10000001', serialNumber: '20000001', name: 'Касса 1' },
  merchant: { name: 'ООО «Ромашка»', taxId: '7700000009', address: 'г. Москва' },
  currency: 'RUB',
  paymentSystems: ['sendy', 'wechat'],
  modes: ['online', 'offline'],
  limits: { minAmount: 100, maxAmount: 50_000_000 },
  permissions: { refund: true },
  activatedAt: '2026-11-24T09:00:00.000Z',
};
const settings = (own: Record<string, unknown>): Settings => settingsSchema.parse(own);
const all = { sendy: true, wechat: true, alipay: true };

test('a wallet is offered only where the terminal may and the setting says so', () => {
  expect(termsOf(settings({ paymentSystems: all }), info).onlineSystems).toEqual(['sendy', 'wechat']);
  expect(termsOf(settings({}), info).onlineSystems).toEqual(['sendy']);
});

test('the scan stands first in the list of methods, and only what the terminal may is in it', () => {
  expect(termsOf(settings({}), info).methods).toEqual(['offline', 'online']);
  expect(termsOf(settings({}), { ...info, modes: ['online'] }).methods).toEqual(['online']);
});

test('another server is refused while a payment is open, or the shift is not closed', () => {
  const [before, after] = [
    settings({ serverUrl: 'https://a.example/' }),
    settings({ serverUrl: 'https://b.example/' }),
  ];
  const rules = {
    hasOpenSales: true,
    hasOpenShift: false,
    serverUrlInForce: 'https://a.example/',
    allowedSystems: null,
  };
  expect(forbiddenChanges(before, after, rules)).toMatchObject([{ path: 'serverUrl', error: { code: 'PAY-04' } }]);
  const settled = { ...rules, hasOpenSales: false };
  expect(forbiddenChanges(before, after, settled)).toEqual([]);
  const unclosed = { ...settled, hasOpenShift: true };
  expect(forbiddenChanges(before, after, unclosed)).toMatchObject([{ path: 'serverUrl', error: { code: 'ACT-10' } }]);
  expect(forbiddenChanges(before, { ...before, language: 'en' }, unclosed)).toEqual([]);
});

test('a file that names another server while a payment is open may be set back, and everything else may be set', () => {
  const edited = settings({ serverUrl: 'https://b.example/' });
  const rules = {
    hasOpenSales: true,
    hasOpenShift: false,
    serverUrlInForce: 'https://a.example/',
    allowedSystems: null,
  };
  expect(forbiddenChanges(edited, settings({ serverUrl: 'https://a.example/' }), rules)).toEqual([]);
  expect(forbiddenChanges(edited, { ...edited, language: 'en' }, rules)).toEqual([]);
  expect(forbiddenChanges(edited, settings({ serverUrl: 'https://c.example/' }), rules)).toHaveLength(1);
});

test('a wallet that the terminal may not have cannot be switched on', () => {
  const rules = {
    hasOpenSales: false,
    hasOpenShift: false,
    serverUrlInForce: null,
    allowedSystems: info.paymentSystems,
  };
  expect(forbiddenChanges(settings({}), settings({ paymentSystems: all }), rules)).toMatchObject([
    { path: 'paymentSystems.alipay', error: { code: 'PAY-07' } },
  ]);
});

test('a caFile that is not there, or holds no certificate, is not taken up: the box would be cut off', () => {
  const rules = { hasOpenSales: false, hasOpenShift: false, serverUrlInForce: null, allowedSystems: null };
  const withFile = (caFile: string | null) => settings({ caFile });
  const reasonOf = (caFile: string) => forbiddenChanges(withFile(null), withFile(caFile), rules)[0]?.error.params;
  expect(reasonOf('/nowhere/ca.pem')).toMatchObject({ reason: 'caFileUnreadable', errno: 'ENOENT' });
  expect(reasonOf('/etc/passwd')).toMatchObject({ reason: 'caFileEmpty' });
  // one that is in force already is no change
  expect(forbiddenChanges(withFile('/nowhere/ca.pem'), withFile('/nowhere/ca.pem'), rules)).toEqual([]);
  expect(forbiddenChanges(withFile('/nowhere/ca.pem'), withFile(null), rules)).toEqual([]);
});
