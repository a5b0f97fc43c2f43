/**
 * The print ledger: each document once. Copies are printed in order; when all copies of a sale are out, one commit says
 * so. A copy that may be partly on paper when the printer failed, or when the power went, is printed again marked as a
 * duplicate.
 */
import { assign, fromPromise, setup } from 'xstate';
import { type FieldError, toFieldError } from '../src/errors.ts';
import { delays } from './delays.ts';
import type { OwedDocument, PrintOutcome } from './ports.ts';
import { unprovided } from './unprovided.ts';

interface Context {
  /** Oldest first; the first is the one at the printer. */
  readonly owed: readonly OwedDocument[];
  /** Out of the printer, not yet on disk as printed. */
  readonly printed: readonly number[];
  /** Why the ledger waits, for the screen. */
  readonly error: FieldError | null;
  /** Documents were added while the ledger was busy. */
  readonly stale: boolean;
  /** Whatever is owed at start may have been on paper when the power went. */
  readonly atStart: boolean;
  /** The sale whose copies have just been recorded; null for a document of no sale. */
  readonly drained: number | null;
}

export type PrintingEvent = { type: 'documents.owed' } | { type: 'printer.ready' };

const sameJob = (a: OwedDocument, b: OwedDocument): boolean =>
  a.transactionNumber === b.transactionNumber && a.kind === b.kind;

export const printingMachine = setup({
  types: {} as { context: Context; events: PrintingEvent },
  actors: {
    loadOwed: fromPromise<readonly OwedDocument[]>(unprovided),
    print: fromPromise<PrintOutcome, { document: OwedDocument }>(unprovided),
    recordPrinted: fromPromise<void, { ids: readonly number[] }>(unprovided),
    recordMayBeOut: fromPromise<void, { id: number }>(unprovided),
  },
  delays: {
    loadMs: delays.loadMs,
    printMs: delays.printMs,
    storageMs: delays.storageMs,
    storageRetryMs: delays.storageRetryMs,
    printRetryMs: delays.printRetryMs,
  },
  guards: {
    hasOwed: ({ context }) => context.owed.length > 0,
    isStale: ({ context }) => context.stale,
    /** The copy that has just come out was the last one of its sale. */
    jobIsOut: ({ context }) => {
      const [current, next] = context.owed;
      return current !== undefined && (next === undefined || !sameJob(current, next));
    },
  },
  actions: {
    takeOwed: assign(({ context }, params: { owed: readonly OwedDocument[] }) => ({
      owed: context.atStart ? params.owed.map((document) => ({ ...document, mayBeOut: true })) : params.owed,
      atStart: false,
      error: null,
    })),
    blame: assign((_, params: { error: FieldError }) => ({ error: params.error })),
    forgetError: assign({ error: null }),
    markStale: assign({ stale: true }),
    markFresh: assign({ stale: false }),
    countPrinted: assign(({ context }) => ({
      printed: [...context.printed, ...context.owed.slice(0, 1).map((d) => d.id)],
      error: null,
    })),
    advance: assign(({ context }) => ({ owed: context.owed.slice(1) })),
    clearPrinted: assign(({ context }) => ({
      printed: [],
      drained: context.owed[0]?.transactionNumber ?? null,
      error: null,
    })),
    markMayBeOut: assign(({ context }) => ({
      owed: context.owed.map((document, index) => (index === 0 ? { ...document, mayBeOut: true } : document)),
    })),
    /** To the box machine: what is owed waits for the printer, or for the disk. */
    tellStuck: () => {},
    /** To the box machine: all copies of `context.drained` are out and on disk as printed. */
    tellDrained: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'printing',
  context: { owed: [], printed: [], error: null, stale: false, atStart: true, drained: null },
  on: {
    '*': { actions: 'logUnexpected' },
    'documents.owed': { actions: 'markStale' },
    'printer.ready': {},
  },
  initial: 'loading',
  states: {
    idle: {
      always: { guard: 'isStale', target: 'loading' },
    },
    loading: {
      // Before the journal is read: what is owed while it is being read is not missed.
      entry: 'markFresh',
      invoke: {
        id: 'loadOwed',
        src: 'loadOwed',
        onDone: [
          {
            guard: ({ event }) => event.output.length > 0,
            target: 'printing',
            actions: { type: 'takeOwed', params: ({ event }) => ({ owed: event.output }) },
          },
          { target: 'idle', actions: { type: 'takeOwed', params: { owed: [] } } },
        ],
        onError: {
          target: 'loadingFailed',
          actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { loadMs: 'loadingFailed' },
    },
    loadingFailed: { after: { storageRetryMs: 'loading' } },
    /** The journal gives a bounded list: only an empty one says that nothing is owed any more. */
    deciding: { always: [{ guard: 'hasOwed', target: 'printing' }, { target: 'loading' }] },
    /** Until a copy is out, the screen goes on saying why the last try failed. */
    printing: {
      invoke: {
        id: 'print',
        src: 'print',
        input: ({ context }) => {
          const document = context.owed[0];
          if (document === undefined) throw new Error('broken invariant: there is a document to print');
          return { document };
        },
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'counting',
            actions: 'countPrinted',
          },
          {
            guard: ({ event }) => !event.output.ok && event.output.mayBeOut,
            target: 'marking',
            actions: {
              type: 'blame',
              params: ({ event }) => ({ error: event.output.ok ? { code: 'BUG-01' } : event.output.error }),
            },
          },
          {
            target: 'waiting',
            actions: {
              type: 'blame',
              params: ({ event }) => ({ error: event.output.ok ? { code: 'BUG-01' } : event.output.error }),
            },
          },
        ],
        onError: {
          target: 'marking',
          actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { printMs: { target: 'marking', actions: { type: 'blame', params: { error: { code: 'PRN-04' } } } } },
    },
    counting: {
      always: [
        { guard: 'jobIsOut', target: 'recording' },
        { target: 'deciding', actions: 'advance' },
      ],
    },
    recording: {
      initial: 'writing',
      states: {
        writing: {
          invoke: {
            id: 'recordPrinted',
            src: 'recordPrinted',
            input: ({ context }) => ({ ids: context.printed }),
            onDone: { target: '#printing.deciding', actions: ['clearPrinted', 'advance', 'tellDrained'] },
            onError: {
              target: 'failed',
              actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { storageMs: 'failed' },
        },
        failed: { entry: 'tellStuck', after: { storageRetryMs: 'writing' } },
      },
    },
    /** On disk before the copy is printed again: after a power cut it is still marked as a duplicate. */
    marking: {
      entry: 'markMayBeOut',
      initial: 'writing',
      states: {
        writing: {
          invoke: {
            id: 'recordMayBeOut',
            src: 'recordMayBeOut',
            input: ({ context }) => ({ id: context.owed[0]?.id ?? 0 }),
            onDone: '#printing.waiting',
            onError: 'failed',
          },
          after: { storageMs: 'failed' },
        },
        failed: { entry: 'tellStuck', after: { storageRetryMs: 'writing' } },
      },
    },
    waiting: {
      entry: 'tellStuck',
      after: { printRetryMs: 'printing' },
      on: { 'printer.ready': { target: 'printing', actions: 'forgetError' } },
    },
  },
});
