/** What the display says in the menu and its jobs, and at the duplicate guard's question. At most 20 characters a line. */
import type { Language } from './language.ts';

export interface MenuTexts {
  readonly items: Readonly<
    Record<'dayClose' | 'reprint' | 'refund' | 'inquiry' | 'information' | 'activation' | 'service', string>
  >;
  /** Above the number that is typed. */
  readonly askNumber: Readonly<Record<'reprint' | 'refund' | 'inquiry', string>>;
  readonly orScanSlip: string;
  readonly enterLast: string;
  readonly looking: string;
  readonly left: string;
  readonly enterRefunds: string;
  readonly refunding: string;
  readonly printing: string;
  // How a refund ended
  readonly refunded: string;
  readonly refundAccepted: string;
  readonly notRefunded: string;
  readonly returnReceipt: string;
  readonly boxFindsOut: readonly [string, string];
  readonly moneyReturned: string;
  // What the gateway says of a transaction
  readonly pending: string;
  readonly contradiction: string;
  readonly changeNothing: readonly [string, string];
  readonly paidAtGateway: string;
  readonly boxWillAsk: readonly [string, string];
  readonly returnedShort: string;
  readonly unknownToGateway: string;
  readonly noAnswer: string;
  /** The gateway could not be asked: what the journal knows. */
  readonly journal: Readonly<Record<'paid' | 'notPaid' | 'refunded' | 'notRefunded' | 'open', string>>;
  readonly activated: string;
  /** Of a box that is active, and stays so. */
  readonly activationFailed: string;
  // Reprint
  readonly marked: string;
  // The duplicate guard
  readonly doubts: Readonly<Record<'sameCode' | 'sameAmountOpen' | 'sameAmountPaid', string>>;
  readonly another: string;
  readonly anotherShort: string;
  readonly anotherOrStop: string;
}

export const menuTexts: Readonly<Record<Language, MenuTexts>> = {
  ru: {
    items: {
      dayClose: 'Закрытие смены',
      reprint: 'Дубликат слипа',
      refund: 'Возврат',
      inquiry: 'Проверка оплаты',
      information: 'Информация',
      activation: 'Активация',
      service: 'Сервис',
    },
    askNumber: {
      reprint: 'Дубликат: N операции',
      refund: 'Возврат: N операции',
      inquiry: 'Проверка: N операции',
    },
    orScanSlip: 'или считайте слип',
    enterLast: 'ENTER - последний',
    looking: 'Спрашиваем сервер...',
    left: 'ост.',
    enterRefunds: 'ENTER - вернуть',
    refunding: 'Возврат...',
    printing: 'Печать...',
    refunded: 'ВОЗВРАЩЕНО',
    refundAccepted: 'ВОЗВРАТ ПРИНЯТ',
    notRefunded: 'НЕ ВОЗВРАЩЕНО',
    returnReceipt: 'Чек возврата на ККТ',
    boxFindsOut: ['Не повторять,', 'итог скажет терминал'],
    moneyReturned: 'Деньги возвращены',
    pending: 'ЖДЁТ ОПЛАТЫ',
    contradiction: 'ПРОТИВОРЕЧИЕ',
    changeNothing: ['Ничего не менять,', 'звоните в Sendy'],
    paidAtGateway: 'НА СЕРВЕРЕ ОПЛАЧЕНО',
    boxWillAsk: ['Терминал спросит,', 'выдан ли товар'],
    activated: 'АКТИВИРОВАН',
    activationFailed: 'Активация не удалась',
    returnedShort: 'Возвр.',
    unknownToGateway: 'Нет на сервере',
    noAnswer: 'НЕТ ОТВЕТА',
    journal: {
      paid: 'Журнал: ОПЛАЧЕНО',
      notPaid: 'Журнал: НЕ ОПЛАЧЕНО',
      refunded: 'Журнал: ВОЗВРАЩЕНО',
      notRefunded: 'Журнал: НЕ ВОЗВРАЩ.',
      open: 'Журнал: не завершено',
    },
    marked: 'с пометкой ДУБЛИКАТ',
    doubts: {
      sameCode: 'Код уже сканировали',
      sameAmountOpen: 'Такая же ещё открыта',
      sameAmountPaid: 'Только что оплачено',
    },
    another: '- ещё одна?',
    anotherShort: 'Ещё?',
    anotherOrStop: 'ENTER да CANCEL нет',
  },
  en: {
    items: {
      dayClose: 'Close the day',
      reprint: 'Print slip again',
      refund: 'Refund',
      inquiry: 'Check a payment',
      information: 'Information',
      activation: 'Activation',
      service: 'Service',
    },
    askNumber: {
      reprint: 'Reprint: number',
      refund: 'Refund: number',
      inquiry: 'Check: number',
    },
    orScanSlip: 'or scan the slip',
    enterLast: 'ENTER - last slip',
    looking: 'Asking the gateway..',
    left: 'left',
    enterRefunds: 'ENTER - refund',
    refunding: 'Refunding...',
    printing: 'Printing...',
    refunded: 'REFUNDED',
    refundAccepted: 'REFUND ACCEPTED',
    notRefunded: 'NOT REFUNDED',
    returnReceipt: 'Print return receipt',
    boxFindsOut: ['Do not repeat it,', 'the box finds out'],
    moneyReturned: 'Money was returned',
    pending: 'NOT PAID YET',
    contradiction: 'CONTRADICTION',
    changeNothing: ['Change nothing,', 'call Sendy support'],
    paidAtGateway: 'PAID AT THE GATEWAY',
    boxWillAsk: ['The box will ask', 'if goods were given'],
    activated: 'ACTIVATED',
    activationFailed: 'Activation failed',
    returnedShort: 'Refund',
    unknownToGateway: 'Not at the gateway',
    noAnswer: 'NO ANSWER',
    journal: {
      paid: 'Journal: PAID',
      notPaid: 'Journal: NOT PAID',
      refunded: 'Journal: REFUNDED',
      notRefunded: 'Journal: NOT REFUND.',
      open: 'Journal: end unknown',
    },
    marked: 'marked DUPLICATE',
    doubts: {
      sameCode: 'Code was used before',
      sameAmountOpen: 'Same sum still open',
      sameAmountPaid: 'Paid a moment ago',
    },
    another: '- another one?',
    anotherShort: 'More?',
    anotherOrStop: 'ENTER yes CANCEL no',
  },
};
