import { expect, test } from 'vitest';
import { checkSettings } from '../../src/settings/check.ts';
import { isSettingKey, type Settings, settingKeys } from '../../src/settings/schema.ts';

const parse = (document: unknown): Settings => {
  const checked = checkSettings(document);
  if (!checked.ok) throw new Error(JSON.stringify(checked.error));
  return checked.value.settings;
};

/** `SET-02 slipWidth` of everything that is wrong. */
const refusals = (document: unknown): string[] => {
  const checked = checkSettings(document);
  return checked.ok ? [] : checked.error.map(({ path, error }) => `${error.code} ${path}`).sort();
};

test('a box that nobody has set up has the defaults, and no server', () => {
  expect(parse({})).toEqual({
    version: 1,
    serverUrl: null,
    language: 'ru',
    slipWidth: 32,
    waitTimeoutSeconds: 90,
    mode: 'offline',
    paymentSystems: { sendy: true, wechat: false, alipay: false },
    slipCopies: 2,
    detailedDayClose: false,
    servicePin: null,
    caFile: null,
    pinnedKeys: [],
    devices: { printer: null, scanner: null, keypad: null, display: null, buttons: null, till: null },
    timeZone: null,
    logRetentionDays: 90,
  });
});

test.each([
  ['slipWidth', [24, 64], [23, 65, 32.5, '32']],
  ['waitTimeoutSeconds', [15, 600], [14, 601, null]],
  ['slipCopies', [0, 5], [-1, 6]],
  ['logRetentionDays', [7, 3650], [6, 3651]],
  ['language', ['ru', 'en'], ['de', '']],
  ['mode', ['online', 'offline', 'ask'], ['both']],
  ['detailedDayClose', [true, false], ['true', 1]],
  ['timeZone', ['Europe/Moscow', 'Asia/Yekaterinburg', 'UTC'], ['Moscow', '+03:00', '', 'Europe/Moscow ']],
  ['caFile', ['/etc/sendybox/ca.pem'], ['ca.pem', '']],
  [
    'serverUrl',
    ['https://pos.sendy.land/', 'https://pos.sendy.land:8443/api/', 'http://127.0.0.1:8080/', 'http://[::1]:1/'],
    [
      'https://pos.sendy.land',
      'http://pos.sendy.land/',
      'ftp://pos.sendy.land/',
      'https://me:secret@pos.sendy.land/',
      'https://pos.sendy.land/?a/',
      'https://pos.sendy.land/#/',
      'https://pos.sendy.land/?',
      ' https://pos.sendy.land/',
      'pos.sendy.land/',
      '',
    ],
  ],
  [
    'pinnedKeys',
    [[], [`${'A'.repeat(43)}=`], [`${'A'.repeat(43)}=`, `${'b'.repeat(43)}=`]],
    [['short'], Array.from({ length: 3 }, () => `${'A'.repeat(43)}=`), 'A'],
  ],
])('%s keeps its bounds', (key, allowed, refused) => {
  for (const value of allowed) expect(refusals({ [key]: value }), JSON.stringify(value)).toEqual([]);
  for (const value of refused) {
    const codes = refusals({ [key]: value });
    expect(codes.length, `${JSON.stringify(value)} must be refused`).toBeGreaterThan(0);
    for (const code of codes) expect(code.startsWith(`SET-02 ${key}`)).toBe(true);
  }
});

test('Sendy cannot be switched off, WeChat and Alipay can be switched on', () => {
  expect(refusals({ paymentSystems: { sendy: false } })).toEqual(['SET-02 paymentSystems.sendy']);
  expect(parse({ paymentSystems: { wechat: true } }).paymentSystems).toEqual({
    sendy: true,
    wechat: true,
    alipay: false,
  });
});

test.each([
  ['printer', { driver: 'usb' }],
  ['printer', { driver: 'usb', path: '/dev/usb/lp0', codePage: 17, qr: 'raster', doneReport: true }],
  ['printer', { driver: 'serial', path: '/dev/ttyUSB0', baudRate: 9600 }],
  ['printer', { driver: 'tcp', host: '192.168.1.50', port: 9100 }],
  ['printer', { driver: 'virtual' }],
  ['scanner', { driver: 'hid' }],
  ['scanner', { driver: 'hid-keyboard', path: '/dev/hidraw1' }],
  ['scanner', { driver: 'serial', path: '/dev/ttyACM0', baudRate: 115200 }],
  ['keypad', { driver: 'hid', keys: { CANCEL: 83, MENU: 84 } }],
  ['display', { driver: 'serial', path: '/dev/ttyUSB1', baudRate: 9600, protocol: 'cd5220' }],
  ['buttons', { driver: 'gpio', lines: { CANCEL: 17, ENTER: 27 } }],
  ['till', { driver: 'none' }],
])('devices.%s takes %j', (device, value) => {
  expect(refusals({ devices: { [device]: value } })).toEqual([]);
});

test.each([
  ['printer', { driver: 'bluetooth' }, ['SET-02 devices.printer.driver']],
  ['printer', 'usb', ['SET-02 devices.printer']],
  ['printer', { driver: 'serial', path: '/dev/ttyUSB0', baudRate: 12 }, ['SET-02 devices.printer.baudRate']],
  ['printer', { driver: 'tcp', host: 'a b', port: 0 }, ['SET-02 devices.printer.host', 'SET-02 devices.printer.port']],
  ['printer', { driver: 'usb', path: 'lp0' }, ['SET-02 devices.printer.path']],
  ['printer', { driver: 'usb', baudRate: 9600 }, ['SET-03 devices.printer.baudRate']],
  ['scanner', { driver: 'hid', paht: '/dev/hidraw1' }, ['SET-03 devices.scanner.paht']],
  ['keypad', { driver: 'hid', keys: { ABBRUCH: 83 } }, ['SET-03 devices.keypad.keys.ABBRUCH']],
  ['display', { driver: 'serial', path: '/dev/ttyUSB1', baudRate: 9600 }, ['SET-02 devices.display.protocol']],
])('devices.%s refuses %j', (device, value, problems) => {
  expect(refusals({ devices: { [device]: value } })).toEqual(problems);
});

test('everything that is wrong is said at once, each with its path and what is allowed there', () => {
  const checked = checkSettings({
    slipWidth: 10,
    mode: 'both',
    slipCopys: 3,
    paymentSystems: { visa: true },
    devices: { printer: { driver: 'bluetooth' }, fax: {} },
  });
  const problems = checked.ok ? [] : checked.error;
  expect(problems.map(({ path, error }) => [error.code, path, error.params?.allowed ?? null])).toEqual(
    expect.arrayContaining([
      ['SET-02', 'slipWidth', '24–64'],
      ['SET-02', 'mode', 'online, offline, ask'],
      ['SET-03', 'slipCopys', null],
      ['SET-03', 'paymentSystems.visa', null],
      ['SET-02', 'devices.printer.driver', expect.stringContaining('serial')],
      ['SET-03', 'devices.fax', null],
    ]),
  );
  expect(problems).toHaveLength(6);
});

test('what is no object, and what would reach into JavaScript, is refused', () => {
  for (const document of [null, [], 'text', 5]) expect(refusals(document)).toEqual(['SET-01 ']);
  expect(refusals(JSON.parse('{"__proto__": {"slipWidth": 24}, "constructor": 1}'))).toEqual([
    'SET-03 __proto__',
    'SET-03 constructor',
  ]);
});

test('keys of a newer version are ignored with a warning; a wrong value is still refused', () => {
  const newer = { version: 2, slipWidth: 40, tips: true, devices: { printer: { driver: 'usb', watermark: 1 } } };
  const checked = checkSettings(newer);
  expect(checked.ok && checked.value.settings.slipWidth).toBe(40);
  expect(checked.ok && checked.value.settings.devices.printer).toEqual({ driver: 'usb' });
  expect(checked.ok && checked.value.warnings.map(({ path, error }) => `${error.code} ${path}`).sort()).toEqual([
    'SET-04 devices.printer.watermark',
    'SET-04 tips',
  ]);
  expect(refusals({ ...newer, slipWidth: 10 })).toEqual(['SET-02 slipWidth']);
  for (const own of [{ tips: true }, { version: 1, tips: true }]) expect(refusals(own)).toEqual(['SET-03 tips']);
});

test('every key of the schema is described for people', () => {
  for (const key of Object.keys(parse({})).filter((name) => name !== 'version'))
    expect(isSettingKey(key), key).toBe(true);
  for (const device of Object.keys(parse({}).devices)) expect(isSettingKey(`devices.${device}`)).toBe(true);
  for (const { allowed } of Object.values(settingKeys)) expect(allowed.length).toBeGreaterThan(0);
});
