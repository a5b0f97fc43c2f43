import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../helpers/sandbox.ts';

const settingsOf = (data: string) => JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8'));

test('--activated: ready at once, and on the same data later without the flag', async () => {
  const first = await startSandbox({ flags: ['--activated'] });
  await first.inState('ready');
  const { terminalId } = await first.facts();
  await first.stop();
  const again = await startSandbox({ data: first.data });
  await again.inState('ready');
  expect((await again.facts()).terminalId).toBe(terminalId);
});

test('the settings are written once; afterwards only the way to the gateway is brought up to date', async () => {
  const first = await startSandbox();
  expect(settingsOf(first.data)).toMatchObject({
    version: 1,
    mode: 'ask',
    paymentSystems: { sendy: true, wechat: true, alipay: true },
    devices: { printer: { driver: 'virtual' }, display: { driver: 'virtual' } },
  });
  await first.stop();
  const { serverUrl, ...others } = settingsOf(first.data);
  writeFileSync(
    join(first.data, 'settings.json'),
    JSON.stringify({ ...others, serverUrl: 'https://elsewhere.example/', language: 'en', slipWidth: 48 }),
  );
  const again = await startSandbox({ data: first.data });
  expect(settingsOf(first.data)).toMatchObject({ serverUrl, language: 'en', slipWidth: 48 });
  expect((await again.inState('inactive')).language).toBe('en');
});

test('settings that are edited wrongly are left as they are, for the box to complain of', async () => {
  const first = await startSandbox();
  await first.stop();
  writeFileSync(join(first.data, 'settings.json'), '{"mode": "ask"');
  await startSandbox({ data: first.data });
  expect(readFileSync(join(first.data, 'settings.json'), 'utf8')).toBe('{"mode": "ask"');
});

test('--fresh forgets the data and leaves what is not the sandbox’s', async () => {
  const first = await startSandbox({ flags: ['--activated'] });
  const { terminalId } = await first.facts();
  await first.stop();
  writeFileSync(join(first.data, 'notes.txt'), 'mine');
  const fresh = await startSandbox({ data: first.data, flags: ['--fresh'] });
  await fresh.inState('inactive');
  expect((await fresh.facts()).terminalId).not.toBe(terminalId);
  expect(existsSync(join(first.data, 'notes.txt'))).toBe(true);
});

test('with --data the logs of its box are in DIR/Log', async () => {
  const sandbox = await startSandbox();
  expect(existsSync(join(sandbox.data, 'Log'))).toBe(true);
});
