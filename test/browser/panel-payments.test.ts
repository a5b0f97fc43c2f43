import { expect, test } from 'vitest';
import { openPage } from '../helpers/browser.ts';
import { startSandbox } from '../helpers/sandbox.ts';

test('from a new box to two paid sales, by hand on the page', async () => {
  const sandbox = await startSandbox();
  const { page, complaints, foreignRequests } = await openPage(sandbox.url);
  const display = page.locator('#lines');
  const amount = page.locator('#lines .amount');
  const state = page.locator('#state');
  const slips = page.locator('#strip .sheet');
  const type = async (keys: string): Promise<void> => {
    for (const key of keys) await page.locator(`.key[data-key="${key}"]`).click();
  };

  // The letter beside the box says what to type.
  const letter = page.locator('#letter');
  await letter.waitFor();
  const [terminalId, serialNumber, code] = await letter.locator('dd').allTextContents();
  for (const entry of [terminalId, serialNumber, code]) {
    await type(entry ?? '');
    await page.locator('.key[data-key="ENTER"]').click();
  }
  await state.filter({ hasText: 'ready' }).waitFor();
  await expect.poll(() => letter.isVisible()).toBe(false);

  // Offline: the box scans the customer's code. On the keyboard this time.
  await page.keyboard.type('15000');
  await expect.poll(() => amount.textContent()).toBe('150,00 ₽');
  await page.keyboard.press('Enter');
  await display.filter({ hasText: '>1 Код покупателя' }).waitFor();
  await page.keyboard.press('Enter');
  await display.filter({ hasText: 'Считайте код' }).waitFor();
  await page.locator('[data-wallet="wechat"]').click();
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await display.filter({ hasText: 'ОПЛАЧЕНО' }).waitFor();
  await display.filter({ hasText: 'Пробейте чек' }).waitFor();
  await expect.poll(() => page.locator('#glass').getAttribute('data-tone')).toBe('paid');
  await expect.poll(() => slips.count()).toBeGreaterThanOrEqual(2);
  const buyers = slips.filter({ hasText: 'экземпляр покупателя' });
  await expect.poll(() => buyers.count()).toBe(1);
  expect(await buyers.textContent()).toContain('150,00 руб.');
  await page.keyboard.press('Enter');
  await state.filter({ hasText: 'ready' }).waitFor();
  await page.getByRole('button', { name: 'Оторвать' }).click();
  await expect.poll(() => slips.count()).toBe(0);

  // Online: the box prints a QR, the customer's phone scans it.
  await page.keyboard.type('2.5');
  await expect.poll(() => amount.textContent()).toBe('2,50 ₽');
  await page.keyboard.press('Enter');
  await display.filter({ hasText: 'Печать QR' }).waitFor();
  await page.keyboard.press('2');
  await display.filter({ hasText: 'AliPay' }).waitFor();
  await page.keyboard.press('3');
  await page.getByRole('button', { name: 'Сканировать QR с чека' }).click();
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await display.filter({ hasText: 'Пробейте чек' }).waitFor();
  await expect.poll(() => slips.filter({ hasText: 'экземпляр продавца' }).count()).toBe(1);
  await page.keyboard.press('Enter');
  await state.filter({ hasText: 'ready' }).waitFor();

  expect(complaints).toEqual([]);
  expect(foreignRequests).toEqual([]);
});
