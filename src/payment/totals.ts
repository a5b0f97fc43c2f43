/** What a report adds up (gateway contract, totals): only what was paid and not reversed, and what was refunded. */
import { assert } from '../errors.ts';
import {
  type CountAndAmount,
  type Payment,
  paymentMethods,
  paymentSystems,
  type Totals,
  type TotalsPart,
} from './types.ts';

type Counted = Pick<Payment, 'kind' | 'status' | 'amount' | 'method' | 'paymentSystem'>;

/** Paid in full, whatever was refunded of it later; reversed, cancelled, declined, expired and pending ones are in no sum. */
export const isCounted = ({ kind, status }: Pick<Payment, 'kind' | 'status'>): boolean =>
  kind === 'payment' ? status === 'paid' : status === 'refunded';

type Sum = { -readonly [K in keyof CountAndAmount]: CountAndAmount[K] };
type Part = { readonly [K in keyof TotalsPart]: Sum };

const emptyPart = (): Part => ({ paid: { count: 0, amount: 0 }, refunded: { count: 0, amount: 0 } });

const byEach = <Name extends string>(names: readonly Name[]): Record<Name, Part> =>
  Object.fromEntries(names.map((name) => [name, emptyPart()])) as Record<Name, Part>;

export interface Adder {
  /** Whatever counts in no sum is passed over. */
  add(payment: Counted): void;
  totals(): Totals;
}

/** Adds up as many as come, in no memory to speak of. */
export const createAdder = (): Adder => {
  const all = emptyPart();
  const bySystem = byEach(paymentSystems);
  const byMethod = byEach(paymentMethods);
  return {
    add(payment) {
      if (!isCounted(payment)) return;
      const { amount, method, paymentSystem } = payment;
      const parts = [all, byMethod[method], ...(paymentSystem === null ? [] : [bySystem[paymentSystem]])];
      for (const part of parts) {
        const sum = payment.kind === 'payment' ? part.paid : part.refunded;
        sum.count += 1;
        sum.amount += amount;
        assert(Number.isSafeInteger(sum.amount), 'a sum of money is an integer');
      }
    },
    totals: () => structuredClone({ ...all, bySystem, byMethod }),
  };
};

/** What is left of a part after its refunds, minor units; below zero where more went back than came in. */
export const netOf = ({ paid, refunded }: TotalsPart): number => paid.amount - refunded.amount;

const figures = (totals: Totals): readonly number[] =>
  [
    totals,
    ...paymentSystems.map((one) => totals.bySystem[one]),
    ...paymentMethods.map((one) => totals.byMethod[one]),
  ].flatMap(({ paid, refunded }) => [paid.count, paid.amount, refunded.count, refunded.amount]);

export const sameTotals = (one: Totals, other: Totals): boolean => {
  const others = figures(other);
  return figures(one).every((figure, index) => figure === others[index]);
};
