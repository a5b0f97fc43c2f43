/** What the box says of itself: gathered, on the display, on paper. */
import { expect, test } from 'vitest';
import type { BoxView, InformationView } from '../../machines/box-view.ts';
import { type InformationOptions, informationPort } from '../../src/box/information.ts';
import { networkAddresses } from '../../src/box/network-addresses.ts';
import { type Information, informationSections, renderInformation } from '../../src/documents/information.ts';
import { maxWidth, minWidth, plainText, typeset } from '../../src/documents/layout.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import { type Language, languages } from '../../src/locale/language.ts';
import { informationPages } from '../../src/locale/screen-information.ts';
import { present } from '../../src/panel/presenter.ts';
import { informationFace } from '../../src/panel/presenter-information.ts';
import { screenColumns, screenRows } from '../../src/panel/screen.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { information } from '../fixtures/information.ts';
import { saleOf, terms } from '../fixtures/sales.ts';
import { sendybox } from '../helpers/cli-call.ts';
import { shop } from '../helpers/slip-of-a-sale.ts';

const box = { activation: null, printing: { owed: 0, error: null } } as BoxView;
const page = (name: (typeof informationPages)[number], of: Information = information, language: Language = 'ru') => {
  const view: InformationView = {
    stage: 'showing',
    information: of,
    page: informationPages.indexOf(name),
    error: null,
  };
  return informationFace(box, view, 'Информация', language).lines.slice(1);
};

/** Everything as long as it can be. */
const longest: Information = {
  ...information,
  merchant: { name: 'Общество '.repeat(12), taxId: '770708389312', address: 'Достопримечательностей '.repeat(12) },
  terminal: { id: '1'.repeat(64), serialNumber: '2'.repeat(64), name: 'Касса у второго входа слева' },
  allowed: {
    paymentSystems: ['sendy'],
    modes: ['online'],
    currency: 'RUB',
    limits: { minAmount: 9_999_999_999, maxAmount: 9_999_999_999 },
    refund: false,
  },
  switchedOn: { paymentSystems: [], modes: [], mode: 'ask' },
  versions: {
    version: '10.20.30-beta.4',
    commit: 'f'.repeat(64),
    runtime: 'node 26.10.0 linux-x64',
    cryptoLibrary: { name: 'BoringSSL', version: '1.1.1', file: `/usr/lib/${'x'.repeat(200)}`, isBuiltIn: false },
  },
  addresses: {
    serverUrl: `https://${'pos.'.repeat(20)}sendy.land/api/`,
    hostName: 'a-very-long-host-name-of-a-box',
    ip: ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', '192.168.100.200', '10.0.0.1'],
  },
  gateway: { reachable: false, lastError: 'NET-01' },
  clock: { synchronised: true, offsetMs: -31_536_000_000 },
  shiftNumber: 999_999_999_999,
  lastDayClose: { shiftNumber: 7, closedAt: '2026-11-23T20:00:00.000Z' },
  devices: {
    printer: { state: 'coverOpen', error: 'PRN-03' },
    scanner: { state: 'missing', error: 'SCN-01' },
    keypad: { state: 'faulted', error: 'KEY-01' },
    display: { state: 'somethingNew', error: 'DSP-01' },
  },
};
const bare: Information = {
  ...information,
  merchant: null,
  terminal: null,
  activatedAt: null,
  allowed: null,
  switchedOn: null,
  addresses: { serverUrl: null, hostName: 'sendybox', ip: [] },
  gateway: { reachable: null, lastError: null },
  clock: { synchronised: false, offsetMs: 0 },
  shiftNumber: null,
};

const cases = languages.flatMap((language) =>
  Object.entries({ ordinary: information, longest, bare }).map(([name, of]) => ({ language, name, of })),
);

test.each(cases)('every page of $name in $language fits the display and says something', ({ language, of }) => {
  informationPages.forEach((_name, index) => {
    const view: InformationView = { stage: 'showing', information: of, page: index, error: null };
    const screen = {
      ...box,
      state: 'menu.information.showing',
      activation: null,
      terms,
      menu: { stage: 'information', information: view },
    };
    const { lines } = present(screen as unknown as BoxView, language);
    expect(lines.length, lines.join()).toBeLessThanOrEqual(screenRows);
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(screenColumns);
    expect(lines[0]).toMatch(new RegExp(`^\\S.* ${index + 1}/${informationPages.length}$`));
    expect(lines[1]).toMatch(/\S/);
    expect(lines.join('\n')).not.toMatch(/undefined|null|NaN/);
  });
});

test('the pages of an ordinary shop', () => {
  expect(page('merchant')).toEqual(['ООО «Ромашка»', '7707083893']);
  expect(page('address')).toEqual(['119019, Москва, ул.', 'Арбат, д. 1']);
  expect(page('terminal')).toEqual(['Терм. 10000001', 'С/Н 20000001', 'Касса 1']);
  expect(page('activation')).toEqual(['20.11.2026', '12:00:00']);
  expect(page('wallets')).toEqual(['Sendy: вкл.', 'WeChat: выкл.', 'AliPay: запрещён']);
  expect(page('methods')).toEqual(['Режим: QR покупат.', 'QR покупат.: вкл.', 'QR на чеке: выкл.']);
  expect(page('limits')).toEqual(['от 1,00 ₽', 'до 100 000,00 ₽', 'Возвраты: да']);
  expect(page('server')).toEqual(['pos.sendy.land', 'на связи']);
  expect(page('server', longest).at(-1)).toBe('нет связи NET-01');
  expect(page('clock')).toEqual(['Часы: 12 мс', 'Смена: 3', 'Закр.: нет данных']);
  expect(page('clock', longest)[2]).toBe('Закр.: 23.11.2026');
  expect(page('network')).toEqual(['sendybox', '192.168.1.20']);
  expect(page('network', bare)).toEqual(['sendybox', 'IP-адреса нет']);
  expect(page('printer')).toEqual(['Принтер: нет бумаги', '  PRN-02', 'Сканер: работает']);
  expect(page('keypad')).toEqual(['Клавиатура: работает', 'Дисплей: нет']);
  expect(page('versions')).toEqual(['0.1.0 1a2b3c4', 'node 26.10.0', 'OpenSSL 3.5.4']);
});

test.each(cases)('the paper of $name in $language, at every width', ({ language, of }) => {
  for (const width of [minWidth, 32, 42, maxWidth]) {
    const layout = renderInformation(of, { language, width, duplicate: false });
    for (const line of typeset(layout)) if (line.type === 'line') expect(line.text.length).toBeLessThanOrEqual(width);
    expect(plainText(layout)).not.toMatch(/undefined|null|NaN/);
  }
});

test('the paper says all of it, in its time zone; marked when part of it may be out', () => {
  const paper = plainText(renderInformation(information, { language: 'ru', width: 48, duplicate: false }));
  for (const part of [
    'ООО "Ромашка"',
    '7707083893',
    'Арбат',
    '10000001',
    '20000001',
    '20.11.2026 12:00:00',
    'разрешено, включено',
    'не разрешено',
    '100 000,00 руб.',
    'https://pos.sendy.land/',
    '192.168.1.20',
    'расхождение с сервером 12 мс',
    'Последнее закрытие дня',
    'нет данных',
    'нет бумаги (PRN-02)',
    'OpenSSL 3.5.4',
    'Встроена в                         /usr/bin/node',
    '24.11.2026 12:00:00',
  ])
    expect(paper).toContain(part);
  expect(paper).not.toContain('ДУБЛИКАТ');
  expect(plainText(renderInformation(information, { language: 'ru', width: 48, duplicate: true }))).toContain(
    'ДУБЛИКАТ',
  );
});

test('before activation there is no registration to show, and no section for it', () => {
  const titles = informationSections(bare, 'ru').map(({ title }) => title);
  expect(titles).toEqual(['Организация', 'Связь', 'Смена', 'Устройства', 'Версии']);
  expect(informationSections(bare, 'ru')[0]?.rows).toEqual([['Терминал', 'не активирован']]);
});

const gathered = (change: Partial<InformationOptions> = {}) => {
  const ready = { status: () => ({ state: 'ready' }) };
  const owed: unknown[] = [];
  const port = informationPort({
    settings: () => settingsSchema.parse({ mode: 'offline', paymentSystems: { wechat: true, alipay: true } }),
    timeZone: () => 'Europe/Moscow',
    identity: () => ({
      serverUrl: 'https://pos.sendy.land/',
      hardwareId: 'h',
      terminalKey: 'c2VjcmV0LWtleS1vZi10aGUtdGVybWluYWw=',
      info: { ...shop, modes: [...shop.modes], paymentSystems: ['sendy', 'wechat'] },
      activatedAt: shop.activatedAt,
    }),
    release: { version: '0.1.0', commit: null, runtime: 'node' },
    cryptoLibrary: {
      name: 'OpenSSL',
      version: '3.5.4',
      file: '/lib/libcrypto.so.3',
      isBuiltIn: false,
      fips: false,
      environment: {},
    },
    serverUrl: () => 'https://pos.sendy.land/',
    client: () => ({
      link: () => ({ reachable: false, lastError: fieldError('NET-01', 'connect ECONNREFUSED') }),
      clock: () => ({ synchronised: true, offsetMs: 5 }),
    }),
    shiftNumber: () => 9,
    refreshRegistration: async () => {},
    lastClose: async () => ({ shiftNumber: 8, closedAt: '2026-11-23T20:00:00.000Z' }),
    sleep: () => new Promise(() => {}),
    devices: () =>
      ({
        printer: { status: () => ({ state: 'missing', error: fieldError('PRN-01') }) },
        scanner: ready,
        keypad: ready,
        display: ready,
      }) as unknown as ReturnType<InformationOptions['devices']>,
    journal: {
      lastSale: async () => saleOf(),
      createDocument: async (document) => [owed.push(document)],
    },
    network: () => ({ hostName: 'sendybox', ip: ['10.0.0.2'] }),
    now: () => '2026-11-24T09:00:00.000Z',
    ...change,
  });
  return { port, owed };
};

test('what is allowed comes from the registration, what is switched on of it from the settings', async () => {
  const read = await gathered().port.read();
  expect(read.allowed?.paymentSystems).toEqual(['sendy', 'wechat']);
  expect(read.switchedOn).toEqual({ paymentSystems: ['sendy', 'wechat'], modes: ['offline'], mode: 'offline' });
  expect(read.gateway).toEqual({ reachable: false, lastError: 'NET-01' });
  expect(read.versions.cryptoLibrary).toMatchObject({ file: '/lib/libcrypto.so.3', isBuiltIn: false });
  expect(read.devices.printer).toEqual({ state: 'missing', error: 'PRN-01' });
  expect([read.shiftNumber, read.lastDayClose?.shiftNumber]).toEqual([9, 8]);
  expect(JSON.stringify(read), 'no secret is among it').not.toContain('c2VjcmV0');
});

test('a gateway that was not asked yet: the shift of the last sale, and none where the journal cannot be read', async () => {
  const silent = { shiftNumber: () => null };
  expect((await gathered(silent).port.read()).shiftNumber).toBe(saleOf().intent.shiftNumber);
  const unreadable = { lastSale: async () => Promise.reject(new FieldFailure(fieldError('JRN-02'))) };
  const broken = { ...silent, journal: { ...unreadable, createDocument: async () => [] } };
  expect((await gathered(broken).port.read()).shiftNumber).toBeNull();
});

test('it is owed as it was read, of no transaction', async () => {
  const { port, owed } = gathered();
  const read = await port.read();
  await port.print(read);
  expect(owed).toEqual([{ kind: 'information', transactionNumber: null, data: read, copies: 1 }]);
  expect(JSON.parse(JSON.stringify(read)), 'plain data').toEqual(read);
});

test('addresses of this machine: IPv4 first, none that lead nowhere', () => {
  const address = (family: 'IPv4' | 'IPv6', text: string, internal = false) =>
    ({ family, address: text, internal }) as NonNullable<
      ReturnType<typeof import('node:os').networkInterfaces>[string]
    >[0];
  const found = networkAddresses('sendybox', {
    lo: [address('IPv4', '127.0.0.1', true), address('IPv6', '::1', true)],
    eth0: [address('IPv6', 'fe80::1'), address('IPv6', '2001:db8::2'), address('IPv4', '192.168.1.20')],
    usb0: [address('IPv4', '169.254.3.4')],
  });
  expect(found).toEqual({ hostName: 'sendybox', ip: ['192.168.1.20', '2001:db8::2'] });
});

test('the command shows it in the language of the box, and --print asks for the paper as well', async () => {
  const asked: unknown[] = [];
  const box = {
    info: async (params: unknown) => {
      asked.push(params);
      return { ...information, merchant: { name: 'ООО «\u001b[2J»', taxId: '7707083893', address: '' } };
    },
  };
  const shown = await sendybox(['info'], { box });
  expect([shown.status, shown.stderr]).toEqual([0, '']);
  expect(shown.stdout).toMatch(/^Организация\n {2}Название +ООО «\\u\{1b\}\[2J»$/m);
  expect(shown.stdout).toMatch(/^ {2}WeChat +разрешено, выключено$/m);
  const json = await sendybox(['info', '--json', '--print'], { box });
  expect(json.json()).toMatchObject({ terminal: { id: '10000001' }, lastDayClose: null });
  expect((await sendybox(['info', '--print'], { box })).stderr).toBe('Информация печатается.\n');
  expect(asked).toEqual([{}, { print: true }, { print: true }]);
  expect((await sendybox(['info', 'more'])).status).toBe(2);
});
