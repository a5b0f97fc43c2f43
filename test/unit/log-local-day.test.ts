import { expect, test } from 'vitest';
import { createLocalDays } from '../../src/logging/local-day.ts';

const at = (instant: string) => Date.parse(instant);

test('a line at half past midnight in Moscow belongs to the new day, though it is still yesterday in UTC', () => {
  const localTime = createLocalDays();
  expect(localTime(at('2026-11-23T20:59:59.999Z'), 'Europe/Moscow').date).toBe('2026-11-23');
  expect(localTime(at('2026-11-23T21:30:00.000Z'), 'Europe/Moscow')).toEqual({
    date: '2026-11-24',
    time: '2026-11-24T00:30:00.000+03:00',
  });
});

test('the offset changes at the hour of summer time, within the day', () => {
  const localTime = createLocalDays();
  expect(localTime(at('2026-03-29T00:59:59Z'), 'Europe/Berlin').time).toBe('2026-03-29T01:59:59.000+01:00');
  expect(localTime(at('2026-03-29T01:00:00Z'), 'Europe/Berlin').time).toBe('2026-03-29T03:00:00.000+02:00');
});

test('a clock that is set back, and another time zone, are followed', () => {
  const localTime = createLocalDays();
  localTime(at('2026-11-24T12:00:00Z'), 'Europe/Moscow');
  expect(localTime(at('1970-01-01T00:00:00Z'), 'UTC')).toEqual({
    date: '1970-01-01',
    time: '1970-01-01T00:00:00.000+00:00',
  });
  expect(localTime(at('2026-11-24T12:00:00Z'), 'Asia/Kolkata').time).toBe('2026-11-24T17:30:00.000+05:30');
});
