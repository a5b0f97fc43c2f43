import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { reprintMachine } from '../../machines/reprint.ts';
import { saleOf, terms } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

const model = (request: { transactionNumber: number | null } | null) => ({
  machine: reprintMachine,
  input: { request, terms },
  events: [
    ...(['ENTER', 'CANCEL', 'CLEAR', 'MENU', '1', '0'] as const).map((key) => ({ type: 'key.pressed', key })),
    { type: 'code.scanned', code: 'SBX1:10000001:17' },
    { type: 'code.scanned', code: 'SBX1:10000002:17' },
    { type: 'cancel.requested' },
  ],
  outputs: { reprint: [saleOf({ status: 'paid', verdict: 'paid', resolved: true }), null] },
  situation: ({ context }: AnyMachineSnapshot) => [
    context.entry.length < 2 ? context.entry : 'more',
    context.transactionNumber !== null,
    context.error?.code,
    context.result.outcome,
    context.result.error?.code,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    if (snapshot.status !== 'done') return;
    const { kind, outcome, sale, error } = snapshot.output;
    expect(kind).toBe('reprint');
    if (outcome === 'done') expect(sale, 'a slip is of a transaction').not.toBeNull();
    else expect(error, `${outcome} has a reason`).not.toBeNull();
  },
});

test('a reprint from the menu stands in every state every event', () => {
  const { met } = walk(model(null));
  expect(statesOf(reprintMachine).filter((state) => !met.has(state))).toEqual([]);
});

test.each([17, null])('a reprint from outside (%s) asks for no number', (transactionNumber) => {
  const { met } = walk(model({ transactionNumber }));
  expect(statesOf(reprintMachine).filter((state) => !met.has(state))).toEqual(['reprint.typingNumber']);
});
