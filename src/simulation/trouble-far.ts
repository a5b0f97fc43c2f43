/** What goes wrong far away: the network's weather, and what the operator does. */
import { type FateKind, fairWeather, fateKinds, type Weather } from './fates.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';

const allFates = fateKinds.filter((kind) => kind !== 'ok');

const drawWeather = (random: Random, level: number): Weather =>
  random.weighed<() => Weather>([
    // Everything at once, a little of it or much.
    [
      5,
      () => ({
        faults: random.whole(5, 10 + Math.round(60 * level)),
        kinds: allFates,
        latencyMs: random.span(20, 4_000),
      }),
    ],
    // One kind only.
    [3, () => ({ faults: random.whole(20, 100), kinds: [random.pick(allFates)], latencyMs: random.span(20, 1_000) })],
    [
      4,
      () => ({
        faults: random.whole(70, 100),
        kinds: random.chance(0.7) ? [random.pick(allFates)] : allFates,
        latencyMs: random.span(20, 1_000),
        sparesQuestions: true,
      }),
    ],
    // The line is dead, one way or the other.
    [
      2,
      () => ({ faults: 100, kinds: [random.pick<FateKind>(['refused', 'requestLost', 'answerLost'])], latencyMs: 40 }),
    ],
  ])();

export const networkTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const end = recur(shop.time, random, {
    fineMs: [1_000, 90_000 / level],
    badMs: [3_000, random.chance(0.1) ? 3 * 3_600_000 : 300_000],
    begin() {
      const weather = drawWeather(random, level);
      shop.say(
        `weather ${weather.faults} % ${weather.kinds.length === allFates.length ? 'all' : weather.kinds.join()}`,
      );
      shop.network.setWeather(weather);
      return () => shop.network.setWeather(fairWeather);
    },
  });
  return end;
};

/** From elsewhere: the merchant's account. Only where nothing is pending, as the contract has it. */
const closeShift = (shop: Shop): void => {
  const { ledger } = shop.operator;
  const { shiftNumber } = ledger.counters();
  const report = ledger.shift(shiftNumber);
  if (!report.ok) return;
  const closed = ledger.closeShift({
    shiftNumber,
    totals: report.value.totals,
    closedAt: new Date(shop.operator.nowMs()).toISOString(),
  });
  if (closed.ok) shop.count('operator.shiftClosed');
  shop.say(`operator closes shift ${shiftNumber}: ${closed.ok}`);
};

export const operatorTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const { desk } = shop.operator.ledger;
  const spells: readonly (() => () => void)[] = [
    () => {
      shop.count('operator.blocked');
      shop.say('operator blocks');
      desk.block(true);
      return () => desk.block(false);
    },
    () => {
      const mood = random.pick(['later', 'refuses'] as const);
      shop.count(`operator.${mood}`);
      shop.say(`wallets ${mood}`);
      desk.setWalletMood(mood);
      return () => {
        desk.setWalletMood('at-once');
        desk.settleOwed(random.chance(0.7) ? 'done' : 'refused');
      };
    },
    () => {
      closeShift(shop);
      return () => undefined;
    },
    () => {
      shop.count('operator.ignoresWait');
      shop.operator.ignoreWait(true);
      return () => shop.operator.ignoreWait(false);
    },
    () => {
      shop.count('operator.clock');
      shop.operator.setClockShift(random.span(1_000, 7_200_000) * random.pick([-1, 1]));
      return () => shop.operator.setClockShift(0);
    },
  ];
  const end = recur(shop.time, random, {
    fineMs: [5_000, 400_000 / level],
    badMs: [2_000, 300_000],
    begin: () => random.pick(spells)(),
  });
  return () => {
    end();
    desk.settleOwed('done');
  };
};
