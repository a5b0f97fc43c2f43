import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPrinterDriver } from '../../devices/printer/driver.ts';
import { createPrinterSimulator } from '../../devices/printer/simulator.ts';
import { openVirtual } from '../../devices/transport/virtual.ts';
import { serveVirtualDevices } from '../../devices/transport/virtual-server.ts';
import { keepDeviceOpen } from '../../machines/device-link.ts';
import type { PrinterStatus } from '../../machines/ports.ts';
import { documentOf } from '../helpers/printer-at-the-box.ts';

const clock = {
  setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
  clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sendy-printer-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a printer on a socket: kept open, printed on, pulled out in the middle, plugged in again', async () => {
  const socketPath = join(folder, 'devices.sock');
  const printer = createPrinterSimulator();
  const server = await serveVirtualDevices(
    socketPath,
    (device, cable) => device === 'printer' && printer.plugIn(cable),
  );
  const driver = createPrinterDriver({ doneReport: true }, { clock, log: () => undefined });
  const becomes = (state: PrinterStatus['state']): Promise<void> =>
    new Promise((done) => {
      if (driver.status().state === state) return done();
      const stop = driver.onStatus((status) => {
        if (status.state !== state) return;
        stop();
        done();
      });
    });
  const link = keepDeviceOpen({
    name: 'printer',
    open: (signal) => openVirtual(socketPath, 'printer', signal),
    onOpen: driver.attach,
    onLost: driver.detach,
    clock,
    log: () => undefined,
  });

  await becomes('ready');
  expect(await driver.print(documentOf(3))).toEqual({ ok: true });

  printer.setFault('unplugged', 2);
  expect(await driver.print(documentOf(5))).toMatchObject({ ok: false, mayBeOut: true, error: { code: 'PRN-01' } });
  expect(driver.status().state).toBe('missing');

  printer.setFault('ok');
  const away = performance.now();
  await becomes('ready');
  expect(performance.now() - away).toBeLessThan(2_000);
  expect(await driver.print(documentOf(1))).toEqual({ ok: true });
  expect(printer.sheets().map(({ items, cut }) => [items.length, cut])).toEqual([
    [3, true],
    [2, true],
    [1, true],
  ]);
  expect(printer.complaints()).toEqual([]);

  await link.stop();
  await driver.close();
  await server.close();
});
