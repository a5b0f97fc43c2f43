import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { waitFor } from '../helpers/journal-wait.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

test('the bundle is a whole box and a whole field command, away from the checkout', async () => {
  const place = mkdtempSync(join(tmpdir(), 'sendy-bundle-'));
  onTestFinished(() => rmSync(place, { recursive: true, force: true }));
  const dist = join(place, 'dist');
  await run(process.execPath, [join(root, 'scripts/build.ts'), dist]);

  const data = join(place, 'data');
  mkdirSync(data);
  const socketPath = join(place, 'control.sock');
  const env = {
    ...process.env,
    SENDYBOX_NODE: process.execPath,
    SENDYBOX_DATA: data,
    SENDYBOX_LOG: join(place, 'Log'),
    SENDYBOX_SOCKET: socketPath,
  };
  const box = spawn(join(dist, 'sendy-box'), [], { cwd: place, env, stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => {
    box.kill('SIGKILL');
  });
  const control = createControlClient(socketPath);
  const status = await waitFor(async () => {
    const answer = await control.request('status', undefined);
    return answer.ok ? answer.value : null;
  });
  // nobody has set a gateway: the box says so and lives
  expect(status).toMatchObject({ state: 'outOfService', obstacle: { code: 'SET-05' } });

  const { stdout } = await run(join(dist, 'sendybox'), ['status', '--json'], { cwd: place, env });
  expect(JSON.parse(stdout)).toMatchObject({ state: 'outOfService', version: status.version });
  // commands whose own files are read only when they run
  for (const command of ['backup', 'support']) {
    const file = join(place, command);
    const made = await run(join(dist, 'sendybox'), [command, file, '--json'], { cwd: place, env });
    expect(JSON.parse(made.stdout)).toMatchObject({ file, bytes: statSync(file).size });
  }

  box.kill('SIGTERM');
  const [exitCode] = await once(box, 'exit');
  expect(exitCode).toBe(0);
});
