/** Which transitions the machines take, by the names of `coverage.ts`, and when a sale begins. */
import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import { transitionId } from './coverage.ts';

export interface TransitionsOptions {
  readonly onTransition: (id: string) => void;
  /** A sale or a refund on the screen. */
  readonly onSaleBegins: () => void;
}

export interface Transitions {
  readonly taken: ReadonlySet<string>;
  watch(inspection: InspectionEvent): void;
  /** Actors that run now. */
  actors(): number;
  /** A box that starts anew has machines of its own. */
  newBox(): void;
}

/** The states in which something new is begun. */
const begins: Readonly<Record<string, string>> = { box: 'paying', menu: 'refunding' };

/** More than run at once, and few enough to be looked through. */
const lookThroughAt = 400;

type Actor = InspectionEvent['actorRef'];

/** A promise that nobody waits for any more keeps the status *active* for ever: XState itself goes by this field. */
const isRunning = (actor: Actor): boolean => (actor as Actor & { _processingStatus: number })._processingStatus === 1;

export const createTransitions = ({ onTransition, onSaleBegins }: TransitionsOptions): Transitions => {
  const taken = new Set<string>();
  let seen = new Set<AnyTransitionDefinition>();
  let beginning = new Set<AnyTransitionDefinition>();

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
      if (!taken.has(id)) {
        taken.add(id);
        onTransition(id);
      }
    }
    if (beginning.has(definition)) onSaleBegins();
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
    newBox() {
      actors.clear();
      seen = new Set();
      beginning = new Set();
    },
  };
};
