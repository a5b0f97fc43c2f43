/**
 * The SD card is replaced in the middle of a day: by a new one, on which the journal is empty, or by one with a journal of
 * some hours ago. What is open at the gateway is adopted; nothing is charged or sent under a number twice (contract,
 * `pos/counters`).
 */
import type { Random } from './random.ts';
import type { Shop } from './shop.ts';

/** Within the hours of a day of 50 sales. */
const latestMs = 2 * 3_600_000;

export const cardTrouble = (shop: Shop, random: Random): (() => void) => {
  const { card } = shop.plan;
  if (card === null) return () => undefined;
  const copiedMs = card === 'new' ? 0 : random.span(60_000, latestMs);
  let copy: string | null = null;
  const alarms = [
    shop.time.after(copiedMs, () => {
      copy = shop.disk.copy();
    }),
    shop.time.after(copiedMs + random.span(60_000, latestMs), () => {
      if (copy === null) return;
      shop.cutPower('the card is replaced');
      // Off already, and nobody has written since.
      if (shop.isOn) return;
      shop.count(`card.${card}`);
      const replacement = copy;
      shop.judge.replacesJournal(() => shop.disk.replace(replacement));
    }),
  ];
  return () => {
    for (const alarm of alarms) shop.time.cancel(alarm);
  };
};
