import { appendFile, mkdir, readdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/logging/logger.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';

const boxLog = async (options: { maxDayBytes?: number; retentionDays?: number; start?: string } = {}) => {
  const directory = await scratchDirectory();
  const clock = { now: Date.parse(options.start ?? '2026-11-24T10:00:00Z'), nowMs: () => clock.now };
  const logger = createLogger({
    directory,
    timeZone: () => 'Europe/Moscow',
    retentionDays: () => options.retentionDays ?? 90,
    clock,
    ...(options.maxDayBytes !== undefined && { maxDayBytes: options.maxDayBytes }),
  });
  const text = (date: string) => readFile(join(directory, `${date}.log`), 'utf8');
  const lines = async (date: string): Promise<Record<string, unknown>[]> =>
    (await text(date))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { directory, clock, logger, text, lines };
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

test('a box in a loop fills a day only to its bound, says so once, and goes on the next day', async () => {
  const { logger, clock, lines } = await boxLog({ maxDayBytes: 2_000 });
  for (let index = 0; index < 100; index += 1) logger.log('loop.turned', { index });
  const events = (await lines('2026-11-24')).map(({ event }) => event);
  expect(events.length).toBeLessThan(30);
  expect(events.filter((event) => event === 'log.dayFull')).toHaveLength(1);
  expect(events.at(-1)).toBe('log.dayFull');
  clock.now += 86_400_000;
  logger.log('day.begun');
  expect(await lines('2026-11-25')).toMatchObject([
    { event: 'log.lost', lines: 101 - events.length, because: 'day full' },
    { event: 'day.begun' },
  ]);
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
