import { expect, test } from 'vitest';
import { createActor, fromCallback, fromPromise, SimulatedClock } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { deviceLinkMachine } from '../../machines/device-link.ts';
import { fieldError } from '../../src/errors.ts';

const timeoutError = fieldError('PRN-01', 'does not open in time');
const error = fieldError('PRN-01', 'unplugged');

/** Everything that can happen to the machine: from outside, from its actors, from its timers. */
const everyEvent = [
  { type: 'xstate.done.actor.openDevice', output: undefined, actorId: 'openDevice' },
  { type: 'xstate.error.actor.openDevice', error: new Error('ENODEV'), actorId: 'openDevice' },
  { type: 'xstate.error.actor.watchDevice', error: new Error('broken'), actorId: 'watchDevice' },
  { type: 'xstate.after.openTimeoutMs.deviceLink.opening' },
  { type: 'xstate.after.retryMs.deviceLink.waiting' },
  { type: 'xstate.after.stableMs.deviceLink.ready' },
  { type: 'device.lost', error },
  { type: 'link.stopRequested' },
  { type: 'something.unheardOf' },
];

const quiet = deviceLinkMachine.provide({
  actors: {
    openDevice: fromPromise<void>(() => new Promise(() => undefined)),
    watchDevice: fromCallback(() => undefined),
  },
});

const paths = getShortestPaths(quiet, {
  input: { timeoutError },
  events: everyEvent as never[],
  serializeState: ({ value }) => String(value),
});

test('every state of the link can be reached', () => {
  const reached = paths.map(({ state }) => String(state.value));
  expect(reached.toSorted()).toEqual(Object.keys(deviceLinkMachine.states).toSorted());
});

const targets: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  opening: {
    'xstate.done.actor.openDevice': 'ready',
    'xstate.error.actor.openDevice': 'waiting',
    'xstate.after.openTimeoutMs.deviceLink.opening': 'waiting',
    'link.stopRequested': 'closed',
  },
  ready: {
    'xstate.error.actor.watchDevice': 'waiting',
    'device.lost': 'waiting',
    'link.stopRequested': 'closed',
  },
  waiting: { 'xstate.after.retryMs.deviceLink.waiting': 'opening', 'link.stopRequested': 'closed' },
  closed: {},
};

for (const path of paths) {
  const state = String(path.state.value);
  test.each(everyEvent)(`in ${state}: $type`, (event) => {
    const unexpected: string[] = [];
    const link = createActor(
      quiet.provide({ actions: { logUnexpected: ({ event: { type } }) => void unexpected.push(type) } }),
      { input: { timeoutError }, clock: new SimulatedClock() },
    ).start();
    for (const step of path.steps) if (String(step.event.type) !== 'xstate.init') link.send(step.event);
    expect(link.getSnapshot().value).toBe(state);
    if (state !== 'closed') link.send(event as never); // XState itself refuses events to a stopped actor
    expect(link.getSnapshot().value).toBe(targets[state]?.[event.type] ?? state);
    expect(link.getSnapshot().status).toBe(link.getSnapshot().value === 'closed' ? 'done' : 'active');
    if (event.type === 'something.unheardOf') expect(unexpected).toEqual(state === 'closed' ? [] : [event.type]);
  });
}
