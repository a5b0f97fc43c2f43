/** Is there money in a shift that nobody has closed? Such a shift belongs to the terminal and the gateway of the present. */
import type { Journal, Scope } from '../journal/journal.ts';

export interface OpenShiftOptions {
  readonly journal: Pick<Journal, 'lastSale' | 'transactions'>;
  /** That of the journal now; null: the box is not activated. */
  readonly scope: () => Scope | null;
  /** The open shift as the gateway tells it; null: it cannot be asked. */
  readonly shiftNumber: () => Promise<number | null>;
}

/** What is counted in the totals of a shift (gateway contract, totals). */
const counted = ['paid', 'refunded'] as const;

/** Null: none. Where the gateway cannot be asked, a shift with money in it counts as open. */
export const openShift = async ({ journal, scope, shiftNumber }: OpenShiftOptions): Promise<Scope | null> => {
  const present = scope();
  const last = present === null ? null : await journal.lastSale();
  if (last === null) return null;
  const shift = last.intent.shiftNumber;
  const rows = await Promise.all(counted.map((state) => journal.transactions({ shift, state, limit: 1 })));
  if (rows.every((found) => found.length === 0)) return null;
  const told = await shiftNumber();
  return told !== null && told > shift ? null : present;
};
