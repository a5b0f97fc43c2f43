/** The slip of a transaction once more, always marked as a duplicate: of the last one, or by its number. */
import { assign, fromPromise, setup } from 'xstate';
import { fieldError, reasonedError, toFieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { delays } from './delays.ts';
import { abandonedJob, failedJob, type JobResult } from './job.ts';
import { isOurSlip, type NumberEntry, typingNumber, withKey, withScanned, withTyped } from './number-entry.ts';
import type { Sale, Terms } from './ports.ts';
import { unprovided } from './unprovided.ts';

export interface ReprintInput {
  /** Null: the cashier is asked. Its number null: the last slip. */
  readonly request: { readonly transactionNumber: number | null } | null;
  readonly terms: Terms;
}

interface Context extends ReprintInput, NumberEntry {
  readonly result: JobResult;
}

export type ReprintEvent =
  | { type: 'key.pressed'; key: PanelKey }
  | { type: 'code.scanned'; code: string }
  | { type: 'cancel.requested' };

const leftByCashier = abandonedJob('reprint', fieldError('PAY-09'));

const owedJob = (sale: Sale | null): JobResult => ({
  kind: 'reprint',
  outcome: 'done',
  sale,
  payment: sale?.payment ?? null,
  error: null,
});

export const reprintMachine = setup({
  types: {} as { context: Context; events: ReprintEvent; input: ReprintInput; output: JobResult },
  actors: { reprint: fromPromise<Sale | null, { transactionNumber: number | null }>(unprovided) },
  delays: { choiceMs: delays.choiceMs, storageMs: delays.storageMs },
  guards: {
    isRequested: ({ context }) => context.request !== null,
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    isEnterKey: ({ event }) => event.type === 'key.pressed' && event.key === 'ENTER',
    isOurSlip: (now) => isOurSlip(now),
  },
  actions: {
    type: assign((now) => withKey(now)),
    takeTyped: assign((now) => withTyped(now)),
    takeScanned: assign((now) => withScanned(now)),
    leave: assign({ result: leftByCashier }),
    endWith: assign((_, params: { result: JobResult }) => ({ result: params.result })),
    /** To the box machine: something is owed on paper. */
    wakePrinting: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'reprint',
  context: ({ input }) => ({
    ...input,
    entry: '',
    transactionNumber: input.request?.transactionNumber ?? null,
    error: null,
    result: leftByCashier,
  }),
  on: { '*': { actions: 'logUnexpected' }, 'key.pressed': {}, 'code.scanned': {}, 'cancel.requested': {} },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: { always: [{ guard: 'isRequested', target: 'owing' }, { target: 'typingNumber' }] },
    typingNumber: typingNumber('owing', 'isEnterKey'),
    /** In the print ledger before it is printed, as every slip. */
    owing: {
      invoke: {
        id: 'reprint',
        src: 'reprint',
        input: ({ context }) => ({ transactionNumber: context.transactionNumber }),
        onDone: [
          {
            guard: ({ event }) => event.output === null,
            target: 'ended',
            actions: {
              type: 'endWith',
              params: { result: failedJob('reprint', reasonedError('PAY-06', 'noSlip')) },
            },
          },
          {
            target: 'ended',
            actions: [{ type: 'endWith', params: ({ event }) => ({ result: owedJob(event.output) }) }, 'wakePrinting'],
          },
        ],
        onError: {
          target: 'ended',
          actions: {
            type: 'endWith',
            params: ({ event }) => ({ result: failedJob('reprint', toFieldError(event.error)) }),
          },
        },
      },
      after: {
        storageMs: {
          target: 'ended',
          actions: { type: 'endWith', params: { result: failedJob('reprint', fieldError('JRN-02')) } },
        },
      },
    },
    ended: { type: 'final' },
  },
});
