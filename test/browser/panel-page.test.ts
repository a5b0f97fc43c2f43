import jsqr from 'jsqr';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { PaperItem, PaperSheet } from '../../devices/printer/paper.ts';
import { openPage } from '../helpers/browser.ts';
import { startFakePanel } from '../helpers/panel-of-a-fake-box.ts';

/** A CommonJS package whose function is its default's default. */
const readQr = jsqr.default;

const line = (text: string): PaperItem => ({
  type: 'line',
  text,
  align: 'center',
  bold: false,
  doubleWidth: false,
  doubleHeight: false,
});
const payQr = 'https://qr.sendy.example/sendy/VXvX4WF1LgOzkfpadI4wC0hAtxrIGoFU';
const qrSlip: PaperSheet = {
  id: 1,
  kind: 'qr',
  text: 'К ОПЛАТЕ',
  qr: [payQr],
  cut: true,
  items: [
    line('К ОПЛАТЕ'),
    { type: 'qr', text: payQr, align: 'center', moduleDots: 8, level: 'M' },
    line('Отсканируйте код'),
  ],
};

/** Runs in a page without the panel's content policy, which lets no picture in from outside. */
const pixelsOf = `async (base64) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + base64;
  await image.decode();
  const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  return { width: image.width, height: image.height, pixels: data.reduce((text, byte) => text + String.fromCharCode(byte), '') };
}`;

/** The text of the code in this picture of the page, as a phone's camera would read it. */
const readCode = async (page: Page, png: Buffer): Promise<string | undefined> => {
  const blank = await page.context().newPage();
  const picture = await blank.evaluate<{ width: number; height: number; pixels: string }>(
    `(${pixelsOf})('${png.toString('base64')}')`,
  );
  await blank.close();
  return readQr(Uint8ClampedArray.from(Buffer.from(picture.pixels, 'latin1')), picture.width, picture.height)?.data;
};

const fitsWithoutScrolling = (page: Page): Promise<unknown> =>
  page.evaluate(`(({ scrollWidth, scrollHeight }) =>
    scrollWidth <= innerWidth && scrollHeight <= innerHeight)(document.documentElement)`);

/** Everything that can be pressed and is seen: its size in pixels. */
const targets = (page: Page) =>
  page
    .locator('button:visible, summary:visible, a:visible, input:visible')
    .evaluateAll((all) => all.map((one) => ({ what: one.textContent ?? '', ...one.getBoundingClientRect().toJSON() })));

test('1280 × 720: everything without scrolling, and every target is large enough for a finger', async () => {
  const panel = await startFakePanel();
  const { page, complaints } = await openPage(panel.server.url);
  await page.locator('#left').waitFor();
  expect(await fitsWithoutScrolling(page)).toBe(true);
  for (const { what, width, height, top, bottom, right } of await targets(page)) {
    expect([what, width >= 44, height >= 44]).toEqual([what, true, true]);
    expect([what, top >= 0, bottom <= 720, right <= 1280]).toEqual([what, true, true, true]);
  }
  expect(complaints).toEqual([]);
});

test('800 × 480: display and keys fill the first view, the rest is one tap away', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url, { width: 800, height: 480 });
  await page.locator('#sections').waitFor();
  const pad = await page.locator('#pad').boundingBox();
  const glass = await page.locator('#glass').boundingBox();
  expect(glass?.y).toBeLessThan(20);
  expect((pad?.y ?? 0) + (pad?.height ?? 0)).toBeLessThanOrEqual(424);
  for (const { what, width, height } of await targets(page))
    expect([what, width >= 44, height >= 44]).toEqual([what, true, true]);
  await page.getByRole('link', { name: 'Телефон' }).click();
  await expect.poll(async () => (await page.locator('#phone').boundingBox())?.y).toBeLessThan(100);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
});

test.each([
  ['a touch screen on the sandbox', true, '?kiosk'],
  ['a real box', false, ''],
])('%s: display and keys alone', async (_what, sandbox, query) => {
  const panel = await startFakePanel({ sandbox });
  panel.box.show({ lines: ['К оплате:', '99 999 999,99 ₽', 'двадцать знаков ровно', 'ENTER - начать'] });
  const { page } = await openPage(`${panel.server.url}${query}`, { width: 800, height: 480 });
  await page.locator('#lines .amount').waitFor();
  for (const id of ['#scanner', '#phone', '#paper', '#sections'])
    expect(await page.locator(id).isVisible()).toBe(false);
  expect(await fitsWithoutScrolling(page)).toBe(true);
  const lines = await page.locator('#lines').evaluate(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => ({
    fits: scrollHeight <= clientHeight && scrollWidth <= clientWidth,
  }));
  expect(lines).toEqual({ fits: true });
  await page
    .locator('.key[data-key="7"]')
    .tap()
    .catch(() => page.locator('.key[data-key="7"]').click());
  await expect.poll(() => panel.box.pressed).toEqual(['7']);
});

test('the whole keyboard is the keypad, in the order of the fingers', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.locator('#left').waitFor();
  for (const key of ['1', '5', '+', '.', ',', 'Enter', 'Escape', 'Backspace', 'ArrowUp', 'ArrowDown', '/', 'm', '0'])
    await page.keyboard.press(key);
  const expected = ['1', '5', '00', '.', '.', 'ENTER', 'CANCEL', 'CLEAR', 'UP', 'DOWN', 'MENU', 'MENU', '0'];
  await expect.poll(() => panel.box.pressed).toEqual(expected);
});

test('digits typed as fast as can be arrive in their order', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.locator('#left').waitFor();
  const digits = '3141592653589793238462643383';
  await page.keyboard.type(digits);
  await expect.poll(() => panel.box.pressed.join('')).toBe(digits);
});

test('no key is stolen from a field that is typed in, nor Enter from a button in focus', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.getByRole('textbox').click();
  await page.keyboard.type('12m/+');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await expect.poll(() => panel.calls).toEqual([{ path: '/api/scan', body: { data: '12m/' } }]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => panel.calls.length).toBe(2);
  expect(panel.calls[1]?.path).toBe('/api/device');
  expect(panel.box.pressed).toEqual([]);
});

test('after a click with the mouse the keyboard means the box again', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.locator('.key[data-key="4"]').click();
  await page.locator('[data-wallet="alipay"]').click();
  await page.keyboard.press('Enter');
  await expect.poll(() => panel.box.pressed).toEqual(['4', 'ENTER']);
  expect(panel.calls).toEqual([{ path: '/api/scan', body: { data: '2811223344556677' } }]);
});

test('the QR on the paper is whole in the slot, and a phone can scan it off the page', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.locator('#left').waitFor();
  panel.paper(qrSlip);
  const code = page.locator('#strip canvas');
  await code.waitFor();
  await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
  expect((await code.boundingBox())?.y).toBeGreaterThanOrEqual(-16);
  expect(await readCode(page, await page.screenshot({ clip: { x: 480, y: 0, width: 320, height: 260 } }))).toBe(payQr);
  await page.getByRole('button', { name: 'Рассмотреть' }).click();
  expect(await readCode(page, await page.locator('#sheets .roll').screenshot())).toBe(payQr);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Оторвать' }).click();
  await expect.poll(() => page.locator('#strip .sheet').count()).toBe(0);
  expect(panel.box.pressed).toEqual([]);
});

test('what a scanned slip asks for is on the phone, and is paid, rejected or declined with its QR', async () => {
  const payment = {
    transactionNumber: 7,
    method: 'online',
    paymentSystem: 'alipay',
    amount: 1_234_56,
    currency: 'RUB',
  };
  const panel = await startFakePanel({ answers: { '/api/customer': { ...payment, status: 'declined' } } });
  const { page } = await openPage(panel.server.url);
  panel.paper(qrSlip);
  // An online payment is not on the phone before its slip is scanned.
  panel.device({ device: 'phone', payment: { ...payment, status: 'pending' } });
  await page.getByRole('button', { name: 'Сканировать QR с чека' }).click();
  await page.locator('.phone-amount').waitFor();
  expect(await page.locator('.phone-amount').textContent()).toBe('1\u202f234,56\u00a0₽');
  await page.getByText('Отказ кошелька').click();
  await page.getByRole('button', { name: 'Превышен лимит' }).click();
  await page.getByText('Отклонено').waitFor();
  expect(panel.calls.map(({ body }) => body)).toEqual([
    { action: 'ignore', qr: payQr },
    { action: 'decline:limit-exceeded', qr: payQr },
  ]);
});

test('a payment that waits for the customer is on the phone by itself, and leaves it when it has ended', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.getByText('Платежа нет').waitFor();
  const payment = { transactionNumber: 8, method: 'offline', paymentSystem: 'sendy', amount: 150_00, currency: 'RUB' };
  panel.device({ device: 'phone', payment });
  await page.getByRole('button', { name: 'Подтвердить' }).waitFor();
  panel.device({ device: 'phone', payment: null });
  await page.getByText('Платежа нет').waitFor();
});

test('each fault is one click, is seen, and the same click mends it', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  const paperOut = page.getByRole('button', { name: 'нет бумаги' });
  await paperOut.click();
  panel.device({ device: 'printer', fault: 'paper-out' });
  await expect.poll(() => paperOut.getAttribute('aria-pressed')).toBe('true');
  await paperOut.click();
  await page.getByRole('button', { name: 'нет связи' }).click();
  await page.getByRole('button', { name: 'Выдернуть шнур' }).click();
  await expect
    .poll(() => panel.calls)
    .toEqual([
      { path: '/api/device', body: { device: 'printer', fault: 'paper-out' } },
      { path: '/api/device', body: { device: 'printer', fault: 'ok' } },
      { path: '/api/network', body: { fault: 'down' } },
      { path: '/api/power', body: { action: 'cut' } },
    ]);
});

test('tones differ by shape and word, the amount is the largest, and the time that is left is shown', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.locator('#left').waitFor();
  const seen = new Set<string>();
  for (const tone of ['idle', 'progress', 'ask', 'paid', 'failed', 'unknown'] as const) {
    panel.box.show({
      tone,
      lines: ['Сверху', '1 500,00 ₽', 'Ниже'],
      deadline: new Date(Date.now() + 75_000).toISOString(),
    });
    await expect.poll(() => page.locator('#glass').getAttribute('data-tone')).toBe(tone);
    seen.add(
      `${await page.locator('#tone-shape').getAttribute('href')} ${await page.locator('#tone-word').textContent()}`,
    );
  }
  expect(seen.size).toBe(6);
  const sizes = await page.evaluate<number[]>(
    `[...document.querySelectorAll('#lines div')].map((row) => parseFloat(getComputedStyle(row).fontSize))`,
  );
  expect(sizes[1]).toBeGreaterThan(1.5 * (sizes[0] ?? 0));
  expect(await page.locator('#countdown').textContent()).toMatch(/^1:1[45]$/);
});

test('the page speaks the language of the screen', async () => {
  const panel = await startFakePanel();
  const { page } = await openPage(panel.server.url);
  await page.getByText('Телефон покупателя').waitFor();
  panel.box.show({ language: 'en', lines: ['Ready'] });
  await page.getByText('Customer’s phone').waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  expect(await page.getByRole('button', { name: 'Tear off' }).count()).toBe(1);
  expect(await page.locator('body').innerText()).not.toMatch(/[А-Яа-я]/);
});

test('the letter is there until the terminal is active', async () => {
  const panel = await startFakePanel();
  panel.box.show({ state: 'inactive', lines: ['Номер терминала:', '_'] });
  const { page } = await openPage(panel.server.url);
  await expect.poll(() => page.locator('#letter').innerText()).toContain('12345678');
  panel.device({ device: 'terminal', facts: { activationCode: '87654321' } });
  await expect.poll(() => page.locator('#letter').innerText()).toContain('87654321');
  panel.box.show({ state: 'ready' });
  await expect.poll(() => page.locator('#letter').isVisible()).toBe(false);
});
