/** What is seen of a day close from outside. */
import type { SnapshotFrom } from 'xstate';
import type { FieldError } from '../src/errors.ts';
import { netOf } from '../src/payment/totals.ts';
import type { dayCloseMachine } from './day-close.ts';
import type { DayClose } from './ports.ts';

export interface DayCloseView {
  /** closing: it has left the box, or may have; nobody can stop it. */
  readonly stage: 'asking' | 'preparing' | 'settling' | 'comparing' | 'closing';
  readonly shiftNumber: number | null;
  /** Transactions that hold the shift open. */
  readonly open: readonly number[];
  /** Transactions of both books that were compared, of about so many. */
  readonly compared: number;
  readonly expected: number;
  /** What went wrong last, while it is still being tried. */
  readonly error: FieldError | null;
}

/** A day close that is on disk and has no answer. */
export interface OpenCloseView {
  readonly shiftNumber: number;
  /** RFC 3339. */
  readonly begunAt: string;
  /** Of its totals: what is left after refunds, minor units. */
  readonly netMinor: number;
  readonly lastError: FieldError | null;
}

type Snapshot = SnapshotFrom<typeof dayCloseMachine>;

const stageOf = (close: Snapshot): DayCloseView['stage'] => {
  if (close.context.dayClose !== null || close.matches('abandoning')) return 'closing';
  if (close.matches('asking')) return 'asking';
  if (close.matches('settling')) return 'settling';
  return close.matches('comparing') ? 'comparing' : 'preparing';
};

export const dayCloseView = (close: Snapshot): DayCloseView => {
  const { shiftNumber, open, compared, report, error } = close.context;
  const counted = report === null ? 0 : report.totals.paid.count + report.totals.refunded.count;
  return { stage: stageOf(close), shiftNumber, open, compared, expected: Math.max(counted, compared), error };
};

/** `left`: of an earlier life of the box, when nobody drives it yet. */
export const openCloseView = (close: Snapshot | null, left: DayClose | null): OpenCloseView | null => {
  const dayClose = close === null ? left : close.context.dayClose;
  if (dayClose === null || dayClose.closed !== null) return null;
  const { shiftNumber, begunAt, comparison } = dayClose;
  return {
    shiftNumber,
    begunAt,
    netMinor: netOf(comparison.report.totals),
    lastError: close?.context.error ?? null,
  };
};
