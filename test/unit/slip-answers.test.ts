import { expect, test } from 'vitest';
import type { Sale } from '../../machines/ports.ts';
import { buildAnswer, renderAnswer } from '../../src/documents/answers.ts';
import { plainText } from '../../src/documents/layout.ts';
import type { Payment } from '../../src/payment/types.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

const askedAt = '2026-11-25T09:15:00.000Z';

const text = (said: Payment | null, known: Sale | null, language: 'ru' | 'en' = 'ru', duplicate = false): string => {
  const data = buildAnswer({ transactionNumber: 1042, payment: said, sale: known }, shop, 'Europe/Moscow', askedAt);
  expect(JSON.parse(JSON.stringify(data)), 'it is kept in the journal').toEqual(data);
  return plainText(renderAnswer(data, { language, width: 32, duplicate }));
};
const flat = (paper: string): string => paper.replace(/\s+/g, ' ');
const lines = (paper: string): string[] => paper.split('\n').map((line) => line.trim());
const unlike = 'Сервер и журнал терминала говорят разное';

test('paid, and the journal says so too', () => {
  const paper = text({ ...payment, declineCode: undefined, qr: 'token', expiresAt: askedAt }, sale());
  expect(lines(paper)).toContain('ОПЛАЧЕНО');
  expect(paper).toContain('Запрошено    25.11.2026 12:15:00');
  expect(paper).toContain('Дата и время 24.11.2026 14:05:30');
  expect(paper).toContain('По журналу              ОПЛАЧЕНО');
  expect(paper).toContain('1 500,00 руб.');
  expect(flat(paper)).not.toContain(unlike);
  expect(paper).not.toContain('[QR]');
});

test('a secret of a payment that is still open is neither kept nor printed', () => {
  const open = { ...payment, status: 'pending', qr: 'secret-token', paidAt: undefined } as const;
  const data = buildAnswer({ transactionNumber: 1042, payment: open, sale: null }, shop, 'UTC', askedAt);
  expect(JSON.stringify(data)).not.toContain('secret-token');
  expect(lines(text(open, null))).toContain('ОЖИДАЕТСЯ');
});

test('refunded in part: how much', () => {
  expect(text({ ...payment, refundedAmount: 50_000 }, sale())).toContain('Возвращено           500,00 руб.');
});

test.each(['declined', 'cancelled', 'expired', 'reversed'] as const)('%s is NOT PAID', (status) => {
  const known = sale({ status, verdict: 'notPaid' });
  const paper = text({ ...payment, status, declineCode: 'insufficient-funds' }, known);
  expect(lines(paper)).toContain('НЕ ОПЛАЧЕНО');
  expect(paper).toContain('По журналу           НЕ ОПЛАЧЕНО');
  expect(flat(paper)).toContain('Не хватает денег');
  expect(flat(paper)).not.toContain(unlike);
});

test('a refund is refunded or not refunded, never paid', () => {
  const refund = { ...payment, kind: 'refund', originalTransactionNumber: 1040 } as const;
  const known = sale({ kind: 'refund', status: 'refunded', verdict: null });
  expect(lines(text({ ...refund, status: 'refunded' }, known))).toContain('ВОЗВРАЩЕНО');
  const declined = text({ ...refund, status: 'declined' }, sale({ kind: 'refund', status: 'declined', verdict: null }));
  expect(lines(declined)).toContain('НЕ ВОЗВРАЩЕНО');
  expect(declined).toContain('К операции №                1040');
});

test('nobody knows it', () => {
  const paper = text(null, null);
  expect(lines(paper)).toContain('НЕТ ТАКОЙ ОПЕРАЦИИ');
  expect(paper).toContain('По журналу            НЕТ ЗАПИСИ');
});

test('money that was taken after NOT PAID is on its way back: no contradiction', () => {
  const paper = flat(text(payment, sale({ verdict: 'notPaid', resolved: false })));
  expect(paper).toContain('терминал возвращает деньги покупателю');
  expect(paper).not.toContain(unlike);
});

test.each<[string, Payment | null, Partial<Sale>]>([
  ['PAID in the journal, unknown to the gateway', null, {}],
  ['PAID in the journal, declined at the gateway', { ...payment, status: 'declined' }, {}],
  ['PAID in the journal, another sale at the gateway', { ...payment, saleId: 'BBBBBBBBBBBBBBBBBBBBBB' }, {}],
  ['ended NOT PAID in the journal, paid at the gateway', payment, { verdict: 'notPaid', status: 'cancelled' }],
  ['the box has met one before', payment, { error: { code: 'GWY-17' } }],
])('a contradiction is told with what to do: %s', (_, said, known) => {
  const paper = flat(text(said, sale(known)));
  expect(paper).toContain(unlike);
  expect(paper).toContain('Позвоните в поддержку Sendy с этой бумагой.');
  expect(flat(text(said, sale(known), 'en'))).toContain('Call Sendy support with this paper.');
});

test('two boxes with one terminal: the number is another transaction in this journal', () => {
  const other = { ...payment, saleId: 'BBBBBBBBBBBBBBBBBBBBBB' };
  const paper = flat(text(other, sale({ status: 'refused', verdict: 'notPaid', payment: null })));
  expect(paper).toContain('под этим номером другая операция');
  expect(paper).not.toContain('возвращает деньги');
  expect(paper).not.toContain(unlike);
});

test('an answer printed again is marked', () => {
  expect(text(payment, sale(), 'ru', true)).toContain('ДУБЛИКАТ');
  expect(text(payment, sale())).not.toContain('ДУБЛИКАТ');
});
