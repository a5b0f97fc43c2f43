/** What the display says of a day close. At most 20 characters a line. */
import type { Language } from './language.ts';

export interface DayCloseTexts {
  readonly shift: string;
  readonly ask: string;
  readonly enterOrCancel: readonly [string, string];
  readonly checking: string;
  /** Before the numbers of open payments. */
  readonly waitingFor: string;
  readonly comparing: string;
  readonly closing: string;
  readonly noSales: string;
  readonly closed: string;
  readonly closedBefore: string;
  readonly printing: string;
  readonly paid: string;
  readonly refunded: string;
  readonly differences: string;
  readonly notClosed: string;
}

export const dayCloseTexts: Readonly<Record<Language, DayCloseTexts>> = {
  ru: {
    shift: 'Смена',
    ask: 'Закрыть смену?',
    enterOrCancel: ['ENTER - закрыть', 'CANCEL - нет'],
    checking: 'Проверка...',
    waitingFor: 'Ждём оплаты',
    comparing: 'Сверка с сервером',
    closing: 'Закрываем...',
    noSales: 'Продажи после ответа',
    closed: 'ЗАКРЫТА',
    closedBefore: 'закрыта',
    printing: 'Печать дубликата',
    paid: 'Опл.',
    refunded: 'возвр.',
    differences: 'РАСХОЖДЕНИЯ',
    notClosed: 'СМЕНА НЕ ЗАКРЫТА',
  },
  en: {
    shift: 'Shift',
    ask: 'Close the shift now?',
    enterOrCancel: ['ENTER - close it', 'CANCEL - no'],
    checking: 'Checking...',
    waitingFor: 'Waiting for',
    comparing: 'Comparing the books',
    closing: 'Closing...',
    noSales: 'Sales after answer',
    closed: 'CLOSED',
    closedBefore: 'was closed',
    printing: 'Printing again',
    paid: 'Paid',
    refunded: 'refunded',
    differences: 'DIFFERENCES',
    notClosed: 'SHIFT NOT CLOSED',
  },
};
