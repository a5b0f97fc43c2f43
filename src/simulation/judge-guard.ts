/**
 * The duplicate guard, judged by what a person at the counter would call the same sale again: the box must ask, and
 * nothing may begin before the answer.
 */

import type { Begun, SaleDraft } from '../../machines/ports.ts';
import { guardedSales } from '../journal/duplicate-guard.ts';
import type { PanelKey } from '../keys.ts';
import type { PaymentSystem } from '../payment/types.ts';
import { hintSystem } from '../payment/wallet-code.ts';
import type { Books } from './books.ts';

export interface GuardJudgeOptions {
  readonly books: Books;
  readonly nowMs: () => number;
  /** The box's clock tells the time: what was paid a moment ago looks so to the box, too. */
  readonly hasTrueClock: boolean;
  readonly violate: (rule: string, detail: string) => void;
}

export interface GuardJudge {
  saleBegins(): void;
  /** While the screen asks whether this is another sale. */
  answers(key: PanelKey): void;
  begins(draft: SaleDraft): void;
  begun(draft: SaleDraft, begun: Begun): void;
  showsPaid(number: number, paidMs: number): void;
  /** The journal is another one from now on. */
  forget(): void;
}

/** The box looks back over 200 numbers, and a minute. */
const codesKept = 100;
const paidWithinMs = 50_000;

export const createGuardJudge = ({ books, nowMs, hasTrueClock, violate }: GuardJudgeOptions): GuardJudge => {
  let codes: { readonly code: string; readonly number: number }[] = [];
  const paid = new Map<number, number>();
  const reasons = new WeakMap<SaleDraft, string>();
  let isConfirmed = false;

  const mayHaveBeenProcessed = (number: number): boolean => {
    const row = books.row(number);
    return row !== null && !(row.resolved && (row.status === 'refused' || row.status === 'unsent'));
  };

  const walletOf = ({ paymentSystem, code }: SaleDraft): PaymentSystem | null =>
    paymentSystem ?? (code === null ? null : hintSystem(code));

  const reasonToAsk = (draft: SaleDraft): string | null => {
    const { code, amountMinor } = draft;
    const oldest = (books.latest(1)[0]?.number ?? 0) - guardedSales + 2;
    const same = codes.find((one) => one.code === code && one.number >= oldest && mayHaveBeenProcessed(one.number));
    if (same !== undefined) return `${same.number} was begun with the same code`;
    const open = books.open().find((row) => row.kind === 'payment' && row.amountMinor === amountMinor);
    if (open !== undefined) return `${open.number} of the same amount is open`;
    const wallet = walletOf(draft);
    if (!hasTrueClock || wallet === null) return null;
    for (const [number, atMs] of paid) {
      if (nowMs() - atMs > paidWithinMs) paid.delete(number);
      else {
        const row = books.row(number);
        if (row?.amountMinor === amountMinor && row.payment?.paymentSystem === wallet)
          return `${number} of the same amount and wallet was paid a moment ago`;
      }
    }
    return null;
  };

  return {
    saleBegins() {
      isConfirmed = false;
    },
    answers(key) {
      if (key === 'ENTER') isConfirmed = true;
    },
    begins(draft) {
      const reason = reasonToAsk(draft);
      if (reason !== null) reasons.set(draft, reason);
      if (draft.confirmed && !isConfirmed)
        violate('the-guard-asks', 'a sale counts as confirmed, and nobody pressed ENTER');
    },
    begun(draft, begun) {
      if (begun.kind !== 'begun') return;
      const number = begun.sale.intent.transactionNumber;
      const reason = reasons.get(draft);
      if (reason !== undefined && !draft.confirmed)
        violate('the-guard-asks', `${number} begins unasked, and ${reason}`);
      if (draft.code !== null) codes = [...codes, { code: draft.code, number }].slice(-codesKept);
    },
    showsPaid: (number, paidMs) => void paid.set(number, paidMs),
    forget() {
      codes = [];
      paid.clear();
    },
  };
};
