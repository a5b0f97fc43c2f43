/** One seed: days in a shop, its troubles, and the judge's word at the end. The same seed is the same run, to the line. */
import { createCashier } from './cashier.ts';
import type { Violation } from './judge.ts';
import { createOffice } from './office.ts';
import { drawPlan } from './plan.ts';
import { Shop } from './shop.ts';
import { createTrace } from './trace.ts';
import { makeTrouble } from './trouble.ts';
import { workingDays } from './working-days.ts';

export type { Violation } from './judge.ts';

export interface SeedOptions {
  readonly seed: number;
  readonly days: number;
  readonly salesPerDay: number;
  /** Lines that are kept; the hash is over all. */
  readonly traceLength: number;
  /** Goes on after the first violation: what follows from it may help to find its cause, and proves nothing. */
  readonly keepsGoing?: boolean | undefined;
  readonly onTransition?: (id: string) => void;
}

export interface SeedReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** The last `traceLength` lines. */
  readonly trace: readonly string[];
  /** Over every line: a replay has the same. */
  readonly traceHash: string;
  readonly sales: number;
  readonly refunds: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly powerCuts: number;
  readonly simulatedMs: number;
  readonly transitions: readonly string[];
}

const serverUrl = 'https://gateway.example/';

export const runSeed = async (options: SeedOptions): Promise<SeedReport> => {
  const { seed, days, salesPerDay, traceLength } = options;
  const plan = drawPlan(seed, serverUrl);
  const trace = createTrace(traceLength);
  const shop = new Shop({ seed, plan, trace, onTransition: options.onTransition ?? (() => undefined) });
  const unowned = (thrown: unknown): void => {
    shop.judge.violate(
      'no-promise-without-owner',
      thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    );
  };
  process.on('unhandledRejection', unowned);
  try {
    const trouble = makeTrouble(shop);
    const cashier = createCashier({
      till: shop.till,
      customers: shop.customers,
      random: shop.random('cashier'),
      clumsy: plan.trouble.people,
      account: () => shop.operator.ledger.account(),
      onFault: (kind) => shop.count(kind),
      powerCycle: () => void trouble.powerCycle('the cashier pulled the plug'),
    });
    const office = createOffice({
      time: shop.time,
      random: shop.random('office'),
      judge: shop.judge,
      handlers: () => shop.box?.handlers ?? null,
      untilOff: () => shop.untilOff(),
      untilOn: () => shop.untilOn(),
      say: (line) => shop.say(line),
      onFault: (kind) => shop.count(kind),
    });
    let over = false;
    let broken: unknown = null;
    workingDays({ shop, cashier, office, trouble, days, salesPerDay }).then(
      () => {
        over = true;
      },
      (thrown: unknown) => {
        broken = thrown;
        over = true;
      },
    );
    const isFound = (): boolean => options.keepsGoing !== true && shop.judge.violations.length > 0;
    // An answer may be a week late; after that everything is at rest, or turns in a circle.
    const lastMs = (days + 30) * 86_400_000;
    await shop.time.run(() => over || isFound() || shop.time.nowMs > lastMs);
    if (broken !== null && !isFound()) throw broken;
    if (!over && !isFound())
      shop.judge.violate('the-day-ends', 'nothing is due any more, or nothing but waiting, and the day has not ended');
    const rows = shop.books.rows();
    return {
      seed,
      violations: shop.judge.violations,
      trace: trace.lines(),
      traceHash: trace.hash(),
      sales: rows.filter(({ kind }) => kind === 'payment').length,
      refunds: rows.filter(({ kind }) => kind === 'refund').length,
      faults: shop.faults,
      powerCuts: shop.powerCuts,
      simulatedMs: shop.time.nowMs,
      transitions: [...shop.transitions.taken],
    };
  } finally {
    process.off('unhandledRejection', unowned);
    shop.close();
  }
};
