/** The whole box, while another one is activated for its terminal, and back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { clientOf } from '../helpers/gateway-server.ts';
import { startSandbox } from '../helpers/sandbox.ts';

/** A whole box with one payment in its open shift. */
const shopWithASale = async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const control = createControlClient(join(sandbox.data, 'control.sock'));
  const paid = control.request('pay', { amountMinor: 15_000, method: 'offline' }, { timeoutMs: 60_000 });
  await sandbox.inState('paying.offline.awaitingScan');
  await sandbox.post('/api/scan', { data: (await sandbox.facts()).customerCodes.sendy });
  await sandbox.inState('paying.offline.confirming');
  await sandbox.post('/api/customer', { action: 'confirm' });
  expect(await paid).toMatchObject({ ok: true, value: { outcome: 'paid' } });
  return { sandbox, control };
};

test('another box takes the terminal: said at the next sale, and a new code brings it back with its journal', async () => {
  const { sandbox, control } = await shopWithASale();

  const { serverUrl, caFile } = JSON.parse(readFileSync(join(sandbox.data, 'settings.json'), 'utf8'));
  const rival = clientOf(onTestFinished, {
    baseUrl: serverUrl,
    caPem: readFileSync(caFile, 'utf8'),
    identity: () => null,
  });
  const activation = async (client: typeof rival.client) => {
    const { terminalId, serialNumber, activationCode } = await sandbox.facts();
    const attempt = { attemptId: 'BBBBBBBBBBBBBBBBBBBBBB', hardwareId: 'another box', softwareVersion: '1' };
    return client.activate({ terminalId, serialNumber, activationCode, ...attempt, replaceExisting: true });
  };
  expect(await activation(rival.client)).toMatchObject({ kind: 'answered' });

  const code = (await sandbox.facts()).customerCodes.wechat;
  const refused = await control.request('pay', { amountMinor: 20_000, method: 'offline', code }, { timeoutMs: 60_000 });
  expect(refused).toMatchObject({ ok: true, value: { outcome: 'notPaid', error: { code: 'ACT-06' } } });
  await sandbox.press('ENTER');
  await sandbox.screen(({ lines }) => lines.join(' ').includes('ACT-06'), 'that the terminal is at another box');
  const status = await control.request('status', undefined);
  expect(status).toMatchObject({ ok: true, value: { state: 'inactive', obstacle: { code: 'ACT-06' } } });

  const { terminalId, serialNumber, activationCode } = await sandbox.facts();
  const values = { terminalId, serialNumber, code: activationCode, replace: false };
  const asked = await control.request('activate', values, { timeoutMs: 60_000 });
  expect(asked).toMatchObject({ ok: false, error: { error: { code: 'ACT-09' } } });
  const again = await control.request('activate', { ...values, again: true }, { timeoutMs: 60_000 });
  expect(again).toMatchObject({ ok: false, error: { error: { code: 'ACT-05' } } });
  expect(await control.request('activate', { ...values, replace: true }, { timeoutMs: 60_000 })).toMatchObject({
    ok: true,
  });
  await sandbox.inState('ready');
  const rows = await control.request('transactions', { state: 'paid' });
  expect(rows.ok && rows.value.rows.map(({ amount }) => amount), 'its journal is kept').toEqual([15_000]);
  await expect
    .poll(async () => (await sandbox.paper()).map(({ text }) => text).join('\n'), { message: 'the registration data' })
    .toContain('ТЕРМИНАЛ АКТИВИРОВАН');
});

test('with money in a shift that is not closed neither another server nor another terminal is taken', async () => {
  const { sandbox, control } = await shopWithASale();
  await sandbox.press('ENTER', 'ENTER');
  await sandbox.inState('ready');

  const values = { serverUrl: 'https://another.example/' };
  expect(await control.request('settingsSet', { values }, { timeoutMs: 60_000 })).toMatchObject({
    ok: false,
    error: { error: { code: 'ACT-10' } },
  });
  const other = { terminalId: '99999999', serialNumber: '1', code: '2', replace: true };
  expect(await control.request('activate', other, { timeoutMs: 60_000 })).toMatchObject({
    ok: false,
    error: { error: { code: 'ACT-10' } },
  });
});
