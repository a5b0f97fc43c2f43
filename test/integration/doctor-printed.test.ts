import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { saidBy, spawnCommand, unpack } from '../helpers/cli-process.ts';
import { doctor } from '../helpers/doctor.ts';
import { scratchDirectory, startSandbox } from '../helpers/sandbox.ts';

test('doctor --print: the same on paper, also before the activation, with what is wrong and its cure', async () => {
  const sandbox = await startSandbox();
  await sandbox.inState('inactive');
  await sandbox.connected('printer');
  const sheets = async () => (await sandbox.paper()).filter(({ text }) => text.includes('САМОПРОВЕРКА'));
  expect((await doctor(sandbox.data, { args: ['--print'] })).of('terminal').code).toBe('ACT-01');
  await expect.poll(async () => (await sheets()).length, { timeout: 20_000 }).toBe(1);

  const box = createControlClient(join(sandbox.data, 'control.sock'));
  expect((await box.request('settingsSet', { values: { slipWidth: 24 } })).ok).toBe(true);
  await sandbox.post('/api/network', { fault: 'wrong-ca' });
  const { of } = await doctor(sandbox.data, { args: ['--print'] });
  await expect.poll(async () => (await sheets()).length, { timeout: 20_000 }).toBe(2);
  const paper = (await sheets())[1]?.text ?? '';
  const words = (text: string): string => text.replace(/[\s«»"]+/g, '');
  expect(words(paper)).toContain(words(`NET-03 ${of('certificate').message} ${of('certificate').cure}`));
  for (const line of paper.split('\n')) expect(line.trimEnd().length, line).toBeLessThanOrEqual(32);

  // Without paper it is owed, and comes out once when there is some.
  await sandbox.post('/api/device', { device: 'printer', fault: 'paper-out' });
  await expect.poll(async () => (await doctor(sandbox.data)).of('printer').code, { timeout: 20_000 }).toBe('PRN-02');
  await doctor(sandbox.data, { args: ['--print'] });
  expect(await sheets()).toHaveLength(2);
  await sandbox.post('/api/device', { device: 'printer', fault: 'ok' });
  await expect.poll(async () => (await sheets()).length, { timeout: 20_000 }).toBe(3);

  await sandbox.stop();
  const { status, stderr } = await saidBy(spawnCommand(sandbox.data, ['doctor', '--print']));
  expect([status, stderr]).toEqual([3, expect.stringContaining('CTL-04')]);
}, 120_000);

test('the support bundle says what the doctor found', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  await sandbox.post('/api/network', { fault: 'captive-portal' });
  const file = join(scratchDirectory(), 'box.tar.gz');
  expect((await saidBy(spawnCommand(sandbox.data, ['support', file]))).status).toBe(0);
  const { files } = await unpack(file);
  const text = Buffer.from(files.get('doctor.txt') ?? '', 'latin1').toString('utf8');
  expect(text).toMatch(/^ошибка {2}Страница входа {2}HTTP 302\. NET-09 /m);
  const checks = JSON.parse(files.get('doctor.json') ?? '');
  expect(checks.find(({ name }: { name: string }) => name === 'captive-portal')).toMatchObject({ state: 'fail' });
}, 60_000);
