/** What stands on the papers that tell cashier and operator of a transaction: notices, and answers of the gateway. */
import type { Language } from './language.ts';

/**
 * lateMoney: taken although the till was told NOT PAID, and given back. refundDeclined: a refund that the cashier saw
 * under way did not happen. moneyHeldBack: taken although NOT PAID, and the wallet has not given it back at the first
 * try. contradiction: the gateway no longer says what it had said.
 */
export const noticeKinds = ['lateMoney', 'moneyHeldBack', 'refundDeclined', 'contradiction'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface NoticeTexts {
  readonly titles: Readonly<Record<NoticeKind, string>>;
  /** What happened, and what to do. */
  readonly sentences: Readonly<Record<NoticeKind, readonly string[]>>;
  readonly refundNumber: string;
  readonly reason: string;
  readonly details: string;
  readonly knownToTheBox: string;
  // The answer to *did it go through?*
  readonly answer: string;
  readonly askedAt: string;
  readonly gatewaySays: string;
  readonly unknownToGateway: string;
  readonly notPaid: string;
  readonly notRefunded: string;
  readonly refunded: string;
  readonly notInJournal: string;
  readonly moneyReturns: string;
  readonly otherSale: string;
  readonly contradiction: string;
}

export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = {
  ru: {
    titles: {
      lateMoney: 'ДЕНЬГИ ВОЗВРАЩЕНЫ',
      moneyHeldBack: 'ДЕНЬГИ ЕЩЁ НЕ ВОЗВРАЩЕНЫ',
      refundDeclined: 'ВОЗВРАТ НЕ ВЫПОЛНЕН',
      contradiction: 'НУЖНА ПОДДЕРЖКА SENDY',
    },
    sentences: {
      lateMoney: [
        'Оплата закончилась как НЕ ОПЛАЧЕНО, но деньги всё же были списаны. Они возвращены покупателю.',
        'Если по этой оплате пробит фискальный чек, сделайте чек возврата.',
      ],
      moneyHeldBack: [
        'Оплата закончилась как НЕ ОПЛАЧЕНО, но деньги были списаны, и кошелёк пока не вернул их.',
        'Терминал возвращает их сам, и тогда выйдет ещё одна бумага. Не возвращайте деньги из кассы. Если покупатель ждёт, позвоните в поддержку Sendy.',
      ],
      refundDeclined: [
        'Деньги покупателю не возвращены, хотя возврат был принят.',
        'Повторите возврат или верните деньги иначе. Если чек возврата уже пробит, исправьте это на кассе.',
      ],
      contradiction: [
        'Сервер Sendy говорит об этой операции не то, что подтвердил раньше.',
        'Ничего не исправляйте сами. Позвоните в поддержку Sendy с этой бумагой.',
      ],
    },
    refundNumber: 'Возврат №',
    reason: 'Причина',
    details: 'Подробно',
    knownToTheBox: 'По журналу',
    answer: 'ПРОВЕРКА ОПЕРАЦИИ',
    askedAt: 'Запрошено',
    gatewaySays: 'Ответ сервера Sendy:',
    unknownToGateway: 'НЕТ ТАКОЙ ОПЕРАЦИИ',
    notPaid: 'НЕ ОПЛАЧЕНО',
    notRefunded: 'НЕ ВОЗВРАЩЕНО',
    refunded: 'Возвращено',
    notInJournal: 'НЕТ ЗАПИСИ',
    moneyReturns: 'Для кассы не оплачено: терминал возвращает деньги покупателю.',
    otherSale: 'В журнале терминала под этим номером другая операция.',
    contradiction:
      'Сервер и журнал терминала говорят разное. Ничего не исправляйте сами. Позвоните в поддержку Sendy с этой бумагой.',
  },
  en: {
    titles: {
      lateMoney: 'MONEY WAS RETURNED',
      moneyHeldBack: 'MONEY IS NOT BACK YET',
      refundDeclined: 'REFUND DID NOT HAPPEN',
      contradiction: 'CALL SENDY SUPPORT',
    },
    sentences: {
      lateMoney: [
        'The payment ended as NOT PAID, but money was taken all the same. It has gone back to the customer.',
        'If a fiscal receipt was issued for it, make a return receipt.',
      ],
      moneyHeldBack: [
        'The payment ended as NOT PAID, but money was taken, and the wallet has not given it back yet.',
        'The box goes on by itself, and another paper will say when it is back. Do not return it from the till. If the customer waits, call Sendy support.',
      ],
      refundDeclined: [
        'The money was not returned to the customer, although the refund had been accepted.',
        'Repeat the refund or return the money in another way. If a return receipt was issued, correct that at the till.',
      ],
      contradiction: [
        'The Sendy gateway no longer says of this transaction what it had confirmed.',
        'Change nothing by yourself. Call Sendy support with this paper.',
      ],
    },
    refundNumber: 'Refund No.',
    reason: 'Reason',
    details: 'Details',
    knownToTheBox: 'By the journal',
    answer: 'TRANSACTION CHECK',
    askedAt: 'Asked at',
    gatewaySays: 'The Sendy gateway says:',
    unknownToGateway: 'NO SUCH TRANSACTION',
    notPaid: 'NOT PAID',
    notRefunded: 'NOT REFUNDED',
    refunded: 'Refunded',
    notInJournal: 'NO ENTRY',
    moneyReturns: 'Not paid for the till: the box is returning the money to the customer.',
    otherSale: 'In the journal of the box this number is another transaction.',
    contradiction:
      'The gateway and the journal of the box disagree. Change nothing by yourself. Call Sendy support with this paper.',
  },
};
