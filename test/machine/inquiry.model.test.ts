import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { inquiryMachine } from '../../machines/inquiry.ts';
import type { TransactionAnswer } from '../../machines/ports.ts';
import { answered, noAnswer, notSent, paymentOf, refused, saleOf, terms } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const sale = saleOf({ status: 'paid', verdict: 'paid', answered: true, resolved: true });
const found = (answer: Partial<TransactionAnswer>) => {
  const value = { transactionNumber: 17, payment: null, sale: null, ...answer };
  return { ...answered(value), sale: value.sale };
};

const model = (request: { transactionNumber: number } | null) => ({
  machine: inquiryMachine,
  input: { request, terms },
  events: [
    ...(['ENTER', 'CANCEL', 'CLEAR', 'MENU', '1', '0'] as const).map((key) => ({ type: 'key.pressed', key })),
    { type: 'code.scanned', code: 'SBX1:10000001:17' },
    { type: 'code.scanned', code: 'SBX1:10000002:17' },
    { type: 'code.scanned', code: '281234567890123456' },
    { type: 'cancel.requested' },
  ],
  outputs: {
    find: [
      found({}),
      found({ sale }),
      found({ payment: paymentOf({ status: 'paid' }), sale }),
      found({ payment: paymentOf({ status: 'declined' }), sale }),
      { ...noAnswer, sale },
      { ...notSent, sale: null },
      { ...refused('signature-invalid', 401), sale },
    ],
    owe: [undefined],
  },
  situation: ({ context }: AnyMachineSnapshot) => [
    context.entry.length < 2 ? context.entry : 'more',
    context.transactionNumber !== null,
    context.answer === null ? null : context.result.outcome,
    context.error?.code,
    context.result.error?.code,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { answer, transactionNumber } = snapshot.context;
    if (snapshot.matches('looking')) expect(transactionNumber, 'a number is asked about').toBeGreaterThan(0);
    if (snapshot.matches('printing')) expect(answer, 'nothing is printed that the gateway has not said').not.toBeNull();
    if (snapshot.status === 'done') {
      const { kind, outcome, payment, error } = snapshot.output;
      expect(kind).toBe('inquiry');
      if (outcome === 'done') expect(payment, 'the answer is what the gateway said').not.toBeNull();
      else expect(error, `${outcome} has a reason`).not.toBeNull();
    }
  },
});

test('an inquiry from the menu stands in every state every event', () => {
  const { met } = walk(model(null));
  expect(statesOf(inquiryMachine).filter((state) => !met.has(state))).toEqual([]);
});

test('an inquiry from outside asks for no number', () => {
  const { met } = walk(model({ transactionNumber: 17 }));
  expect(statesOf(inquiryMachine).filter((state) => !met.has(state))).toEqual(['inquiry.typingNumber']);
});
