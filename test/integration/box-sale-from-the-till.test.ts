import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { checkout, type RunningSandbox, startSandbox } from '../helpers/sandbox.ts';

const sendybox = async (sandbox: RunningSandbox, ...args: string[]) => {
  const child = spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/cli/sendybox.ts'), ...args], {
    env: { PATH: process.env.PATH, SENDYBOX_SOCKET: join(sandbox.data, 'control.sock') },
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { status, stdout, stderr, json: () => JSON.parse(stdout) };
};

const logOf = (sandbox: RunningSandbox): string =>
  readdirSync(join(sandbox.data, 'Log'))
    .map((name) => readFileSync(join(sandbox.data, 'Log', name), 'utf8'))
    .join('');

test('the till starts a payment, asks again by its reference, and never makes a second one', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const { customerCodes } = await sandbox.facts();
  const codeFile = join(sandbox.data, 'code');
  writeFileSync(codeFile, `${customerCodes.wechat}\n`);
  const args = ['pay', '150,00', '--offline', '--code-file', codeFile, '--ref', 'check-7', '--json'];

  const paying = sendybox(sandbox, ...args);
  await sandbox.inState('paying.offline.confirming');
  const busy = await sendybox(sandbox, 'pay', '10', '--offline', '--json');
  expect(busy.status).toBe(1);
  expect(JSON.parse(busy.stderr)).toMatchObject({ error: { code: 'PAY-04' } });
  await sandbox.post('/api/customer', { action: 'confirm' });
  const paid = await paying;
  expect(paid.status).toBe(0);
  expect(paid.json()).toMatchObject({ status: 'paid', verdict: 'paid', amount: 150_00, paymentSystem: 'wechat' });

  const again = await sendybox(sandbox, ...args);
  expect(again.status).toBe(0);
  expect(again.json().transactionNumber).toBe(paid.json().transactionNumber);
  const other = await sendybox(
    sandbox,
    'pay',
    '151',
    '--offline',
    '--code-file',
    codeFile,
    '--ref',
    'check-7',
    '--json',
  );
  expect(JSON.parse(other.stderr)).toMatchObject({ error: { code: 'PAY-08' } });

  const rows = (await sendybox(sandbox, 'transactions', '--json')).json();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ status: 'paid', ref: 'check-7', kind: 'payment', method: 'offline' });
});

test('what is secret is in no line of the log', async () => {
  const sandbox = await startSandbox();
  const { activationCode, customerCodes } = await sandbox.facts();
  await sandbox.activate();
  await sandbox.press('15000', 'ENTER');
  await sandbox.inState('paying.choosingMode');
  await sandbox.post('/api/scan', { data: customerCodes.alipay });
  await sandbox.inState('paying.offline.confirming');
  await sandbox.post('/api/customer', { action: 'confirm' });
  await sandbox.inState('showingResult');
  await sandbox.press('ENTER');
  await sandbox.inState('ready');
  await sandbox.press('200', 'ENTER', '2', '1');
  await sandbox.inState('paying.online.confirming.waiting');
  const token = (await sandbox.paper()).find(({ kind }) => kind === 'qr')?.qr[0] ?? '';
  expect(token).not.toBe('');

  const log = logOf(sandbox);
  const terminal = JSON.parse(readFileSync(join(sandbox.data, 'terminal.json'), 'utf8')) as { terminalKey: string };
  for (const secret of [activationCode, customerCodes.alipay, token, terminal.terminalKey]) {
    expect(log.includes(secret), 'a secret in the log').toBe(false);
  }
  expect(log).toContain('"event":"machine.transition"');
  expect(log).toContain('"event":"gateway.request"');
  expect(log).toContain('"event":"device.status"');
  const keys = log.split('\n').filter((line) => line.includes('"event":"key.pressed"'));
  expect(
    keys.some((line) => line.includes('"key":"#"')),
    'digits of the activation are hidden',
  ).toBe(true);
});

test('the answers are lost while the customer pays: charged once, and the box finds out', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const { customerCodes } = await sandbox.facts();
  await sandbox.press('15000', 'ENTER');
  await sandbox.inState('paying.choosingMode');
  await sandbox.press('1');
  // The first were asked for at the start, the second are this sale's.
  const answered = /"event":"gateway.request".*pos\/counters.*"outcome":"answered"/g;
  await expect.poll(() => logOf(sandbox).match(answered)?.length).toBe(2);
  await sandbox.post('/api/network', { fault: 'lost-answers' });
  await sandbox.post('/api/scan', { data: customerCodes.sendy });
  await sandbox.screen(({ lines }) => lines.some((line) => line.startsWith('NET-')), 'the fault on the screen');
  await sandbox.post('/api/network', { fault: 'ok' });
  await sandbox.inState('paying.offline.confirming.waiting');
  expect((await sandbox.post('/api/customer', { action: 'confirm' })).status).toBe(200);
  const result = await sandbox.inState('showingResult');
  expect(result.tone).toBe('paid');
  const rows = (await sendybox(sandbox, 'transactions', '--json')).json();
  expect(rows).toHaveLength(1);
});

test('the power goes when the customer has confirmed and the box does not know: the cashier is asked', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const { customerCodes } = await sandbox.facts();
  await sandbox.press('15000', 'ENTER');
  await sandbox.inState('paying.choosingMode');
  await sandbox.post('/api/scan', { data: customerCodes.sendy });
  await sandbox.inState('paying.offline.confirming.waiting');
  await sandbox.post('/api/network', { fault: 'lost-answers' });
  await sandbox.post('/api/customer', { action: 'confirm' });
  await sandbox.post('/api/power', { action: 'cut' });
  await sandbox.inState('recovering');
  await sandbox.post('/api/network', { fault: 'ok' });
  await sandbox.screen(({ lines }) => lines.includes('Товар выдан?'), 'the question');
  await sandbox.post('/api/keys', { key: 'UP' });
  const paid = sandbox.screen(({ tone }) => tone === 'paid', 'PAID');
  // Keys count a second after the question came: pressed until it does.
  for (let answered = false; !answered; ) {
    await sandbox.press('ENTER');
    answered = (await sandbox.get('/api/screen')).body.state !== 'recovering';
  }
  await paid;
  const slips = (await sandbox.paper()).filter(({ kind }) => kind === 'slip');
  expect(slips.every(({ text: slip }) => slip.includes('ОПЛАЧЕНО'))).toBe(true);
});
