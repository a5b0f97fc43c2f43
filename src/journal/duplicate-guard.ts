/**
 * Is this sale one that was made already? The cashier who repeats a payment because nobody knew how it ended is asked
 * first. The rules are pure; `sales.ts` looks the rows up.
 */
import type { Sale, SaleDraft, Suspicion } from '../../machines/ports.ts';
import type { PaymentSystem } from '../payment/types.ts';
import { hintSystem } from '../payment/wallet-code.ts';

/** How far back a customer's code is looked for: it lives for a minute or two. */
export const guardedSales = 200;
/** More sales of one amount than a box makes in `paidWithinMs`: no more of them are looked at. */
export const guardedPaidSales = 30;
export const paidWithinMs = 60_000;

type Earlier = Omit<Suspicion, 'kind'>;

/** What is looked up for the guard, each only where the one before has found nothing. */
export interface GuardSource {
  /** The latest of the last `guardedSales` that was begun with this code and may have been processed. */
  withCode(code: string): Earlier | null;
  /** A payment of this amount without a known end. */
  open(amountMinor: number): Earlier | null;
  /** A payment of this amount by this wallet that became PAID between two instants, among the last ones of that amount. */
  paidBetween(wanted: PaidWanted): Earlier | null;
}

export interface PaidWanted {
  readonly amountMinor: number;
  readonly wallet: PaymentSystem;
  /** RFC 3339 UTC with milliseconds, both inclusive: as text they are ordered as in time. */
  readonly from: string;
  readonly to: string;
}

/** Nothing was ever processed under this number: the code is as good as new, and it may be the same sale's next number. */
export const wasNeverProcessed = ({ status, resolved }: Pick<Sale, 'status' | 'resolved'>): boolean =>
  resolved && (status === 'refused' || status === 'unsent');

/** By which wallet the draft will be paid, as far as that can be told. */
const walletOf = ({ paymentSystem, code }: SaleDraft): PaymentSystem | null =>
  paymentSystem ?? (code === null ? null : hintSystem(code));

/** `now`: the wall clock, which may have jumped either way since the earlier sale was paid. Null: nothing looks like it. */
export const suspicionOf = (draft: SaleDraft, now: string, source: GuardSource): Suspicion | null => {
  if (draft.confirmed) return null;
  const { amountMinor, code } = draft;
  const sameCode = code === null ? null : source.withCode(code);
  if (sameCode !== null) return { kind: 'sameCode', ...sameCode };
  const open = source.open(amountMinor);
  if (open !== null) return { kind: 'sameAmountOpen', ...open };
  const wallet = walletOf(draft);
  if (wallet === null) return null;
  const nowMs = Date.parse(now);
  const from = new Date(nowMs - paidWithinMs).toISOString();
  const to = new Date(nowMs + paidWithinMs).toISOString();
  const paid = source.paidBetween({ amountMinor, wallet, from, to });
  return paid === null ? null : { kind: 'sameAmountPaid', ...paid };
};
