/** What one answer makes of what is known: pure. What a whole box does with such answers stands in files of their own. */
import { expect, test } from 'vitest';
import {
  isAnothersNumber,
  isNewContradiction,
  knowledgeChange,
  knowledgeOf,
  learn,
  mayTombstone,
} from '../../machines/answers.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import { type Payment, type PaymentStatus, paymentStatuses } from '../../src/payment/types.ts';
import { answered, noAnswer, notSent, paymentOf, refused, saleOf } from '../fixtures/sales.ts';

const nothing = knowledgeOf(saleOf());
const after = (...outcomes: Outcome<Payment>[]) => outcomes.reduce(learn, nothing);
const says = (status: PaymentStatus, kind: Payment['kind'] = 'payment') => answered(paymentOf({ status, kind }));

test('a duplicate answer says what the first one said', () => {
  expect(after(says('pending'), says('pending'))).toEqual(after(says('pending')));
  expect(after(says('paid'), says('paid'))).toEqual(after(says('paid')));
});

/** Contract, `Payment`: everything else contradicts what is known. */
const follows: Readonly<Record<Payment['kind'], readonly string[]>> = {
  payment: [
    'pending paid',
    'pending declined',
    'pending cancelled',
    'pending expired',
    'pending reversed',
    'paid reversed',
  ],
  refund: ['pending refunded', 'pending declined'],
};
const possible: Readonly<Record<Payment['kind'], readonly PaymentStatus[]>> = {
  payment: ['pending', 'paid', 'declined', 'cancelled', 'expired', 'reversed'],
  refund: ['pending', 'refunded', 'declined'],
};

test.each(
  (['payment', 'refund'] as const).flatMap((kind) =>
    possible[kind].flatMap((from) => paymentStatuses.map((to) => ({ kind, from, to }))),
  ),
)('an answer out of order: a $kind that is $from is said to be $to', ({ kind, from, to }) => {
  const before = after(says(from, kind));
  const known = learn(before, says(to, kind));
  if (from === to || follows[kind].includes(`${from} ${to}`)) {
    expect(known).toMatchObject({ payment: { status: to }, error: null, failures: 0 });
    return;
  }
  expect(known, 'it changes nothing').toMatchObject({
    payment: before.payment,
    error: { code: 'GWY-17' },
    failures: 1,
  });
});

test('what nothing of its kind can be is no answer that is believed', () => {
  expect(after(says('refunded'))).toMatchObject({ payment: null, answered: false, error: { code: 'GWY-17' } });
  expect(after(says('paid', 'refund'))).toMatchObject({ payment: null, answered: false, error: { code: 'GWY-17' } });
});

test('an answer for another number or sale is malformed, and malformed is no answer', () => {
  // The client judges that (answer-checks.ts); what reaches the machines is this.
  const known = after({ kind: 'noAnswer', error: { code: 'NET-10' } });
  expect(known).toMatchObject({ payment: null, answered: false, unanswered: true, error: { code: 'NET-10' } });
});

test('a late answer of an earlier question changes nothing that is final', () => {
  const known = after(says('paid'), says('reversed'), says('paid'));
  expect(known).toMatchObject({ payment: { status: 'reversed' }, error: { code: 'GWY-17' } });
});

test.each(['payment-not-found', 'transaction-number-conflict'] as const)('%s after an answer is a denial', (code) => {
  const known = after(says('pending'), refused(code));
  expect(known).toMatchObject({ payment: { status: 'pending' }, answered: true, error: { code: 'GWY-17' } });
  expect(mayTombstone(known)).toBe(false);
  expect(isAnothersNumber(known)).toBe(false);
});

test('shift-closed denies a refund that had an answer; to a payment it is what its cancel may be told', () => {
  expect(after(says('pending', 'refund'), refused('shift-closed')).error?.code).toBe('GWY-17');
  expect(after(says('paid'), refused('shift-closed')).error?.code).toBe('GWY-07');
});

test('a number is another’s for good only if every attempt had an answer', () => {
  expect(isAnothersNumber(after(refused('transaction-number-conflict')))).toBe(true);
  expect(isAnothersNumber(after(notSent, refused('transaction-number-conflict')))).toBe(true);
  expect(isAnothersNumber(after(noAnswer, refused('transaction-number-conflict')))).toBe(false);
});

test('an answer takes the refusal and its pause back', () => {
  const busy = after(refused('too-many-requests', 429, { retryAfterMs: 9_000 }));
  expect(busy).toMatchObject({ refusal: 'too-many-requests', retryAfterMs: 9_000, failures: 1 });
  expect(learn(busy, says('pending'))).toMatchObject({ refusal: null, retryAfterMs: 0, failures: 0, error: null });
  expect(learn(busy, noAnswer)).toMatchObject({ refusal: null, retryAfterMs: 0, failures: 2 });
});

test('a contradiction is new once; what was lost or answered is never taken back on disk', () => {
  const known = after(says('paid'), says('pending'));
  expect(isNewContradiction(known, saleOf())).toBe(true);
  expect(isNewContradiction(known, saleOf({ error: { code: 'GWY-17' } }))).toBe(false);
  expect(knowledgeChange(nothing)).toEqual({ error: null });
  expect(knowledgeChange(after(noAnswer, says('paid')))).toMatchObject({ answered: true, unanswered: true });
});
