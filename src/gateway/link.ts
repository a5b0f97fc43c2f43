/** What the last calls say of the way to the gateway, for the screen and `status`. */
import type { FieldError } from '../errors.ts';
import type { Outcome } from './outcome.ts';

export interface LinkStatus {
  /** Did the last call get an answer of the gateway's own? Null: nothing was tried yet. */
  readonly reachable: boolean | null;
  /** Why not, or why the gateway does not believe who we are. */
  readonly lastError: FieldError | null;
}

export type LinkListener = (status: LinkStatus) => void;

export interface Link {
  current(): LinkStatus;
  /** Called when the status changes, not for every call. Returns what ends it. */
  onChange(listener: LinkListener): () => void;
  report(outcome: Outcome<unknown>): void;
  failed(error: FieldError): void;
}

export const createLink = (initial: LinkStatus): Link => {
  let status = initial;
  const listeners = new Set<LinkListener>();
  const change = (next: LinkStatus): void => {
    const same = next.reachable === status.reachable && next.lastError?.code === status.lastError?.code;
    status = next;
    if (!same) for (const listener of listeners) listener(next);
  };

  return {
    current: () => status,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    failed: (error) => change({ reachable: false, lastError: error }),
    report: (outcome) => {
      switch (outcome.kind) {
        case 'answered':
          return change({ reachable: true, lastError: null });
        case 'refused': {
          const { code, error } = outcome.problem;
          const unknownToGateway = code === 'signature-invalid' || code === 'clock-skew';
          return change({ reachable: true, lastError: unknownToGateway ? error : null });
        }
        case 'noAnswer':
        case 'notSent':
          return change({ reachable: false, lastError: outcome.error });
      }
    },
  };
};
