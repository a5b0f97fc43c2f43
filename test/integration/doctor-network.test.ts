import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { doctor } from '../helpers/doctor.ts';
import { type RunningSandbox, startSandbox } from '../helpers/sandbox.ts';

/** What a field engineer reads of each fault: where it is, and by which code its cure is found. */
const faults = {
  down: 'connection: fail NET-01',
  dns: 'dns: fail NET-02',
  'wrong-ca': 'certificate: fail NET-03',
  'expired-certificate': 'certificate: fail NET-04',
  'captive-portal': 'captive-portal: fail NET-09',
  errors: 'gateway: fail NET-08',
  'lost-answers': 'gateway: fail NET-07',
  'lost-requests': 'gateway: fail NET-07',
  slow: 'latency: warn NET-13',
  'wrong-clock': 'clock: fail CLK-01',
  'bad-signature': 'terminal: fail GWY-02',
} as const;

const setFault = async (sandbox: RunningSandbox, fault: string): Promise<void> => {
  expect((await sandbox.post('/api/network', { fault })).status).toBe(200);
};

test('every fault of the network is told apart, and above it nothing is guessed', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  for (const device of ['printer', 'scanner', 'keypad', 'display']) await sandbox.connected(device);
  const { terminalId } = await sandbox.facts();

  const well = await doctor(sandbox.data);
  expect(well.troubles()).toEqual([]);
  expect(well.of('terminal').found).toContain(terminalId);
  expect(well.of('crypto-library').found).toMatch(/^(OpenSSL|BoringSSL) \S+, (встроена в|общая библиотека) \//);
  expect(well.of('trust-store').found).toContain('sandbox-ca.pem');
  expect(well.of('certificate').found).toMatch(/^localhost \d{4}-\d\d-\d\d ← Sendy sandbox CA .* 39\d, TLSv1\.[23]$/);
  expect(well.of('journal').state).toBe('ok');
  const { terminalKey } = JSON.parse(readFileSync(join(sandbox.data, 'terminal.json'), 'utf8'));
  expect(well.text).not.toContain(terminalKey);

  for (const [fault, trouble] of Object.entries(faults)) {
    await setFault(sandbox, fault);
    const { troubles, of, checks } = await doctor(sandbox.data);
    expect(troubles(), fault).toEqual([trouble]);
    const names = checks.map(({ name }) => name);
    const above = ['connection', 'certificate', 'captive-portal', 'gateway', 'clock', 'latency', 'terminal'].filter(
      (name) => names.indexOf(name) > names.indexOf(trouble.split(':')[0] ?? ''),
    );
    const goesOn = ['slow', 'wrong-clock', 'bad-signature'].includes(fault);
    if (!goesOn)
      expect(
        above.map((name) => of(name).state),
        fault,
      ).toEqual(above.map(() => 'skipped'));
    if (goesOn) expect(of('captive-portal').state, fault).toBe('ok');
  }
  // The portal's clock is nobody's business.
  await setFault(sandbox, 'captive-portal');
  expect((await doctor(sandbox.data)).of('clock').state).toBe('skipped');
  await setFault(sandbox, 'ok');
  expect((await doctor(sandbox.data)).troubles()).toEqual([]);
}, 240_000);

test('without a running box the command tells the same faults apart by itself, signed with the terminal’s key', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const data = join(await scratchDirectory(), 'data');
  cpSync(sandbox.data, data, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  const env = { SENDYBOX_RESOLVER: join(sandbox.data, 'devices.sock') };
  const alone = () => doctor(data, { env });

  const well = await alone();
  expect(well.troubles()).toEqual(['box: fail CTL-04']);
  expect(well.of('terminal').state).toBe('ok');
  expect(well.of('printer')).toMatchObject({ state: 'skipped', code: 'CTL-04', cure: expect.stringMatching(/\S/) });
  for (const [fault, trouble] of Object.entries(faults)) {
    await setFault(sandbox, fault);
    expect((await alone()).troubles(), fault).toEqual(['box: fail CTL-04', trouble]);
  }

  await setFault(sandbox, 'ok');
  rmSync(join(data, 'terminal.json'));
  const inactive = await alone();
  expect(inactive.of('terminal')).toMatchObject({ state: 'skipped', code: 'ACT-01' });
  expect(inactive.of('gateway').state).toBe('ok');
  await setFault(sandbox, 'captive-portal');
  expect((await alone()).troubles()).toEqual(['box: fail CTL-04', 'captive-portal: fail NET-09']);
}, 240_000);

test('a pinned key that is not the server’s, and one that is', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  const box = createControlClient(join(sandbox.data, 'control.sock'));
  const other = `${'A'.repeat(43)}=`;
  expect((await box.request('settingsSet', { values: { pinnedKeys: [other] } })).ok).toBe(true);
  const { of, troubles } = await doctor(sandbox.data);
  expect(troubles()).toContain('pin: fail NET-05');
  expect([of('certificate').state, of('terminal').state]).toEqual(['ok', 'skipped']);
  const pin = /[A-Za-z0-9+/]{43}=/.exec(of('pin').found)?.[0] ?? '';
  expect((await box.request('settingsSet', { values: { pinnedKeys: [other, pin] } })).ok).toBe(true);
  expect((await doctor(sandbox.data)).of('pin')).toMatchObject({ state: 'ok' });
}, 60_000);
