import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../helpers/sandbox.ts';

test('with --gateway-url the box is told of that gateway, and the sandbox plays no operator', async () => {
  const sandbox = await startSandbox({ flags: ['--gateway-url', 'http://127.0.0.1:9/'] });
  await sandbox.inState('inactive');
  const settings = JSON.parse(readFileSync(join(sandbox.data, 'settings.json'), 'utf8'));
  expect(settings.serverUrl).toBe('http://127.0.0.1:9/');
  expect(settings.caFile).toBeUndefined();
  for (const [path, body] of [
    ['/api/customer', { action: 'confirm' }],
    ['/api/network', { fault: 'down' }],
  ] as const)
    expect(await sandbox.post(path, body)).toMatchObject({
      status: 409,
      body: { error: { code: 'external-gateway' } },
    });
  expect((await sandbox.get('/api/sandbox')).body).toMatchObject({
    gateway: 'external',
    terminalId: null,
    customerCodes: null,
  });
  expect((await sandbox.post('/api/scan', { data: '1' })).status).toBe(200);
});

test('back at the built-in gateway on the same data, its certificate is trusted again', async () => {
  const outside = await startSandbox({ flags: ['--gateway-url', 'http://127.0.0.1:9/'] });
  await outside.stop();
  const sandbox = await startSandbox({ data: outside.data });
  await sandbox.activate();
  await sandbox.stop();
  const again = await startSandbox({ data: outside.data, flags: ['--gateway-url', 'http://127.0.0.1:9/'] });
  const settings = JSON.parse(readFileSync(join(again.data, 'settings.json'), 'utf8'));
  expect(settings).toMatchObject({ serverUrl: 'http://127.0.0.1:9/' });
  expect(settings.caFile).toBeUndefined();
});
