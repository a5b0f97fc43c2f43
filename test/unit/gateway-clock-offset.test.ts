import { expect, test } from 'vitest';
import { createClockOffset, parseHttpDate } from '../../src/gateway/clock-offset.ts';

const date = 'Tue, 24 Nov 2026 09:00:00 GMT';
const dateMs = Date.UTC(2026, 10, 24, 9);

const clocks = (wallMs: number) => {
  const time = { wallMs, monotonicMs: 50_000 };
  return {
    time,
    offset: createClockOffset(
      () => time.wallMs,
      () => time.monotonicMs,
    ),
  };
};

test('before any answer the box takes its own clock and says that it is not synchronised', () => {
  const { offset, time } = clocks(1_000);
  expect(offset).toMatchObject({ synchronised: false, offsetMs: 0 });
  expect(offset.nowMs()).toBe(time.wallMs);
});

test('a box that woke up in 1970 takes the gateway’s time, half the round trip and half a second off at most', () => {
  const { offset, time } = clocks(3_000);
  time.monotonicMs = 50_200;
  expect(offset.observe(date, 50_000, 50_200)).toBe(true);
  expect(offset.synchronised).toBe(true);
  // Date was true somewhere in 50 000…50 200 and may be up to 999 ms old: now is 09:00:00 + 0…1199 ms.
  expect(offset.nowMs() - dateMs).toBeGreaterThanOrEqual(0);
  expect(offset.nowMs() - dateMs).toBeLessThanOrEqual(1_199);
  expect(offset.offsetMs).toBe(Math.round(offset.nowMs() - 3_000));
});

test('every answer leads nearer to the truth and none away from it, so the time does not tremble', () => {
  const { offset, time } = clocks(3_000);
  const truth = dateMs - 50_000; // the gateway's clock minus the monotonic one
  let errorMs = Number.POSITIVE_INFINITY;
  for (let request = 0; request < 50; request += 1) {
    const sentAtMs = 50_000 + request * 1_370;
    const answeredAtMs = sentAtMs + 40 + ((request * 97) % 400);
    const writtenAtMs = truth + sentAtMs + 20;
    time.monotonicMs = answeredAtMs;
    offset.observe(new Date(writtenAtMs).toUTCString(), sentAtMs, answeredAtMs);
    const nextErrorMs = Math.abs(offset.nowMs() - (truth + time.monotonicMs));
    expect(nextErrorMs).toBeLessThanOrEqual(errorMs);
    errorMs = nextErrorMs;
  }
  expect(errorMs).toBeLessThan(100);
});

test('an answer held for 25 s by a long poll moves nothing', () => {
  const { offset } = clocks(dateMs);
  offset.observe(date, 50_000, 50_050);
  const before = offset.offsetMs;
  expect(offset.observe('Tue, 24 Nov 2026 09:00:20 GMT', 50_100, 75_100)).toBe(true);
  expect(offset.offsetMs).toBe(before);
});

test('the system clock jumps (NTP after the start): the gateway’s time does not jump with it', () => {
  const { offset, time } = clocks(3_000);
  offset.observe(date, 50_000, 50_000);
  const before = offset.nowMs();
  time.wallMs = dateMs;
  expect(offset.nowMs()).toBe(before);
  expect(Math.abs(offset.offsetMs)).toBeLessThan(1_000);
});

test('the gateway’s clock moves by an hour: the next answer is followed', () => {
  const { offset } = clocks(dateMs);
  offset.observe(date, 50_000, 50_000);
  offset.observe('Tue, 24 Nov 2026 10:00:00 GMT', 50_000, 50_000);
  expect(Math.abs(offset.offsetMs - 3_600_000)).toBeLessThan(1_000);
});

test.each([
  ['a missing header', undefined],
  ['an empty header', ''],
  ['ISO 8601', '2026-11-24T09:00:00Z'],
  ['another zone', 'Tue, 24 Nov 2026 09:00:00 MSK'],
  ['a month that is none', 'Tue, 24 Nix 2026 09:00:00 GMT'],
])('%s is no date and moves nothing', (_, header) => {
  const { offset } = clocks(dateMs);
  expect(offset.observe(header, 50_000, 50_000)).toBe(false);
  expect(offset.synchronised).toBe(false);
});

test('parseHttpDate reads an IMF-fixdate', () => {
  expect(parseHttpDate(date)).toBe(dateMs);
});
