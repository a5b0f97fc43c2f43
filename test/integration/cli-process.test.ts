import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startControlBox } from '../helpers/control-box.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';

const root = join(import.meta.dirname, '../..');

const start = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  spawn(join(root, 'bin/box-node'), [join(root, 'src/cli/sendybox.ts'), ...args], {
    env: { PATH: process.env.PATH, LANG: 'ru_RU.UTF-8', ...env },
  });

const sendybox = async (args: readonly string[], env: Readonly<Record<string, string>>, input = '') => {
  const child = start(args, env);
  child.stdin.end(input);
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
};

test('the command speaks with a running box', async () => {
  const { path } = await startControlBox();
  const { status, stdout, stderr } = await sendybox(['status', '--json'], { SENDYBOX_SOCKET: path });
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'ready' });
});

test('the customer’s code comes from standard input and reaches the box', async () => {
  const codes: (string | undefined)[] = [];
  const { path } = await startControlBox({
    pay: async ({ code }) => {
      codes.push(code);
      return { outcome: 'notPaid', payment: null, error: { code: 'PAY-01' } };
    },
  });
  const args = ['pay', '150,00', '--offline', '--code-file', '-'];
  const { status, stderr } = await sendybox(args, { SENDYBOX_SOCKET: path }, '281234567890123456\n');
  expect(status).toBe(1);
  expect(stderr).toContain('PAY-01');
  expect(codes).toEqual(['281234567890123456']);
});

test('Ctrl-C during a payment leaves at once with 4', async () => {
  let begin!: () => void;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { path } = await startControlBox({
    pay: () => {
      begin();
      return new Promise(() => {});
    },
  });
  const child = start(['pay', '150'], { SENDYBOX_SOCKET: path });
  const stderr = text(child.stderr);
  await begun;
  child.kill('SIGINT');
  expect((await once(child, 'close'))[0]).toBe(4);
  expect(await stderr).toContain('Оплата продолжается');
});

test('without a running box the settings are read and written in their file, with the same checks', async () => {
  const directory = await scratchDirectory();
  const env = { SENDYBOX_SOCKET: join(directory, 'control.sock'), SENDYBOX_DATA: directory };
  const shown = await sendybox(['settings', 'get', 'slipWidth'], env);
  expect([shown.status, shown.stdout]).toEqual([0, '32\n']);
  expect(await readdir(directory)).toEqual([]);

  const set = await sendybox(['settings', 'set', 'slipWidth=48', 'language=en'], env);
  expect([set.status, set.stdout]).toEqual([0, 'language: ru → en\nslipWidth: 32 → 48\n']);
  const wrong = await sendybox(['settings', 'set', 'slipWidth=480', 'colour=red', '--json'], env);
  expect([wrong.status, wrong.stdout]).toEqual([1, '']);
  expect(JSON.parse(wrong.stderr).error.problems).toHaveLength(2);
  expect(JSON.parse(await readFile(join(directory, 'settings.json'), 'utf8'))).toMatchObject({ slipWidth: 48 });
  // The language of the box that is not running is in its file too.
  expect((await sendybox(['status'], env)).stderr).toContain('The software of the box does not answer');
});

test('version works without a box; status then says 3', async () => {
  const env = { SENDYBOX_SOCKET: '/nonexistent/control.sock', SENDYBOX_DATA: '/nonexistent' };
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(JSON.parse((await sendybox(['version', '--json'], env)).stdout)).toMatchObject({ version });
  const status = await sendybox(['status', '--json'], env);
  expect([status.status, status.stdout]).toEqual([3, '']);
  expect(JSON.parse(status.stderr)).toMatchObject({ error: { code: 'CTL-04' } });
});
