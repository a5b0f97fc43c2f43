/** A box as the control socket sees it: handlers that a test can change, on a socket of its own. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { type ControlServerOptions, createControlServer } from '../../src/control/control-server.ts';
import type { CloseDayReport, ControlHandlers, StatusReport, TransactionRow } from '../../src/control/protocol.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import type { Screen } from '../../src/panel/screen.ts';
import type { Report } from '../../src/payment/types.ts';
import { information } from '../fixtures/information.ts';
import { eventLog, scratchDirectory } from './control-scratch.ts';

export const statusReport: StatusReport = {
  state: 'ready',
  version: '0.1.0',
  terminal: { id: '10000001', serialNumber: 'SN-1', name: 'Касса 1' },
  shiftNumber: 7,
  gateway: { url: 'https://pos.sendy.land/', reachable: true, lastError: null },
  clock: { synchronised: true, offsetMs: 12 },
  devices: {
    printer: { state: 'paperOut', error: { code: 'PRN-02', message: 'Нет бумаги' } },
    scanner: { state: 'ready' },
    keypad: { state: 'ready' },
    display: { state: 'none' },
  },
  obligations: [],
  lastPayment: null,
  obstacle: null,
  storage: null,
  settings: null,
};

export const paidRow: TransactionRow = {
  kind: 'payment',
  transactionNumber: 12,
  saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
  shiftNumber: 7,
  method: 'offline',
  paymentSystem: 'wechat',
  status: 'paid',
  amount: 15_000,
  currency: 'RUB',
  refundedAmount: 0,
  reference: 'REF-1',
  createdAt: '2026-11-24T03:44:01.123Z',
  paidAt: '2026-11-24T03:44:05.000Z',
  verdict: 'paid',
  resolved: true,
  ref: null,
};

const none = { paid: { count: 0, amount: 0 }, refunded: { count: 0, amount: 0 } };
export const emptyReport: Report = {
  shiftNumber: 7,
  openedAt: null,
  closedAt: null,
  currency: 'RUB',
  totals: { ...none, bySystem: { sendy: none, wechat: none, alipay: none }, byMethod: { online: none, offline: none } },
  source: 'gateway',
};

export const closeDayReport: CloseDayReport = {
  outcome: 'done',
  shift: { ...emptyReport, openedAt: '2026-11-24T03:00:00.000Z', closedAt: '2026-11-24T18:00:00.000Z' },
  closed: { differences: [], differenceCount: 0 },
  isAgain: false,
  error: null,
};

export const refundRow: TransactionRow = {
  ...paidRow,
  kind: 'refund',
  transactionNumber: 13,
  saleId: 'BBBBBBBBBBBBBBBBBBBBBB',
  status: 'refunded',
  amount: 5_000,
  originalTransactionNumber: 12,
  finalAt: '2026-11-24T03:50:00.000Z',
  verdict: null,
};

export const screen: Screen = {
  state: 'ready',
  lines: ['Готов', '150,00'],
  tone: 'idle',
  keys: ['ENTER'],
  language: 'ru',
};

const notWanted = () => Promise.reject(new FieldFailure(fieldError('CTL-02')));

/** Answers what a healthy box in Russian would; `changes` replaces what the test is about. */
export const boxHandlers = (changes: Partial<ControlHandlers> = {}): ControlHandlers => ({
  status: async () => statusReport,
  info: async () => information,
  version: async () => ({ version: '0.1.0', commit: null, runtime: 'node' }),
  activate: notWanted,
  settingsGet: async ({ key }) => (key === 'language' ? 'ru' : {}),
  settingsSet: notWanted,
  settingsReset: notWanted,
  pay: async () => ({ outcome: 'paid', payment: paidRow, error: null }),
  cancel: async () => ({ state: 'ready' }),
  refund: async () => ({ outcome: 'done', payment: refundRow, error: null }),
  query: async () => ({ outcome: 'done', standing: 'paid', payment: paidRow, error: null }),
  reprint: async () => ({ outcome: 'done', payment: paidRow, error: null }),
  transactions: async () => ({ rows: [paidRow], next: null }),
  report: async () => emptyReport,
  closeDay: async () => closeDayReport,
  reprintClose: async () => ({ ...closeDayReport, isAgain: true }),
  reportPage: async () => ({ rows: [paidRow], next: null }),
  transaction: async () => ({
    transaction: paidRow,
    history: [{ type: 'sale.begun', at: paidRow.createdAt }],
    story: 'Оплата № 12\nначата\n',
  }),
  doctor: async () => [],
  printDoctor: async () => null,
  watch: (send) => {
    send(screen);
    return () => {};
  },
  ...changes,
});

export const startControlBox = async (
  changes: Partial<ControlHandlers> = {},
  options: Partial<ControlServerOptions> = {},
) => {
  const path = options.path ?? join(await scratchDirectory(), 'control.sock');
  const log = eventLog();
  const server = await createControlServer({ log: log.log, ...options, path, handlers: boxHandlers(changes) });
  onTestFinished(() => server.close());
  return { path, log, server, client: createControlClient(path) };
};
