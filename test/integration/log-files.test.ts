import { appendFile, mkdir, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/logging/logger.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';

const boxLog = async (
  options: { bounds?: { dayBytes: number; allDaysBytes: number }; retentionDays?: number; start?: string } = {},
) => {
  const directory = await scratchDirectory();
  const clock = { now: Date.parse(options.start ?? '2026-11-24T10:00:00Z'), nowMs: () => clock.now };
  const retention = { days: options.retentionDays ?? 90 };
  const logger = createLogger({
    directory,
    timeZone: () => 'Europe/Moscow',
    retentionDays: () => retention.days,
    clock,
    ...(options.bounds !== undefined && { bounds: options.bounds }),
  });
  const text = (date: string) => readFile(join(directory, `${date}.log`), 'utf8');
  const lines = async (date: string): Promise<Record<string, unknown>[]> =>
    (await text(date))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { directory, clock, retention, logger, text, lines };
};

test('an event is one JSON line in the file of its day', async () => {
  const { logger, lines } = await boxLog();
  logger.log('device.changed', { device: 'printer', error: { code: 'PRN-02' } }, 'warn');
  logger.log('code.scanned', { code: '2812345678901234', length: 16 });
  expect(await lines('2026-11-24')).toEqual([
    {
      level: 'warn',
      time: '2026-11-24T13:00:00.000+03:00',
      event: 'device.changed',
      device: 'printer',
      error: { code: 'PRN-02' },
    },
    { level: 'info', time: '2026-11-24T13:00:00.000+03:00', event: 'code.scanned', code: '[hidden]', length: 16 },
  ]);
});

test('at local midnight a new file begins', async () => {
  const { logger, clock, lines } = await boxLog({ start: '2026-11-24T20:59:59.999Z' });
  logger.log('sale.begun');
  clock.now += 1;
  logger.log('sale.ended');
  expect((await lines('2026-11-24')).map(({ event }) => event)).toEqual(['sale.begun']);
  expect((await lines('2026-11-25')).map(({ event }) => event)).toEqual(['sale.ended']);
});

test('days older than the retention go, what is no day of the log stays', async () => {
  const { logger, clock, directory } = await boxLog({ retentionDays: 7 });
  for (const name of ['2026-11-16.log', '2026-11-17.log', '2026-11-23.log', 'notes.log', '2026-01-01.log.gz'])
    await writeFile(join(directory, name), '');
  logger.log('box.started');
  expect((await readdir(directory)).sort()).toEqual([
    '2026-01-01.log.gz',
    '2026-11-17.log',
    '2026-11-23.log',
    '2026-11-24.log',
    'notes.log',
  ]);
  clock.now += 86_400_000;
  logger.log('day.begun');
  expect(await readdir(directory)).not.toContain('2026-11-17.log');
});

test('a shorter retention holds at once, and one file that cannot go keeps no other', async () => {
  const { logger, retention, directory, lines } = await boxLog({ retentionDays: 30 });
  for (const name of ['2026-11-03.log', '2026-11-04.log']) await writeFile(join(directory, name), '');
  await mkdir(join(directory, '2026-11-02.log')); // unlink fails
  logger.log('one');
  expect(await readdir(directory)).toContain('2026-11-03.log');
  retention.days = 7;
  logger.log('two');
  expect((await readdir(directory)).sort()).toEqual(['2026-11-02.log', '2026-11-24.log']);
  expect((await lines('2026-11-24')).map(({ event }) => event)).toEqual(['one', 'two', 'log.sweepFailed']);
});

test('all days together have a bound: the oldest go first, and the log says which', async () => {
  const { logger, directory, lines } = await boxLog({ bounds: { dayBytes: 4_000, allDaysBytes: 10_000 } });
  const earlier = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'];
  for (const day of earlier) await writeFile(join(directory, `${day}.log`), 'x'.repeat(2_000));
  logger.log('box.started');
  // Today may grow to 5,000 bytes: 5,000 are left for the others.
  expect((await readdir(directory)).sort()).toEqual(['2026-11-22.log', '2026-11-23.log', '2026-11-24.log']);
  expect(await lines('2026-11-24')).toMatchObject([
    { event: 'box.started' },
    { level: 'warn', event: 'log.daysCrowdedOut', days: ['2026-11-19', '2026-11-20', '2026-11-21'] },
  ]);
});

test('one line has a bound too', async () => {
  const { logger, lines } = await boxLog();
  logger.log('answer.read', { items: Array.from({ length: 100 }, () => 'x'.repeat(1_000)) }, 'error');
  expect(await lines('2026-11-24')).toEqual([
    { level: 'error', time: expect.any(String), event: 'answer.read', tooLongBytes: expect.any(Number) },
  ]);
});

test('a file that is deleted, and a directory that is deleted, are made again', async () => {
  const { logger, directory, lines } = await boxLog();
  logger.log('one');
  await unlink(join(directory, '2026-11-24.log'));
  logger.log('two');
  expect((await lines('2026-11-24')).map(({ event }) => event)).toEqual(['two']);
  await rm(directory, { recursive: true });
  logger.log('three');
  expect((await lines('2026-11-24')).map(({ event }) => event)).toEqual(['three']);
  expect(logger.lost()).toBe(0);
});

test('a full disk stops neither the box nor the log: what was lost is counted and told when it can be', async () => {
  const { logger, directory, lines } = await boxLog();
  const file = join(directory, '2026-11-24.log');
  await symlink('/dev/full', file); // every write fails with ENOSPC
  logger.log('lost.one');
  logger.log('lost.two');
  expect(logger.lost()).toBe(2);

  await unlink(file);
  logger.close();
  logger.log('back');
  expect(await lines('2026-11-24')).toMatchObject([
    { level: 'warn', event: 'log.lost', lines: 2, because: 'ENOSPC' },
    { event: 'back' },
  ]);
  expect(logger.lost()).toBe(0);
});

test('a directory that cannot be used is survived', async () => {
  const { logger, directory } = await boxLog();
  await rm(directory, { recursive: true });
  await writeFile(directory, 'a file stands in the way');
  expect(() => logger.log('lost')).not.toThrow();
  expect(logger.lost()).toBe(1);
  await rm(directory);
  await mkdir(directory);
  logger.log('back');
  expect(await readdir(directory)).toEqual(['2026-11-24.log']);
});

test('a line that a power cut tore does not swallow the next one', async () => {
  const { logger, directory, text } = await boxLog();
  await appendFile(join(directory, '2026-11-24.log'), '{"level":"info","ti');
  logger.log('box.started');
  const [torn, next] = (await text('2026-11-24')).trimEnd().split('\n');
  expect(torn).toBe('{"level":"info","ti');
  expect(JSON.parse(next ?? '')).toMatchObject({ event: 'box.started' });
});

test('a box in a loop fills a day only to its bound, then has warnings alone, and goes on the next day', async () => {
  const { logger, clock, lines, text } = await boxLog({ bounds: { dayBytes: 4_000, allDaysBytes: 100_000 } });
  const count = async (event: string) => (await lines('2026-11-24')).filter((line) => line.event === event).length;
  for (let index = 0; index < 100; index += 1) logger.log('loop.turned', { index });
  const turned = await count('loop.turned');
  expect(turned).toBeLessThan(60);
  expect((await lines('2026-11-24')).at(-1)).toMatchObject({ event: 'log.dayFull', stillWritten: 'warn, error' });

  logger.log('printer.lost', {}, 'warn');
  logger.log('loop.turned');
  logger.close(); // the box starts again on the same day
  logger.log('loop.turned');
  logger.log('journal.failed', {}, 'error');
  expect((await lines('2026-11-24')).slice(-3).map(({ event }) => event)).toEqual([
    'log.dayFull',
    'printer.lost',
    'journal.failed',
  ]);

  for (let index = 0; index < 100; index += 1) logger.log('printer.lost', {}, 'warn');
  expect((await lines('2026-11-24')).at(-1)).toMatchObject({ event: 'log.dayFull', stillWritten: 'nothing' });
  expect(await count('log.dayFull')).toBe(2);
  expect((await text('2026-11-24')).length).toBeLessThan(5_500);

  const leftOut = 100 - turned + 2 + (101 - (await count('printer.lost')));
  clock.now += 86_400_000;
  logger.log('day.begun');
  expect(await lines('2026-11-25')).toMatchObject([
    { event: 'log.lost', lines: leftOut, because: 'day full' },
    { event: 'day.begun' },
  ]);
  expect(logger.lost()).toBe(0);
});

test('data that cannot be logged is no reason to stop', async () => {
  const { logger, lines } = await boxLog();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  logger.log('strange', circle);
  logger.log('members.ofTheLine', { level: 'x', time: 'y', event: 'z', kept: true });
  expect(await lines('2026-11-24')).toMatchObject([
    { event: 'strange' },
    { event: 'members.ofTheLine', level: 'info', kept: true },
  ]);
});
