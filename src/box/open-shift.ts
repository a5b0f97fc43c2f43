/** Is there money in a shift that nobody has closed? Such a shift belongs to the terminal and the gateway of the present. */
import type { Journal, Scope } from '../journal/journal.ts';

export interface OpenShiftOptions {
  readonly journal: Pick<Journal, 'lastSale' | 'hasInShift'>;
  /** That of the journal now; null: the box is not activated. */
  readonly scope: () => Scope | null;
  /** The open shift as the gateway tells it; null: it cannot be asked. */
  readonly shiftNumber: () => Promise<number | null>;
}

/** What is counted in the totals of a shift (gateway contract, totals). */
const counted = ['paid', 'refunded'] as const;

/** The last shift that this box sold in, if there is money in it. */
export const lastShiftWithMoney = async (journal: OpenShiftOptions['journal']): Promise<number | null> => {
  const last = await journal.lastSale();
  if (last === null) return null;
  const shift = last.intent.shiftNumber;
  const found = await Promise.all(counted.map((status) => journal.hasInShift(shift, status)));
  return found.includes(true) ? shift : null;
};

/** Null: none. Where the gateway cannot be asked, a shift with money in it counts as open. */
export const openShift = async ({ journal, scope, shiftNumber }: OpenShiftOptions): Promise<Scope | null> => {
  const present = scope();
  const shift = present === null ? null : await lastShiftWithMoney(journal);
  if (shift === null) return null;
  const told = await shiftNumber();
  if (told === null || told <= shift) return present;
  // Sold in the new one while the gateway was asked.
  return (await lastShiftWithMoney(journal)) === shift ? null : present;
};
