/** What the display says. A line has at most 20 characters; a test measures every one. */
import type { DeclineCode } from '../payment/types.ts';
import type { Language } from './language.ts';

export interface ScreenTexts {
  readonly starting: string;
  readonly wait: string;
  readonly recovering: string;
  readonly ready: string;
  readonly typeAmount: string;
  readonly toPay: string;
  readonly enterStarts: string;
  readonly enterNext: string;
  readonly enter: string;
  readonly cancelStops: string;
  readonly cancelLeaves: string;
  readonly activation: string;
  readonly step: (step: number, of: number) => string;
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly code: string;
  readonly activating: string;
  readonly replaceExisting: readonly [string, string, string];
  readonly notActivated: string;
  readonly attemptsLeft: string;
  readonly activeBefore: string;
  readonly goOnOrBack: readonly [string, string];
  readonly orScan: string;
  readonly online: string;
  readonly offline: string;
  readonly scanCode: readonly [string, string];
  readonly sending: string;
  readonly printingQr: string;
  readonly customerScans: readonly [string, string];
  readonly customerConfirms: readonly [string, string];
  readonly retrying: string;
  readonly cancelling: string;
  readonly giveNoGoods: string;
  readonly concluding: string;
  readonly paid: string;
  readonly notPaid: string;
  readonly unknown: string;
  readonly moneyReturns: readonly [string, string];
  readonly boxFindsOut: readonly [string, string];
  readonly printingSlips: string;
  readonly skipSlips: string;
  readonly fiscalReceipt: string;
  readonly foundPaid: string;
  readonly goodsGiven: string;
  readonly keepOrReturn: string;
  readonly open: string;
  readonly lastPaid: string;
  readonly lastNotPaid: string;
  readonly declines: Readonly<Record<DeclineCode, string>>;
  readonly terminal: string;
  readonly serial: string;
  readonly outOfService: string;
  readonly enterTriesAgain: string;
  readonly powerOff: string;
}

export const screenTexts: Readonly<Record<Language, ScreenTexts>> = {
  ru: {
    starting: 'Запуск...',
    wait: 'Подождите',
    recovering: 'Проверка платежей',
    ready: 'Готов к оплате',
    typeAmount: 'Введите сумму',
    toPay: 'К оплате:',
    enterStarts: 'ENTER - начать',
    enterNext: 'ENTER - дальше',
    enter: 'ENTER - готово',
    cancelStops: 'CANCEL - отмена',
    cancelLeaves: 'CANCEL - выйти',
    activation: 'Активация',
    step: (step, of) => `Шаг ${step} из ${of}`,
    terminalId: 'Номер терминала:',
    serialNumber: 'Серийный номер:',
    code: 'Код активации:',
    activating: 'Активация...',
    replaceExisting: ['Терминал уже активен', 'ENTER - заменить', 'CANCEL - не менять'],
    notActivated: 'Не активирован',
    attemptsLeft: 'Осталось попыток',
    activeBefore: 'Уже был активирован:',
    goOnOrBack: ['ENTER - всё равно', 'CANCEL - назад'],
    orScan: 'или считайте код',
    online: 'Печать QR',
    offline: 'Код покупателя',
    scanCode: ['Считайте код', 'с экрана покупателя'],
    sending: 'Отправка...',
    printingQr: 'Печать QR...',
    customerScans: ['Покупатель сканирует', 'QR и подтверждает'],
    customerConfirms: ['Ждём подтверждения', 'покупателя'],
    retrying: 'повторяем',
    cancelling: 'Отмена платежа...',
    giveNoGoods: 'Товар не отдавать',
    concluding: 'Узнаём итог...',
    paid: 'ОПЛАЧЕНО',
    notPaid: 'НЕ ОПЛАЧЕНО',
    unknown: 'ИТОГ НЕИЗВЕСТЕН',
    moneyReturns: ['Товар не отдавать,', 'деньги вернутся сами'],
    boxFindsOut: ['Товар не отдавать,', 'итог скажет терминал'],
    printingSlips: 'Печать слипов...',
    skipSlips: 'ENTER - не ждать',
    fiscalReceipt: 'Пробейте чек на ККТ',
    foundPaid: 'оплачен',
    goodsGiven: 'Товар выдан?',
    keepOrReturn: 'ENTER да CANCEL нет',
    open: 'Незавершённых',
    lastPaid: 'Оплачено',
    lastNotPaid: 'Не опл.',
    declines: {
      'insufficient-funds': 'Не хватает денег',
      'rejected-by-customer': 'Покупатель отказался',
      'code-expired': 'Код устарел',
      'code-used': 'Код уже использован',
      'limit-exceeded': 'Превышен лимит',
      'suspected-fraud': 'Отказ банка',
      other: 'Оплата отклонена',
    },
    terminal: 'Терм.',
    serial: 'С/Н',
    outOfService: 'НЕ РАБОТАЕТ',
    enterTriesAgain: 'ENTER - снова',
    powerOff: 'Нет питания',
  },
  en: {
    starting: 'Starting...',
    wait: 'Please wait',
    recovering: 'Checking payments',
    ready: 'Ready',
    typeAmount: 'Type the amount',
    toPay: 'To pay:',
    enterStarts: 'ENTER - start',
    enterNext: 'ENTER - next',
    enter: 'ENTER - done',
    cancelStops: 'CANCEL - stop',
    cancelLeaves: 'CANCEL - leave',
    activation: 'Activation',
    step: (step, of) => `Step ${step} of ${of}`,
    terminalId: 'Terminal id:',
    serialNumber: 'Serial number:',
    code: 'Activation code:',
    activating: 'Activating...',
    replaceExisting: ['Active on another', 'ENTER - replace', 'CANCEL - keep'],
    notActivated: 'Not activated',
    attemptsLeft: 'Attempts left',
    activeBefore: 'Was active before:',
    goOnOrBack: ['ENTER - all the same', 'CANCEL - back'],
    orScan: 'or scan the code',
    online: 'Print a QR',
    offline: "Customer's code",
    scanCode: ['Scan the code on', "the customer's phone"],
    sending: 'Sending...',
    printingQr: 'Printing the QR...',
    customerScans: ['The customer scans', 'the QR and confirms'],
    customerConfirms: ['Waiting for the', 'customer to confirm'],
    retrying: 'trying again',
    cancelling: 'Cancelling...',
    giveNoGoods: 'Give no goods',
    concluding: 'Finding out...',
    paid: 'PAID',
    notPaid: 'NOT PAID',
    unknown: 'END UNKNOWN',
    moneyReturns: ['Give no goods, money', 'taken returns itself'],
    boxFindsOut: ['Give no goods yet,', 'the box finds out'],
    printingSlips: 'Printing slips...',
    skipSlips: 'ENTER - do not wait',
    fiscalReceipt: 'Print fiscal receipt',
    foundPaid: 'was paid',
    goodsGiven: 'Were goods given?',
    keepOrReturn: 'ENTER yes CANCEL no',
    open: 'Unfinished',
    lastPaid: 'Paid',
    lastNotPaid: 'Not paid',
    declines: {
      'insufficient-funds': 'Not enough money',
      'rejected-by-customer': 'Customer refused',
      'code-expired': 'Code expired',
      'code-used': 'Code already used',
      'limit-exceeded': 'Over the limit',
      'suspected-fraud': 'Refused by the bank',
      other: 'Payment declined',
    },
    terminal: 'Term.',
    serial: 'S/N',
    outOfService: 'OUT OF SERVICE',
    enterTriesAgain: 'ENTER - try again',
    powerOff: 'No power',
  },
};
