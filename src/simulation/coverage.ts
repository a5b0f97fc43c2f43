/** Every transition of every machine, each with a name that a run and the machine's definition agree on. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnyStateMachine, type AnyStateNode, type AnyTransitionDefinition, StateMachine } from 'xstate';
import { assert } from '../errors.ts';

/**
 * `event`: a key, a scan, a message of another machine. `done` and `failed`: how an invoked actor ended. `after`: a delay
 * was over. `always`: a decision. `ignored`: an event that is dropped on purpose. `unexpected`: the wildcard that logs
 * what no state asked for.
 */
export type TransitionKind = 'event' | 'done' | 'failed' | 'after' | 'always' | 'ignored' | 'unexpected';

export interface Transition {
  readonly id: string;
  readonly machine: string;
  readonly kind: TransitionKind;
}

/** Asked for at every step of every machine: the name is made once. */
const names = new WeakMap<AnyTransitionDefinition, string>();

const candidatesOf = ({ source, eventType }: AnyTransitionDefinition): readonly AnyTransitionDefinition[] =>
  (eventType === '' ? source.always : source.transitions.get(eventType)) ?? [];

/**
 * The machine, the state that has it, its event, which of that event's candidates it is, and where it leads. The same for
 * every copy of a machine that `provide` makes, and from one run to the next.
 */
export const transitionId = (definition: AnyTransitionDefinition): string => {
  const known = names.get(definition);
  if (known !== undefined) return known;
  const { source, eventType } = definition;
  const state = source.path.length === 0 ? '(root)' : source.path.join('.');
  const index = candidatesOf(definition).indexOf(definition);
  const targets = (definition.target ?? []).map(({ path }) => path.join('.'));
  const name = `${source.machine.id} ${state} ${eventName(eventType, source)} #${index} → ${targets.join(',') || '(stays)'}`;
  names.set(definition, name);
  return name;
};

/** XState puts the state's own name into the name of a delay: it stands beside it already. */
const eventName = (eventType: string, source: AnyStateNode): string => {
  if (eventType === '') return 'always';
  return eventType.endsWith(`.${source.id}`) ? eventType.slice(0, -source.id.length - 1) : eventType;
};

const kindOf = ({ eventType, target, actions }: AnyTransitionDefinition): TransitionKind => {
  if (eventType === '*') return 'unexpected';
  if (eventType === '') return 'always';
  if (eventType.startsWith('xstate.after.')) return 'after';
  if (eventType.startsWith('xstate.done.')) return 'done';
  if (eventType.startsWith('xstate.error.')) return 'failed';
  return target === undefined && actions.length === 0 ? 'ignored' : 'event';
};

export const transitionsOf = (machine: AnyStateMachine): readonly Transition[] => {
  const found: Transition[] = [];
  const visit = (node: AnyStateNode): void => {
    for (const definition of [...node.transitions.values()].flat().concat(node.always ?? [])) {
      found.push({ id: transitionId(definition), machine: machine.id, kind: kindOf(definition) });
    }
    for (const child of Object.values(node.states)) visit(child);
  };
  visit(machine.root);
  return found;
};

const machinesFolder = join(import.meta.dirname, '..', '..', 'machines');

/** Whatever file of `machines/` exports one: a new machine cannot be forgotten here. */
const shippedMachines = async (): Promise<readonly AnyStateMachine[]> => {
  const files = readdirSync(machinesFolder)
    .filter((name) => name.endsWith('.ts'))
    .sort();
  const machines = new Map<string, AnyStateMachine>();
  for (const file of files) {
    const exported: Record<string, unknown> = await import(pathToFileURL(join(machinesFolder, file)).href);
    for (const value of Object.values(exported)) {
      if (!(value instanceof StateMachine)) continue;
      assert((machines.get(value.id) ?? value) === value, `two machines are called ${value.id}`);
      machines.set(value.id, value);
    }
  }
  return [...machines.values()];
};

/** In the order of the machines' names. */
export const allTransitions = async (): Promise<readonly Transition[]> => {
  const machines = await shippedMachines();
  return [...machines].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap(transitionsOf);
};

/** Written down on purpose and taken by no box, each with its reason: all others must be taken. */
export const unreachable: Readonly<Record<string, string>> = {
  'box inactive xstate.done.actor.activation #0 → starting':
    'the box hears that it is activated (terms.changed) before the call returns, and stops the machine that made it',
  'box recovering.asking always #0 → recovering.waiting':
    'what is being asked about ends by the answer alone, which leaves this state first',
  'deviceLink ready xstate.error.actor.watchDevice #0 → waiting':
    'the watcher only throws when a device is ready that was never opened, which no driver can bring about',
};

export interface Coverage {
  /** Without the unreachable ones. */
  readonly all: number;
  readonly taken: number;
  readonly missing: readonly Transition[];
  /** Taken, and in no machine or said to be unreachable: the run and these lists have grown apart, a bug of the simulator. */
  readonly unknown: readonly string[];
}

export const coverageOf = (transitions: readonly Transition[], taken: ReadonlySet<string>): Coverage => {
  const all = transitions.filter(({ id }) => unreachable[id] === undefined);
  const missing = all.filter(({ id }) => !taken.has(id));
  const ids = new Set(all.map(({ id }) => id));
  const written = new Set(transitions.map(({ id }) => id));
  return {
    all: all.length,
    taken: all.length - missing.length,
    missing,
    unknown: [...[...taken].filter((id) => !ids.has(id)), ...Object.keys(unreachable).filter((id) => !written.has(id))],
  };
};
