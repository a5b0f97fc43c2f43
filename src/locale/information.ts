/** What the box says of itself on paper and in `sendybox info`. The display says it shorter: `screen-information.ts`. */
import type { Language } from './language.ts';

export interface InformationTexts {
  readonly title: string;
  readonly merchant: string;
  readonly taxId: string;
  readonly address: string;
  readonly allowed: string;
  /** What the terminal may, and whether a setting has switched it on. */
  readonly rights: Readonly<Record<'on' | 'off' | 'forbidden', string>>;
  readonly mode: string;
  readonly modeOf: Readonly<Record<'online' | 'offline' | 'ask', string>>;
  readonly link: string;
  readonly server: string;
  readonly hostName: string;
  readonly ipAddresses: string;
  readonly work: string;
  readonly shift: string;
  readonly lastDayClose: string;
  readonly dayClosed: (shiftNumber: number, at: string) => string;
  readonly noneKnown: string;
  readonly devices: string;
  readonly versions: string;
  readonly program: string;
  readonly commit: string;
  readonly runtime: string;
  readonly cryptoLibrary: string;
  readonly loadedFrom: string;
  readonly builtInto: string;
  readonly at: string;
  /** `sendybox info --print` */
  readonly printed: string;
  readonly infoHelp: string;
}

export const informationTexts: Readonly<Record<Language, InformationTexts>> = {
  ru: {
    title: 'ИНФОРМАЦИЯ О ТЕРМИНАЛЕ',
    merchant: 'Организация',
    taxId: 'ИНН',
    address: 'Адрес',
    allowed: 'Разрешено и включено',
    rights: { on: 'разрешено, включено', off: 'разрешено, выключено', forbidden: 'не разрешено' },
    mode: 'Режим',
    modeOf: { online: 'QR-код на чеке', offline: 'QR-код покупателя', ask: 'спрашивать' },
    link: 'Связь',
    server: 'Сервер',
    hostName: 'Имя в сети',
    ipAddresses: 'IP-адреса',
    work: 'Смена',
    shift: 'Номер смены',
    lastDayClose: 'Последнее закрытие дня',
    dayClosed: (shiftNumber, at) => `смена ${shiftNumber}, ${at}`,
    noneKnown: 'нет данных',
    devices: 'Устройства',
    versions: 'Версии',
    program: 'Программа',
    commit: 'Сборка',
    runtime: 'Среда',
    cryptoLibrary: 'Криптобиблиотека',
    loadedFrom: 'Загружена из',
    builtInto: 'Встроена в',
    at: 'Дата и время',
    printed: 'Информация печатается.',
    infoHelp: '--print: напечатать то же на бумаге. До активации показывает то, что уже известно.',
  },
  en: {
    title: 'ABOUT THE TERMINAL',
    merchant: 'Merchant',
    taxId: 'Tax ID',
    address: 'Address',
    allowed: 'Allowed and switched on',
    rights: { on: 'allowed, on', off: 'allowed, off', forbidden: 'not allowed' },
    mode: 'Mode',
    modeOf: { online: 'QR on paper', offline: "customer's QR", ask: 'ask' },
    link: 'Link',
    server: 'Server',
    hostName: 'Host name',
    ipAddresses: 'IP addresses',
    work: 'Shift',
    shift: 'Shift number',
    lastDayClose: 'Last day close',
    dayClosed: (shiftNumber, at) => `shift ${shiftNumber}, ${at}`,
    noneKnown: 'none known',
    devices: 'Devices',
    versions: 'Versions',
    program: 'Software',
    commit: 'Commit',
    runtime: 'Runtime',
    cryptoLibrary: 'Crypto library',
    loadedFrom: 'Loaded from',
    builtInto: 'Built into',
    at: 'Date and time',
    printed: 'The information is being printed.',
    infoHelp: '--print: the same on paper. Before activation it shows what is known by then.',
  },
};
