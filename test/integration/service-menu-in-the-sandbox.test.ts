/** MENU 7 of a real box, through the panel: the settings file, the lock across a power cut, and what is in the log. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { type RunningSandbox, startSandbox } from '../helpers/sandbox.ts';

const started = async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const { servicePin } = await sandbox.facts();
  await sandbox.inState('ready');
  await sandbox.connected('keypad');
  return { sandbox, servicePin };
};

const settingsOf = (sandbox: RunningSandbox) => JSON.parse(readFileSync(join(sandbox.data, 'settings.json'), 'utf8'));

const logOf = ({ data }: RunningSandbox): string =>
  readdirSync(join(data, 'Log'))
    .map((name) => readFileSync(join(data, 'Log', name), 'utf8'))
    .join('');

/** Keys are logged one by one. */
const keysIn = (log: string): string =>
  [...log.matchAll(/"event":"key.pressed","key":"([^"]*)"/g)].map(([, key]) => key).join('');

const wrongPin = '90817263';

const typePin = async (sandbox: RunningSandbox, pin: string): Promise<void> => {
  await sandbox.inState('menu.servicing.typingPin');
  await sandbox.press(pin);
  await sandbox.screen(({ lines }) => lines[1] === `${'∙'.repeat(pin.length)}_`, 'a dot for every digit');
  await sandbox.press('ENTER');
};

test('with the PIN of the page the language is changed: at once on the screen, and in settings.json', async () => {
  const { sandbox, servicePin } = await started();
  await sandbox.press('MENU', '7');
  await typePin(sandbox, servicePin);
  await sandbox.screen(({ lines }) => lines[1] === 'Русский', 'the first setting');
  const box = createControlClient(join(sandbox.data, 'control.sock'));
  const paying = await box.request('pay', { amountMinor: 15_000 }, { timeoutMs: 10_000 });
  expect(paying.ok ? paying : paying.error.error.code, 'a till has to wait').toBe('PAY-04');
  await sandbox.press('ENTER', 'DOWN', 'ENTER');
  const saved = await sandbox.screen(({ lines }) => lines[1] === 'English', 'the other language');
  expect(saved).toMatchObject({
    language: 'en',
    lines: ['Language        1/22', 'English', 'Saved', 'UP DOWN CANCEL'],
  });
  expect(settingsOf(sandbox).language).toBe('en');

  // A wallet off, and the PIN anew.
  const goTo = async (name: string) => {
    for (let steps = 0; steps < 20; steps += 1) {
      const { lines } = await sandbox.inState('menu.servicing.choosing');
      if (lines[0]?.startsWith(name)) return;
      await sandbox.press('DOWN');
      await sandbox.screen((screen) => screen.lines[0] !== lines[0], 'the next setting');
    }
    throw new Error(`no setting ${name}`);
  };
  await goTo('WeChat');
  await sandbox.press('ENTER', 'DOWN', 'ENTER');
  await sandbox.screen(({ lines }) => lines[2] === 'Saved', 'WeChat off');
  expect(settingsOf(sandbox).paymentSystems).toMatchObject({ sendy: true, wechat: false, alipay: true });
  await goTo('Service PIN');
  await sandbox.press('ENTER', '60514233', 'ENTER');
  await sandbox.inState('menu.servicing.repeatingNewPin');
  await sandbox.press('60514233', 'ENTER');
  await sandbox.screen(({ lines }) => lines[2] === 'Saved', 'the new PIN');
  await sandbox.press('CANCEL');
  await sandbox.inState('ready');
  await sandbox.press('MENU', '7');
  await typePin(sandbox, '60514233');
  await sandbox.inState('menu.servicing.choosing');

  await expect.poll(() => logOf(sandbox).split('"event":"service.opened"').length - 1).toBe(2);
  const log = logOf(sandbox);
  expect(log).toContain('"changes":[{"key":"language","from":"ru","to":"en"}]');
  expect(log).toContain('"changes":[{"key":"servicePin","from":"[hidden]","to":"[hidden]"}]');
  for (const pin of [servicePin, '60514233']) {
    expect(log).not.toContain(pin);
    expect(keysIn(log)).not.toContain(pin);
  }
  expect(keysIn(log).replace(/[^\d#]/g, ''), 'only the digits of the menu').toBe(
    `7####${'#'.repeat(16)}7${'#'.repeat(8)}`,
  );
});

test('three wrong PINs lock it; the power is cut, and it is still locked; sales go on', async () => {
  const { sandbox } = await started();
  await sandbox.press('MENU', '7');
  for (const left of ['2', '1', null]) {
    await typePin(sandbox, wrongPin);
    await sandbox.screen(
      ({ lines }) =>
        left === null ? lines[1]?.startsWith('SRV-03') === true : lines[2] === `осталось попыток ${left}`,
      'what is left',
    );
  }
  // Lines of the last milliseconds before a power cut are in no log.
  await expect.poll(() => logOf(sandbox).split('"event":"service.pinWrong"').length - 1).toBe(3);
  await sandbox.post('/api/power', { action: 'cut' });
  await sandbox.screen(({ state }) => state !== 'menu.showing', 'the end of that process');
  await sandbox.inState('ready');
  await sandbox.connected('keypad');
  await sandbox.press('MENU', '7');
  const { lines } = await sandbox.inState('menu.showing');
  expect(lines[1]).toBe('SRV-03 Ввод закрыт');
  expect(lines[2]).toMatch(/^ещё на [45] мин$/);
  await sandbox.press('ENTER', '15000', 'ENTER');
  await sandbox.inState('paying');

  const log = logOf(sandbox);
  expect(log).not.toContain(wrongPin);
  expect(keysIn(log)).not.toContain(wrongPin);
  expect(keysIn(log)).toContain('#'.repeat(wrongPin.length));
});
