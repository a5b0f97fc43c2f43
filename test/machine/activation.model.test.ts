import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { activationMachine } from '../../machines/activation.ts';
import { answered, noAnswer, notSent, refused } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

test('an activation stands in every state every event', () => {
  const { met } = walk({
    machine: activationMachine,
    events: [
      ...['7', 'CLEAR', 'ENTER', 'CANCEL', 'MENU'].map((key) => ({ type: 'key.pressed', key })),
      {
        type: 'activation.requested',
        values: { terminalId: '1', serialNumber: '2', code: '3' },
        replaceExisting: true,
      },
    ],
    outputs: {
      activate: [
        answered({}),
        noAnswer,
        notSent,
        refused('activation-code-wrong', 401, { attemptsLeft: 2 }),
        refused('terminal-already-active'),
      ],
    },
    situation: ({ context }: AnyMachineSnapshot) => [
      Object.values(context.values).map((value) => value !== ''),
      context.replaceExisting,
      context.retries,
      context.error !== null,
      context.info !== null,
    ],
    check: (snapshot) => {
      if (!snapshot.matches('requesting')) return;
      expect(Object.values(snapshot.context.values), 'nothing is asked with an empty field').not.toContain('');
    },
  });
  expect(statesOf(activationMachine).filter((state) => !met.has(state))).toEqual([]);
});
