/** Refunds of a real box, through the panel: keys, gateway, journal, paper. */
import { expect, test } from 'vitest';
import { startSandbox } from '../helpers/sandbox.ts';

const sold = async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const { customerCodes } = await sandbox.facts();
  await sandbox.inState('ready');
  await sandbox.connected('printer');
  await sandbox.press('15000', 'ENTER');
  await sandbox.inState('paying');
  await sandbox.post('/api/scan', { data: customerCodes.sendy });
  await sandbox.screen(({ state }) => state.includes('confirming'), 'the wait for the customer');
  await sandbox.post('/api/customer', { action: 'confirm' });
  await sandbox.screen((screen) => screen.tone === 'paid', 'PAID');
  await sandbox.press('ENTER');
  await sandbox.inState('ready');
  return sandbox;
};

/** Amounts stand on paper as `150,00`. */
const refundSlips = async (sandbox: Awaited<ReturnType<typeof sold>>, amount: string) =>
  (await sandbox.paper()).filter(({ text }) => /ВОЗВРАТ/i.test(text) && text.includes(amount)).length;

test('a part, then the rest; two slips each; then nothing is left', async () => {
  const sandbox = await sold();
  for (const [keys, amount] of [
    [['5000', 'ENTER'], '50,00'],
    [['ENTER'], '100,00'],
  ] as const) {
    await sandbox.press('MENU', '4', '1', 'ENTER');
    await sandbox.inState('menu.refunding.typingAmount');
    await sandbox.press(...keys);
    await sandbox.inState('menu.showing');
    await expect.poll(() => refundSlips(sandbox, amount), { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    await sandbox.press('ENTER');
    await sandbox.inState('ready');
  }
  await sandbox.press('MENU', '4', '1', 'ENTER');
  const refused = await sandbox.inState('menu.showing');
  expect(refused.lines.join(' ')).toContain('PAY-13');
});
