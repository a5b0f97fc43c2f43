/** What `sendybox` says of a refund, a query, a reprint and a day close. */
import type { Standing } from '../payment/standing.ts';
import type { Language } from './language.ts';

export interface CliJobTexts {
  // refund
  readonly refunded: string;
  readonly refundAccepted: string;
  readonly notRefunded: string;
  readonly refundUnknown: string;
  readonly refundGoesOn: string;
  readonly connectionLostInRefund: string;
  readonly refundOf: (transactionNumber: number) => string;
  // query
  readonly standings: Readonly<Record<Standing, string>>;
  readonly byJournal: string;
  readonly notEnded: string;
  // reprint
  readonly reprinted: string;
  readonly closeReprinted: (shiftNumber: number) => string;
  // close-day
  readonly dayClosed: string;
  readonly dayClosedBefore: string;
  readonly closeGoesOn: string;
  readonly connectionLostInClose: string;
}

export const cliJobTexts: Readonly<Record<Language, CliJobTexts>> = {
  ru: {
    refunded: 'ВОЗВРАЩЕНО',
    refundAccepted: 'ВОЗВРАТ ПРИНЯТ, деньги ещё не возвращены: не повторяйте, терминал доведёт его сам',
    notRefunded: 'НЕ ВОЗВРАЩЕНО',
    refundUnknown: 'ЕЩЁ НЕ ИЗВЕСТНО: не повторяйте возврат, терминал доведёт его сам',
    refundGoesOn: 'Начатый возврат терминал доведёт сам, не повторяйте его. Узнать итог: sendybox transactions.',
    connectionLostInRefund:
      'Связь с терминалом прервалась во время возврата: чем он закончился, пока не известно. Не повторяйте его, посмотрите sendybox transactions.',
    refundOf: (transactionNumber) => `возврат к № ${transactionNumber}`,
    standings: {
      paid: 'ОПЛАЧЕНО',
      notPaid: 'НЕ ОПЛАЧЕНО',
      returning: 'НЕ ОПЛАЧЕНО, деньги возвращаются покупателю',
      returned: 'НЕ ОПЛАЧЕНО, деньги возвращены покупателю',
      pending: 'ЕЩЁ НЕ ОПЛАЧЕНО: итога пока нет',
      unjudged: 'ОПЛАЧЕНО НА СЕРВЕРЕ: терминал ждёт ответа кассира, выдан ли товар',
      refunded: 'ВОЗВРАЩЕНО',
      accepted: 'ВОЗВРАТ ПРИНЯТ, деньги ещё не возвращены',
      notRefunded: 'НЕ ВОЗВРАЩЕНО',
      open: 'ЕЩЁ НЕ ИЗВЕСТНО: сервер этой операции не знает, терминал её не завершил',
      contradiction: 'ПРОТИВОРЕЧИЕ: сервер и журнал терминала говорят разное',
      none: 'НЕТ ТАКОЙ ОПЕРАЦИИ',
      unreached: 'СЕРВЕР НЕ ОТВЕТИЛ: ниже то, что знает журнал',
    },
    byJournal: 'По журналу терминала',
    notEnded: 'не завершено',
    reprinted: 'Слип печатается с пометкой ДУБЛИКАТ:',
    closeReprinted: (shiftNumber) => `Отчёт о закрытии смены ${shiftNumber} печатается с пометкой ДУБЛИКАТ.`,
    dayClosed: 'СМЕНА ЗАКРЫТА, отчёт печатается',
    dayClosedBefore: 'Смена уже была закрыта, и с тех пор операций не было. Дубликат отчёта печатается.',
    closeGoesOn: 'Начатое закрытие терминал доведёт сам, не повторяйте его. Узнать итог: sendybox status.',
    connectionLostInClose:
      'Связь с терминалом прервалась во время закрытия: закрыта ли смена, пока не известно. Посмотрите sendybox status.',
  },
  en: {
    refunded: 'REFUNDED',
    refundAccepted: 'REFUND ACCEPTED, the money is not back yet: do not repeat it, the box brings it to its end',
    notRefunded: 'NOT REFUNDED',
    refundUnknown: 'NOT KNOWN YET: do not repeat the refund, the box brings it to its end',
    refundGoesOn:
      'A refund that was begun is brought to its end by the box: do not repeat it. To see its end: sendybox transactions.',
    connectionLostInRefund:
      'The link to the box was lost during the refund: its end is not known yet. Do not repeat it, look at sendybox transactions.',
    refundOf: (transactionNumber) => `refund of No. ${transactionNumber}`,
    standings: {
      paid: 'PAID',
      notPaid: 'NOT PAID',
      returning: 'NOT PAID, the money is on its way back to the customer',
      returned: 'NOT PAID, the money went back to the customer',
      pending: 'NOT PAID YET: there is no end yet',
      unjudged: 'PAID AT THE GATEWAY: the box asks the cashier whether goods were given',
      refunded: 'REFUNDED',
      accepted: 'REFUND ACCEPTED, the money is not back yet',
      notRefunded: 'NOT REFUNDED',
      open: 'NOT KNOWN YET: the gateway does not know it, the box has not ended it',
      contradiction: 'CONTRADICTION: the gateway and the journal of the box disagree',
      none: 'NO SUCH TRANSACTION',
      unreached: 'THE GATEWAY DID NOT ANSWER: below is what the journal knows',
    },
    byJournal: 'By the journal of the box',
    notEnded: 'not ended',
    reprinted: 'The slip is printed, marked DUPLICATE:',
    closeReprinted: (shiftNumber) => `The report of the close of shift ${shiftNumber} is printed, marked DUPLICATE.`,
    dayClosed: 'THE SHIFT IS CLOSED, its report is being printed',
    dayClosedBefore: 'The shift was closed before, and nothing was done since. Its report is printed again.',
    closeGoesOn:
      'A close that was begun is brought to its end by the box: do not repeat it. To see it: sendybox status.',
    connectionLostInClose:
      'The link to the box was lost during the close: whether the shift is closed is not known yet. Look at sendybox status.',
  },
};
