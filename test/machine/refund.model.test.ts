import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { refundMachine } from '../../machines/refund.ts';
import { answered, counters, noAnswer, paymentOf, refundOf, refused, saleOf, terms } from '../fixtures/sales.ts';
import { type Model, type ModelEvent, statesOf, walk } from '../helpers/model.ts';

const paid = paymentOf({ status: 'paid' });
const sale = saleOf({ status: 'paid', verdict: 'paid', payment: paid, answered: true, resolved: true });
const found = (payment: typeof paid | null) => ({ ...answered({ transactionNumber: 17, payment, sale }), sale });
const begun = refundOf();
const learnt = (change: Parameters<typeof refundOf>[0]): ModelEvent => ({
  type: 'refund.learnt',
  sale: refundOf(change),
  error: null,
});

const model = (request: { transactionNumber: number; amountMinor: number | null } | null): Model => ({
  machine: refundMachine,
  input: { request, terms },
  events: [
    { type: 'key.pressed', key: '5' },
    { type: 'key.pressed', key: '.' },
    { type: 'key.pressed', key: 'CLEAR' },
    { type: 'key.pressed', key: 'ENTER' },
    { type: 'key.pressed', key: 'CANCEL' },
    { type: 'cancel.requested' },
    { type: 'code.scanned', code: `SBX1:${terms.about.terminalId}:17` },
    { type: 'code.scanned', code: 'SBX1:99999999:17' },
    learnt({ unanswered: true }),
    learnt({ status: 'pending', answered: true }),
    learnt({ status: 'declined', resolved: true, error: { code: 'PAY-19' } }),
    learnt({ status: 'refused', resolved: true, error: { code: 'GWY-08' } }),
    { type: 'refund.learnt', sale: refundOf({ intent: { ...begun.intent, transactionNumber: 99 } }), error: null },
  ],
  outputs: {
    find: [found(paid), found(null), { ...noAnswer, sale }],
    refundsOf: [[], [begun]],
    counters: [answered(counters), noAnswer, refused('terminal-blocked', 403)],
    beginRefund: [begun],
    recordLeaving: [refundOf({ unanswered: true }), refundOf({ status: 'refunded', resolved: true })],
  },
  situation: ({ context }: AnyMachineSnapshot) => [
    context.entry.length > 0,
    context.amount.digits.length + (context.amount.fraction?.length ?? 0) > 0,
    context.error?.code,
    context.countersAsked,
    context.renumberings > 2,
    context.sale?.unanswered,
    context.sale?.status,
    context.result.outcome,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { context } = snapshot;
    if (snapshot.matches('beginning')) {
      expect(context.amountMinor).toBeGreaterThan(0);
      expect(context.amountMinor, 'never more than is left').toBeLessThanOrEqual(context.restMinor);
      expect(context.renumberings).toBeLessThanOrEqual(3);
    }
    if (snapshot.status !== 'done') return;
    const { outcome, sale: refund, error } = snapshot.output;
    if (outcome === 'done') expect(['pending', 'refunded']).toContain(refund.status);
    if (outcome === 'failed') expect(error, 'a clear reason').not.toBeNull();
    if (outcome === 'failed' && refund !== null) expect(refund.resolved, 'what goes on has not failed').toBe(true);
    if (outcome === 'abandoned') expect(refund, 'what was begun is not abandoned').toBeNull();
  },
});

const wholes = ['typingNumber', 'typingAmount'].map((state) => `refund.${state}`);

test('a refund that the cashier makes stands in every state every event', () => {
  const { met } = walk(model(null));
  expect(statesOf(refundMachine).filter((state) => !met.has(state))).toEqual([]);
});

test('a refund from outside asks nothing', () => {
  const { met } = walk(model({ transactionNumber: 17, amountMinor: 100 }));
  expect(statesOf(refundMachine).filter((state) => !met.has(state))).toEqual(wholes);
});
