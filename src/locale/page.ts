/** Everything the panel page says by itself; what the display shows comes from the box. */
import type { Tone } from '../panel/screen.ts';
import type { Language } from './language.ts';
import { systemNames } from './wallets.ts';

export interface PageTexts {
  readonly title: string;
  readonly display: string;
  readonly keys: string;
  /** What a screen reader calls the keys that have no digit on them. */
  readonly keyNames: Readonly<Record<'00' | '.' | 'ENTER' | 'CANCEL' | 'CLEAR' | 'UP' | 'DOWN' | 'MENU', string>>;
  readonly tones: Readonly<Record<Tone, string>>;
  readonly boxState: string;
  readonly timeLeft: string;
  readonly connectionLost: string;
  readonly paper: {
    readonly title: string;
    readonly empty: string;
    readonly tearOff: string;
    readonly lookAt: string;
    readonly all: string;
    readonly none: string;
    readonly close: string;
    readonly qr: string;
  };
  readonly scanner: {
    readonly title: string;
    readonly ownCode: string;
    readonly scan: string;
  };
  readonly wallets: Readonly<Record<'sendy' | 'wechat' | 'alipay', string>>;
  readonly letter: {
    readonly title: string;
    readonly terminalId: string;
    readonly serialNumber: string;
    readonly activationCode: string;
  };
  readonly phone: {
    readonly title: string;
    readonly idle: string;
    readonly idleHint: string;
    readonly scanSlip: string;
    readonly noQr: string;
    readonly asks: string;
    readonly confirm: string;
    readonly reject: string;
    readonly ignore: string;
    readonly declineFor: string;
    readonly declines: Readonly<Record<string, string>>;
    readonly outcomes: Readonly<
      Record<'paid' | 'declined' | 'cancelled' | 'expired' | 'reversed' | 'ignored' | 'refused', string>
    >;
  };
  readonly faults: {
    readonly title: string;
    readonly network: string;
    readonly power: string;
    readonly cutPower: string;
    readonly devices: Readonly<Record<'printer' | 'scanner' | 'keypad' | 'display', string>>;
    readonly names: Readonly<Record<string, string>>;
  };
  readonly sections: Readonly<Record<'box' | 'paper' | 'scanner' | 'phone' | 'faults', string>>;
  readonly refused: string;
}

export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  ru: {
    title: 'Платёжный модуль Sendy Box',
    display: 'Дисплей',
    keys: 'Клавиатура',
    keyNames: {
      '00': 'два нуля',
      '.': 'точка',
      ENTER: 'ввод',
      CANCEL: 'отмена',
      CLEAR: 'сброс',
      UP: 'вверх',
      DOWN: 'вниз',
      MENU: 'меню',
    },
    tones: {
      idle: 'Готов',
      progress: 'Подождите',
      ask: 'Ваше действие',
      paid: 'Оплачено',
      failed: 'Отказ',
      unknown: 'Внимание',
    },
    boxState: 'Состояние модуля',
    timeLeft: 'осталось',
    connectionLost: 'Нет связи с панелью, подключаемся…',
    paper: {
      title: 'Принтер',
      empty: 'Здесь выйдет чек',
      tearOff: 'Оторвать',
      lookAt: 'Рассмотреть',
      all: 'Вся бумага',
      none: 'Пока ничего не напечатано.',
      close: 'Закрыть',
      qr: 'QR-код',
    },
    scanner: {
      title: 'Сканер',
      ownCode: 'Другой код',
      scan: 'Сканировать',
    },
    wallets: systemNames,
    letter: {
      title: 'Для активации',
      terminalId: 'Терминал',
      serialNumber: 'Серийный номер',
      activationCode: 'Код активации',
    },
    phone: {
      title: 'Телефон покупателя',
      idle: 'Платежа нет',
      idleHint: 'Он появится, когда модуль отсканирует код или вы отсканируете QR с чека.',
      scanSlip: 'Сканировать QR с чека',
      noQr: 'На бумаге нет QR для оплаты',
      asks: 'просит оплатить',
      confirm: 'Подтвердить',
      reject: 'Отклонить',
      ignore: 'Не отвечать',
      declineFor: 'Отказ кошелька…',
      declines: {
        'insufficient-funds': 'Недостаточно средств',
        'code-expired': 'Код устарел',
        'code-used': 'Код уже использован',
        'limit-exceeded': 'Превышен лимит',
        'suspected-fraud': 'Подозрение на мошенничество',
        other: 'Другая причина',
      },
      outcomes: {
        paid: 'Оплачено',
        declined: 'Отклонено',
        cancelled: 'Отменено',
        expired: 'Время вышло',
        reversed: 'Деньги возвращены',
        ignored: 'Без ответа',
        refused: 'Оплатить нельзя',
      },
    },
    faults: {
      title: 'Неисправности',
      network: 'Связь со шлюзом',
      power: 'Питание',
      cutPower: 'Выдернуть шнур',
      devices: { printer: 'Принтер', scanner: 'Сканер', keypad: 'Клавиатура', display: 'Дисплей' },
      names: {
        'paper-out': 'нет бумаги',
        'paper-low': 'мало бумаги',
        'cover-open': 'крышка открыта',
        unplugged: 'отключить',
        garbage: 'шлёт мусор',
        down: 'нет связи',
        slow: 'медленно',
        'lost-answers': 'ответы теряются',
        'lost-requests': 'запросы теряются',
        errors: 'ошибки 503',
        'captive-portal': 'портал Wi‑Fi',
        'wrong-ca': 'чужой сертификат',
        'expired-certificate': 'сертификат истёк',
        'wrong-clock': 'часы сбиты',
        dns: 'нет DNS',
        'bad-signature': 'подпись не та',
      },
    },
    sections: { box: 'Модуль', paper: 'Чеки', scanner: 'Сканер', phone: 'Телефон', faults: 'Неисправности' },
    refused: 'Не получилось',
  },
  en: {
    title: 'Sendy Box payment unit',
    display: 'Display',
    keys: 'Keypad',
    keyNames: {
      '00': 'double zero',
      '.': 'decimal point',
      ENTER: 'enter',
      CANCEL: 'cancel',
      CLEAR: 'clear',
      UP: 'up',
      DOWN: 'down',
      MENU: 'menu',
    },
    tones: {
      idle: 'Ready',
      progress: 'Please wait',
      ask: 'Your move',
      paid: 'Paid',
      failed: 'Refused',
      unknown: 'Attention',
    },
    boxState: 'State of the box',
    timeLeft: 'left',
    connectionLost: 'The panel is not reachable, reconnecting…',
    paper: {
      title: 'Printer',
      empty: 'Slips come out here',
      tearOff: 'Tear off',
      lookAt: 'Look closer',
      all: 'All paper',
      none: 'Nothing has been printed yet.',
      close: 'Close',
      qr: 'QR code',
    },
    scanner: {
      title: 'Scanner',
      ownCode: 'Another code',
      scan: 'Scan',
    },
    wallets: systemNames,
    letter: {
      title: 'For activation',
      terminalId: 'Terminal',
      serialNumber: 'Serial number',
      activationCode: 'Activation code',
    },
    phone: {
      title: 'Customer’s phone',
      idle: 'No payment',
      idleHint: 'One comes when the box has scanned the code, or when you scan the QR on the slip.',
      scanSlip: 'Scan the slip’s QR',
      noQr: 'There is no payment QR on the paper',
      asks: 'asks for',
      confirm: 'Confirm',
      reject: 'Reject',
      ignore: 'Do not answer',
      declineFor: 'Wallet declines…',
      declines: {
        'insufficient-funds': 'Insufficient funds',
        'code-expired': 'Code expired',
        'code-used': 'Code already used',
        'limit-exceeded': 'Limit exceeded',
        'suspected-fraud': 'Suspected fraud',
        other: 'Another reason',
      },
      outcomes: {
        paid: 'Paid',
        declined: 'Declined',
        cancelled: 'Cancelled',
        expired: 'Time is over',
        reversed: 'Money returned',
        ignored: 'Left unanswered',
        refused: 'Cannot be paid',
      },
    },
    faults: {
      title: 'Faults',
      network: 'Link to the gateway',
      power: 'Power',
      cutPower: 'Pull the plug',
      devices: { printer: 'Printer', scanner: 'Scanner', keypad: 'Keypad', display: 'Display' },
      names: {
        'paper-out': 'paper out',
        'paper-low': 'paper low',
        'cover-open': 'cover open',
        unplugged: 'unplug',
        garbage: 'sends garbage',
        down: 'no link',
        slow: 'slow',
        'lost-answers': 'answers lost',
        'lost-requests': 'requests lost',
        errors: '503 errors',
        'captive-portal': 'Wi‑Fi portal',
        'wrong-ca': 'foreign certificate',
        'expired-certificate': 'certificate expired',
        'wrong-clock': 'wrong clock',
        dns: 'no DNS',
        'bad-signature': 'bad signature',
      },
    },
    sections: { box: 'Box', paper: 'Slips', scanner: 'Scanner', phone: 'Phone', faults: 'Faults' },
    refused: 'That did not work',
  },
};
