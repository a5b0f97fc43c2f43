/** The days of a seed: customers come, the shop closes, the network heals, and everything must come to its end. */

import { slipCode } from '../payment/wallet-code.ts';
import type { Cashier, Errand } from './cashier.ts';
import type { MenuErrand } from './cashier-menu.ts';
import type { Office } from './office.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';
import type { Trouble } from './trouble.ts';

export interface WorkingDaysOptions {
  readonly shop: Shop;
  readonly cashier: Cashier;
  readonly office: Office;
  readonly trouble: Trouble;
  readonly days: number;
  readonly salesPerDay: number;
}

const dayMs = 86_400_000;
/** From the moment on that everything is whole again (contract, rule 5: a try a minute at most, for what is open). */
const restWithinMs = 3 * 3_600_000;

const drawErrand = (shop: Shop, random: Random, last: Errand | null): Errand => {
  const { people } = shop.plan.trouble;
  // Two of the same, or the same customer once more: nobody remembers whether it went through.
  if (last !== null && random.chance(shop.plan.hurried ? 0.5 : 0.06)) {
    const again = random.chance(0.5) ? last : { ...last, code: customerCode(shop, random), cancelAfterMs: null };
    return shop.plan.hurried ? { ...again, cancelAfterMs: random.span(100, 20_000) } : again;
  }
  return {
    amountMinor: random.chance(0.02) ? random.whole(1, 99) : random.whole(100, 500_00),
    cancelAfterMs: random.chance(0.02 + 0.2 * people) ? random.span(100, 120_000) : null,
    code: random.chance(1 - 0.06 * people) ? customerCode(shop, random) : null,
    online: random.chance(0.4),
  };
};

/** What no wallet knows is among them, and the code on a slip. */
const customerCode = (shop: Shop, random: Random): string =>
  random.weighed([
    [30, shop.customers.code()],
    [1, 'BAD CODE'],
    [1, 'SBX1:12345678:7'],
  ]);

/** In screens; the fourth to the sixth of a refund show that it is on its way. */
const drawPatience = (shop: Shop, random: Random): number => {
  if (shop.plan.hurried) return random.chance(0.8) ? random.whole(4, 6) : 40;
  return random.chance(0.1) ? random.whole(1, 4) : 40;
};

const drawJob = (shop: Shop, random: Random): MenuErrand => {
  const { hurried, visits, closes } = shop.plan;
  const job = random.weighed([
    [6, 'refund'],
    [hurried ? 0 : 3, 'inquiry'],
    [hurried ? 0 : 3, 'reprint'],
    [closes, 'dayClose'],
    [hurried ? 0 : visits === 'information' ? 40 : 1, 'information'],
    [hurried ? 0 : visits === 'service' ? 40 : 1, 'service'],
  ] as const);
  const latest = shop.books.latest(12).filter((row) => !hurried || row.verdict === 'paid');
  const row = latest.length === 0 || random.chance(0.05) ? null : random.pick(latest);
  const transactionNumber = row?.number ?? (job === 'reprint' ? null : random.whole(1, 99));
  const { terminalId } = shop.operator.ledger.account();
  return {
    job,
    transactionNumber: job === 'reprint' && random.chance(0.5) ? null : transactionNumber,
    amountMinor: random.chance(0.5) ? null : random.whole(1, row?.amountMinor ?? 100),
    slipCode: random.chance(0.3) ? slipCode(terminalId, transactionNumber ?? 1) : null,
    patience: drawPatience(shop, random),
  };
};

const closeErrand: MenuErrand = {
  job: 'dayClose',
  transactionNumber: null,
  amountMinor: null,
  slipCode: null,
  patience: 60,
};

export const workingDays = async (options: WorkingDaysOptions): Promise<void> => {
  const { shop, cashier, office, trouble, days, salesPerDay } = options;
  const { time } = shop;
  const random = shop.random('days');

  /** Nobody is at the till: devices are looked at in larger steps. */
  const pause = async (ms: number): Promise<void> => {
    shop.pauseFactor = Math.max(1, Math.min(200, Math.round(ms / 60_000)));
    await time.sleep(ms);
    shop.pauseFactor = 1;
  };

  const isAtRest = (): boolean => {
    const view = shop.till.view;
    if (view === null || view.state !== 'ready' || view.printing.owed > 0) return false;
    // The print ledger may still be waiting for a port that hung.
    if (shop.books.owedCopies() > 0 || shop.books.openClose() !== null) return false;
    // A commit that failed and landed: the box finds out when its journal is opened again.
    const known = new Set(view.obligations.map(({ sale }) => sale.intent.transactionNumber));
    if (shop.books.open().some(({ number }) => !known.has(number))) return false;
    return view.obligations.every(({ sale }) => shop.judge.isEndless(sale.intent.transactionNumber));
  };

  const judge = (): void =>
    shop.judge.atRest({
      boxAlarms: shop.box?.power.alarms ?? 0,
      heldAnswers: shop.operator.held(),
      actors: shop.transitions.actors(),
      waitingCalls: office.waiting(),
    });

  const activation = (chance: Random) => {
    const { terminalId, serialNumber, activationCode } = shop.operator.ledger.account();
    const code = chance.chance(0.6) ? activationCode : '00000000';
    return { terminalId, serialNumber, code, replace: chance.chance(0.6), again: chance.chance(0.6) };
  };

  /** The back office, at whatever moment. */
  const interrupt = (chance: Random): void => {
    const number = chance.whole(1, 12);
    shop.count('people.interrupted');
    void chance.weighed<() => Promise<void>>([
      [3, () => office.cancel()],
      [1, () => office.query(number)],
      [1, () => office.reprint(null)],
      [shop.plan.closes, () => office.closeDay()],
      [1, () => office.refund(number, chance.chance(0.5) ? null : chance.whole(1, 500))],
      [shop.plan.activations, () => office.activate(activation(chance))],
    ])();
  };

  const beginInterruptions = (day: number): (() => void) => {
    const level = shop.plan.trouble.people;
    const chance = shop.random(`interruptions/${day}`);
    if (level === 0 && shop.plan.activations === 0) return () => undefined;
    return recur(time, chance, {
      fineMs: [3_000, 240_000 / Math.max(0.5, level)],
      badMs: [10, 100],
      begin: () => {
        interrupt(chance);
        return () => undefined;
      },
    });
  };

  /** Everything is whole: what is open comes to its end, within bounds. */
  const comeToRest = async (): Promise<void> => {
    trouble.heal();
    // A call of the journal that was done and never returned: no shipped journal does that, and a restart takes it up.
    if (shop.breakage.untold) shop.cutPower('a call of the journal has not returned');
    if (shop.machineFaults.hasLost) shop.cutPower('an alarm has not rung');
    // Whole is a shop with power: it may have been gone for hours when the last sale was over.
    await trouble.switchOn();
    const endMs = time.nowMs + restWithinMs;
    while (time.nowMs < endMs) {
      await trouble.switchOn();
      await cashier.tidy(60_000);
      if (isAtRest() && shop.operator.ledger.counters().open.length === 0) break;
      await shop.till.changed(5_000);
    }
    if (!isAtRest()) {
      const view = shop.till.view;
      const open = shop.books
        .open()
        .map(({ number }) => number)
        .join(', ');
      shop.judge.violate('obligations-end', `at ${view?.state ?? 'off'}: open ${open}, owed ${view?.printing.owed}`);
    }
  };

  /** Nothing is open and nothing fails: the shift is closed, and the books are what they were. */
  const closeInPeace = async (): Promise<void> => {
    const before = shop.operator.ledger.counters().shiftNumber;
    const report = shop.operator.ledger.shift(before);
    await cashier.work({ ...closeErrand, patience: 400, isResolved: true });
    await comeToRest();
    const isOpened = report.ok && report.value.openedAt !== null;
    // A fault that was laid for the next commit meets the first try.
    for (let tries = 0; tries < 2 && shop.operator.ledger.counters().shiftNumber === before; tries += 1) {
      await cashier.work({ ...closeErrand, patience: 400, isResolved: true });
      await comeToRest();
    }
    const isHeld = shop.books.open().length > 0 || shop.plan.card !== null;
    if (isOpened && !isHeld && shop.operator.ledger.counters().shiftNumber === before)
      shop.judge.violate('the-day-can-be-closed', `shift ${before} is open still`);
    judge();
  };

  let last: Errand | null = null;

  /** Most sales begin at the keypad; some come from the till's own software. */
  const serve = async (sale: number, day: number): Promise<void> => {
    const errand = drawErrand(shop, random, last);
    last = errand;
    if (!random.chance(0.12)) {
      await cashier.sell(errand);
      return;
    }
    // A till does not look at the screen: what is left there, a result or an empty one, is none of its business.
    const { view } = shop.till;
    const isLeft =
      view?.state === 'showingResult' || view?.state === 'menu.showing' || view?.obstacle?.code === 'GWY-04';
    if (!isLeft || random.chance(0.2)) await cashier.tidy(10 * 60_000);
    const code = random.chance(0.5) ? errand.code : null;
    let told = false;
    const asked = office.pay({
      amountMinor: Math.max(100, errand.amountMinor),
      ref: `till-${day}-${sale}`,
      code,
      onlineSystem: code === null && random.chance(0.4) ? random.pick(['sendy', 'wechat'] as const) : null,
    });
    const done = asked.then(() => {
      told = true;
    });
    while (!told) {
      await Promise.race([done, shop.till.changed(20_000)]);
      if (told) break;
      if (shop.till.view?.state.startsWith('paying')) await cashier.attend(errand);
      else await cashier.tidy(5_000);
    }
  };

  const doJob = async (): Promise<void> => {
    const job = drawJob(shop, random);
    const number = job.transactionNumber;
    if (job.job === 'service' || random.chance(0.7)) await cashier.work(job);
    else await Promise.race([doOfficeJob(job, number), time.sleep(30 * 60_000)]);
  };

  const doOfficeJob = async (job: MenuErrand, number: number | null): Promise<void> => {
    if (!(await cashier.tidy(10 * 60_000))) return;
    if (job.job === 'dayClose') await office.closeDay();
    else if (job.job === 'refund' && number !== null) await office.refund(number, job.amountMinor);
    else if (job.job === 'inquiry' && number !== null) await office.query(number);
    else await office.reprint(number);
  };

  await trouble.switchOn();
  for (let day = 0; day < days; day += 1) {
    trouble.begin();
    const endInterruptions = beginInterruptions(day);
    for (let sale = 0; sale < salesPerDay; sale += 1) {
      await trouble.switchOn();
      await serve(sale, day);
      if (random.chance(shop.plan.jobs / 100)) await doJob();
      await random.weighed<() => Promise<void>>([
        [90, () => time.sleep(random.span(200, 15_000))],
        [8, () => pause(random.span(15_000, 600_000))],
        [2, () => pause(random.span(600_000, 3_600_000))],
      ])();
    }
    endInterruptions();
    // The cashier's day ends before the trouble does.
    if (random.chance(0.5)) await cashier.work(closeErrand);
    await comeToRest();
    judge();
    if (random.chance(0.5)) await closeInPeace();
    const tomorrowMs = (day + 1) * dayMs;
    if (time.nowMs < tomorrowMs) {
      if (random.chance(0.7)) {
        if (random.chance(0.3)) await shop.stop('the shop is closed');
        shop.cutPower('the shop is closed');
        await time.sleep(tomorrowMs - time.nowMs);
      } else await pause(tomorrowMs - time.nowMs);
    }
  }
  if (shop.network.underWay() === 0) return;
  // What is still on its way, for up to a week, finds everything settled and changes nothing.
  shop.cutPower('the shop is closed');
  while (shop.network.underWay() > 0) await time.sleep(3_600_000);
  await comeToRest();
  judge();
};
