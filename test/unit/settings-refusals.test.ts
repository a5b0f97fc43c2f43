/** Every setting wrong in every way: each refusal is wholly in one language, and says what is allowed. */
import { expect, test } from 'vitest';
import { type FieldError, fieldCodes, fieldError } from '../../src/errors.ts';
import { errorLine } from '../../src/locale/error-line.ts';
import { checkSettings, SettingsFailure, type SettingsProblem } from '../../src/settings/check.ts';
import { splitKey, withValue } from '../../src/settings/paths.ts';
import { settingKeys } from '../../src/settings/schema.ts';
import { sendybox } from '../helpers/cli-call.ts';

const drivers = ['usb', 'serial', 'tcp', 'hid', 'hid-keyboard', 'gpio', 'virtual', 'none', 'unheard-of'];
const members: Readonly<Record<string, unknown>> = {
  path: 'ttyUSB0',
  host: 'no host',
  port: 0,
  baudRate: 9_601,
  protocol: 'morse',
  codePage: 256,
  qr: 'drawn',
  doneReport: 'yes',
  keys: { CANCEL: 3, FLY: 4 },
  lines: { ENTER: -1 },
  chip: '',
  activeLow: 1,
};

const values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e9,
  '',
  ' ',
  'x',
  'да',
  'RU',
  '\u001b[2J',
  'x'.repeat(10_000),
  [],
  ['x'],
  ['a', 'b', 'c'],
  {},
  { x: 1 },
  'http://gateway.example/',
  'https://gateway.example',
  'https://user:secret@gateway.example/',
  'https://gateway.example/?a=b',
  'https://gateway.example/a b/',
  'ftp://gateway.example/',
  '+03:00',
  'Europe/Atlantis',
  '123',
  '123456789',
  ...drivers.map((driver) => ({ driver })),
  ...drivers.map((driver) => ({ driver, ...members })),
  ...drivers.flatMap((driver) => Object.entries(members).map(([name, value]) => ({ driver, [name]: value }))),
];

const problemsOf = (key: string, value: unknown): readonly SettingsProblem[] => {
  const checked = checkSettings(withValue({}, splitKey(key) ?? [], value));
  return checked.ok ? checked.value.warnings : checked.error;
};

const everything = [
  ...Object.keys(settingKeys),
  'version',
  'colour',
  'devices.modem',
  'devices.printer.colour',
].flatMap((key) => values.flatMap((value) => problemsOf(key, value)));

/** What is the same in every language: keys, allowed values, commands, formats. */
const withoutData = (line: string, { code, params = {} }: FieldError): string =>
  Object.values(params)
    .map(String)
    .filter((text) => text !== '')
    .sort((one, other) => other.length - one.length)
    .reduce((rest, text) => rest.replaceAll(text, ' '), line)
    .replace(code, ' ')
    .replace(
      /sendybox settings(?: set)?|settings\.json(?:\.refused)?|https?:\/\/|SHA-256|base64|\bPEM\b|\bJSON\b/g,
      ' ',
    );

test('of each there is something wrong to be said', () => {
  expect(everything.length).toBeGreaterThan(2_000);
  const keys = new Set(everything.map(({ path }) => path.split('.').slice(0, 2).join('.')));
  for (const key of Object.keys(settingKeys))
    expect(
      [...keys].some((one) => one.startsWith(key)),
      key,
    ).toBe(true);
});

test('in Russian without a word of English, in English without a Russian letter', () => {
  const said = new Map(everything.map(({ error }) => [JSON.stringify(error), error]));
  for (const error of said.values()) {
    expect(withoutData(errorLine(error, 'ru'), error), JSON.stringify(error)).not.toMatch(/[a-z]{2,}/i);
    expect(errorLine(error, 'en').replaceAll('да', '')).not.toMatch(/[а-яё]/i);
  }
});

test('a value that is not allowed is told with its key and with what is', () => {
  for (const { path, error } of everything) {
    if (error.code !== 'SET-02') continue;
    const line = errorLine(error, 'ru');
    expect(line).toContain(path);
    expect(line).toContain(`Допускается: ${error.params?.allowed}`);
    expect(String(error.params?.allowed)).not.toBe('');
  }
});

test.each([
  ['serverUrl', 'http://gateway.example/', 'Без шифрования'],
  ['serverUrl', 'https://gateway.example', 'Адрес должен заканчиваться знаком /.'],
  ['serverUrl', 'https://gateway.example/?', 'В адресе не должно быть знаков ? и #.'],
  ['serverUrl', 'https://gateway.example/a b/', 'В адресе есть пробел'],
  ['serverUrl', 'https://u:p@gateway.example/', 'имени пользователя и пароля'],
  ['serverUrl', 'ftp://gateway.example/', 'должен начинаться с https://'],
  ['serverUrl', 'gateway', 'Это не адрес.'],
  [
    'devices.printer',
    { driver: 'tcp', port: 9_100 },
    'Допускается: 192.168.1.50, printer.local, …. Значение обязательно',
  ],
  ['devices.printer', { driver: 'modem' }, 'usb | serial | tcp | virtual | none'],
  ['devices.printer', { driver: 'tcp', host: '10.0.0.1', port: 0 }, 'Допускается: 1–65535.'],
])('%s = %j: %s', (key, value, part) => {
  const lines = problemsOf(key, value).map(({ error }) => errorLine(error, 'ru'));
  expect(lines.join('\n')).toContain(part);
});

test('the command says all of it at once, in the language of the box', async () => {
  const problems = [...problemsOf('slipWidth', 480), ...problemsOf('serverUrl', 'x'), ...problemsOf('colour', 1)];
  const box = { settingsSet: () => Promise.reject(new SettingsFailure(problems)) };
  const set = ['settings', 'set', 'slipWidth=480', 'serverUrl=x', 'colour=1'];
  const { status, stderr } = await sendybox(set, { box });
  expect(status).toBe(1);
  expect(stderr.trimEnd().split('\n')).toEqual([
    'SET-02 Недопустимое значение настройки slipWidth. Допускается: 24–64. Исправьте значение. Пока оно не верно, действуют последние верные настройки.',
    'SET-02 Недопустимое значение настройки serverUrl. Допускается: https://…/. Это не адрес. Исправьте значение. Пока оно не верно, действуют последние верные настройки.',
    'SET-03 Неизвестная настройка: colour. Проверьте, как пишется ключ: sendybox settings показывает все.',
  ]);
  const json = JSON.parse((await sendybox([...set, '--json'], { box })).stderr);
  expect(json.error.problems.map(({ message }: { message: string }) => message)).toEqual([
    'Недопустимое значение настройки slipWidth. Допускается: 24–64.',
    'Недопустимое значение настройки serverUrl. Допускается: https://…/. Это не адрес.',
    'Неизвестная настройка: colour.',
  ]);
});

test.each([
  [['status', '--colour'], 'нет такого ключа: --colour'],
  [['status', '-x'], 'нет такого ключа: -x'],
  [['log', '--day'], 'после --day нужно значение'],
  [['log', '--day', '--follow'], 'после --day нужно значение'],
  [['status', '--json=yes'], '--json указывают без значения'],
  [['status', '--help=yes'], '--help указывают без значения'],
])('wrong usage %j in Russian: %s', async (args, said) => {
  const { status, stderr } = await sendybox(args);
  expect(status).toBe(2);
  expect(stderr).toContain(`неверный вызов: ${said}`);
  expect(stderr).not.toMatch(/option|argument|specify/i);
});

test('of a technical detail only what is data is said: the prose of the program stays in its log', () => {
  const data = (detail: string): string =>
    errorLine(fieldError('NET-01', detail), 'ru')
      .split(/[.] (?=\()/)[1]
      ?.slice(1, -1) ?? '';
  expect(data('ECONNREFUSED connect ECONNREFUSED 127.0.0.1:4511')).toBe('ECONNREFUSED 127.0.0.1:4511');
  expect(data('getaddrinfo ENOTFOUND pos.sendy.land')).toBe('ENOTFOUND pos.sendy.land');
  expect(data('/run/sendybox/control.sock: EACCES')).toBe('/run/sendybox/control.sock EACCES');
  expect(data('CERT_HAS_EXPIRED certificate has expired')).toBe('CERT_HAS_EXPIRED');
  expect(data('connect EHOSTUNREACH fe80::1:443')).toBe('EHOSTUNREACH fe80::1:443');
  for (const prose of ['no answer in time', 'not a URL', 'no answer to DLE EOT 4', 'disk I/O error', '64 bytes, more'])
    expect(data(prose), prose).toBe('');
  for (const code of fieldCodes)
    expect(errorLine(fieldError(code, 'Invalid input: expected string, received undefined'), 'ru')).not.toMatch(
      /invalid|expected/i,
    );
});
