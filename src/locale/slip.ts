/** What stands on paper: slips, the QR of an online payment, the activation slip. */
import type { PaymentMethod, SaleStatus } from '../payment/types.ts';
import type { Language } from './language.ts';

export interface SlipTexts {
  readonly payment: string;
  readonly refund: string;
  /** Under the amount of a refund that the wallet has accepted and not carried out yet. */
  readonly refundUnderWay: string;
  readonly duplicate: string;
  readonly taxId: string;
  readonly terminal: string;
  readonly serialNumber: string;
  readonly shift: string;
  readonly transaction: string;
  readonly original: string;
  readonly dateTime: string;
  readonly method: string;
  readonly methods: Readonly<Record<PaymentMethod, string>>;
  readonly system: string;
  readonly amount: string;
  readonly status: string;
  readonly statuses: Readonly<Record<SaleStatus, string>>;
  readonly reference: string;
  readonly approvalCode: string;
  readonly payer: string;
  readonly cashierSignature: string;
  readonly buyerCopy: string;
  readonly sellerCopy: string;
  readonly copy: (number: number) => string;
  // The QR of an online payment
  readonly toPay: string;
  readonly scanWith: (app: string) => string;
  readonly validUntil: (time: string) => string;
  // Activation
  readonly activated: string;
  readonly name: string;
  readonly systems: string;
  readonly modes: string;
  readonly minAmount: string;
  readonly maxAmount: string;
  readonly refunds: string;
  readonly allowed: string;
  readonly notAllowed: string;
  readonly activatedAt: string;
}

export const slipTexts: Readonly<Record<Language, SlipTexts>> = {
  ru: {
    payment: 'ОПЛАТА',
    refund: 'ВОЗВРАТ',
    refundUnderWay: 'принят, деньги ещё не возвращены',
    duplicate: 'ДУБЛИКАТ',
    taxId: 'ИНН',
    terminal: 'Терминал',
    serialNumber: 'Серийный №',
    shift: 'Смена',
    transaction: 'Операция №',
    original: 'К операции №',
    dateTime: 'Дата и время',
    method: 'Способ',
    methods: { online: 'QR-код на чеке', offline: 'QR-код покупателя' },
    system: 'Платёжная система',
    amount: 'СУММА',
    status: 'Статус',
    statuses: {
      intent: 'НЕ ЗАВЕРШЕНО',
      unsent: 'НЕ ОТПРАВЛЕНО',
      refused: 'ОТКАЗАНО',
      pending: 'ОЖИДАЕТСЯ',
      paid: 'ОПЛАЧЕНО',
      declined: 'ОТКЛОНЕНО',
      cancelled: 'ОТМЕНЕНО',
      expired: 'ВРЕМЯ ИСТЕКЛО',
      reversed: 'ДЕНЬГИ ВОЗВРАЩЕНЫ',
      refunded: 'ВОЗВРАЩЕНО',
    },
    reference: 'Ссылка',
    approvalCode: 'Код авторизации',
    payer: 'Плательщик',
    cashierSignature: 'Подпись кассира',
    buyerCopy: 'экземпляр покупателя',
    sellerCopy: 'экземпляр продавца',
    copy: (number) => `копия ${number}`,
    toPay: 'К ОПЛАТЕ',
    scanWith: (app) => `Отсканируйте код приложением ${app}`,
    validUntil: (time) => `Действителен до ${time}`,
    activated: 'ТЕРМИНАЛ АКТИВИРОВАН',
    name: 'Название',
    systems: 'Платёжные системы',
    modes: 'Способы оплаты',
    minAmount: 'Минимальная сумма',
    maxAmount: 'Максимальная сумма',
    refunds: 'Возвраты',
    allowed: 'разрешены',
    notAllowed: 'запрещены',
    activatedAt: 'Активирован',
  },
  en: {
    payment: 'PAYMENT',
    refund: 'REFUND',
    refundUnderWay: 'accepted, money is not back yet',
    duplicate: 'DUPLICATE',
    taxId: 'Tax ID',
    terminal: 'Terminal',
    serialNumber: 'Serial No.',
    shift: 'Shift',
    transaction: 'Transaction No.',
    original: 'For transaction No.',
    dateTime: 'Date and time',
    method: 'Method',
    methods: { online: 'QR on paper', offline: "Customer's QR" },
    system: 'Payment system',
    amount: 'AMOUNT',
    status: 'Status',
    statuses: {
      intent: 'NOT COMPLETED',
      unsent: 'NOT SENT',
      refused: 'REFUSED',
      pending: 'PENDING',
      paid: 'PAID',
      declined: 'DECLINED',
      cancelled: 'CANCELLED',
      expired: 'EXPIRED',
      reversed: 'REVERSED',
      refunded: 'REFUNDED',
    },
    reference: 'Reference',
    approvalCode: 'Approval code',
    payer: 'Payer',
    cashierSignature: "Cashier's signature",
    buyerCopy: 'customer copy',
    sellerCopy: 'merchant copy',
    copy: (number) => `copy ${number}`,
    toPay: 'TO PAY',
    scanWith: (app) => `Scan the code with the ${app} app`,
    validUntil: (time) => `Valid until ${time}`,
    activated: 'TERMINAL ACTIVATED',
    name: 'Name',
    systems: 'Payment systems',
    modes: 'Payment methods',
    minAmount: 'Minimum amount',
    maxAmount: 'Maximum amount',
    refunds: 'Refunds',
    allowed: 'allowed',
    notAllowed: 'not allowed',
    activatedAt: 'Activated',
  },
};
