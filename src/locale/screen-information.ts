/** The pages of «Information» on the display. At most 20 characters a line. */
import type { Language } from './language.ts';

/** In the order in which DOWN shows them. */
export const informationPages = [
  'merchant',
  'address',
  'terminal',
  'activation',
  'wallets',
  'methods',
  'limits',
  'server',
  'clock',
  'network',
  'printer',
  'keypad',
  'versions',
  'keys',
] as const;
export type InformationPage = (typeof informationPages)[number];

/** A title leaves five characters for `11/14`; the line of a device begins with its name. */
export interface InformationScreenTexts {
  readonly titles: Readonly<Record<InformationPage, string>>;
  readonly rights: Readonly<Record<'on' | 'off' | 'forbidden', string>>;
  readonly methods: Readonly<Record<'online' | 'offline', string>>;
  readonly mode: string;
  readonly modeOf: Readonly<Record<'online' | 'offline' | 'ask', string>>;
  readonly from: string;
  readonly upTo: string;
  readonly refunds: string;
  readonly yes: string;
  readonly no: string;
  readonly link: Readonly<Record<'reachable' | 'unreachable' | 'untried', string>>;
  readonly clock: string;
  readonly notSynchronised: string;
  readonly milliseconds: string;
  readonly shift: string;
  readonly dayClose: string;
  readonly noneKnown: string;
  readonly noAddress: string;
  readonly devices: Readonly<Record<'printer' | 'scanner' | 'keypad' | 'display', string>>;
  readonly deviceStates: Readonly<Record<'ready' | 'paperOut' | 'coverOpen' | 'faulted' | 'missing' | 'other', string>>;
  /** The last page: what the keys do here. */
  readonly keys: readonly [string, string, string];
  readonly gathering: string;
  readonly printing: string;
}

export const informationScreenTexts: Readonly<Record<Language, InformationScreenTexts>> = {
  ru: {
    titles: {
      merchant: 'Организация',
      address: 'Адрес',
      terminal: 'Терминал',
      activation: 'Активирован',
      wallets: 'Кошельки',
      methods: 'Способы',
      limits: 'Сумма',
      server: 'Сервер',
      clock: 'Часы и смена',
      network: 'Сеть',
      printer: 'Устройства',
      keypad: 'Устройства',
      versions: 'Версии',
      keys: 'Клавиши',
    },
    rights: { on: 'вкл.', off: 'выкл.', forbidden: 'запрещён' },
    methods: { online: 'QR на чеке', offline: 'QR покупат.' },
    mode: 'Режим',
    modeOf: { online: 'QR на чеке', offline: 'QR покупат.', ask: 'спрашивать' },
    from: 'от',
    upTo: 'до',
    refunds: 'Возвраты',
    yes: 'да',
    no: 'нет',
    link: { reachable: 'на связи', unreachable: 'нет связи', untried: 'ещё не вызывался' },
    clock: 'Часы',
    notSynchronised: 'Часы: не сверены',
    milliseconds: 'мс',
    shift: 'Смена',
    dayClose: 'Закр.',
    noneKnown: 'нет данных',
    noAddress: 'IP-адреса нет',
    devices: { printer: 'Принтер', scanner: 'Сканер', keypad: 'Клавиатура', display: 'Дисплей' },
    deviceStates: {
      ready: 'работает',
      paperOut: 'нет бумаги',
      coverOpen: 'открыт',
      faulted: 'сбой',
      missing: 'нет',
      other: '?',
    },
    keys: ['UP DOWN - листать', 'ENTER - печать', 'CANCEL - выйти'],
    gathering: 'Собираем данные...',
    printing: 'Печать...',
  },
  en: {
    titles: {
      merchant: 'Merchant',
      address: 'Address',
      terminal: 'Terminal',
      activation: 'Activated',
      wallets: 'Wallets',
      methods: 'Methods',
      limits: 'Amount',
      server: 'Server',
      clock: 'Clock, shift',
      network: 'Network',
      printer: 'Devices',
      keypad: 'Devices',
      versions: 'Versions',
      keys: 'Keys',
    },
    rights: { on: 'on', off: 'off', forbidden: 'not allowed' },
    methods: { online: 'QR on paper', offline: "Buyer's QR" },
    mode: 'Mode',
    modeOf: { online: 'QR on paper', offline: "buyer's QR", ask: 'ask' },
    from: 'from',
    upTo: 'to',
    refunds: 'Refunds',
    yes: 'yes',
    no: 'no',
    link: { reachable: 'reachable', unreachable: 'no link', untried: 'not called yet' },
    clock: 'Clock',
    notSynchronised: 'Clock: not checked',
    milliseconds: 'ms',
    shift: 'Shift',
    dayClose: 'Close',
    noneKnown: 'none known',
    noAddress: 'No IP address',
    devices: { printer: 'Printer', scanner: 'Scanner', keypad: 'Keypad', display: 'Display' },
    deviceStates: {
      ready: 'ready',
      paperOut: 'no paper',
      coverOpen: 'open',
      faulted: 'faulted',
      missing: 'missing',
      other: '?',
    },
    keys: ['UP DOWN - pages', 'ENTER - print', 'CANCEL - leave'],
    gathering: 'Looking...',
    printing: 'Printing...',
  },
};
