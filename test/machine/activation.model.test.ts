import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { activationMachine } from '../../machines/activation.ts';
import { answered, noAnswer, notSent, refused } from '../fixtures/sales.ts';
import { statesOf, walk } from '../helpers/model.ts';

test.each([
  ['a new box', false, null, ['confirmingAgain', 'ended']],
  ['a box that was activated before', true, null, ['ended']],
  ['from the menu of an active box', true, { request: null }, []],
  [
    'of an active box, from outside',
    true,
    { request: { values: { terminalId: '1', serialNumber: '2', code: '3' }, replaceExisting: false, again: true } },
    ['typingTerminalId', 'typingSerialNumber', 'typingCode', 'confirmingAgain', 'confirmingReplacement', 'failed'],
  ],
] as const)('an activation stands in every state every event: %s', (_, wasActive, job, without) => {
  const machine = activationMachine.provide({ guards: { wasActive: () => wasActive } });
  const { met } = walk({
    machine,
    input: { reason: null, job },
    events: [
      ...['7', 'CLEAR', 'ENTER', 'CANCEL', 'MENU'].map((key) => ({ type: 'key.pressed', key })),
      { type: 'cancel.requested' },
      {
        type: 'activation.requested',
        values: { terminalId: '1', serialNumber: '2', code: '3' },
        replaceExisting: true,
        again: false,
      },
      {
        type: 'activation.requested',
        values: { terminalId: '1', serialNumber: '2', code: '3' },
        replaceExisting: false,
        again: false,
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
      context.confirmedAgain,
      context.retries,
      context.error !== null,
      context.info !== null,
    ],
    check: (snapshot) => {
      if (!snapshot.matches('requesting')) return;
      expect(Object.values(snapshot.context.values), 'nothing is asked with an empty field').not.toContain('');
    },
  });
  const missed = statesOf(activationMachine).filter((state) => !met.has(state));
  expect(missed).toEqual(without.map((state) => `activation.${state}`));
});
