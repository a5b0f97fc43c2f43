/** The owner asks what was sold: the gateway's book and the box's own say the same, to the kopeck. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { saidBy, spawnCommand } from '../helpers/cli-process.ts';
import { startSandbox } from '../helpers/sandbox.ts';

test('two sales, one declined, one refunded in part: by the gateway, and by the journal when it cannot be reached', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  await sandbox.inState('ready');
  const control = createControlClient(join(sandbox.data, 'control.sock'));
  const { customerCodes } = await sandbox.facts();
  const sell = async (amountMinor: number, code: string, action: string): Promise<void> => {
    const paying = control.request('pay', { amountMinor, method: 'offline', code }, { timeoutMs: 60_000 });
    await sandbox.inState('paying.offline.confirming');
    expect((await sandbox.post('/api/customer', { action })).status, action).toBe(200);
    expect(await paying).toMatchObject({ ok: true });
    await sandbox.inState('showingResult');
  };
  await sell(150_00, customerCodes.wechat, 'confirm');
  await sell(70_50, customerCodes.sendy, 'confirm');
  await sell(33_00, customerCodes.alipay, 'decline:insufficient-funds');
  const refunded = await control.request('refund', { transactionNumber: 1, amountMinor: 50_00 }, { timeoutMs: 60_000 });
  expect(refunded).toMatchObject({ ok: true, value: { outcome: 'done' } });

  const reportOf = async (...args: string[]) => {
    const { status, stdout, stderr } = await saidBy(spawnCommand(sandbox.data, ['report', '--json', ...args]));
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  const byGateway = await reportOf('--detail');
  expect(byGateway).toMatchObject({
    shiftNumber: 1,
    source: 'gateway',
    totals: {
      paid: { count: 2, amount: 220_50 },
      refunded: { count: 1, amount: 50_00 },
      bySystem: { wechat: { paid: { amount: 150_00 }, refunded: { amount: 50_00 } } },
    },
  });
  expect(byGateway.transactions.map(({ status }: { status: string }) => status)).toEqual([
    'paid',
    'paid',
    'declined',
    'refunded',
  ]);
  await expect
    .poll(async () => (await sandbox.paper()).map(({ text }) => text).join('\n'), { timeout: 20_000 })
    .toContain('ОТЧЁТ БЕЗ ЗАКРЫТИЯ');

  await sandbox.post('/api/network', { fault: 'down' });
  const byJournal = await reportOf('--detail', '--no-print');
  expect(byJournal).toMatchObject({ shiftNumber: 1, source: 'journal', totals: byGateway.totals });
  expect(byJournal.transactions).toHaveLength(4);
  const span = ['--from', '2026-01-01', '--to', '2100-01-01', '--no-print'];
  expect((await reportOf(...span)).totals).toEqual(byGateway.totals);
  await sandbox.post('/api/network', { fault: 'ok' });
  expect((await reportOf(...span)).totals).toEqual(byGateway.totals);

  const unknown = await saidBy(spawnCommand(sandbox.data, ['report', '--shift', '99', '--json']));
  expect([unknown.status, JSON.parse(unknown.stderr).error.code]).toEqual([1, 'RPT-01']);
});
