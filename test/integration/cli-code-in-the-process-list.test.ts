/** `sendybox activate --code …` waits for a gateway that does not answer, and any user of the machine looks at its processes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { saidBy, spawnCommand } from '../helpers/cli-process.ts';
import { startSandbox } from '../helpers/sandbox.ts';

test('the code of a command that waits is not in the list of processes', async () => {
  const sandbox = await startSandbox();
  await sandbox.inState('inactive');
  await sandbox.post('/api/network', { fault: 'lost-answers' });
  const { terminalId, serialNumber, activationCode } = await sandbox.facts();
  const flags = ['--terminal', terminalId, '--serial', serialNumber, '--code', activationCode];
  const child = spawnCommand(sandbox.data, ['activate', ...flags]);
  const said = saidBy(child);
  await sandbox.screen(({ lines }) => lines[0] === 'Активация...', 'the request under way');
  const commandLine = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
  expect(commandLine.replace(/\0+$/, '')).toBe('sendybox');
  expect(commandLine).not.toContain(activationCode);
  await sandbox.post('/api/network', { fault: 'ok' });
  expect(await said).toMatchObject({ status: 0 });
});
