/** What happened to a payment, in plain words: `payments/N.txt` of a support bundle. */
import type { CancelReason, RefundReason } from '../payment/types.ts';
import type { Language } from './language.ts';

export interface PaymentStoryTexts {
  readonly till: string;
  readonly began: string;
  readonly cashierSaw: string;
  readonly cashierSawNothing: string;
  readonly paid: string;
  readonly notPaid: string;
  readonly ended: string;
  readonly yes: string;
  readonly no: string;
  readonly reason: string;
  readonly refunded: string;
  readonly refundReason: string;
  readonly cancelOrder: string;
  readonly history: (timeZone: string) => string;
  readonly nothingWritten: string;
  readonly cancelReasons: Readonly<Record<CancelReason, string>>;
  readonly refundReasons: Readonly<Record<RefundReason, string>>;
  /** Of a cancel: if it turns out that the customer has paid. */
  readonly ifPaid: Readonly<Record<'keep' | 'refund', string>>;
  /** By the type of the event in the journal; a type that is not here is shown as it is. */
  readonly events: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly copy: (copy: number) => string;
}

export const paymentStoryTexts: Readonly<Record<Language, PaymentStoryTexts>> = {
  ru: {
    till: 'Чек кассы',
    began: 'Начата',
    cashierSaw: 'Кассир видел',
    cashierSawNothing: 'итога ещё не было',
    paid: 'ОПЛАЧЕНО',
    notPaid: 'НЕ ОПЛАЧЕНО',
    ended: 'Завершена',
    yes: 'да',
    no: 'нет: терминал продолжает выяснять, чем она закончилась',
    reason: 'Причина',
    refunded: 'Возвращено',
    refundReason: 'Почему возврат',
    cancelOrder: 'Отмена',
    history: (timeZone) => `Что было (по часам сервера, ${timeZone}):`,
    nothingWritten: 'в журнале нет записей',
    cancelReasons: {
      cashier: 'отменил кассир',
      timeout: 'покупатель не подтвердил вовремя',
      recovery: 'терминал останавливался посреди оплаты',
      'print-failed': 'QR-код не напечатался',
    },
    refundReasons: {
      customer: 'по просьбе покупателя',
      'late-money': 'деньги пришли после итога «не оплачено»',
    },
    ifPaid: {
      keep: 'если всё же оплачено, оплата остаётся',
      refund: 'если всё же оплачено, деньги вернутся покупателю',
    },
    events: {
      'sale.begun': 'оплата записана на диск, на сервер ещё ничего не отправлено',
      'sale.adopted': 'сервер назвал оплату, которой не было в этом журнале: принята для завершения',
      'refund.begun': 'возврат записан на диск, на сервер ещё ничего не отправлено',
      'request.ended': 'запрос на сервер закончился',
      'qr.printed': 'QR-код напечатан для покупателя',
      'qr.failed': 'QR-код не напечатался',
      'verdict.paid': 'итог записан на диск и показан: ОПЛАЧЕНО; слипы поставлены на печать',
      'verdict.notPaid': 'итог записан на диск и показан: НЕ ОПЛАЧЕНО',
      'cancel.keep': 'отмена записана на диск',
      'cancel.refund': 'отмена записана на диск',
      learnt: 'стало известно от сервера',
      ended: 'завершена',
      'document.printed': 'слип или уведомление напечатано',
      'slip.reprinted': 'слип поставлен на печать ещё раз (ДУБЛИКАТ)',
    },
    outcomes: {
      answered: 'есть ответ',
      noAnswer: 'ответа нет: неизвестно, дошёл ли запрос',
      notSent: 'запрос не отправлен',
      refused: 'сервер отказал',
    },
    copy: (copy) => `экземпляр ${copy}`,
  },
  en: {
    till: 'Till’s number',
    began: 'Begun',
    cashierSaw: 'The cashier saw',
    cashierSawNothing: 'no verdict yet',
    paid: 'PAID',
    notPaid: 'NOT PAID',
    ended: 'Ended',
    yes: 'yes',
    no: 'no: the box goes on asking how it ended',
    reason: 'Reason',
    refunded: 'Refunded',
    refundReason: 'Why a refund',
    cancelOrder: 'Cancel',
    history: (timeZone) => `What happened (the server’s clock, ${timeZone}):`,
    nothingWritten: 'nothing is in the journal',
    cancelReasons: {
      cashier: 'the cashier cancelled',
      timeout: 'the customer did not confirm in time',
      recovery: 'the box stopped in the middle of it',
      'print-failed': 'the QR could not be printed',
    },
    refundReasons: {
      customer: 'the customer asked for it',
      'late-money': 'the money came after the verdict NOT PAID',
    },
    ifPaid: {
      keep: 'if it was paid all the same, it stays paid',
      refund: 'if it was paid all the same, the customer gets the money back',
    },
    events: {
      'sale.begun': 'the payment is on disk, nothing was sent to the gateway yet',
      'sale.adopted': 'the gateway named a payment that this journal did not know: taken over',
      'refund.begun': 'the refund is on disk, nothing was sent to the gateway yet',
      'request.ended': 'the request to the gateway came to its end',
      'qr.printed': 'the QR was printed for the customer',
      'qr.failed': 'the QR could not be printed',
      'verdict.paid': 'the verdict is on disk and shown: PAID; slips are owed on paper',
      'verdict.notPaid': 'the verdict is on disk and shown: NOT PAID',
      'cancel.keep': 'the cancel is on disk',
      'cancel.refund': 'the cancel is on disk',
      learnt: 'learnt from the gateway',
      ended: 'ended',
      'document.printed': 'a slip or notice was printed',
      'slip.reprinted': 'the slip is owed on paper once more (DUPLICATE)',
    },
    outcomes: {
      answered: 'answered',
      noAnswer: 'no answer: whether it arrived is not known',
      notSent: 'not sent',
      refused: 'the gateway refused it',
    },
    copy: (copy) => `copy ${copy}`,
  },
};
