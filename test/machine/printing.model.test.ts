import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import type { OwedDocument } from '../../machines/ports.ts';
import { printingMachine } from '../../machines/printing.ts';
import { statesOf, walk } from '../helpers/model.ts';

const owed = (id: number, copy: number, transactionNumber: number): OwedDocument => ({
  id,
  copy,
  transactionNumber,
  kind: 'slip',
  mayBeOut: false,
});

test('the print ledger stands in every state every event', () => {
  const { met } = walk({
    machine: printingMachine,
    events: [{ type: 'documents.owed' }, { type: 'printer.ready' }],
    outputs: {
      loadOwed: [[], [owed(171, 1, 17), owed(172, 2, 17), owed(181, 1, 18)]],
      print: [
        { ok: true },
        { ok: false, error: { code: 'PRN-02' }, mayBeOut: true },
        { ok: false, error: { code: 'PRN-01' }, mayBeOut: false },
      ],
      recordPrinted: [undefined],
      recordMayBeOut: [undefined],
    },
    situation: ({ context }: AnyMachineSnapshot) => [
      context.owed.map(({ id, mayBeOut }: OwedDocument) => [id, mayBeOut]),
      context.printed,
      context.stale,
      context.atStart,
      context.error !== null,
    ],
    check: (snapshot) => {
      const { owed: left, printed } = snapshot.context;
      if (snapshot.matches('recording')) {
        expect(printed.length, 'all copies of a sale are recorded at once').toBe(printed.includes(181) ? 1 : 2);
      }
      const waiting = left.slice(1).map(({ id }: OwedDocument) => id);
      expect(
        waiting.filter((id: number) => printed.includes(id)),
        'what is out is not printed again',
      ).toEqual([]);
    },
  });
  expect(statesOf(printingMachine).filter((state) => !met.has(state))).toEqual([]);
});
