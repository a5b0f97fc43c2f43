/** The slip of a transaction once more, always marked as a duplicate: of the last one, or by its number. */
import { assign, fromPromise, setup } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { delays } from './delays.ts';
import { abandonedJob, failedJob, type JobResult } from './job.ts';
import { typeNumber } from './number-entry.ts';
import type { Sale, Terms } from './ports.ts';
import { scannedNumber } from './scanned-slip.ts';
import { unprovided } from './unprovided.ts';

export interface ReprintInput {
  /** Null: the cashier is asked. Its number null: the last slip. */
  readonly request: { readonly transactionNumber: number | null } | null;
  readonly terms: Terms;
}

interface Context extends ReprintInput {
  /** What has been typed; empty: the last slip. */
  readonly entry: string;
  readonly transactionNumber: number | null;
  /** Why the last scan was not taken. */
  readonly error: FieldError | null;
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
    isOurSlip: ({ context, event }) =>
      event.type === 'code.scanned' && scannedNumber(event.code, context.terms.about.terminalId).ok,
  },
  actions: {
    type: assign(({ context, event }) => ({
      entry: event.type === 'key.pressed' ? typeNumber(context.entry, event.key) : context.entry,
      error: null,
    })),
    takeTyped: assign(({ context }) => ({
      transactionNumber: context.entry === '' ? null : Number(context.entry),
      error: null,
    })),
    takeScanned: assign(({ context, event }) => {
      if (event.type !== 'code.scanned') return {};
      const scanned = scannedNumber(event.code, context.terms.about.terminalId);
      return scanned.ok ? { transactionNumber: scanned.value, error: null } : { error: scanned.error };
    }),
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
    typingNumber: {
      after: { choiceMs: 'ended' },
      on: {
        'key.pressed': [
          { guard: 'isCancelKey', target: 'ended' },
          { guard: 'isEnterKey', target: 'owing', actions: 'takeTyped' },
          { target: 'typingNumber', reenter: true, actions: 'type' },
        ],
        'code.scanned': [
          { guard: 'isOurSlip', target: 'owing', actions: 'takeScanned' },
          { target: 'typingNumber', reenter: true, actions: 'takeScanned' },
        ],
        'cancel.requested': 'ended',
      },
    },
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
              params: { result: failedJob('reprint', fieldError('PAY-06', 'no slip of it')) },
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
