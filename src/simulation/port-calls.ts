/** What the machines call of the ports that break in a simulation. */
import type { DayClosePort, JournalPort } from '../../machines/ports.ts';

export const journalCalls = [
  'beginSale',
  'beginRefund',
  'adopt',
  'recordSale',
  'recordPrinted',
  'recordMayBeOut',
  'owedDocuments',
  'openSales',
  'sale',
  'refundsOf',
  'reprint',
  'oweAnswer',
] as const satisfies readonly (keyof JournalPort)[];

export const dayCloseCalls = [
  'shift',
  'compare',
  'reverse',
  'begin',
  'close',
  'conclude',
  'abandon',
  'openClose',
  'reprint',
] as const satisfies readonly (keyof DayClosePort)[];
