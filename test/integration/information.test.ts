/** What the box says of itself, from the outside: the command, the panel's keys, and paper. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { checkout, type RunningSandbox, startSandbox } from '../helpers/sandbox.ts';

const info = async (sandbox: RunningSandbox, ...args: string[]) => {
  const child = spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/cli/sendybox.ts'), 'info', ...args], {
    env: { PATH: process.env.PATH, SENDYBOX_SOCKET: join(sandbox.data, 'control.sock') },
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { status, stdout, stderr };
};

const papers = async (sandbox: RunningSandbox, count: number): Promise<readonly string[]> => {
  const about = async () =>
    (await sandbox.paper()).map((sheet) => sheet.text).filter((one) => one.includes('ИНФОРМАЦИЯ О ТЕРМИНАЛЕ'));
  await expect.poll(about, { timeout: 20_000 }).toHaveLength(count);
  return about();
};

test('before activation and after it, on the terminal, on the display and on paper', async () => {
  const sandbox = await startSandbox();
  const { terminalId, serialNumber } = await sandbox.facts();
  const before = await info(sandbox, '--json');
  expect([before.status, before.stderr]).toEqual([0, '']);
  expect(JSON.parse(before.stdout)).toMatchObject({ merchant: null, allowed: null, lastDayClose: null });
  expect((await info(sandbox)).stdout).toContain('не активирован');
  expect((await info(sandbox, '--print')).stderr).toBe('Информация печатается.\n');
  expect((await papers(sandbox, 1))[0]).toContain('не активирован');

  await sandbox.activate();
  await sandbox.inState('ready');
  const after = JSON.parse((await info(sandbox, '--json')).stdout);
  expect(after).toMatchObject({
    terminal: { id: terminalId, serialNumber },
    allowed: { paymentSystems: ['sendy', 'wechat', 'alipay'], refund: true },
    switchedOn: { mode: 'ask' },
    versions: { cryptoLibrary: { name: 'OpenSSL' } },
    gateway: { reachable: true, lastError: null },
    devices: { printer: { state: 'ready', error: null } },
  });

  await sandbox.press('MENU', '6');
  const first = await sandbox.inState('menu.information.showing');
  expect(first.lines[0]).toBe('Организация     1/14');
  expect(first.lines.join(' ')).toContain(after.merchant.taxId);
  await sandbox.press('DOWN', 'DOWN');
  const third = await sandbox.screen(({ lines }) => lines[0]?.endsWith(' 3/14') === true, 'the third page');
  expect(third.lines).toContain(`Терм. ${terminalId}`);
  await sandbox.press('ENTER');
  const [, printed] = await papers(sandbox, 2);
  expect(printed).toContain(after.merchant.taxId);
  expect(printed).toContain(terminalId);
  await sandbox.press('CANCEL');
  await sandbox.inState('ready');
});
