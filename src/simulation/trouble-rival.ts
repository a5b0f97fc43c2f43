/**
 * A second box at the same terminal, which no operator should allow: it takes numbers of the same row, and leaves payments
 * that the first box finds in `open` and takes for its own. Now and then it is activated anew, and the first box's key is void.
 */
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';
import { recur } from './spells.ts';

/** In long weather they come fast: more is open at the gateway than a box takes on. */
const mostADay = 150;

export const rivalTrouble = (shop: Shop, random: Random, level: number): (() => void) => {
  const { ledger } = shop.operator;
  let left = mostADay;
  return recur(shop.time, random, {
    fineMs: shop.plan.longWeather ? [500, 10_000] : [20_000, 900_000 / level],
    badMs: [10, 100],
    begin() {
      if (left === 0) return () => undefined;
      left -= 1;
      if (random.chance(shop.plan.activations > 0 ? 0.3 : 0.04)) {
        shop.count('operator.replaced');
        shop.say('a second box is activated for the terminal');
        ledger.activation.activateDirectly('hardware-id-of-another');
        return () => undefined;
      }
      const { lastTransactionNumber, shiftNumber } = ledger.counters();
      const transactionNumber = lastTransactionNumber + 1;
      const saleId = Buffer.from(random.bytes(16)).toString('base64url');
      const answer = ledger.payOffline({
        transactionNumber,
        saleId,
        shiftNumber,
        amount: random.whole(100, 50_000),
        currency: 'RUB',
        qr: shop.customers.code(),
        expiresInSeconds: 60,
        createdAt: new Date(shop.operator.nowMs()).toISOString(),
      });
      if (!answer.ok) return () => undefined;
      shop.count('operator.rivalBox');
      shop.say(`a second box takes ${transactionNumber}`);
      shop.judge.isOfAnother(transactionNumber);
      // It loses its power there and then, or its customer pays.
      if (random.chance(0.6)) shop.customers.asked(transactionNumber);
      return () => undefined;
    },
  });
};
