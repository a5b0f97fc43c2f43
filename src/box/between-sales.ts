/** What the box does while nobody pays: it folds in the journal's log, and has a connection ready for the next sale. */
import type { RunningBox } from '../../machines/running-box.ts';
import { isEmptyEntry } from '../payment/money.ts';

/** Long enough that a queue of customers is never met by a checkpoint. */
const checkpointAfterMs = 10_000;

export interface BetweenSalesOptions {
  readonly box: RunningBox;
  readonly checkpoint: () => Promise<void>;
  /** No customer waits for a TLS handshake: it is made while the cashier types. */
  readonly warm: () => void;
  readonly onError: (error: unknown) => void;
}

/** Returns what ends it. */
export const workBetweenSales = ({ box, checkpoint, warm, onError }: BetweenSalesOptions): (() => void) => {
  let timer: NodeJS.Timeout | null = null;
  let typing = false;

  const unsubscribe = box.onView((view) => {
    const types = !isEmptyEntry(view.entry);
    if (types && !typing) warm();
    typing = types;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (view.state !== 'ready' || types) return;
    timer = setTimeout(() => checkpoint().catch(onError), checkpointAfterMs);
    timer.unref();
  });

  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
};
