import { expect, test } from 'vitest';
import type { Sale } from '../../machines/ports.ts';
import { plainText } from '../../src/documents/layout.ts';
import { buildNotice, renderNotice } from '../../src/documents/notices.ts';
import { reasonedError } from '../../src/errors.ts';
import { type NoticeKind, noticeKinds } from '../../src/locale/notice.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

const moscow = 'Europe/Moscow';

const refundOf = (changes: Partial<Sale> = {}): Sale => {
  const { intent } = sale();
  const refund = { originalTransactionNumber: 1042, refundedBeforeMinor: 0, reason: 'customer' } as const;
  return sale({
    kind: 'refund',
    status: 'declined',
    verdict: null,
    intent: { ...intent, transactionNumber: 1050, amountMinor: 50_000, refund },
    payment: {
      ...payment,
      kind: 'refund',
      transactionNumber: 1050,
      status: 'declined',
      amount: 50_000,
      paidAt: undefined,
      finalAt: '2026-11-25T08:00:00.000Z',
      declineCode: 'insufficient-funds',
      originalTransactionNumber: 1042,
    },
    ...changes,
  });
};

const text = (
  kind: NoticeKind,
  about: Sale,
  refund: Sale | null = null,
  language: 'ru' | 'en' = 'ru',
  duplicate = false,
): string => {
  const data = buildNotice(kind, about, refund, shop, moscow);
  expect(JSON.parse(JSON.stringify(data)), 'it is kept in the journal').toEqual(data);
  return plainText(renderNotice(data, { language, width: 32, duplicate }));
};
/** Sentences are broken into lines somewhere. */
const flat = (paper: string): string => paper.replace(/\s+/g, ' ');

test('late money: number, amount, what happened, and the return receipt', () => {
  const paper = text('lateMoney', sale({ status: 'reversed', verdict: 'notPaid' }));
  expect(paper).toContain('Операция №                  1042');
  expect(paper).toContain('Дата и время 24.11.2026 14:05:30');
  expect(paper).toContain('1 500,00 руб.');
  expect(flat(paper)).toContain('НЕ ОПЛАЧЕНО, но деньги всё же были списаны. Они возвращены покупателю.');
  expect(flat(paper)).toContain('пробит фискальный чек, сделайте чек возврата');
  const english = flat(text('lateMoney', sale({ status: 'reversed', verdict: 'notPaid' }), null, 'en'));
  expect(english).toContain('If a fiscal receipt was issued for it, make a return receipt.');
});

test('late money of a closed shift: by which refund it went back, and still the sum of the payment', () => {
  const paper = text('lateMoney', sale({ verdict: 'notPaid' }), refundOf({ status: 'refunded' }));
  expect(paper).toContain('Операция №                  1042');
  expect(paper).toContain('Возврат №                   1050');
  expect(paper).toContain('1 500,00 руб.');
  expect(paper, 'it is no refund that a customer asked for').not.toContain('К операции');
});

test.each([
  ['the journal knows the payment', sale()],
  ['it does not', null],
])('a declined refund: the refund’s own sum, its payment, why, and what to do (%s)', (_, original) => {
  const refund = refundOf();
  const paper = text('refundDeclined', original ?? refund, refund);
  expect(paper).toContain('К операции №                1042');
  expect(paper).toContain('Возврат №                   1050');
  expect(paper).toContain('500,00 руб.');
  expect(paper).not.toContain('1 500,00');
  expect(flat(paper)).toContain('Не хватает денег');
  expect(flat(paper)).toContain('Деньги покупателю не возвращены');
  expect(flat(paper)).toContain('Повторите возврат');
});

test('a contradiction: call support, change nothing, and what each side says', () => {
  const error = reasonedError('GWY-17', 'statusChanged', { before: 'paid', now: 'declined' });
  const paper = text('contradiction', sale({ error, payment: { ...payment, declineCode: undefined } }));
  expect(paper).toContain('По журналу              ОПЛАЧЕНО');
  expect(flat(paper)).toContain('Было: ОПЛАЧЕНО. Теперь сервер сообщил: ОТКЛОНЕНО.');
  expect(flat(paper)).toContain('GWY-17');
  expect(flat(paper)).toContain('Ничего не исправляйте сами. Позвоните в поддержку Sendy с этой бумагой.');
});

test('a contradiction is about the payment or about its refund, whichever it is of', () => {
  const error = { code: 'GWY-17' } as const;
  const ofPayment = text('contradiction', sale({ error }), refundOf({ status: 'refunded' }));
  expect(ofPayment).toContain('1 500,00 руб.');
  expect(ofPayment).not.toContain('1050');
  const ofRefund = text('contradiction', sale(), refundOf({ status: 'refunded', error }));
  expect(ofRefund).toContain('Возврат №                   1050');
  expect(ofRefund).toContain('500,00 руб.');
  expect(ofRefund).toContain('По журналу            ВОЗВРАЩЕНО');
});

test('a notice printed again is marked, the first one is not; none has a code that could be taken for a slip', () => {
  for (const kind of noticeKinds) {
    expect(text(kind, sale(), null, 'ru', true)).toContain('ДУБЛИКАТ');
    expect(text(kind, sale(), null, 'en', true)).toContain('DUPLICATE');
    const first = text(kind, sale());
    expect(first).not.toContain('ДУБЛИКАТ');
    expect(first).not.toContain('[QR]');
  }
});

test('a decline code that is not known yet is told as it came', () => {
  const refund = refundOf();
  const declined = { ...refund, payment: { ...payment, declineCode: 'wallet-closed' } };
  expect(text('refundDeclined', sale(), declined)).toContain('wallet-closed');
  expect(
    text('refundDeclined', sale(), { ...declined, payment: { ...payment, declineCode: 'constructor' } }),
  ).toContain('constructor');
});
