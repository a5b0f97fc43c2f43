/**
 * Walks a machine as a graph: every state by a shortest path, then every event in every state that was met. Nothing is
 * invoked: what the world would answer stands among the events.
 */
import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';

export interface ModelEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Model {
  readonly machine: AnyStateMachine;
  readonly input?: unknown;
  /** What comes from outside. */
  readonly events: readonly ModelEvent[];
  /** What each invoked actor may answer, by its id; an error is always among them. */
  readonly outputs?: Readonly<Record<string, readonly unknown[]>>;
  /** What tells two situations of one state apart; keep it small. */
  readonly situation: (snapshot: AnyMachineSnapshot) => unknown;
  /** Throws where a rule is broken. */
  readonly check?: (snapshot: AnyMachineSnapshot, event: ModelEvent | null) => void;
}

const nodesOf = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap((child) => nodesOf(child)),
];

/** A state that only decides is left before it can be seen. */
const isSeen = (node: AnyStateNode): boolean =>
  !(node.always ?? []).some((transition) => transition.guard === undefined && (transition.target ?? []).length > 0);

export const statesOf = (machine: AnyStateMachine): string[] =>
  nodesOf(machine.root)
    .filter((node) => Object.keys(node.states).length === 0 && isSeen(node))
    .map((node) => node.id);

/** Time-outs, and the ends of invoked actors, as the machine itself names them. */
const innerEvents = ({ machine, outputs = {} }: Model): ModelEvent[] =>
  nodesOf(machine.root).flatMap((node) => [
    ...node.after.map(({ eventType }): ModelEvent => ({ type: eventType })),
    ...node.invoke.flatMap(({ id }): ModelEvent[] => [
      ...(outputs[id] ?? []).map((output) => ({ type: `xstate.done.actor.${id}`, output, actorId: id })),
      { type: `xstate.error.actor.${id}`, error: new Error('the actor failed'), actorId: id },
    ]),
  ]);

export interface Walk {
  /** Ids of the states that were met. */
  readonly met: ReadonlySet<string>;
  readonly situations: number;
  readonly transitions: number;
}

export const walk = (model: Model): Walk => {
  const events = [...model.events, ...innerEvents(model)];
  const serialize = (snapshot: AnyMachineSnapshot): string =>
    JSON.stringify([snapshot.value, snapshot.status, model.situation(snapshot)]);
  const paths = getShortestPaths(model.machine, {
    ...(model.input === undefined ? {} : { input: model.input }),
    events,
    serializeState: serialize,
    limit: 400_000,
  });
  const met = new Set<string>();
  let transitions = 0;
  for (const { state } of paths) {
    const snapshot = state as AnyMachineSnapshot;
    for (const node of snapshot._nodes) met.add((node as AnyStateNode).id);
    if (snapshot.status === 'error')
      throw new Error(`${JSON.stringify(snapshot.value)} fell over: ${String(snapshot.error)}`);
    model.check?.(snapshot, null);
    if (snapshot.status !== 'active') continue;
    for (const event of events) {
      const [next] = transition(model.machine, snapshot, event);
      transitions += 1;
      if ((next as AnyMachineSnapshot).status === 'error') {
        throw new Error(`${JSON.stringify(snapshot.value)} fell over at ${event.type}: ${String(next.error)}`);
      }
      model.check?.(next as AnyMachineSnapshot, event);
    }
  }
  return { met, situations: paths.length, transitions };
};
