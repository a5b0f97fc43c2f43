/** What `sendybox` says on the terminal of an engineer. */
import { type CliActivationTexts, cliActivationTexts } from './cli-activation.ts';
import { type CliFileTexts, cliFileTexts } from './cli-files.ts';
import { type CliJobTexts, cliJobTexts } from './cli-jobs.ts';
import { type CliLogTexts, cliLogTexts } from './cli-log.ts';
import { closeHelp, reportHelp, transactionsHelp } from './cli-transactions.ts';
import { doctorTexts } from './doctor.ts';
import { informationTexts } from './information.ts';
import type { Language } from './language.ts';

export interface CliTexts extends CliActivationTexts, CliFileTexts, CliJobTexts, CliLogTexts {
  readonly usage: string;
  readonly commands: string;
  readonly moreHelp: string;
  readonly summaries: Readonly<Record<CliCommandName, string>>;
  /** What follows the usage line of a command's own help. */
  readonly details: Readonly<Partial<Record<CliCommandName, string>>>;
  readonly jsonOption: string;
  readonly wrongUsage: string;
  readonly unknownCommand: (name: string) => string;
  readonly unknownOption: (option: string) => string;
  readonly needsValue: (option: string) => string;
  readonly takesNoValue: (option: string) => string;
  readonly missing: (names: string) => string;
  readonly notAKeyValue: (text: string) => string;
  readonly notTogether: (one: string, other: string) => string;
  readonly notOneOf: (value: string, allowed: string) => string;
  // status
  readonly state: string;
  readonly states: Readonly<Record<string, string>>;
  readonly version: string;
  readonly terminal: string;
  readonly notActivated: string;
  readonly shift: string;
  readonly gateway: string;
  readonly reachable: string;
  readonly unreachable: string;
  readonly notTriedYet: string;
  readonly clock: string;
  readonly synchronised: string;
  readonly notSynchronised: string;
  readonly offset: (milliseconds: number) => string;
  readonly devices: Readonly<Record<string, string>>;
  readonly deviceStates: Readonly<Record<string, string>>;
  readonly obligations: string;
  readonly kinds: Readonly<Record<'payment' | 'refund' | 'day-close', string>>;
  readonly none: string;
  readonly since: (time: string) => string;
  readonly lastPayment: string;
  // pay, cancel
  readonly paid: string;
  readonly notPaid: string;
  readonly unknownEnd: string;
  readonly saleGoesOn: string;
  readonly connectionLostInSale: string;
  readonly cancelled: string;
  // settings
  readonly boxNotRunning: (file: string) => string;
  readonly nothingChanged: string;
  readonly notSet: string;
  /** A device or time zone that nobody has set. */
  readonly automatic: string;
  // transactions
  readonly columns: Readonly<Record<'number' | 'time' | 'shift' | 'system' | 'amount' | 'status' | 'ref', string>>;
  readonly noTransactions: string;
  /** Paid at the gateway, not paid for the till: the box brings the money back. */
  readonly moneyReturning: string;
}

export const cliCommandNames = [
  'status',
  'info',
  'activate',
  'settings',
  'pay',
  'cancel',
  'refund',
  'query',
  'reprint',
  'transactions',
  'report',
  'close-day',
  'doctor',
  'log',
  'backup',
  'support',
  'version',
  'completion',
] as const;
export type CliCommandName = (typeof cliCommandNames)[number];

export const cliTexts: Readonly<Record<Language, CliTexts>> = {
  ru: {
    ...cliActivationTexts.ru,
    ...cliFileTexts.ru,
    ...cliJobTexts.ru,
    ...cliLogTexts.ru,
    usage: 'Вызов',
    commands: 'Команды',
    moreHelp: 'Подробно о команде: sendybox КОМАНДА --help. Другой терминал: SENDYBOX_SOCKET=ПУТЬ/control.sock',
    summaries: {
      status: 'состояние терминала, связи и устройств',
      info: 'данные терминала: регистрация, что разрешено, адреса, версии',
      activate: 'активировать терминал',
      settings: 'показать и изменить настройки',
      pay: 'принять оплату',
      cancel: 'отменить текущую операцию',
      refund: 'вернуть оплату целиком или частью',
      query: 'прошла ли оплата: спросить сервер',
      reprint: 'напечатать слип ещё раз',
      transactions: 'операции из журнала терминала',
      report: 'отчёт о смене или за время, без закрытия дня',
      'close-day': 'закрыть день: сверить с сервером, закрыть смену, напечатать отчёт',
      doctor: 'самопроверка: связь, устройства, диск, журнал; что не так и что делать',
      log: 'журнал событий за день: что и когда делал терминал',
      backup: 'копия журнала оплат и настроек в одном файле, и во время продаж',
      support: 'архив для поддержки: журналы, история оплат, состояние; без секретов',
      version: 'версия программы',
      completion: 'дополнение команд клавишей Tab для bash',
    },
    details: {
      info: informationTexts.ru.infoHelp,
      activate: cliActivationTexts.ru.activateHelp,
      settings:
        'Без ключа - все настройки и их значения. Объекты пишутся как JSON: devices.printer={"driver":"tcp","host":"127.0.0.1","port":9100}',
      pay: [
        'СУММА в рублях: 150, 150.00 или 150,00.',
        '--online СИСТЕМА  напечатать QR-код: sendy, wechat, alipay',
        '--offline         отсканировать код покупателя',
        '--code-file ФАЙЛ  код покупателя из файла, - из стандартного ввода',
        '--ref ТЕКСТ       номер чека на кассе: повтор с ним не создаёт второй оплаты',
        'Статус выхода: 0 оплачено, 1 не оплачено, 3 терминал не отвечает, 4 ещё не известно - не повторять.',
      ].join('\n'),
      refund: [
        'НОМЕР: номер операции на слипе. Без СУММЫ возвращается всё, что осталось от оплаты.',
        'Статус выхода: 0 возвращено, 1 не возвращено, 3 терминал не отвечает, 4 ещё не известно - не повторять.',
      ].join('\n'),
      query: [
        'Ответ сервера печатается и на бумаге.',
        'Статус выхода: 0 оплачено (возвращено), 1 нет, 3 терминал не отвечает, 4 ещё не известно.',
      ].join('\n'),
      reprint: [
        'last (или ничего): последний слип; НОМЕР: слип этой операции. Всегда с пометкой ДУБЛИКАТ.',
        'close N: отчёт о закрытии смены N, которую закрыл этот терминал.',
      ].join('\n'),
      transactions: transactionsHelp.ru,
      report: reportHelp.ru,
      'close-day': closeHelp.ru,
      doctor: doctorTexts.ru.help,
      log: cliLogTexts.ru.logHelp,
      backup: cliFileTexts.ru.backupHelp,
      support: cliFileTexts.ru.supportHelp,
      completion:
        'В этом сеансе: source <(sendybox completion bash). Всегда: записать в /etc/bash_completion.d/sendybox',
    },
    jsonOption: '--json: один документ JSON на стандартном выводе',
    wrongUsage: 'неверный вызов',
    unknownCommand: (name) => `нет такой команды: ${name}`,
    unknownOption: (option) => `нет такого ключа: ${option}`,
    needsValue: (option) => `после ${option} нужно значение`,
    takesNoValue: (option) => `${option} указывают без значения`,
    missing: (names) => `не хватает: ${names}`,
    notAKeyValue: (text) => `нужно КЛЮЧ=ЗНАЧЕНИЕ, а не ${text}`,
    notTogether: (one, other) => `${one} и ${other} вместе не указывают`,
    notOneOf: (value, allowed) => `${value}: допускается ${allowed}`,
    state: 'Состояние',
    states: {
      starting: 'запускается',
      recovering: 'восстанавливается после остановки',
      inactive: 'не активирован',
      ready: 'готов',
      paying: 'идёт оплата',
      showingResult: 'показывает результат',
      closingDay: 'закрывает день',
      menu: 'открыто меню',
      outOfService: 'не работает',
    },
    version: 'Версия',
    terminal: 'Терминал',
    notActivated: 'не активирован',
    shift: 'Смена',
    gateway: 'Сервер',
    reachable: 'на связи',
    unreachable: 'нет связи',
    notTriedYet: 'ещё не вызывался',
    clock: 'Часы',
    synchronised: 'синхронизированы',
    notSynchronised: 'не синхронизированы',
    offset: (milliseconds) => `расхождение с сервером ${milliseconds} мс`,
    devices: {
      printer: 'Принтер',
      scanner: 'Сканер',
      keypad: 'Клавиатура',
      display: 'Дисплей',
      buttons: 'Кнопки',
      till: 'Касса',
    },
    deviceStates: {
      ready: 'готов к работе',
      paperOut: 'нет бумаги',
      coverOpen: 'открыта крышка',
      faulted: 'неисправность',
      missing: 'не подключено',
      opening: 'подключается',
      none: 'не используется',
    },
    obligations: 'Не завершено',
    kinds: { payment: 'оплата', refund: 'возврат', 'day-close': 'закрытие дня' },
    none: 'нет',
    since: (time) => `с ${time}`,
    lastPayment: 'Последняя оплата',
    paid: 'ОПЛАЧЕНО',
    notPaid: 'НЕ ОПЛАЧЕНО',
    unknownEnd: 'ЕЩЁ НЕ ИЗВЕСТНО: не повторяйте оплату и не отдавайте товар',
    saleGoesOn: 'Оплата продолжается на терминале. Отменить её: sendybox cancel; узнать итог: sendybox transactions.',
    connectionLostInSale:
      'Связь с терминалом прервалась во время оплаты: чем она закончилась, пока не известно. Не повторяйте её, посмотрите sendybox transactions.',
    cancelled: 'Отмена принята',
    boxNotRunning: (file) => `Терминал не запущен: настройки в файле ${file}`,
    nothingChanged: 'Ничего не изменилось.',
    notSet: 'не задано',
    automatic: 'автоматически',
    columns: {
      number: '№',
      time: 'Время',
      shift: 'Смена',
      system: 'Кошелёк',
      amount: 'Сумма',
      status: 'Статус',
      ref: 'Чек',
    },
    noTransactions: 'Операций нет.',
    moneyReturning: 'ДЕНЬГИ ВОЗВРАЩАЮТСЯ',
  },
  en: {
    ...cliActivationTexts.en,
    ...cliFileTexts.en,
    ...cliJobTexts.en,
    ...cliLogTexts.en,
    usage: 'Usage',
    commands: 'Commands',
    moreHelp: 'More about a command: sendybox COMMAND --help. Another box: SENDYBOX_SOCKET=PATH/control.sock',
    summaries: {
      status: 'state of the box, its link and its devices',
      info: 'about the terminal: registration, what is allowed, addresses, versions',
      activate: 'activate the terminal',
      settings: 'show and change the settings',
      pay: 'take a payment',
      cancel: 'cancel what is under way',
      refund: 'refund a payment, whole or in part',
      query: 'did it go through: ask the gateway',
      reprint: 'print a slip once more',
      transactions: 'transactions of the box’s journal',
      report: 'report of a shift or a span of time, without closing the day',
      'close-day': 'close the day: compare with the gateway, close the shift, print the report',
      doctor: 'self-test: network, devices, disk, journal; what is not well, and what to do',
      log: 'the daily log: what the box did, and when',
      backup: 'journal and settings in one file, while the box sells',
      support: 'a bundle for support: logs, payments, state; without secrets',
      version: 'version of the software',
      completion: 'completion by the Tab key for bash',
    },
    details: {
      info: informationTexts.en.infoHelp,
      activate: cliActivationTexts.en.activateHelp,
      settings:
        'Without a key: every setting and its value. Objects are written as JSON: devices.printer={"driver":"tcp","host":"127.0.0.1","port":9100}',
      pay: [
        'AMOUNT in roubles: 150, 150.00 or 150,00.',
        '--online SYSTEM   print a QR code: sendy, wechat, alipay',
        '--offline         scan the customer’s code',
        '--code-file FILE  the customer’s code from a file, - from standard input',
        '--ref TEXT        the till’s number of the sale: repeated, it never makes a second payment',
        'Exit status: 0 paid, 1 not paid, 3 the box does not answer, 4 not known yet - do not repeat.',
      ].join('\n'),
      refund: [
        'NUMBER: the transaction number on the slip. Without AMOUNT all that is left of the payment is refunded.',
        'Exit status: 0 refunded, 1 not refunded, 3 the box does not answer, 4 not known yet - do not repeat.',
      ].join('\n'),
      query: [
        'The gateway’s answer is printed on paper, too.',
        'Exit status: 0 paid (refunded), 1 not, 3 the box does not answer, 4 not known yet.',
      ].join('\n'),
      reprint: [
        'last (or nothing): the last slip; NUMBER: the slip of that transaction. Always marked DUPLICATE.',
        'close N: the report of the close of shift N, which this box has closed.',
      ].join('\n'),
      transactions: transactionsHelp.en,
      report: reportHelp.en,
      'close-day': closeHelp.en,
      doctor: doctorTexts.en.help,
      log: cliLogTexts.en.logHelp,
      backup: cliFileTexts.en.backupHelp,
      support: cliFileTexts.en.supportHelp,
      completion:
        'In this session: source <(sendybox completion bash). Always: write it to /etc/bash_completion.d/sendybox',
    },
    jsonOption: '--json: one JSON document on standard output',
    wrongUsage: 'wrong usage',
    unknownCommand: (name) => `no such command: ${name}`,
    unknownOption: (option) => `no such option: ${option}`,
    needsValue: (option) => `${option} needs a value`,
    takesNoValue: (option) => `${option} takes no value`,
    missing: (names) => `missing: ${names}`,
    notAKeyValue: (text) => `KEY=VALUE is wanted, not ${text}`,
    notTogether: (one, other) => `${one} and ${other} do not go together`,
    notOneOf: (value, allowed) => `${value}: allowed are ${allowed}`,
    state: 'State',
    states: {
      starting: 'starting',
      recovering: 'recovering from a stop',
      inactive: 'not activated',
      ready: 'ready',
      paying: 'taking a payment',
      showingResult: 'showing a result',
      closingDay: 'closing the day',
      menu: 'menu is open',
      outOfService: 'out of service',
    },
    version: 'Version',
    terminal: 'Terminal',
    notActivated: 'not activated',
    shift: 'Shift',
    gateway: 'Gateway',
    reachable: 'reachable',
    unreachable: 'out of reach',
    notTriedYet: 'not called yet',
    clock: 'Clock',
    synchronised: 'synchronised',
    notSynchronised: 'not synchronised',
    offset: (milliseconds) => `${milliseconds} ms off the gateway`,
    devices: {
      printer: 'Printer',
      scanner: 'Scanner',
      keypad: 'Keypad',
      display: 'Display',
      buttons: 'Buttons',
      till: 'Till',
    },
    deviceStates: {
      ready: 'ready',
      paperOut: 'out of paper',
      coverOpen: 'cover open',
      faulted: 'faulted',
      missing: 'missing',
      opening: 'opening',
      none: 'not used',
    },
    obligations: 'Unresolved',
    kinds: { payment: 'payment', refund: 'refund', 'day-close': 'day close' },
    none: 'none',
    since: (time) => `since ${time}`,
    lastPayment: 'Last payment',
    paid: 'PAID',
    notPaid: 'NOT PAID',
    unknownEnd: 'NOT KNOWN YET: do not repeat the payment, give no goods',
    saleGoesOn: 'The payment goes on at the box. To cancel it: sendybox cancel; to see its end: sendybox transactions.',
    connectionLostInSale:
      'The link to the box was lost during the payment: its end is not known yet. Do not repeat it, look at sendybox transactions.',
    cancelled: 'Cancel was taken',
    boxNotRunning: (file) => `The box is not running: the settings of ${file}`,
    nothingChanged: 'Nothing has changed.',
    notSet: 'not set',
    automatic: 'automatic',
    columns: {
      number: 'No.',
      time: 'Time',
      shift: 'Shift',
      system: 'Wallet',
      amount: 'Amount',
      status: 'Status',
      ref: 'Ref',
    },
    noTransactions: 'No transactions.',
    moneyReturning: 'MONEY ON ITS WAY BACK',
  },
};
