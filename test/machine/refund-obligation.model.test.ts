import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { carriedOver } from '../../machines/refund-answers.ts';
import { refundObligationMachine } from '../../machines/refund-obligation.ts';
import { answered, noAnswer, notSent, paymentOf, refundOf, refused } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const { transactionNumber, saleId } = refundOf().intent;
const paymentOfRefund = paymentOf({ kind: 'refund', transactionNumber, saleId });

const model = (isFound: boolean) => ({
  machine: refundObligationMachine,
  input: { sale: isFound ? carriedOver(refundOf()) : refundOf() },
  events: [],
  outputs: {
    request: [
      answered(paymentOfRefund),
      answered({ ...paymentOfRefund, status: 'refunded' }),
      answered({ ...paymentOfRefund, status: 'declined' }),
      answered({ ...paymentOfRefund, status: 'cancelled' }),
      noAnswer,
      notSent,
      refused('shift-closed'),
      refused('refund-state-changed'),
      refused('amount-out-of-range', 422),
      refused('too-many-requests', 429),
    ],
    recordLearnt: [refundOf({ unanswered: true }), refundOf({ answered: true, payment: paymentOfRefund })],
    recordEnd: [refundOf({ status: 'refunded', resolved: true })],
  },
  situation: ({ context }: AnyMachineSnapshot) => [
    context.known.payment?.status,
    context.known.answered,
    context.known.unanswered,
    context.known.refusal,
    context.sale.resolved,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { known, sale } = snapshot.context;
    if (
      snapshot.matches('concluding') &&
      known.payment?.status !== 'refunded' &&
      known.payment?.status !== 'declined'
    ) {
      const isProof = known.refusal === 'shift-closed' && !known.answered;
      expect(isProof || !known.unanswered, 'an error ends nothing after no answer').toBe(true);
    }
    if (snapshot.status === 'done') expect(sale.resolved, 'it ends only with an end').toBe(true);
  },
});

test.each([
  ['begun a moment ago', false],
  ['found on disk', true],
])('a refund %s stands in every state every event', (_, isFound) => {
  const { met } = walk(model(isFound));
  expect(statesOf(refundObligationMachine).filter((state) => !met.has(state))).toEqual([]);
});
