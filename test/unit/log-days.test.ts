import { expect, test } from 'vitest';
import { logDirectory } from '../../src/cli/places.ts';
import { daysInWords } from '../../src/logging/log-days.ts';

test('days in few words', () => {
  expect(daysInWords([])).toBe('');
  expect(daysInWords(['2026-11-24'])).toBe('2026-11-24');
  expect(daysInWords(['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-24'])).toBe(
    '2026-10-30…2026-11-01, 2026-11-24',
  );
  expect(daysInWords(['2026-01-01', '2026-01-03', '2026-01-05'], 2)).toBe('…, 2026-01-03, 2026-01-05');
  expect(daysInWords(['2026-99-99', '2026-99-98'])).toBe('2026-99-99, 2026-99-98');
});

test('the log: what the environment says, else the box’s own, else the sandbox’s of a checkout, else in the data', () => {
  const world = { env: {}, root: '/home/me/box' };
  const has = (path: string) => (asked: unknown) => asked === path;
  const sandbox = has('/home/me/box/.sandbox');
  expect(logDirectory({ ...world, env: { SENDYBOX_LOG: '/tmp/log' } }, sandbox)).toBe('/tmp/log');
  expect(logDirectory(world, has('/run/sendybox/control.sock'))).toBe('/var/log/sendybox');
  expect(logDirectory(world, has('nothing'))).toBe('/var/log/sendybox');
  expect(logDirectory(world, sandbox)).toBe('/home/me/box/Log');
  expect(logDirectory({ ...world, env: { SENDYBOX_DATA: '/data' } }, sandbox)).toBe('/data/Log');
  expect(logDirectory({ ...world, env: { SENDYBOX_SOCKET: '/data/control.sock' } }, sandbox)).toBe('/data/Log');
});
