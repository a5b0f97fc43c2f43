import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { confirmationMachine } from '../../machines/confirmation.ts';
import { answered, noAnswer, notSent, paymentOf, refused, saleOf } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const outcomes = [
  answered(paymentOf()),
  answered(paymentOf({ status: 'paid' })),
  answered(paymentOf({ status: 'declined' })),
  answered(paymentOf({ status: 'cancelled' })),
  noAnswer,
  notSent,
  refused('payment-not-found', 404),
  refused('clock-skew', 401),
];
const ordered = saleOf({
  cancel: { reason: 'cashier', ifPaid: 'keep', cancelledAt: '2026-11-24T09:01:00.000Z' },
});
const decided = saleOf({ verdict: 'notPaid' });

const model = (method: 'online' | 'offline') => ({
  machine: confirmationMachine,
  input: {
    sale: saleOf({ intent: { ...saleOf().intent, method } }),
    known: {
      payment: null,
      answered: false,
      unanswered: true,
      refusal: null,
      failures: 1,
      error: null,
      retryAfterMs: 0,
    },
    cancelReason: null,
    waitTimeoutMs: 90_000,
  },
  events: [
    { type: 'key.pressed', key: 'CANCEL' },
    { type: 'key.pressed', key: 'ENTER' },
    { type: 'key.pressed', key: '5' },
    { type: 'cancel.requested' },
  ],
  outputs: {
    longPoll: outcomes,
    ask: outcomes,
    lastAsk: outcomes,
    cancel: outcomes,
    presentQr: [{ ok: true }, { ok: false, error: { code: 'PRN-02' }, mayBeOut: true }],
    recordOrder: [ordered],
    recordLeaving: [decided],
    recordVerdict: [decided],
  },
  situation: ({ context: { known, cancelReason, presented, leaveOffered, sale } }: AnyMachineSnapshot) => [
    known.payment?.status,
    known.answered,
    known.refusal,
    known.failures > 0,
    cancelReason,
    presented,
    leaveOffered,
    sale.cancel !== null,
    sale.verdict,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { sale, known, presented } = snapshot.context;
    if (snapshot.matches({ cancelling: 'sending' }))
      expect(sale.cancel, 'on disk before the cancel leaves').not.toBeNull();
    if (snapshot.status === 'done') expect(sale.verdict, 'a verdict is on disk at the end').not.toBeNull();
    if (snapshot.matches({ open: 'presenting' })) {
      expect(presented, 'a QR is printed once').toBe(false);
      expect(known.payment?.status, 'only a pending payment has a QR').toBe('pending');
    }
    if (snapshot.matches('leaving')) expect(known.payment?.status, 'a paid sale is not left').not.toBe('paid');
  },
});

test.each(['online', 'offline'] as const)('a confirmation (%s) stands in every state every event', (method) => {
  const { met } = walk(model(method));
  const never = method === 'offline' ? ['confirmation.open.presenting'] : [];
  expect(statesOf(confirmationMachine).filter((state) => !met.has(state))).toEqual(never);
});
