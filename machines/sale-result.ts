/** How a sale ended for the cashier, and how a machine takes it over from the one that it has invoked for it. */
import { type FieldError, fieldError } from '../src/errors.ts';
import type { Sale } from './ports.ts';

/** `unresolved`: NOT PAID, and an obligation makes sure that money returns; without a verdict nobody knows yet. */
export interface SaleResult {
  readonly outcome: 'paid' | 'notPaid' | 'unresolved' | 'abandoned';
  readonly sale: Sale | null;
  readonly error: FieldError | null;
  /** What stands on disk of it could not be read again: only a box that loads anew knows. */
  readonly isLost?: true;
}

/** Ended before anything was on disk or sent. */
export const abandoned = (error: FieldError | null = null): SaleResult => ({ outcome: 'abandoned', sale: null, error });

/** Refused before anything was on disk or sent. */
export const refusedWith = (error: FieldError): SaleResult => ({ outcome: 'notPaid', sale: null, error });

/** Its end could neither be written nor read again for minutes: nobody is to give goods by what a machine remembers. */
export const lost = (): SaleResult => ({
  outcome: 'unresolved',
  sale: null,
  error: fieldError('JRN-02'),
  isLost: true,
});

/**
 * A machine did not bound itself: what it had begun stands in the journal alone. It is no verdict; the box machine starts
 * again from there (see `paying` in box.ts).
 */
export const broken = (): SaleResult => ({ outcome: 'unresolved', sale: null, error: fieldError('BUG-01') });

/**
 * Spread into an `invoke`. The machine that uses it has the action `endWith` and the state `ended`. There is no `onError`:
 * XState leaves the children of a machine that throws running, so that nobody may go on beside them (see `startBox`).
 */
export const endsWithItsResult = {
  onDone: {
    target: 'ended',
    actions: {
      type: 'endWith',
      params: ({ event }: { event: { output: SaleResult } }) => ({ result: event.output }),
    },
  },
} as const;

/** For the time-out of that invoke, which only catches a machine that does not bound itself. */
export const endsBroken = {
  target: 'ended',
  actions: { type: 'endWith', params: { result: broken() } },
} as const;
