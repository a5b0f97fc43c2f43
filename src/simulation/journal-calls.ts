/** The shipped journal, each call of which is a step: the power may go before it has taken effect, and right after. */
import type { RecordInput, SaleDraft } from '../../machines/ports.ts';
import type { Journal } from '../journal/journal.ts';
import type { Power } from './power.ts';

/** Synchronous: they are no port of the machines. */
const plain: ReadonlySet<string> = new Set(['scope', 'failure', 'close']);

/** For the trace: what is about to be written, in a few words. */
const described = (name: string, values: readonly unknown[]): string => {
  const [first, second] = values;
  if (name === 'recordSale') {
    const change = (second ?? {}) as RecordInput['change'];
    const words = [
      change.status,
      change.verdict,
      change.cancel === undefined ? undefined : `cancel ${change.cancel.reason} ${change.cancel.ifPaid}`,
      change.resolved === true ? 'resolved' : undefined,
    ];
    return `recordSale ${String(first)} ${words.filter((word) => word !== undefined).join(', ')}`;
  }
  if (name === 'beginSale') return `beginSale ${(first as SaleDraft).method} ${(first as SaleDraft).amountMinor}`;
  return typeof first === 'object' && first !== null && !Array.isArray(first)
    ? name
    : [name, ...values.map(String)].join(' ');
};

export const poweredJournal = (
  journal: Journal,
  power: Power,
  onCall: (call: string, values: readonly unknown[]) => void,
  /** It has been done, and nobody has been told yet. */
  onDone: (call: string, values: readonly unknown[], result: unknown) => void,
  /** It has failed, whatever of it may be on disk. */
  onFailed: (call: string) => void,
): Journal => {
  const powered: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(journal)) {
    if (typeof method !== 'function') continue;
    powered[name] = plain.has(name)
      ? method
      : (...values: readonly unknown[]) =>
          power.call(`journal ${described(name, values)}`, async () => {
            onCall(name, values);
            try {
              const result = await (method as (...values: readonly unknown[]) => Promise<unknown>)(...values);
              onDone(name, values, result);
              return result;
            } catch (thrown) {
              onFailed(name);
              throw thrown;
            }
          });
  }
  return powered as unknown as Journal;
};
