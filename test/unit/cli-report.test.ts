/** `sendybox report` at the terminal. */
import { expect, test } from 'vitest';
import type { ReportPageParams } from '../../src/control/protocol.ts';
import { sendybox } from '../helpers/cli-call.ts';
import { emptyReport, paidRow } from '../helpers/control-box.ts';

const inMoscow = { settingsGet: async ({ key }: { key?: string }) => (key === 'timeZone' ? 'Europe/Moscow' : 'ru') };

test('the present shift, on the screen and on paper', async () => {
  const { status, stdout, stderr, requests } = await sendybox(['report']);
  expect(status).toBe(0);
  expect(requests).toContainEqual(['report', { print: true }]);
  for (const part of ['Смена', '7', 'сервера Sendy', 'Оплачено (0)', 'Итого']) expect(stdout).toContain(part);
  expect(stderr).toContain('Отчёт печатается');
});

test('--json is the report, with --detail its transactions from all pages of the same book', async () => {
  expect((await sendybox(['report', '--no-print', '--json'])).json()).toEqual(emptyReport);
  const asked: ReportPageParams[] = [];
  const box = {
    report: async () => ({ ...emptyReport, source: 'journal' as const }),
    reportPage: async (params: ReportPageParams) => {
      asked.push(params);
      return { rows: [{ ...paidRow, transactionNumber: asked.length }], next: asked.length < 3 ? asked.length : null };
    },
  };
  const told = (await sendybox(['report', '--detail', '--json'], { box })).json() as { transactions: unknown[] };
  expect(told).toMatchObject({
    source: 'journal',
    transactions: [1, 2, 3].map((transactionNumber) => ({ transactionNumber })),
  });
  expect((await sendybox(['report', '--detail'])).requests).toContainEqual(['report', { print: true, detail: true }]);
  expect(asked).toEqual([0, 1, 2].map((after) => ({ shift: 7, source: 'journal', after })));
});

test('a span of time is by the clock of the box, and nothing is printed when that is not wanted', async () => {
  const { requests } = await sendybox(['report', '--from', '2026-11-24', '--to', '2026-11-25', '--no-print'], {
    box: inMoscow,
  });
  expect(requests).toContainEqual([
    'report',
    { from: '2026-11-23T21:00:00.000Z', to: '2026-11-24T21:00:00.000Z', print: false },
  ]);
});

test.each([
  [['--shift', '0']],
  [['--shift', 'last']],
  [['--shift', '7', '--from', '2026-11-24']],
  [['--from', '2026-11-24']],
  [['--to', '2026-11-24']],
  [['--from', '24.11.2026', '--to', '2026-11-25']],
  [['7']],
])('report %s is wrong usage, and the box is not asked', async (args) => {
  const { status, requests } = await sendybox(['report', ...args]);
  expect(status).toBe(2);
  expect(requests.map(([method]) => method)).not.toContain('report');
});
