import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runToEnd, scratchDirectory, startSandbox } from '../helpers/sandbox.ts';

/** Processes of this computer whose environment names the sandbox's directory: its box, wherever it hangs. */
const boxesOf = (data: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`SENDYBOX_DATA=${data}\0`);
      } catch {
        return false; // gone, or not ours
      }
    })
    .map(Number);

const gone = (data: string) => expect.poll(() => boxesOf(data), { timeout: 5_000 }).toEqual([]);

test('npm start: one ready line, a page; SIGTERM to npm ends all of it within five seconds', async () => {
  const sandbox = await startSandbox({ throughNpm: true });
  expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(boxesOf(sandbox.data)).toHaveLength(1);
  expect((await sandbox.get('/api/screen')).body).toMatchObject({ state: 'inactive', language: 'ru' });
  const { tookMs } = await sandbox.stop();
  expect(tookMs).toBeLessThan(5_000);
  await gone(sandbox.data);
  await expect(sandbox.get('/api/screen')).rejects.toThrow();
  expect(existsSync(join(sandbox.data, 'devices.sock'))).toBe(false);
});

test('Ctrl-C ends it with status 0 and nothing said', async () => {
  const sandbox = await startSandbox();
  expect((await sandbox.stop('SIGINT')).status).toBe(0);
  expect(sandbox.said()).toBe('');
  await gone(sandbox.data);
});

test('a supervisor that is killed takes its box with it, and its directory is free again', async () => {
  const sandbox = await startSandbox();
  await sandbox.stop('SIGKILL');
  await gone(sandbox.data);
  const next = await startSandbox({ data: sandbox.data });
  await next.inState('inactive');
});

test('a second sandbox on the same data is refused, and the first goes on', async () => {
  const sandbox = await startSandbox();
  const second = await runToEnd(['--data', sandbox.data, '--panel-port', '0', '--headless']);
  expect(second).toMatchObject({ status: 1, stdout: '' });
  expect(second.stderr).toContain(sandbox.data);
  await sandbox.inState('inactive');
});

test('wrong usage: status 2, the usage on stderr, nothing on stdout, no directory made', async () => {
  const data = join(scratchDirectory(), 'never');
  const { status, stdout, stderr } = await runToEnd(['--data', data, '--pannel-port', '0']);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('--panel-port');
  expect(existsSync(data)).toBe(false);
});

test('a port that is taken, when it was asked for: status 1 and what to do', async () => {
  const sandbox = await startSandbox();
  const { port } = new URL(sandbox.url);
  const { status, stderr } = await runToEnd(['--data', scratchDirectory(), '--panel-port', port, '--headless']);
  expect(status).toBe(1);
  expect(stderr).toContain(port);
});

test('a directory whose path is too long for a socket is refused with that reason', async () => {
  const data = join(scratchDirectory(), 'x'.repeat(100));
  const { status, stderr } = await runToEnd(['--data', data, '--headless']);
  expect(status).toBe(1);
  expect(stderr).toContain('107');
});
