import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { obligationMachine } from '../../machines/obligation.ts';
import type { Sale } from '../../machines/ports.ts';
import { answered, counters, noAnswer, paymentOf, refundOf, refused, saleOf } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const order = { reason: 'recovery', ifPaid: 'keep', cancelledAt: '2026-11-24T09:01:00.000Z' } as const;
const outcomes = [
  answered(paymentOf()),
  answered(paymentOf({ status: 'paid' })),
  answered(paymentOf({ status: 'paid', reversal: 'pending' })),
  answered(paymentOf({ status: 'cancelled' })),
  answered(paymentOf({ status: 'reversed' })),
  noAnswer,
  refused('payment-not-found', 404),
  refused('shift-closed', 409),
  refused('transaction-number-conflict', 409),
];
const paid = paymentOf({ status: 'paid' });

const model = (verdict: 'notPaid' | null, unanswered = true) => ({
  machine: obligationMachine,
  input: { sale: saleOf({ verdict, unanswered }) },
  events: [{ type: 'goods.given' }, { type: 'goods.withheld' }],
  outputs: {
    ask: outcomes,
    askLate: [answered(paid), answered(paymentOf({ status: 'reversed' })), noAnswer],
    refundsOf: [
      [],
      [refundOf()],
      [refundOf({ status: 'refunded', resolved: true })],
      [refundOf({ status: 'declined', resolved: true, error: { code: 'PAY-19' } })],
      [refundOf({ status: 'refused', resolved: true, error: { code: 'GWY-08' } })],
    ],
    counters: [answered(counters), noAnswer, refused('too-many-requests', 429, { retryAfterMs: 90_000 })],
    beginRefund: [refundOf()],
    cancel: outcomes,
    recordOrder: [saleOf({ verdict, cancel: verdict === null ? order : { ...order, ifPaid: 'refund' } })],
    recordReturn: [saleOf({ verdict: 'notPaid', cancel: { ...order, ifPaid: 'refund' } })],
    recordPaid: [saleOf({ verdict: 'paid', resolved: true })],
    recordLearnt: [saleOf({ verdict, payment: paymentOf({ status: 'paid', reversal: 'pending' }) })],
    recordLate: [saleOf({ verdict: 'notPaid', cancel: { ...order, ifPaid: 'refund' }, status: 'paid', payment: paid })],
    recordReturned: [saleOf({ verdict: 'notPaid', status: 'paid', payment: paid, resolved: true })],
    recordRefused: [saleOf({ verdict: 'notPaid', status: 'refused', resolved: true })],
    recordEnd: [saleOf({ verdict: 'notPaid', resolved: true })],
  },
  situation: ({ context, value }: AnyMachineSnapshot) => [
    context.known.payment?.status,
    context.known.payment?.reversal,
    context.known.answered,
    context.known.unanswered,
    typeof value === 'object' && 'returningLate' in value && [context.refunds[0]?.status, context.pausedAfter],
    context.known.refusal,
    context.known.failures > 0,
    context.sale.verdict,
    context.sale.cancel?.ifPaid,
    context.sale.resolved,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { sale } = snapshot.context;
    if (snapshot.matches('cancelling')) expect(sale.cancel, 'on disk before the cancel leaves').not.toBeNull();
    if (snapshot.matches('cancelling') && sale.verdict === 'notPaid') {
      expect(sale.cancel.ifPaid, 'NOT PAID gives the money back').toBe('refund');
    }
    if (snapshot.matches('asking')) {
      expect(sale.verdict, 'money goes back without a question').not.toBe('notPaid');
      expect(sale.cancel?.ifPaid, 'nor is one asked after the order to give it back').not.toBe('refund');
    }
    if (snapshot.matches('keeping') || snapshot.matches('awaitingCashier')) {
      expect(sale.verdict, 'NOT PAID never becomes PAID').not.toBe('notPaid');
      expect(sale.cancel?.ifPaid, 'nor does what was told to give the money back').not.toBe('refund');
    }
    if (snapshot.matches({ returningLate: 'beginning' })) {
      expect(sale.verdict === 'notPaid' || sale.cancel?.ifPaid === 'refund', 'PAID is never given back').toBe(true);
      expect(snapshot.context.known.payment?.status, 'only what was taken is given back').toBe('paid');
      const isOpen = snapshot.context.refunds.some((refund: Sale) => !refund.resolved);
      expect(isOpen, 'no second refund while one is open').toBe(false);
    }
    if (snapshot.matches('closing')) {
      expect(snapshot.context.known.unanswered, 'an error ends nothing after no answer').toBe(false);
    }
    if (snapshot.status === 'done') expect(sale.resolved, 'it ends only with an end').toBe(true);
  },
});

const closing = ['obligation.closing.writing', 'obligation.closing.failed'];

const unmet = (met: ReadonlySet<string>): string[] => statesOf(obligationMachine).filter((state) => !met.has(state));

test('an obligation without a verdict stands in every state every event', () => {
  const { met } = walk(model(null));
  expect(unmet(met), 'an error does not close what had no answer').toEqual(closing);
});

test('an obligation without a verdict, none of whose attempts is known to have had no answer, meets every state', () => {
  const { met } = walk(model(null, false));
  expect(unmet(met)).toEqual([]);
});

test('an obligation that is NOT PAID asks neither the cashier nor, but for late money, the gateway', () => {
  const { met } = walk(model('notPaid'));
  const cashiers = ['awaitingCashier', 'keeping.writing', 'keeping.failed', 'returning.writing', 'returning.failed'];
  expect(unmet(met)).toEqual([...['asking', ...cashiers].map((state) => `obligation.${state}`), ...closing]);
  expect([...met]).not.toContain('obligation.weighing');
});
