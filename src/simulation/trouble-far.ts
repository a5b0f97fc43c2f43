/** What goes wrong far away: the network's weather, and what the operator does. */
import type { Exchange } from '../gateway/transport/exchange.ts';
import { type FateKind, fairWeather, fateKinds, type Weather } from './fates.ts';
import type { WireRequest } from './operator.ts';
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';
import { bodyOf, numberOf } from './wire-watch.ts';

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
    badMs: [3_000, shop.plan.longWeather || random.chance(0.1) ? 3 * 3_600_000 : 300_000],
    begin() {
      const weather = shop.plan.weathers === null ? drawWeather(random, level) : random.pick(shop.plan.weathers);
      shop.say(
        `weather ${weather.faults} % ${weather.kinds.length === allFates.length ? 'all' : weather.kinds.join()}`,
      );
      shop.network.setWeather(weather);
      return () => shop.network.setWeather(fairWeather);
    },
  });
  shop.onHeard = (request, heard) => takenBack(shop, random, level, request, heard);
  return () => {
    end();
    shop.onHeard = (_, heard) => heard;
  };
};

/**
 * The gateway takes back what is final: paid, as the box has it on disk, and now it was never paid. Only what the box
 * knows is taken back; a lie about the rest nobody could see through.
 */
const takenBack = (shop: Shop, random: Random, level: number, request: WireRequest, heard: Exchange): Exchange => {
  const number = numberOf(request);
  if (!heard.ok || heard.answer.status !== 200 || number === null || !random.chance(0.25 * level)) return heard;
  const row = shop.books.row(number);
  const body = bodyOf(heard);
  if (row?.payment?.status !== 'paid' || row.resolved || row.verdict !== 'notPaid') return heard;
  if (body?.saleId !== row.saleId || body.transactionNumber !== number || body.status !== 'paid') return heard;
  shop.count('network.takenBack');
  shop.say(`what was said of ${number} is taken back`);
  const { reversal: _, ...rest } = body;
  const lie = JSON.stringify({ ...rest, status: random.pick(['declined', 'expired', 'cancelled']) });
  return { ok: true, answer: { ...heard.answer, body: Buffer.from(lie) } };
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
  const { holdsBack } = shop.plan;
  const moodOfWallets = (): (() => void) => {
    const mood = random.pick(['later', 'refuses'] as const);
    shop.count(`operator.${mood}`);
    shop.say(`wallets ${mood}`);
    desk.setWalletMood(mood);
    return () => {
      desk.setWalletMood('at-once');
      desk.settleOwed(random.chance(0.7) ? 'done' : 'refused');
    };
  };
  const spells: readonly (() => () => void)[] = [
    () => {
      shop.count('operator.blocked');
      shop.say('operator blocks');
      desk.block(true);
      return () => desk.block(false);
    },
    moodOfWallets,
    () => {
      closeShift(shop);
      return () => undefined;
    },
    () => {
      shop.count('operator.hurries');
      shop.say('operator sets its clock');
      shop.operator.hurry(random.span(20_000, 120_000));
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
  // Between the answer of the counters and the request that is numbered by it.
  shop.onLeft = ({ method, path }) => {
    if (method === 'POST' && /^\/pos\/(?:refund|payment\/\w+line)$/.test(path) && random.chance(0.12 * level))
      closeShift(shop);
    // Or while a close of it is under way, whose answer may be lost.
    if (path === '/pos/shift/close' && shop.plan.closes > 1 && random.chance(0.1 * level))
      shop.time.after(random.whole(1, 3_000), () => {
        shop.count('operator.replaced');
        shop.say('a second box is activated for the terminal');
        shop.operator.ledger.activation.activateDirectly('hardware-id-of-another');
      });
  };
  const end = recur(shop.time, random, {
    fineMs: holdsBack ? [1_000, 30_000] : [5_000, 400_000 / level],
    badMs: [2_000, 300_000],
    begin: () => (holdsBack ? moodOfWallets : random.pick(spells))(),
  });
  const { ledger } = shop.operator;
  /** At the worst moment: money has just been taken for a sale that is NOT PAID. */
  const forget = ledger.onChange((number) => {
    const row = shop.books.row(number);
    if (ledger.view.payment(number)?.status !== 'paid' || row === null || row.resolved) return;
    // Or it will be NOT PAID.
    if (row.verdict !== 'notPaid' && !(holdsBack && row.verdict === null)) return;
    if (random.chance(0.6 * level)) shop.time.after(random.whole(1, 1_500), () => closeShift(shop));
  });
  return () => {
    forget();
    shop.onLeft = () => undefined;
    end();
    desk.settleOwed('done');
  };
};
