import { request } from 'undici';
import { expect, test } from 'vitest';
import { type RunningSandbox, startSandbox } from '../helpers/sandbox.ts';

const typed = (sandbox: RunningSandbox, text: string) =>
  sandbox.screen(({ lines }) => lines.some((line) => line.includes(text)), `screen with ${text}`);

test('a key goes through the cable: unplugged it is not felt, plugged in again it is', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  await sandbox.inState('ready');
  await sandbox.press('15000');
  await typed(sandbox, '150,00');
  await sandbox.post('/api/device', { device: 'keypad', fault: 'unplugged' });
  await sandbox.press('9');
  await sandbox.post('/api/device', { device: 'keypad', fault: 'ok' });
  // The box opens it again by itself; until then a press is lost, as it would be on the counter.
  await sandbox.connected('keypad');
  await sandbox.press('1');
  await typed(sandbox, '1 500,01');
});

test('a code is read, an over-long and a binary one are not; none of them disturbs the sale', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  await sandbox.inState('ready');
  await sandbox.press('15000', 'ENTER');
  await sandbox.inState('paying.choosingMode');
  await sandbox.press('1');
  await sandbox.inState('paying.offline.awaitingScan');
  for (const data of ['x'.repeat(20_000), 'a\u0000b', ''])
    expect((await sandbox.post('/api/scan', { data })).body).toEqual({ delivered: true });
  const { customerCodes } = await sandbox.facts();
  await sandbox.post('/api/scan', { data: customerCodes.sendy });
  await sandbox.inState('paying.offline.confirming');
  expect((await sandbox.post('/api/customer', { action: 'confirm' })).body).toMatchObject({ status: 'paid' });
  await sandbox.inState('showingResult');
});

const senseless = [
  ['/api/device', { device: 'printer', fault: 'on-fire' }, 400],
  ['/api/device', { device: 'keypad', fault: 'garbage' }, 400],
  ['/api/device', { device: 'till', fault: 'ok' }, 400],
  ['/api/scan', { code: '1' }, 400],
  ['/api/customer', { action: 'pay' }, 400],
  ['/api/customer', { action: 'decline:whim' }, 400],
  ['/api/customer', { action: 'confirm' }, 409],
  ['/api/customer', { action: 'confirm', qr: 'never printed' }, 404],
  ['/api/network', { fault: 'hail' }, 400],
  ['/api/power', { action: 'on' }, 400],
] as const;

test('a call that makes no sense is answered with what is wrong', async () => {
  const sandbox = await startSandbox();
  for (const [path, body, status] of senseless)
    expect([path, body, await sandbox.post(path, body)]).toEqual([
      path,
      body,
      { status, body: { error: { code: expect.any(String), message: expect.any(String) } } },
    ]);
  await sandbox.inState('inactive');
});

test('the page’s events: everything that is, at once', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  await sandbox.inState('ready');
  const abort = new AbortController();
  const { body } = await request(new URL('/api/events', sandbox.url), { signal: abort.signal });
  let text = '';
  for await (const chunk of body) {
    text += chunk;
    if (text.includes('"power"')) break;
  }
  abort.abort();
  for (const device of ['printer', 'scanner', 'keypad', 'display', 'network', 'phone', 'terminal'])
    expect(text).toContain(`"device":"${device}"`);
  expect(text).toMatch(/^retry: 500\n\nevent: screen\ndata: \{"state":"ready"/);
});
