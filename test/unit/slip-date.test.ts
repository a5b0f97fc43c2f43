/** The day and the hour on a slip: when it was paid, in the shop's zone, whatever the box's clock says while it prints. */
import { expect, test } from 'vitest';
import { plainText } from '../../src/documents/layout.ts';
import { buildSlip, renderSlip } from '../../src/documents/slip.ts';
import type { Payment } from '../../src/payment/types.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

const dateOn = (
  changes: Partial<Payment>,
  timeZone = 'Europe/Moscow',
  createdAt = '2026-11-24T20:59:30.000Z',
): string => {
  const paid = sale({ payment: { ...payment, ...changes } });
  // As the journal keeps it between the commit and the printer.
  const kept = JSON.parse(
    JSON.stringify(buildSlip({ ...paid, intent: { ...paid.intent, createdAt } }, shop, timeZone)),
  );
  const text = plainText(renderSlip(kept, { language: 'ru', width: 32, copy: 1, duplicate: true }));
  return /\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d/.exec(text)?.[0] ?? text;
};

test.each([
  ['two seconds before midnight', '2026-11-24T20:59:58.000Z', '24.11.2026 23:59:58'],
  ['at midnight', '2026-11-24T21:00:00.000Z', '25.11.2026 00:00:00'],
  ['in the last second of the year', '2026-12-31T20:59:59.999Z', '31.12.2026 23:59:59'],
])('paid %s, printed after it: the day is that of the payment', (_, paidAt, shown) => {
  expect(dateOn({ paidAt })).toBe(shown);
});

test('a box that woke up in 1970 prints the gateway’s day', () => {
  const woken = '1970-01-01T00:00:05.000Z';
  expect(dateOn({ createdAt: woken, paidAt: '2026-11-24T11:05:30.000Z' }, 'Europe/Moscow', woken)).toBe(
    '24.11.2026 14:05:30',
  );
});

test('summer time: the hour that comes twice, the hour that is not there', () => {
  const berlin = (paidAt: string): string => dateOn({ paidAt }, 'Europe/Berlin');
  expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'].map(berlin)).toEqual([
    '25.10.2026 02:30:00',
    '25.10.2026 02:30:00',
  ]);
  expect(['2027-03-28T00:59:59.000Z', '2027-03-28T01:00:00.000Z'].map(berlin)).toEqual([
    '28.03.2027 01:59:59',
    '28.03.2027 03:00:00',
  ]);
});

test('a refund is dated by its own end', () => {
  const refunded = { kind: 'refund', status: 'refunded', finalAt: '2026-11-24T21:00:01.000Z' } as const;
  expect(dateOn({ ...refunded, paidAt: undefined })).toBe('25.11.2026 00:00:01');
});
