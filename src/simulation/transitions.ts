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
  /** A box that starts anew has machines of its own. */
  newBox(): void;
}

/** The states in which something new is begun. */
const begins: Readonly<Record<string, string>> = { box: 'paying', menu: 'refunding' };

export const createTransitions = ({ onTransition, onSaleBegins }: TransitionsOptions): Transitions => {
  const taken = new Set<string>();
  let seen = new Set<AnyTransitionDefinition>();
  let beginning = new Set<AnyTransitionDefinition>();

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
      if (inspection.type !== '@xstate.microstep') return;
      for (const definition of inspection._transitions) meet(definition);
    },
    newBox() {
      seen = new Set();
      beginning = new Set();
    },
  };
};
