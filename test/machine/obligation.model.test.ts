import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { obligationMachine } from '../../machines/obligation.ts';
import { answered, noAnswer, notSent, paymentOf, refused, saleOf } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const order = { reason: 'recovery', ifPaid: 'keep', cancelledAt: '2026-11-24T09:01:00.000Z' } as const;
const outcomes = [
  answered(paymentOf()),
  answered(paymentOf({ status: 'paid' })),
  answered(paymentOf({ status: 'paid', reversal: 'pending' })),
  answered(paymentOf({ status: 'cancelled' })),
  answered(paymentOf({ status: 'reversed' })),
  noAnswer,
  notSent,
  refused('payment-not-found', 404),
  refused('shift-closed', 409),
];

const model = (verdict: 'notPaid' | null) => ({
  machine: obligationMachine,
  input: { sale: saleOf({ verdict, unanswered: true }) },
  events: [{ type: 'goods.given' }, { type: 'goods.withheld' }],
  outputs: {
    ask: outcomes,
    cancel: outcomes,
    recordOrder: [saleOf({ verdict, cancel: verdict === null ? order : { ...order, ifPaid: 'refund' } })],
    recordReturn: [saleOf({ verdict: 'notPaid', cancel: { ...order, ifPaid: 'refund' } })],
    recordPaid: [saleOf({ verdict: 'paid', resolved: true })],
    recordLearnt: [saleOf({ verdict, payment: paymentOf({ status: 'paid', reversal: 'pending' }) })],
    recordEnd: [saleOf({ verdict: 'notPaid', resolved: true })],
  },
  situation: ({ context }: AnyMachineSnapshot) => [
    context.known.payment?.status,
    context.known.payment?.reversal,
    context.known.answered,
    context.known.notFound,
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
    if (snapshot.status === 'done') expect(sale.resolved, 'it ends only with an end').toBe(true);
  },
});

test('an obligation without a verdict stands in every state every event', () => {
  const { met } = walk(model(null));
  expect(statesOf(obligationMachine).filter((state) => !met.has(state))).toEqual([]);
});

test('an obligation that is NOT PAID asks neither the gateway nor the cashier', () => {
  const { met } = walk(model('notPaid'));
  const cashiers = ['awaitingCashier', 'keeping.writing', 'keeping.failed', 'returning.writing', 'returning.failed'];
  expect(statesOf(obligationMachine).filter((state) => !met.has(state))).toEqual(
    ['asking', ...cashiers].map((state) => `obligation.${state}`),
  );
  expect([...met]).not.toContain('obligation.weighing');
});
