/** `sendybox transactions`: page by page from the box, and out as a table, for a spreadsheet, or with the whole history. */
import { expect, test } from 'vitest';
import { transactionHandlers } from '../../src/box/transactions.ts';
import { instantOf } from '../../src/cli/local-time.ts';
import { UsageError } from '../../src/cli/session.ts';
import type { TransactionsParams } from '../../src/control/protocol.ts';
import { intent, saleOf } from '../fixtures/sales.ts';
import { sendybox } from '../helpers/cli-call.ts';
import { paidRow } from '../helpers/control-box.ts';

const inMoscow = { settingsGet: async ({ key }: { key?: string }) => (key === 'timeZone' ? 'Europe/Moscow' : 'ru') };

test('all pages are asked for, the empty ones among them too', async () => {
  const asked: unknown[] = [];
  const pages = [
    { rows: [{ ...paidRow, transactionNumber: 30 }], next: 20 },
    { rows: [], next: 10 },
    { rows: [{ ...paidRow, transactionNumber: 5 }], next: null },
  ];
  const box = {
    transactions: async (params: TransactionsParams) => {
      asked.push(params.before);
      return pages[asked.length - 1] ?? { rows: [], next: null };
    },
  };
  const rows = (await sendybox(['transactions', '--json'], { box })).json() as (typeof paidRow)[];
  expect(rows.map(({ transactionNumber }) => transactionNumber)).toEqual([30, 5]);
  expect(asked).toEqual([undefined, 20, 10]);
});

test('a spreadsheet in Russia opens it: mark, semicolons, comma, times of the box, and nothing is a formula', async () => {
  const row = {
    ...paidRow,
    payer: '=HYPERLINK("x")',
    reference: '943627339828',
    approvalCode: '069561',
    ref: 'a;b\n"c"',
  };
  const box = { ...inMoscow, transactions: async () => ({ rows: [row], next: null }) };
  const { stdout } = await sendybox(['transactions', '--csv'], { box });
  expect(stdout.startsWith('\ufefftransactionNumber;kind;shiftNumber;')).toBe(true);
  expect(stdout.endsWith('\r\n')).toBe(true);
  for (const cell of [
    ';150,00;RUB;0,00;',
    ';"=""943627339828""";"=""069561""";',
    `;"'=HYPERLINK(""x"")";`,
    ';"a;b\n""c""";',
    ';2026-11-24 06:44:01;2026-11-24 06:44:05;',
  ])
    expect(stdout).toContain(cell);
});

test.each([
  ['2026-11-24', '2026-11-23T21:00:00.000Z'],
  ['2026-11-24T06:30', '2026-11-24T03:30:00.000Z'],
  ['2026-11-24 06:30:15', '2026-11-24T03:30:15.000Z'],
])('%s is a time by the clock of the box', (text, instant) => {
  expect(instantOf(text, '--from', 'Europe/Moscow')).toBe(instant);
});

test('an hour that summer time skips is the one after it, of one that comes twice it is the first', () => {
  expect(instantOf('2026-03-29T02:30', '--from', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  expect(instantOf('2026-10-25T02:30', '--from', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
});

test.each(['2026-02-30', '24.11.2026', '2026-11-24T25:00', 'yesterday', '2026-11-24T06:30Z', ''])(
  '“%s” is no time: said before the box is asked',
  async (text) => {
    expect(() => instantOf(text, '--to', 'UTC')).toThrow(UsageError);
    const { status, stderr } = await sendybox(['transactions', '--to', text]);
    expect(status).toBe(2);
    expect(stderr).toContain('2026-11-24T06:30');
  },
);

test('the filters reach the box, the range as instants', async () => {
  const { requests } = await sendybox(
    ['transactions', '--shift', '7', '--state', 'paid', '--from', '2026-11-24', '--to', '2026-11-25'],
    { box: inMoscow },
  );
  expect(requests).toContainEqual([
    'transactions',
    { shift: 7, state: 'paid', from: '2026-11-23T21:00:00.000Z', to: '2026-11-24T21:00:00.000Z' },
  ]);
});

test('one transaction: its story for people, its row and history as JSON', async () => {
  expect((await sendybox(['transactions', '12'])).stdout).toContain('начата');
  expect((await sendybox(['transactions', '12', '--json'])).json()).toEqual({
    ...paidRow,
    history: [{ type: 'sale.begun', at: paidRow.createdAt }],
  });
  for (const args of [['12', '13'], ['0'], ['12', '--csv'], ['12', '--shift', '7']])
    expect((await sendybox(['transactions', ...args])).status).toBe(2);
});

/** So many sales, one a minute, every third of them declined. */
const journalOf = (count: number) => {
  const sales = Array.from({ length: count }, (_, index) =>
    saleOf({
      status: index % 3 === 0 ? 'declined' : 'paid',
      intent: {
        ...intent,
        transactionNumber: index + 1,
        createdAt: new Date(Date.UTC(2026, 10, 24) + index * 60_000).toISOString(),
      },
    }),
  ).reverse();
  return transactionHandlers({
    journal: {
      transactions: async ({ before = Number.POSITIVE_INFINITY, limit }) =>
        sales.filter((sale) => sale.intent.transactionNumber < before).slice(0, limit),
      sale: async (number) => sales.find((sale) => sale.intent.transactionNumber === number) ?? null,
      history: async () => [],
    },
    settings: { current: () => ({ language: 'ru' }), timeZone: () => 'Europe/Moscow' },
  });
};

const numbersOf = async (box: ReturnType<typeof journalOf>, params: TransactionsParams) => {
  const numbers: number[] = [];
  let pages = 0;
  for (let before: number | undefined, isFirst = true; isFirst || before !== undefined; isFirst = false) {
    const page = await box.transactions({ ...params, before });
    numbers.push(...page.rows.map(({ transactionNumber }) => transactionNumber));
    before = page.next ?? undefined;
    pages += 1;
  }
  return { numbers, pages };
};

test('2,500 sales come in three pages, the latest first, each once', async () => {
  const { numbers, pages } = await numbersOf(journalOf(2_500), {});
  expect(numbers).toEqual(Array.from({ length: 2_500 }, (_, index) => 2_500 - index));
  expect(pages).toBe(3);
});

test('from is inclusive, to is not; with a state, too', async () => {
  const range = { from: '2026-11-24T00:01:00Z', to: '2026-11-24T00:05:00Z' };
  expect((await numbersOf(journalOf(10), range)).numbers).toEqual([5, 4, 3, 2]);
  expect((await numbersOf(journalOf(10), { ...range, state: 'declined' })).numbers).toEqual([4]);
});

test('a state that is none and a transaction that is not there are refused with a code', async () => {
  const box = journalOf(1);
  await expect(box.transactions({ state: 'lost' })).rejects.toMatchObject({ fieldError: { code: 'CTL-01' } });
  await expect(box.transaction({ transactionNumber: 2 })).rejects.toMatchObject({ fieldError: { code: 'PAY-06' } });
  expect((await box.transaction({ transactionNumber: 1 })).story).toContain('№ 1');
});
