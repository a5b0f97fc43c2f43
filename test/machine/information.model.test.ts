import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { informationMachine } from '../../machines/information.ts';
import { panelKeys } from '../../src/keys.ts';
import { informationPages } from '../../src/locale/screen-information.ts';
import { information } from '../fixtures/information.ts';
import { statesOf, walk } from '../helpers/model.ts';

test('the information pages stand in every state every event', () => {
  const { met } = walk({
    machine: informationMachine,
    events: [...panelKeys.map((key) => ({ type: 'key.pressed', key })), { type: 'stray' }],
    outputs: { readInformation: [information], printInformation: [undefined] },
    situation: ({ context }: AnyMachineSnapshot) => [context.page, context.error?.code],
    check: (snapshot: AnyMachineSnapshot) => {
      const { page, information: known, error } = snapshot.context;
      expect(page).toBeGreaterThanOrEqual(0);
      expect(page).toBeLessThan(informationPages.length);
      if (snapshot.matches('showing'))
        expect([known, error], 'a page has something on it').toEqual([information, null]);
      if (snapshot.matches('failed')) expect(error, 'it is said why').not.toBeNull();
    },
  });
  expect(statesOf(informationMachine).filter((state) => !met.has(state))).toEqual([]);
});
