/**
 * Every 4xx of the gateway contract that may meet a refund, of a customer and of late money, where every attempt had an
 * answer and where one had none; and what is refused before anything is sent.
 */
import { expect, test } from 'vitest';
import type { Sale } from '../../machines/ports.ts';
import { refundRefusal } from '../../machines/refund-answers.ts';
import { type FieldCode, fieldError } from '../../src/errors.ts';
import { type ProblemCode, problemCodes } from '../../src/gateway/outcome.ts';
import { problemRules } from '../../src/gateway/problem.ts';
import type { Payment, RefundReason } from '../../src/payment/types.ts';
import { answered, paymentOf, refundOf, saleOf } from '../fixtures/sales.ts';
import { startWorld } from '../helpers/fake-world.ts';
import { askRefund, startShop } from '../helpers/refund-at-the-box.ts';
import { driveRefund } from '../helpers/refund-driven.ts';

type Next = 'refused' | 'declined' | 'again' | 'again, alarm';

/** What lies with the terminal ends a refund that a cashier waits for, and none of late money. */
const ofTheTerminal: ProblemCode[] = [
  'request-invalid',
  'signature-invalid',
  'clock-skew',
  'terminal-blocked',
  'terminal-replaced',
  'terminal-unknown',
  'not-permitted',
];
const recordedAsDeclined: ProblemCode[] = ['amount-out-of-range', 'payment-system-unavailable', 'qr-unrecognised'];
/** Only an unknown number is told so. */
const deniesAnAnswer: ProblemCode[] = ['payment-not-found', 'transaction-number-conflict', 'shift-closed'];

const nextOf = (code: ProblemCode, reason: RefundReason, attempts: 'never' | 'once' | 'answered'): Next => {
  if (attempts === 'answered') return deniesAnAnswer.includes(code) ? 'again, alarm' : 'again';
  // The shift never opens again, the number stays another sale's, and a known one would have been answered: no proof is
  // missing that this one cannot be processed any more.
  if (code === 'shift-closed' || code === 'transaction-number-conflict') return 'refused';
  if (attempts === 'once' || code === 'too-many-requests') return 'again';
  if (recordedAsDeclined.includes(code)) return 'declined';
  return reason === 'late-money' && ofTheTerminal.includes(code) ? 'again' : 'refused';
};

/** The client tells it as *no answer*. */
const rows = problemCodes
  .filter((code) => code !== 'replayed')
  .flatMap((code) =>
    (['customer', 'late-money'] as const).flatMap((reason) =>
      (['never', 'once', 'answered'] as const).map((attempts) => ({
        code,
        reason,
        attempts,
        next: nextOf(code, reason, attempts),
      })),
    ),
  );

const refund = (reason: RefundReason, change: Partial<Sale> = {}): Sale => {
  const begun = refundOf(change);
  const terms = { originalTransactionNumber: 17, refundedBeforeMinor: 0, reason };
  return { ...begun, intent: { ...begun.intent, refund: terms } };
};

const refundPayment = (change: Partial<Payment> = {}): Payment => {
  const { transactionNumber, saleId } = refundOf().intent;
  return paymentOf({ kind: 'refund', transactionNumber, saleId, originalTransactionNumber: 17, ...change });
};

const before = {
  never: {},
  once: { unanswered: true },
  answered: { answered: true, status: 'pending', payment: refundPayment() },
} as const;

test.each(rows)('$code to a refund ($reason), no answer before: $attempts → $next', async (row) => {
  const { code, reason, attempts, next } = row;
  const driven = driveRefund(refund(reason, before[attempts]));
  const error = fieldError(problemRules[code].fieldCode);
  await driven.answer({ kind: 'refused', problem: { status: problemRules[code].status, code, error } });
  if (next === 'refused' || next === 'declined') {
    expect(driven.disk.row).toMatchObject({ status: next, verdict: null, error, resolved: true });
    expect(driven.log, 'on disk before it is told').toEqual(['send 21', `commit ${next}`, `tell ${next}`, 'ended']);
    return;
  }
  expect(driven.lastError()).toMatchObject(next === 'again' ? error : { code: 'GWY-17' });
  expect(driven.disk.row.error?.code, 'a contradiction owes its paper').toBe(next === 'again' ? undefined : 'GWY-17');
  await driven.time.advance(999);
  expect(driven.isWaiting()).toBe(false);
  await driven.time.advance(1);
  await driven.answer(answered(refundPayment({ status: 'refunded' })));
  expect(driven.disk.row).toMatchObject({ status: 'refunded', verdict: null, error: null, resolved: true });
});

const notRefunded = (payment: Partial<Payment> | null, sale: Partial<Sale> | null, refunds: readonly Sale[] = []) =>
  refundRefusal(
    {
      transactionNumber: 17,
      payment: payment === null ? null : paymentOf({ status: 'paid', ...payment }),
      sale: sale === null ? null : saleOf({ verdict: 'paid', status: 'paid', resolved: true, ...sale }),
    },
    refunds,
  )?.code ?? null;

test.each<[string, FieldCode | null, ReturnType<typeof notRefunded>]>([
  ['a paid payment may be refunded', null, notRefunded({}, {})],
  ['one that another box made, too', null, notRefunded({}, null)],
  ['a part of it is left', null, notRefunded({ refundedAmount: 149_999 }, {})],
  ['an earlier refund was declined', null, notRefunded({}, {}, [refundOf({ status: 'declined', resolved: true })])],
  ['nobody knows the number', 'PAY-06', notRefunded(null, null)],
  ['the gateway does not know what the journal has as PAID', 'GWY-17', notRefunded(null, {})],
  ['the gateway says that it was never paid', 'GWY-17', notRefunded({ status: 'declined' }, {})],
  ['it was declined', 'PAY-12', notRefunded({ status: 'declined' }, { verdict: 'notPaid', status: 'declined' })],
  ['another box’s was cancelled', 'PAY-12', notRefunded({ status: 'cancelled' }, null)],
  ['all of it was refunded', 'PAY-13', notRefunded({ refundedAmount: 150_000 }, {})],
  [
    'all of it by the journal, which the gateway has not heard of',
    'PAY-13',
    notRefunded({}, {}, [refundOf({ status: 'refunded', resolved: true })]),
  ],
  ['a refund of it is under way', 'PAY-15', notRefunded({}, {}, [refundOf()])],
  ['it is itself a refund', 'PAY-16', notRefunded({ kind: 'refund', status: 'refunded' }, null)],
  ['it is itself a refund of this box', 'PAY-16', notRefunded(null, { kind: 'refund' })],
  [
    'NOT PAID and still open: its money returns by itself',
    'PAY-17',
    notRefunded({}, { verdict: 'notPaid', resolved: false }),
  ],
  ['its reversal is under way', 'PAY-17', notRefunded({ reversal: 'pending' }, null)],
  ['no verdict yet', 'PAY-18', notRefunded({}, { verdict: null, resolved: false })],
  ['another box’s is pending', 'PAY-18', notRefunded({ status: 'pending' }, null)],
])('before anything is sent: %s', (_, expected, code) => {
  expect(code).toBe(expected);
});

test('a terminal that may not refund says so before it asks for anything', async () => {
  const world = await startWorld({ terms: { mayRefund: false } });
  await world.type('MENU 4');
  expect(world.box.view().menu?.result).toMatchObject({ outcome: 'failed', error: { code: 'GWY-05' } });
  expect(world.tell('send')).toEqual([]);
});

test.each([
  [0, 'AMT-01'],
  [501, 'PAY-14'],
])('%d of 500 from outside: refused with %s, nothing is sent', async (amountMinor, code) => {
  const world = await startShop();
  const { result } = await askRefund(world, amountMinor);
  expect(result()).toMatchObject({ outcome: 'failed', error: { code } });
  expect(world.tell('send', 'commit')).toEqual(['send payment 5']);
});
