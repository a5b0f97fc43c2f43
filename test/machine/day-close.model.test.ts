import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { dayCloseMachine } from '../../machines/day-close.ts';
import type { DayClose } from '../../machines/ports.ts';
import { answered, counters, noAnswer, notSent, refused, terms } from '../fixtures/sales.ts';
import { agreeing, emptyTotals, openShift, someTotals } from '../helpers/fake-world-day-close.ts';
import { statesOf, walk } from '../helpers/model.ts';

const begun: DayClose = { shiftNumber: 7, begunAt: '2026-11-24T18:00:00.000Z', comparison: agreeing, closed: null };
const closed = { shiftNumber: 7, closedAt: '2026-11-24T18:00:01.000Z', totals: someTotals };
const failed = { code: 'JRN-02' } as const;

const model = (openClose: DayClose | null, isOrdered: boolean) => ({
  machine: dayCloseMachine,
  input: { terms, openClose, isOrdered },
  events: [
    ...(['ENTER', 'CANCEL', '1'] as const).map((key) => ({ type: 'key.pressed', key })),
    { type: 'cancel.requested' },
    { type: 'comparison.progressed', compared: 500 },
    { type: 'comparison.done', outcome: answered(agreeing) },
    { type: 'comparison.done', outcome: answered({ ...agreeing, toReverse: [41] }) },
    { type: 'comparison.done', outcome: noAnswer },
    { type: 'comparison.failed', error: failed },
  ],
  outputs: {
    counters: [answered({ ...counters, shiftNumber: 7 }), noAnswer, notSent],
    readShift: [
      answered(openShift),
      answered({ ...openShift, closedAt: closed.closedAt }),
      answered({ ...openShift, currency: 'USD' }),
      answered({ ...openShift, openedAt: null, totals: emptyTotals }),
      refused('shift-not-found', 404),
    ],
    reverse: [undefined],
    begin: [begun],
    closeShift: [
      answered(closed),
      noAnswer,
      notSent,
      refused('totals-changed', 409),
      refused('shift-has-pending', 409),
      refused('terminal-blocked', 403),
      refused('terminal-replaced', 403),
    ],
    conclude: [{ ...begun, closed }],
    abandon: [undefined],
    reprint: [null, { ...begun, closed }],
  },
  situation: ({ context }: AnyMachineSnapshot) => [
    context.dayClose !== null,
    context.unanswered,
    Math.min(context.tries, 3),
    context.rounds,
    context.hasChanged,
    context.hasReversed,
    context.comparison?.toReverse.length,
    context.error?.code,
    context.result.outcome,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { dayClose, unanswered } = snapshot.context;
    if (snapshot.matches('closing') || snapshot.matches('concluding'))
      expect(dayClose, 'on disk before it is sent').not.toBeNull();
    if (snapshot.status !== 'done') return;
    const { kind, outcome, error, dayClose: told } = snapshot.output;
    expect(kind).toBe('dayClose');
    if (outcome === 'done') expect(told?.close.closed, 'closed is what the gateway has answered').toEqual(closed);
    else expect(error, `${outcome} has a reason`).not.toBeNull();
    // The one thing that must never happen: told as not closed while a request of it may still count.
    if (unanswered && dayClose !== null) expect(['unknown', 'done']).toContain(outcome);
  },
});

/** No timer and no actor runs in a walk, so what only a look at the box tells is never met: `settling.pausing`. */
const unmet = (met: ReadonlySet<string>) => statesOf(dayCloseMachine).filter((state) => !met.has(state));
const onlyLooked = ['dayClose.settling.pausing'];

test('a day close from the menu stands in every state every event', () => {
  expect(unmet(walk(model(null, false)).met)).toEqual(onlyLooked);
});

test('one from outside asks nobody', () => {
  expect(unmet(walk(model(null, true)).met)).toEqual(['dayClose.asking', ...onlyLooked]);
});

test('one that was left open is sent again, whatever else may be wrong', () => {
  const { met } = walk(model(begun, false));
  expect(met).toContain('dayClose.closing.sending');
  expect(unmet(met)).toEqual(['dayClose.asking', ...onlyLooked]);
});
