import { expect, test } from 'vitest';
import { doctor } from '../helpers/doctor.ts';
import { startSandbox } from '../helpers/sandbox.ts';

test('each fault of a device is told with its own code, and is gone when it is mended', async () => {
  const sandbox = await startSandbox({ flags: ['--activated'] });
  for (const device of ['printer', 'scanner', 'keypad', 'display']) await sandbox.connected(device);
  const faults = [
    ['printer', 'paper-out', 'printer: fail PRN-02'],
    ['printer', 'paper-low', 'printer: warn PRN-06'],
    ['printer', 'cover-open', 'printer: fail PRN-03'],
    ['printer', 'garbage', 'printer: fail PRN-07'],
    ['printer', 'unplugged', 'printer: fail PRN-01'],
    ['scanner', 'unplugged', 'scanner: fail SCN-01'],
    ['keypad', 'unplugged', 'keypad: fail KEY-01'],
    ['display', 'unplugged', 'display: fail DSP-01'],
  ] as const;
  const troublesAre = (wanted: readonly string[]) =>
    expect.poll(async () => (await doctor(sandbox.data)).troubles(), { timeout: 30_000 }).toEqual(wanted);
  for (const [device, fault, trouble] of faults) {
    await sandbox.post('/api/device', { device, fault });
    await troublesAre([trouble]);
    await sandbox.post('/api/device', { device, fault: 'ok' });
    await troublesAre([]);
  }
}, 240_000);
