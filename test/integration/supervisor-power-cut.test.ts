import { expect, test } from 'vitest';
import { startSandbox } from '../helpers/sandbox.ts';

test('the power is cut: a dark display, then the same box again; the paper is still there', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  await sandbox.inState('ready');
  await sandbox.press('15000', 'ENTER');
  await sandbox.inState('paying.choosingMode');
  await sandbox.press('2');
  await sandbox.inState('paying.online.choosingSystem');
  await sandbox.press('1');
  await sandbox.inState('paying.online.confirming');
  await expect.poll(async () => (await sandbox.paper()).at(-1)).toMatchObject({ kind: 'qr', cut: true });
  const before = await sandbox.paper();

  expect((await sandbox.post('/api/power', { action: 'cut' })).status).toBe(200);
  expect((await sandbox.get('/api/screen')).body).toMatchObject({ state: 'starting', keys: [] });
  // Nobody feels a key that is pressed now.
  await sandbox.press('ENTER');
  await sandbox.screen(({ state }) => state !== 'starting', 'screen after the cut');
  expect((await sandbox.paper()).slice(0, before.length)).toEqual(before);
  expect(sandbox.said()).toBe('');
});

test('cut again and again, also while it starts: it always comes back', async () => {
  const sandbox = await startSandbox();
  for (let count = 0; count < 4; count += 1) {
    expect((await sandbox.post('/api/power', { action: 'cut' })).status).toBe(200);
    expect((await sandbox.post('/api/power', { action: 'cut' })).status).toBe(200);
  }
  await sandbox.inState('inactive');
  await sandbox.press('1', '2');
  await sandbox.screen(({ lines }) => lines.some((line) => line.includes('12')), 'what was typed');
});
