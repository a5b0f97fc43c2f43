/** Joins the day close to the world: fills its actors and actions from the ports. */
import { type Actor, type AnyActorRef, assign, type EventObject, fromCallback, fromPromise, sendTo } from 'xstate';
import { FieldFailure, toFieldError } from '../src/errors.ts';
import type { Reconciliation } from '../src/payment/reconciliation.ts';
import type { ShiftReport } from '../src/payment/types.ts';
import type { boxMachine } from './box.ts';
import { holdsShiftOpen } from './box-context.ts';
import { dayCloseMachine } from './day-close.ts';
import type { DayCloseEvent } from './day-close-setup.ts';
import type { ClosedShift, DayClose, Ports } from './ports.ts';

interface DayCloseWorld {
  readonly ports: Pick<Ports, 'dayClose' | 'random' | 'broken'>;
  readonly watch: <T>(promise: Promise<T>) => Promise<T>;
  /** By which the box machine is found. */
  readonly boxSystemId: string;
  /** Shared with every other machine that asks for the counters. */
  readonly fetchCounters: NonNullable<Parameters<typeof dayCloseMachine.provide>[0]['actors']>['fetchCounters'];
}

export const dayCloseFor = ({ ports, watch, boxSystemId, fetchCounters }: DayCloseWorld) => {
  const { dayClose } = ports;
  const box = (system: AnyActorRef['system']): Actor<typeof boxMachine> => system.get(boxSystemId);

  /** Its progress goes on the screen: by events, where a promise could tell only its end. */
  const compareBooks = fromCallback<EventObject, { report: ShiftReport }>(({ sendBack, input }) => {
    const leaving = new AbortController();
    const tell = (event: DayCloseEvent): void => {
      if (!leaving.signal.aborted) sendBack(event);
    };
    dayClose
      .compare(input.report, (compared) => tell({ type: 'comparison.progressed', compared }), leaving.signal)
      .then(
        (outcome) => tell({ type: 'comparison.done', outcome }),
        (thrown: unknown) => {
          if (!(thrown instanceof FieldFailure)) ports.broken(thrown);
          tell({ type: 'comparison.failed', error: toFieldError(thrown) });
        },
      );
    return () => leaving.abort();
  });

  return dayCloseMachine.provide({
    actors: {
      ...(fetchCounters && { fetchCounters }),
      readShift: fromPromise(({ input, signal }: { input: { shiftNumber: number }; signal: AbortSignal }) =>
        dayClose.shift(input.shiftNumber, signal),
      ),
      compareBooks,
      reverse: fromPromise(
        ({ input, signal }: { input: { transactionNumbers: readonly number[] }; signal: AbortSignal }) =>
          watch(dayClose.reverse(input.transactionNumbers, signal)),
      ),
      begin: fromPromise(({ input }: { input: { comparison: Reconciliation } }) =>
        watch(dayClose.begin(input.comparison)),
      ),
      closeShift: fromPromise(({ input, signal }: { input: { dayClose: DayClose }; signal: AbortSignal }) =>
        dayClose.close(input.dayClose, signal),
      ),
      conclude: fromPromise(({ input }: { input: { dayClose: DayClose; closed: ClosedShift } }) =>
        watch(dayClose.conclude(input.dayClose, input.closed)),
      ),
      abandon: fromPromise(({ input }: { input: { shiftNumber: number } }) =>
        watch(dayClose.abandon(input.shiftNumber)),
      ),
      reprint: fromPromise(() => watch(dayClose.reprint(null))),
    },
    actions: {
      lookAtPrinter: assign({ error: () => dayClose.printerTrouble() }),
      lookAtOpen: assign({ open: ({ system }) => holdsShiftOpen(box(system).getSnapshot().context) }),
      hurry: sendTo(({ system }) => box(system), { type: 'obligations.hurried' }),
      drawJitter: assign({ random: () => ports.random() }),
      wakePrinting: sendTo(({ system }) => box(system), { type: 'documents.owed' }),
    },
  });
};
