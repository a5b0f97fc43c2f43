/** What a report says, on paper and on the terminal. */
import type { Language } from './language.ts';

export interface ReportTexts {
  readonly title: string;
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
  /** After `sendybox report`. */
  readonly owedOnPaper: string;
}

export const reportTexts: Readonly<Record<Language, ReportTexts>> = {
  ru: {
    title: 'ОТЧЁТ БЕЗ ЗАКРЫТИЯ',
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
    owedOnPaper: 'Отчёт печатается.',
  },
  en: {
    title: 'REPORT WITHOUT CLOSING',
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
    owedOnPaper: 'The report is being printed.',
  },
};
