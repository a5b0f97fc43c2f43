/** Which transitions the machines take, by the names of `coverage.ts`, and when a sale begins. */
import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import { transitionId } from './coverage.ts';

export interface TransitionsOptions {
  readonly onTransition: (id: string) => void;
  /** A sale or a refund on the screen. */
  readonly onSaleBegins: () => void;
  /** What is open is loaded anew from the journal. */
  readonly onReload: () => void;
}

export interface Transitions {
  readonly taken: ReadonlySet<string>;
  watch(inspection: InspectionEvent): void;
  /** Actors that run now. */
  actors(): number;
  /** Those of them that are machines. */
  machines(): readonly Actor[];
  /** A box that starts anew has machines of its own. */
  newBox(): void;
}

/** The states in which something new is begun. */
const begins: Readonly<Record<string, string>> = { box: 'paying', menu: 'refunding' };
const reloading = { machine: 'box', state: 'starting' } as const;

/** More than run at once, and few enough to be looked through. */
const lookThroughAt = 400;

type Actor = InspectionEvent['actorRef'];

/** A promise that nobody waits for any more keeps the status *active* for ever: XState itself goes by this field. */
const isRunning = (actor: Actor): boolean => (actor as Actor & { _processingStatus: number })._processingStatus === 1;

export const createTransitions = ({ onTransition, onSaleBegins, onReload }: TransitionsOptions): Transitions => {
  const taken = new Set<string>();
  let seen = new Set<AnyTransitionDefinition>();
  let beginning = new Set<AnyTransitionDefinition>();
  let reloads = new Set<AnyTransitionDefinition>();

  const actors = new Set<Actor>();
  const forgetTheDead = (): void => {
    for (const actor of actors) if (!isRunning(actor)) actors.delete(actor);
  };

  const meet = (definition: AnyTransitionDefinition): void => {
    if (!seen.has(definition)) {
      seen.add(definition);
      const id = transitionId(definition);
      const { id: machine } = definition.source.machine;
      if (definition.target?.some(({ key }) => key === begins[machine])) beginning.add(definition);
      if (machine === reloading.machine && definition.target?.some(({ key }) => key === reloading.state))
        reloads.add(definition);
      if (!taken.has(id)) {
        taken.add(id);
        onTransition(id);
      }
    }
    if (beginning.has(definition)) onSaleBegins();
    if (reloads.has(definition)) onReload();
  };

  return {
    taken,
    watch(inspection) {
      if (inspection.type === '@xstate.actor') {
        actors.add(inspection.actorRef);
        if (actors.size > lookThroughAt) forgetTheDead();
        return;
      }
      if (inspection.type !== '@xstate.microstep') return;
      for (const definition of inspection._transitions) meet(definition);
    },
    actors() {
      forgetTheDead();
      return actors.size;
    },
    machines() {
      forgetTheDead();
      return [...actors].filter((actor) => 'value' in (actor.getSnapshot() as object));
    },
    newBox() {
      actors.clear();
      seen = new Set();
      beginning = new Set();
      reloads = new Set();
    },
  };
};
