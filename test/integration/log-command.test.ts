import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { type LogReading, readLog } from '../../src/logging/read-log.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { boxDirectory, startLoneBox } from '../helpers/lone-box.ts';
import { checkout } from '../helpers/sandbox.ts';

/** A time zone in which it is about noon, so that no test runs over a midnight; `Etc/GMT-3` is three hours east. */
const eastOfUtc = 12 - new Date().getUTCHours();
const zone = `Etc/GMT${eastOfUtc > 0 ? '-' : '+'}${Math.abs(eastOfUtc)}`;
const dayAgo = (days: number): string => Temporal.Now.plainDateISO(zone).subtract({ days }).toString();

const scene = async () => {
  const data = await scratchDirectory();
  const directory = join(data, 'Log');
  mkdirSync(directory);
  writeFileSync(join(data, 'settings.json'), JSON.stringify({ version: 1, timeZone: zone, language: 'en' }));
  const start = (...args: string[]) => {
    const child = spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/cli/sendybox.ts'), 'log', ...args], {
      env: { PATH: process.env.PATH, SENDYBOX_SOCKET: join(data, 'control.sock'), LANG: 'ru_RU.UTF-8' },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };
  const log = async (...args: string[]) => {
    const child = start(...args);
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    return { status, stdout, stderr, lines: stdout.trimEnd().split('\n') };
  };
  const write = (day: string, ...lines: string[]) =>
    appendFileSync(join(directory, `${day}.log`), lines.map((line) => `${line}\n`).join(''));
  return { data, directory, start, log, write };
};

const entry = (event: string, fields: Record<string, unknown> = {}, level = 'info') =>
  JSON.stringify({ level, time: '2026-11-24T06:44:01.123+03:00', event, ...fields });

test('without a running box: today’s log, from a level on, of one payment, for people and for machines', async () => {
  const { log, write, directory } = await scene();
  write(dayAgo(1), entry('yesterday.was'));
  write(dayAgo(0), entry('gateway.request', { transactionNumber: 12, ms: 61 }), 'a foreign line');
  write(dayAgo(0), entry('sale.finished', { number: 12, outcome: 'paid' }), entry('device.lost', {}, 'warn'));
  appendFileSync(join(directory, `${dayAgo(0)}.log`), '{"level":"info","time":"20');

  const all = await log();
  expect([all.status, all.stderr]).toEqual([0, '']);
  expect(all.lines).toEqual([
    '2026-11-24 06:44:01.123 info  gateway.request transactionNumber=12 ms=61',
    '[foreign or torn line] a foreign line',
    '2026-11-24 06:44:01.123 info  sale.finished number=12 outcome=paid',
    '2026-11-24 06:44:01.123 warn  device.lost',
    '[foreign or torn line] {"level":"info","time":"20',
  ]);
  expect((await log('--number', '12')).lines).toEqual([all.lines[0], all.lines[2]]);
  expect((await log('--level', 'warn')).lines).toEqual([all.lines[1], all.lines[3], all.lines[4]]);
  expect((await log('--day', 'yesterday')).stdout).toContain('yesterday.was');
  expect(await log('--number', '99')).toMatchObject({ status: 0, stdout: '', stderr: 'No such lines.\n' });

  const { lines } = await log('--json');
  expect(lines[0]).toBe(entry('gateway.request', { transactionNumber: 12, ms: 61 }));
  expect(lines.map((line) => JSON.parse(line))[4]).toEqual({ unreadable: '{"level":"info","time":"20' });
});

test('a day without a log: 1, and the days that there are', async () => {
  const { log, write, directory } = await scene();
  for (const days of [5, 4, 3]) write(dayAgo(days), entry('x'));
  const person = await log('--day', '2026-01-01');
  expect([person.status, person.stdout]).toEqual([1, '']);
  expect(person.stderr).toContain('LOG-01');
  expect(person.stderr).toContain(`${dayAgo(5)}…${dayAgo(3)}`);
  const program = await log('--json');
  expect([program.status, program.stdout]).toEqual([1, '']);
  expect(JSON.parse(program.stderr)).toMatchObject({ error: { code: 'LOG-01' } });

  rmSync(directory, { recursive: true });
  expect((await log()).stderr).toContain('LOG-01');
  writeFileSync(directory, 'a file stands in the way');
  expect(await log()).toMatchObject({ status: 1, stderr: expect.stringContaining('LOG-02') });
});

test.each([
  [['--day', '24.11.2026']],
  [['--day', '2026-02-30']],
  [['--level', 'fatal']],
  [['--number', '0']],
  [['--follow', '--day', '9999-12-31']],
  [['today']],
])('wrong usage %j: 2, nothing on stdout', async (args) => {
  const { log } = await scene();
  expect(await log(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('wrong usage') });
});

test('--follow waits for a log that is not there yet, goes on as it is written, and ends on Ctrl-C with 0', async () => {
  const { start, write, directory } = await scene();
  rmSync(directory, { recursive: true });
  const child = start('--follow', '--level', 'warn');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  await once(child.stderr, 'data'); // it says that it waits
  mkdirSync(directory);
  write(dayAgo(0), entry('one', {}, 'warn'), entry('not.wanted'));
  expect(await next()).toContain('warn  one');
  const [begin, end] = [entry('two', {}, 'error').slice(0, 20), entry('two', {}, 'error').slice(20)];
  appendFileSync(join(directory, `${dayAgo(0)}.log`), begin);
  write(dayAgo(0), end);
  expect(await next()).toContain('error two');
  rmSync(join(directory, `${dayAgo(0)}.log`));
  write(dayAgo(0), entry('three', {}, 'warn'));
  expect(await next()).toContain('warn  three');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([0, null]);
});

test('--follow from an earlier day shows all days since', async () => {
  const { start, write } = await scene();
  for (const days of [3, 1, 0]) write(dayAgo(days), entry(`ago.${days}`));
  const child = start('--follow', '--day', dayAgo(3), '--json');
  const events: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    events.push(JSON.parse(line).event);
    if (events.length === 3) child.kill('SIGINT');
  }
  expect(events).toEqual(['ago.3', 'ago.1', 'ago.0']);
});

test('--follow ends in silence when its reader has gone', async () => {
  const { start, write } = await scene();
  write(dayAgo(0), entry('one'));
  const child = start('--follow');
  const stderr = text(child.stderr);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const closed = once(child, 'exit');
  write(dayAgo(0), entry('two'));
  expect(await closed).toEqual([0, null]);
  expect(await stderr).toBe('');
});

test('over midnight: the rest of the old day, then the new one, also when a clock is set back', async () => {
  const { directory, write } = await scene();
  const days = ['2026-11-24', '2026-11-24', '2026-11-25', '2026-11-24', '2026-11-24'];
  const happens = [
    () => write('2026-11-24', 'b'),
    () => {
      write('2026-11-24', 'c'); // the last line of the day comes after midnight
      appendFileSync(join(directory, '2026-11-24.log'), 'torn');
      write('2026-11-25', 'd');
    },
    () => write('2026-11-24', ' end', 'e'),
    () => {},
  ];
  write('2026-11-24', 'a');
  let turn = 0;
  const follow: LogReading['follow'] = {
    today: () => days[Math.min(turn, days.length - 1)] ?? '',
    async wait() {
      happens[turn]?.();
      turn += 1;
      return turn <= happens.length;
    },
  };
  const lines: string[] = [];
  for await (const some of readLog({ directory, from: '2026-11-24', follow })) lines.push(...some);
  expect(lines).toEqual(['a', 'b', 'c', 'torn', 'd', ' end', 'e']);
});

test('a line without an end is shown in pieces, never held', async () => {
  const { directory } = await scene();
  writeFileSync(join(directory, '2026-11-24.log'), `${'x'.repeat(1_000_000)}\nnext\n`);
  const lines: string[] = [];
  for await (const some of readLog({ directory, from: '2026-11-24', follow: null })) lines.push(...some);
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.slice(0, -1).join('')).toBe('x'.repeat(1_000_000));
  expect(lines.at(-1)).toBe('next');
});

test('a box says at its start on which crypto library it runs; the command reads its log beside it', async () => {
  const data = boxDirectory();
  const box = await startLoneBox(data);
  const child = spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/cli/sendybox.ts'), 'log'], {
    env: { PATH: process.env.PATH, SENDYBOX_SOCKET: join(data, 'control.sock') },
  });
  const shown = await text(child.stdout);
  await box.stop();
  expect(readdirSync(join(data, 'Log'))).toHaveLength(1);
  expect(shown).toMatch(
    /box\.starting .* crypto\.name=OpenSSL crypto\.version=\S+ crypto\.file=\/\S+ crypto\.isBuiltIn=true/,
  );
});
