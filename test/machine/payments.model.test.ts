import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { offlinePaymentMachine } from '../../machines/offline-payment.ts';
import { onlinePaymentMachine } from '../../machines/online-payment.ts';
import { saleMachine } from '../../machines/sale.ts';
import { answered, counters, draft, noAnswer, saleOf, terms } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const results = [
  { outcome: 'paid', sale: saleOf({ verdict: 'paid' }), error: null },
  { outcome: 'abandoned', sale: null, error: null },
];
const keys = ['1', '2', '9', 'UP', 'DOWN', 'ENTER', 'CANCEL'].map((key) => ({ type: 'key.pressed', key }));
const outside = [...keys, { type: 'cancel.requested' }, { type: 'code.scanned', code: '12345' }];

test('an offline payment stands in every state every event', () => {
  const { met } = walk({
    machine: offlinePaymentMachine,
    input: { draft, waitTimeoutMs: 90_000 },
    events: outside,
    outputs: { prefetch: [answered(counters), noAnswer], submission: results },
    situation: ({ context }: AnyMachineSnapshot) => [
      context.draft.code !== null,
      context.counters !== null,
      context.countersSettled,
      context.result.outcome,
    ],
    check: (snapshot) => {
      if (snapshot.matches('submitting')) expect(snapshot.context.draft.code, 'a code was scanned').not.toBeNull();
    },
  });
  expect(statesOf(offlinePaymentMachine).filter((state) => !met.has(state))).toEqual([]);
});

test('an online payment stands in every state every event', () => {
  const { met } = walk({
    machine: onlinePaymentMachine,
    input: { draft: { ...draft, method: 'online' }, systems: ['sendy', 'wechat'], waitTimeoutMs: 90_000 },
    events: outside,
    outputs: { prefetch: [answered(counters), noAnswer], submission: results },
    situation: ({ context }: AnyMachineSnapshot) => [
      context.draft.paymentSystem,
      context.selected,
      context.counters !== null,
      context.result.outcome,
    ],
    check: (snapshot) => {
      if (snapshot.matches('submitting')) expect(['sendy', 'wechat']).toContain(snapshot.context.draft.paymentSystem);
    },
  });
  expect(statesOf(onlinePaymentMachine).filter((state) => !met.has(state))).toEqual([]);
});

test('a sale stands in every state every event', () => {
  const request = { amountMinor: 150_000, method: null, paymentSystem: null, code: null, ref: null, requestId: null };
  const { met } = walk({
    machine: saleMachine,
    input: { request, terms },
    events: outside,
    outputs: { payment: results },
    situation: ({ context }: AnyMachineSnapshot) => [context.method, context.selected, context.result.outcome],
    check: (snapshot) => {
      if (snapshot.matches('online')) expect(snapshot.context.method).toBe('online');
      if (snapshot.matches('offline')) expect(snapshot.context.method).toBe('offline');
    },
  });
  expect(statesOf(saleMachine).filter((state) => !met.has(state))).toEqual([]);
});
