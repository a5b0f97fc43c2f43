/** «Information» on the screen: what the box says of itself, page by page, and the same on paper. */
import { assign, fromPromise, setup } from 'xstate';
import type { Information } from '../src/documents/information.ts';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { informationPages } from '../src/locale/screen-information.ts';
import { moveChoice } from './choice.ts';
import { delays } from './delays.ts';
import { unprovided } from './unprovided.ts';

interface Context {
  readonly information: Information | null;
  /** An index into `informationPages`. */
  readonly page: number;
  /** Why it cannot be shown, or why the last print was not taken. */
  readonly error: FieldError | null;
}

export type InformationEvent = { type: 'key.pressed'; key: PanelKey };

const blamed = (target: 'failed' | 'told', error: FieldError) =>
  ({ target, actions: { type: 'blame', params: { error } } }) as const;

export const informationMachine = setup({
  types: {} as { context: Context; events: InformationEvent },
  actors: {
    readInformation: fromPromise<Information>(unprovided),
    printInformation: fromPromise<void, { readonly information: Information }>(unprovided),
  },
  delays: { storageMs: delays.storageMs, choiceMs: delays.choiceMs, noticeMs: delays.noticeMs },
  guards: {
    leaves: ({ event }) => event.key === 'CANCEL' || event.key === 'MENU',
    isEnterKey: ({ event }) => event.key === 'ENTER',
  },
  actions: {
    take: assign((_, params: { information: Information }) => ({ information: params.information })),
    turn: assign(({ context, event }) => ({ page: moveChoice(event.key, context.page, informationPages.length) })),
    blame: assign((_, params: { error: FieldError }) => ({ error: params.error })),
    forgetError: assign({ error: null }),
    /** To the box machine: something is owed on paper. */
    wakePrinting: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'information',
  context: { information: null, page: 0, error: null },
  on: { '*': { actions: 'logUnexpected' }, 'key.pressed': {} },
  initial: 'reading',
  states: {
    reading: {
      invoke: {
        id: 'readInformation',
        src: 'readInformation',
        onDone: {
          target: 'showing',
          actions: { type: 'take', params: ({ event }) => ({ information: event.output }) },
        },
        onError: {
          target: 'failed',
          actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { storageMs: blamed('failed', fieldError('JRN-02')) },
      on: { 'key.pressed': { guard: 'leaves', target: 'ended' } },
    },
    /** What it shows is as old as the moment it was opened: a page does not change under the eyes of who reads it. */
    showing: {
      entry: 'forgetError',
      after: { choiceMs: 'ended' },
      on: {
        'key.pressed': [
          { guard: 'leaves', target: 'ended' },
          { guard: 'isEnterKey', target: 'owing' },
          { target: 'showing', reenter: true, actions: 'turn' },
        ],
      },
    },
    /** In the print ledger before it is printed, as every paper. */
    owing: {
      invoke: {
        id: 'printInformation',
        src: 'printInformation',
        input: ({ context: { information } }) => {
          if (information === null) throw new Error('broken invariant: there is something to print');
          return { information };
        },
        onDone: { target: 'told', actions: 'wakePrinting' },
        onError: {
          target: 'told',
          actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { storageMs: blamed('told', fieldError('JRN-02')) },
    },
    /** It is being printed, or why not. */
    told: {
      after: { noticeMs: 'showing' },
      on: { 'key.pressed': [{ guard: 'leaves', target: 'ended' }, { target: 'showing' }] },
    },
    failed: {
      after: { choiceMs: 'ended' },
      on: { 'key.pressed': 'ended' },
    },
    ended: { type: 'final' },
  },
});
