/** `sendybox report`: by the gateway's book, by the journal where the gateway is silent, and what is refused. */
import { expect, test } from 'vitest';
import { createReports, type ReportsOptions } from '../../src/box/reports.ts';
import { plainText } from '../../src/documents/layout.ts';
import { buildReport, renderReport } from '../../src/documents/report.ts';
import { fieldError } from '../../src/errors.ts';
import type { Payment, Report, ShiftReport } from '../../src/payment/types.ts';
import { intent, paymentOf, saleOf } from '../fixtures/sales.ts';
import { emptyReport } from '../helpers/control-box.ts';
import { shop } from '../helpers/slip-of-a-sale.ts';

const silent = { kind: 'notSent', error: fieldError('NET-01') } as const;
const answered = <T>(value: T) => ({ kind: 'answered', value }) as const;
const { source: _, ...shiftReport } = emptyReport;

const sold = (number: number, change: Partial<Payment> = {}) =>
  saleOf({
    status: 'paid',
    intent: { ...intent, transactionNumber: number },
    payment: paymentOf({ status: 'paid', transactionNumber: number, ...change }),
  });

const scene = (client: Partial<ReturnType<ReportsOptions['client']>> = {}, sales = [sold(1), sold(2)]) => {
  const asked: unknown[] = [];
  const owed: unknown[] = [];
  const never = async () => silent;
  const reports = createReports({
    client: () => ({
      counters: never,
      shift: never,
      report: never,
      shiftTransactions: never,
      reportTransactions: never,
      ...client,
    }),
    journal: {
      bookPage: async (scope, after, limit) => {
        asked.push(scope);
        return sales.filter((sale) => sale.intent.transactionNumber > after).slice(0, limit);
      },
      lastSale: async () => sales.at(-1) ?? null,
      sale: async () => null,
      createDocument: async (document) => [owed.push(document)],
    },
    info: () => shop,
    timeZone: () => 'Europe/Moscow',
    now: () => '2026-11-24T09:00:00.000Z',
    onOwed: () => owed.push('woken'),
  });
  return { reports, asked, owed };
};

test('the present shift is asked for, and told as the gateway has it', async () => {
  const wanted: number[] = [];
  const { reports, asked } = scene({
    counters: async () => answered({ lastTransactionNumber: 3, shiftNumber: 9, open: [] }),
    shift: async (shift) => {
      wanted.push(shift);
      return answered(shiftReport as ShiftReport);
    },
  });
  expect(await reports.report({})).toEqual({ ...shiftReport, source: 'gateway' });
  expect([wanted, asked]).toEqual([[9], []]);
});

test('the gateway is silent: the shift of the last sale, by the journal, and said to be', async () => {
  const { reports } = scene();
  expect(await reports.report({})).toMatchObject({
    shiftNumber: intent.shiftNumber,
    source: 'journal',
    closedAt: null,
    totals: { paid: { count: 2, amount: 2 * intent.amountMinor } },
  });
});

test('1,201 sales are added up in pages, each once', async () => {
  const many = Array.from({ length: 1_201 }, (_, index) => sold(index + 1));
  const { reports, asked } = scene({}, many);
  expect((await reports.report({ shift: 7 })).totals.paid.count).toBe(1_201);
  expect(asked).toHaveLength(3);
});

test('a span of time', async () => {
  const { reports, asked } = scene();
  const span = { from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };
  expect(await reports.report(span)).toMatchObject({ from: '2026-11-24T00:00:00.000Z', source: 'journal' });
  expect(asked).toEqual([{ from: '2026-11-24T00:00:00.000Z', to: '2026-11-25T00:00:00.000Z' }]);
  expect((await scene({}, []).reports.report(span)).totals.paid.count, 'nothing was sold').toBe(0);
});

test.each([
  ['an end before the beginning', 'RPT-02', { from: '2026-11-25T00:00:00Z', to: '2026-11-24T00:00:00Z' }],
  ['a span of no length', 'RPT-02', { from: '2026-11-25T00:00:00Z', to: '2026-11-25T00:00:00Z' }],
  ['a shift that the journal has nothing of', 'RPT-01', { shift: 12 }],
  ['the present shift of a box that never sold', 'RPT-01', {}],
])('%s is refused with %s', async (_, code, params) => {
  await expect(scene({}, []).reports.report(params)).rejects.toMatchObject({ fieldError: { code } });
});

test('a shift that the gateway does not know is none, whatever the journal has', async () => {
  const problem = { code: 'shift-not-found', status: 404, error: fieldError('GWY-06') };
  const { reports } = scene({ shift: async () => ({ kind: 'refused', problem }) as never });
  await expect(reports.report({ shift: 7 })).rejects.toMatchObject({ fieldError: { code: 'RPT-01' } });
});

test('on paper it is owed as it was told, and the printer is woken', async () => {
  const { reports, owed } = scene();
  const report = await reports.report({ shift: 7, print: true });
  expect(owed).toEqual([
    {
      kind: 'report',
      transactionNumber: null,
      data: buildReport(report, shop, 'Europe/Moscow', '2026-11-24T09:00:00.000Z'),
      copies: 1,
    },
    'woken',
  ]);
});

test('the rows come from the book that the sums came from; one that falls silent is not replaced by the other', async () => {
  const rows = [paymentOf({ transactionNumber: 1, status: 'paid' })];
  const { reports } = scene({ shiftTransactions: async () => answered({ transactions: rows, next: 1 }) });
  expect(await reports.page({ shift: 7, source: 'gateway' })).toMatchObject({ rows: [{ status: 'paid' }], next: 1 });
  expect((await reports.page({ shift: 7, source: 'journal' })).rows).toHaveLength(2);
  await expect(scene().reports.page({ shift: 7, source: 'gateway' })).rejects.toMatchObject({
    fieldError: { code: 'NET-01' },
  });
});

const textOf = (report: Report, width: number, language: 'ru' | 'en' = 'ru'): string =>
  plainText(
    renderReport(buildReport(report, shop, 'Europe/Moscow', '2026-11-24T09:00:00.000Z'), {
      language,
      width,
      duplicate: false,
    }),
  );

test('on paper: which book, all sums, the wallets that were used, and no others', async () => {
  const text = textOf(await scene().reports.report({ shift: 7 }), 32);
  for (const line of [
    'ОТЧЁТ БЕЗ ЗАКРЫТИЯ',
    'По данным              терминала',
    'Оплачено (2)       3 000,00 руб.',
    'Возвращено (0)         0,00 руб.',
    'Sendy',
    'QR-код покупателя',
  ])
    expect(text).toContain(line);
  expect(text).not.toContain('AliPay');
});

test.each([24, 32, 48, 64])('in %s characters no line is longer, and a sum is never cut', (width) => {
  const part = { paid: { count: 50_000, amount: 999_999_999_999_99 }, refunded: { count: 1, amount: 1 } };
  const report: Report = {
    ...emptyReport,
    openedAt: '2026-11-24T03:00:00.000Z',
    closedAt: '2026-11-24T20:00:00.000Z',
    totals: {
      ...part,
      bySystem: { sendy: part, wechat: part, alipay: part },
      byMethod: { online: part, offline: part },
    },
  };
  for (const language of ['ru', 'en'] as const) {
    const lines = textOf(report, width, language).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines.filter((line) => line.includes('999 999 999 999,99')).length).toBeGreaterThan(5);
  }
});
