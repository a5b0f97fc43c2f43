import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { submissionMachine } from '../../machines/submission.ts';
import { answered, counters, draft, noAnswer, notSent, paymentOf, refused, saleOf } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const ended = saleOf({ verdict: 'notPaid', resolved: true, status: 'refused' });

test('a submission stands in every state every event', () => {
  const { met } = walk({
    machine: submissionMachine,
    input: { draft, counters: null, waitTimeoutMs: 60_000 },
    events: [
      { type: 'key.pressed', key: 'CANCEL' },
      { type: 'key.pressed', key: 'ENTER' },
      { type: 'cancel.requested' },
    ],
    outputs: {
      counters: [
        answered(counters),
        noAnswer,
        notSent,
        refused('terminal-blocked', 403),
        refused('too-many-requests', 429, { retryAfterMs: 40_000 }),
      ],
      beginSale: [
        { kind: 'begun', sale: saleOf() },
        { kind: 'suspicious', suspicion: { kind: 'sameCode', transactionNumber: 16, amountMinor: 150_000 } },
      ],
      request: [
        answered(paymentOf()),
        noAnswer,
        notSent,
        refused('transaction-number-conflict'),
        refused('shift-closed', 409, { shiftNumber: 4 }),
        refused('too-many-requests', 429, { retryAfterMs: 40_000 }),
        refused('amount-out-of-range', 422),
        refused('not-permitted', 403),
      ],
      recordRefused: [ended],
      recordEnding: [ended],
      confirmation: [{ sale: saleOf({ verdict: 'paid', resolved: true }) }],
    },
    situation: ({ context }: AnyMachineSnapshot) => [
      context.sale !== null,
      context.sale?.verdict,
      context.counters !== null,
      context.resends,
      context.renumberings,
      context.countersAsked,
      context.throttledMs,
      context.cancelReason,
      context.ending !== null,
      context.error !== null,
      context.known.unanswered,
    ],
    check: (snapshot) => {
      const { sale, resends, renumberings, throttledMs } = snapshot.context;
      if (snapshot.matches('requesting') || snapshot.matches('confirming')) {
        expect(sale, 'nothing is sent before its intent is on disk').not.toBeNull();
      }
      expect(resends).toBeLessThanOrEqual(3);
      expect(renumberings).toBeLessThanOrEqual(3);
      expect(throttledMs, 'no longer than the cashier waits').toBeLessThanOrEqual(90_000);
    },
  });
  expect(statesOf(submissionMachine).filter((state) => !met.has(state))).toEqual([]);
});
