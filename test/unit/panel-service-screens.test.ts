import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { ServiceView } from '../../machines/service-view.ts';
import { fieldError } from '../../src/errors.ts';
import { type Language, languages } from '../../src/locale/language.ts';
import { serviceFace } from '../../src/panel/presenter-service.ts';
import { screenColumns, screenRows } from '../../src/panel/screen.ts';
import { type PanelEntry, panelSettingKeys, panelSettings } from '../../src/settings/panel-list.ts';
import { isSettingKey, settingsSchema } from '../../src/settings/schema.ts';

const settings = settingsSchema.parse({
  serverUrl: 'https://pos.sendy.example/terminals/',
  timeZone: 'Europe/Kaliningrad',
  devices: { printer: { driver: 'tcp', host: '10.0.0.5', port: 9_100 } },
});
const all = panelSettings(settings, ['sendy', 'wechat', 'alipay']);

const of = (key: PanelEntry['key']): PanelEntry => {
  const found = all.find((setting) => setting.key === key);
  if (found === undefined) throw new Error(key);
  return found;
};

const view: ServiceView = {
  stage: 'list',
  pinDigits: 0,
  setting: null,
  place: 1,
  count: all.length,
  option: null,
  typed: '',
  saved: false,
  error: null,
};

const faceOf = (change: Partial<ServiceView>, language: Language = 'ru') =>
  serviceFace({ ...view, ...change }, language);
const linesOf = (...args: Parameters<typeof faceOf>) => faceOf(...args).lines;

describe('the list', () => {
  test('one setting: its name and place, its value, what ENTER does', () => {
    expect(linesOf({ setting: of('mode'), place: 2 })).toEqual([
      'Режим оплаты    2/22',
      'Код покупателя',
      'ENTER - изменить',
      'UP DOWN CANCEL',
    ]);
    expect(linesOf({ setting: of('mode'), saved: true })[2]).toBe('Сохранено');
  });

  test.each([
    ['language', 'Русский'],
    ['waitTimeoutSeconds', '90'],
    ['paymentSystems.wechat', 'Выключено'],
    ['timeZone', 'Europe/Kaliningrad'],
    ['servicePin', 'задан'],
    ['devices.printer', 'tcp'],
    ['devices.scanner', 'Определяется сам'],
  ] as const)('%s: %s', (key, value) => {
    expect(linesOf({ setting: of(key) })[1]).toBe(value);
  });

  test('what is not changed here offers no ENTER, and a long address goes over two lines', () => {
    const { lines, keys } = faceOf({ setting: of('serverUrl') });
    expect(lines.slice(1, 3).join('')).toBe('https://pos.sendy.example/terminals/');
    expect(keys).toEqual(['UP', 'DOWN', 'CANCEL']);
    expect(linesOf({ setting: of('paymentSystems.sendy') })[2]).toBe('Здесь не меняется');
  });
});

test('a change: the option at the mark; the digits typed with what is allowed; what was wrong in its place', () => {
  expect(linesOf({ stage: 'picking', setting: of('timeZone'), option: null })).toEqual([
    'Часовой пояс',
    '>Системный',
    'UP DOWN - выбрать',
    'ENTER - сохранить',
  ]);
  const number = { stage: 'number', setting: of('slipWidth'), typed: '7' } as const;
  expect(linesOf(number)).toEqual(['Ширина слипа', '7_', 'Можно: 24-64', 'ENTER - сохранить']);
  expect(linesOf({ ...number, error: fieldError('SET-02') })).toEqual([
    'Ширина слипа',
    '7_',
    'SET-02 недопустимо',
    'Можно: 24-64',
  ]);
  expect(linesOf({ ...number, error: fieldError('SET-06') })[2]).toBe('SET-06 Настройки не');
});

test('a PIN: a dot for each digit; what was wrong is on the upper two lines', () => {
  expect(linesOf({ stage: 'pin', pinDigits: 3 }).slice(0, 2)).toEqual(['PIN сервиса:', '∙∙∙_']);
  expect(linesOf({ stage: 'pin', error: fieldError('SRV-02', undefined, { attemptsLeft: 1 }) }, 'en')).toEqual([
    'Service PIN:',
    'SRV-02 Wrong PIN,',
    'attempts left 1',
    '_',
  ]);
});

test('every setting of the panel is one of the box', () => {
  const keys = all.filter(({ kind }) => kind !== 'job').map(({ key }) => key);
  expect(keys).toEqual(panelSettingKeys);
  expect(panelSettingKeys.filter((key) => !isSettingKey(key))).toEqual([]);
});

test.each(languages)('every setting, value and failure fits, in letters that displays have (%s)', (language) => {
  const errors = [null, ...(['SET-02', 'SET-06', 'PAY-04', 'PAY-07', 'BUG-01'] as const).map((code) => ({ code }))];
  const faces = all.flatMap((setting) => [
    faceOf({ setting, place: 19 }, language),
    ...(setting.kind === 'choice' ? setting.options : []).flatMap((option) =>
      errors.map((error) => faceOf({ stage: 'picking', setting, option, error }, language)),
    ),
    ...(setting.kind === 'number' ? errors : []).map((error) =>
      faceOf({ stage: 'number', setting, typed: '9999', error }, language),
    ),
  ]);
  const wrong = (['SRV-02', 'SRV-04', 'SET-02', 'SET-06'] as const).map((code) => ({
    code,
    params: { attemptsLeft: 2 },
  }));
  for (const stage of ['pin', 'newPin', 'repeatedPin'] as const)
    faces.push(...[null, ...wrong].map((error) => faceOf({ stage, pinDigits: 8, error }, language)));
  expect(faces.length).toBeGreaterThan(100);
  for (const { lines } of faces) {
    expect(lines.length).toBeLessThanOrEqual(screenRows);
    for (const line of lines) {
      expect(line.length, line).toBeLessThanOrEqual(screenColumns);
      expect(iconv.decode(iconv.encode(line, 'cp866'), 'cp866')).toBe(line);
    }
  }
});
