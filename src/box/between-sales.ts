/**
 * What the box does while nobody pays: it folds in the journal's log, has a connection ready for the next sale, and after
 * a failure of the disk finds out when it can be written again.
 */
import type { RunningBox } from '../../machines/running-box.ts';
import type { Journal } from '../journal/journal.ts';
import { isEmptyEntry } from '../payment/money.ts';

/** Long enough that a queue of customers is never met by a checkpoint. */
const checkpointAfterMs = 10_000;
/** A person frees a disk; a sale that comes sooner finds out by itself. */
const probeEveryMs = 5_000;

export interface BetweenSalesOptions {
  readonly box: RunningBox;
  readonly journal: Pick<Journal, 'checkpoint' | 'failure' | 'probe'>;
  /** The disk can be written again. */
  readonly onRecovered: () => void;
  /** No customer waits for a TLS handshake: it is made while the cashier types. */
  readonly warm: () => void;
  readonly onError: (error: unknown) => void;
}

/** Returns what ends it. */
export const workBetweenSales = ({ box, journal, onRecovered, warm, onError }: BetweenSalesOptions): (() => void) => {
  let timer: NodeJS.Timeout | null = null;
  let typing = false;

  const unsubscribe = box.onView((view) => {
    const types = !isEmptyEntry(view.entry);
    if (types && !typing) warm();
    typing = types;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (view.state !== 'ready' || types) return;
    timer = setTimeout(() => journal.checkpoint().catch(onError), checkpointAfterMs);
    timer.unref();
  });

  const probe = setInterval(() => {
    if (journal.failure() !== null) journal.probe().then(onRecovered, onError);
  }, probeEveryMs);
  probe.unref();

  return () => {
    unsubscribe();
    clearInterval(probe);
    if (timer !== null) clearTimeout(timer);
  };
};
