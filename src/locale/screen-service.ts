/** What the display says in the service menu. At most 20 characters a line; a name leaves room for its place in the list. */
import type { Language } from './language.ts';

type SettingName =
  | 'language'
  | 'mode'
  | 'waitTimeoutSeconds'
  | 'slipWidth'
  | 'slipCopies'
  | `paymentSystems.${'sendy' | 'wechat' | 'alipay'}`
  | 'detailedDayClose'
  | 'logRetentionDays'
  | 'timeZone'
  | 'servicePin'
  | 'activation'
  | 'serverUrl'
  | 'caFile'
  | 'pinnedKeys'
  | `devices.${'printer' | 'scanner' | 'keypad' | 'display' | 'buttons' | 'till'}`;

export interface ServiceTexts {
  readonly askPin: string;
  readonly newPin: string;
  readonly repeatedPin: string;
  readonly pinIsSet: string;
  readonly pinLength: string;
  readonly enterPin: string;
  /** At most 14 characters. */
  readonly names: Readonly<Record<SettingName, string>>;
  readonly languages: Readonly<Record<Language, string>>;
  readonly modes: Readonly<Record<'online' | 'offline' | 'ask', string>>;
  readonly on: string;
  readonly off: string;
  readonly systemZone: string;
  readonly notSet: string;
  readonly foundByItself: string;
  readonly activateAgain: string;
  readonly enterBegins: string;
  readonly enterChanges: string;
  readonly onlyShown: string;
  readonly upDownCancel: string;
  readonly upDownPick: string;
  readonly enterSaves: string;
  readonly saved: string;
  readonly saving: string;
  readonly allowed: string;
  readonly notAllowed: string;
}

const languageNames = { ru: 'Русский', en: 'English' } as const;

export const serviceTexts: Readonly<Record<Language, ServiceTexts>> = {
  ru: {
    askPin: 'PIN сервиса:',
    newPin: 'Новый PIN:',
    repeatedPin: 'Новый PIN ещё раз:',
    pinIsSet: 'задан',
    pinLength: 'от 4 до 8 цифр',
    enterPin: 'ENTER - дальше',
    names: {
      language: 'Язык',
      mode: 'Режим оплаты',
      waitTimeoutSeconds: 'Ожидание, сек',
      slipWidth: 'Ширина слипа',
      slipCopies: 'Копий слипа',
      'paymentSystems.sendy': 'Sendy',
      'paymentSystems.wechat': 'WeChat',
      'paymentSystems.alipay': 'AliPay',
      detailedDayClose: 'Подробн. отчёт',
      logRetentionDays: 'Журналы, дней',
      timeZone: 'Часовой пояс',
      servicePin: 'PIN сервиса',
      activation: 'Активация',
      serverUrl: 'Сервер',
      caFile: 'Сертификаты',
      pinnedKeys: 'Закр. ключи',
      'devices.printer': 'Принтер',
      'devices.scanner': 'Сканер',
      'devices.keypad': 'Клавиатура',
      'devices.display': 'Дисплей',
      'devices.buttons': 'Кнопки',
      'devices.till': 'Касса',
    },
    languages: languageNames,
    modes: { online: 'Печать QR', offline: 'Код покупателя', ask: 'Спрашивать кассира' },
    on: 'Включено',
    off: 'Выключено',
    systemZone: 'Системный',
    notSet: 'Не задан',
    foundByItself: 'Определяется сам',
    activateAgain: 'ещё раз, новым кодом',
    enterBegins: 'ENTER - начать',
    enterChanges: 'ENTER - изменить',
    onlyShown: 'Здесь не меняется',
    upDownCancel: 'UP DOWN CANCEL',
    upDownPick: 'UP DOWN - выбрать',
    enterSaves: 'ENTER - сохранить',
    saved: 'Сохранено',
    saving: 'Подождите',
    allowed: 'Можно:',
    notAllowed: 'недопустимо',
  },
  en: {
    askPin: 'Service PIN:',
    newPin: 'New PIN:',
    repeatedPin: 'The new PIN again:',
    pinIsSet: 'set',
    pinLength: '4 to 8 digits',
    enterPin: 'ENTER - next',
    names: {
      language: 'Language',
      mode: 'Payment mode',
      waitTimeoutSeconds: 'Waiting, sec',
      slipWidth: 'Slip width',
      slipCopies: 'Slip copies',
      'paymentSystems.sendy': 'Sendy',
      'paymentSystems.wechat': 'WeChat',
      'paymentSystems.alipay': 'AliPay',
      detailedDayClose: 'Detailed close',
      logRetentionDays: 'Keep logs,days',
      timeZone: 'Time zone',
      servicePin: 'Service PIN',
      activation: 'Activation',
      serverUrl: 'Server',
      caFile: 'CA file',
      pinnedKeys: 'Pinned keys',
      'devices.printer': 'Printer',
      'devices.scanner': 'Scanner',
      'devices.keypad': 'Keypad',
      'devices.display': 'Display',
      'devices.buttons': 'Buttons',
      'devices.till': 'Till',
    },
    languages: languageNames,
    modes: { online: 'Print a QR', offline: "Customer's code", ask: 'Ask the cashier' },
    on: 'On',
    off: 'Off',
    systemZone: "The system's",
    notSet: 'Not set',
    foundByItself: 'Found by itself',
    activateAgain: 'again, with new code',
    enterBegins: 'ENTER - begin',
    enterChanges: 'ENTER - change',
    onlyShown: 'Not changed here',
    upDownCancel: 'UP DOWN CANCEL',
    upDownPick: 'UP DOWN - choose',
    enterSaves: 'ENTER - save',
    saved: 'Saved',
    saving: 'Please wait',
    allowed: 'Allowed:',
    notAllowed: 'not allowed',
  },
};
