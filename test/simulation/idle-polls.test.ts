import { expect, test } from 'vitest';
import { idlePollMs } from '../../devices/printer/driver.ts';
import { IdlePolls } from '../../src/simulation/idle-polls.ts';
import { type Alarm, VirtualTime } from '../../src/simulation/virtual-time.ts';

/** An idle printer's driver: asks, and asks again. */
const watched = () => {
  const time = new VirtualTime();
  const polls = new IdlePolls(time);
  const clock = polls.clock({
    setTimeout: (ring, delayMs) => time.after(delayMs, ring),
    clearTimeout: (alarm: Alarm) => time.cancel(alarm),
  });
  const askedMs: number[] = [];
  let next: Alarm | null = null;
  const ask = (): void => {
    askedMs.push(time.nowMs);
    next = clock.setTimeout(ask, idlePollMs);
  };
  const until = async (ms: number): Promise<void> => {
    let over = false;
    time.after(ms - time.nowMs, () => {
      over = true;
    });
    await time.run(() => over);
  };
  ask();
  return { time, polls, clock, askedMs, until, stop: () => clock.clearTimeout(next) };
};

test('a printer to which nothing happens is asked twice, and then left alone', async () => {
  const { askedMs, until } = watched();
  await until(60_000);
  expect(askedMs).toEqual([0, 800, 1_600]);
});

test('paper that runs out is seen at the beat at which it would have been', async () => {
  const { askedMs, polls, until } = watched();
  await until(10_100);
  polls.stir();
  await until(60_000);
  expect(askedMs).toEqual([0, 800, 1_600, 10_400, 11_200, 12_000]);
});

test('a poll that a document has taken the place of stays away', async () => {
  const { askedMs, polls, until, stop } = watched();
  await until(10_100);
  polls.stir();
  stop();
  await until(60_000);
  expect(askedMs).toEqual([0, 800, 1_600]);
});

test('every other timer of the devices rings when it is due', async () => {
  const { time, clock, until } = watched();
  await until(10_100);
  let rangMs = 0;
  clock.setTimeout(() => {
    rangMs = time.nowMs;
  }, 500);
  await until(20_000);
  expect(rangMs).toBe(10_600);
});
