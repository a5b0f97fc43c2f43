/** What a report says, on paper and on the terminal. */
import type { DifferenceKind } from '../payment/reconciliation.ts';
import type { Language } from './language.ts';

export interface ReportTexts {
  readonly title: string;
  readonly closeTitle: string;
  readonly shift: string;
  readonly opened: string;
  readonly closed: string;
  readonly notOpenedYet: string;
  readonly notClosedYet: string;
  readonly from: string;
  readonly to: string;
  readonly source: string;
  readonly sources: Readonly<Record<'gateway' | 'journal', string>>;
  readonly printedAt: string;
  readonly all: string;
  readonly paid: (count: number) => string;
  readonly refunded: (count: number) => string;
  readonly net: string;
  /** Above each piece of the transactions of a report, before its number. */
  readonly detailTitle: string;
  readonly detailGoesOn: string;
  readonly detailEnd: string;
  /** Where the gateway's book and the journal of the box differ. */
  readonly noDifferences: readonly [label: string, value: string];
  readonly differences: (count: number) => string;
  readonly difference: Readonly<Record<DifferenceKind, string>>;
  readonly moreDifferences: string;
  readonly changeNothing: string;
  /** After `sendybox report`. */
  readonly owedOnPaper: string;
}

export const reportTexts: Readonly<Record<Language, ReportTexts>> = {
  ru: {
    title: 'ОТЧЁТ БЕЗ ЗАКРЫТИЯ',
    closeTitle: 'СМЕНА ЗАКРЫТА',
    shift: 'Смена',
    opened: 'Открыта',
    closed: 'Закрыта',
    notOpenedYet: 'операций нет',
    notClosedYet: 'нет',
    from: 'С',
    to: 'По',
    source: 'По данным',
    sources: { gateway: 'сервера Sendy', journal: 'терминала' },
    printedAt: 'Составлен',
    all: 'Всего',
    paid: (count) => `Оплачено (${count})`,
    refunded: (count) => `Возвращено (${count})`,
    net: 'Итого',
    detailTitle: 'ОПЕРАЦИИ, ЛИСТ',
    detailGoesOn: 'продолжение следует',
    detailEnd: 'Конец, всего операций',
    noDifferences: ['Расхождений', 'нет'],
    differences: (count) => `РАСХОЖДЕНИЯ: ${count}`,
    difference: {
      paidAtGateway: 'на сервере оплачено',
      notPaidAtGateway: 'на сервере не оплачено',
      refundedAtGateway: 'на сервере возвращено',
      notRefundedAtGateway: 'на сервере не возвращено',
      unknownToBox: 'нет в терминале',
      unknownToGateway: 'нет на сервере',
      reversed: 'деньги возвращены',
      amount: 'другая сумма',
      sums: 'Сумма списка сервера',
    },
    moreDifferences: 'и ещё',
    changeNothing: 'Ничего не исправляйте: сообщите номера в поддержку Sendy.',
    owedOnPaper: 'Отчёт печатается.',
  },
  en: {
    title: 'REPORT WITHOUT CLOSING',
    closeTitle: 'DAY CLOSED',
    shift: 'Shift',
    opened: 'Opened',
    closed: 'Closed',
    notOpenedYet: 'no transactions',
    notClosedYet: 'no',
    from: 'From',
    to: 'To',
    source: 'By the book of',
    sources: { gateway: 'the Sendy server', journal: 'the box' },
    printedAt: 'Made',
    all: 'All',
    paid: (count) => `Paid (${count})`,
    refunded: (count) => `Refunded (${count})`,
    net: 'Net',
    detailTitle: 'TRANSACTIONS, SHEET',
    detailGoesOn: 'to be continued',
    detailEnd: 'End, transactions',
    noDifferences: ['Differences', 'none'],
    differences: (count) => `DIFFERENCES: ${count}`,
    difference: {
      paidAtGateway: 'paid at the gateway',
      notPaidAtGateway: 'not paid at the gateway',
      refundedAtGateway: 'refunded at the gateway',
      notRefundedAtGateway: 'not refunded at the gateway',
      unknownToBox: 'not in the box',
      unknownToGateway: 'not at the gateway',
      reversed: 'money was given back',
      amount: 'another amount',
      sums: "The gateway's list makes",
    },
    moreDifferences: 'and more',
    changeNothing: 'Change nothing: tell Sendy support the numbers.',
    owedOnPaper: 'The report is being printed.',
  },
};
