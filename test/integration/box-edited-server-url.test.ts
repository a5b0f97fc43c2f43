import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import { TerminalStore } from '../../src/terminal/terminal-store.ts';
import { counters, draft } from '../fixtures/sales.ts';
import { boxDirectory, startLoneBox } from '../helpers/lone-box.ts';

/** Nobody answers there: the payment stays open. */
const present = 'http://127.0.0.1:9/';
const other = 'http://127.0.0.1:10/';

const activated = async (directory: string): Promise<void> => {
  const store = new TerminalStore({ directory, log: () => {} });
  await store.save({
    serverUrl: present,
    hardwareId: await store.hardwareId(),
    terminalKey: Buffer.alloc(32, 7).toString('base64'),
    info: {
      terminal: { id: '10000001', serialNumber: '20000001', name: 'Касса 1' },
      merchant: { name: 'ООО «Ромашка»', taxId: '7700000009', address: 'г. Москва' },
      currency: 'RUB',
      paymentSystems: ['sendy'],
      modes: ['online', 'offline'],
      limits: { minAmount: 100, maxAmount: 50_000_000 },
      permissions: { refund: true },
      activatedAt: '2026-11-24T09:00:00.000Z',
    },
    activatedAt: '2026-11-24T09:00:00.000Z',
  });
};

const openSale = async (directory: string): Promise<void> => {
  const opened = openJournal({
    path: join(directory, 'journal.db'),
    now: () => '2026-11-24T09:00:00.000Z',
    randomId: () => 'AAAAAAAAAAAAAAAAAAAAAA',
    slipFor: () => ({}),
    paper: () => ({ language: 'ru', width: 32, slipCopies: 2 }),
  });
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.scope({ gateway: present, terminalId: '10000001' });
  await opened.value.beginSale(draft, counters);
  opened.value.close();
};

const set = (directory: string, serverUrl: string): void =>
  writeFileSync(join(directory, 'settings.json'), JSON.stringify({ version: 1, serverUrl }));

test('serverUrl was edited while a payment is open: the box stays with the gateway that it belongs to', async () => {
  const directory = boxDirectory();
  await activated(directory);
  await openSale(directory);
  set(directory, other);
  const box = await startLoneBox(directory);
  const status = await box.status();
  expect(status.gateway.url).toBe(present);
  expect(status.obligations).toMatchObject([{ transactionNumber: 17, amount: 150_000 }]);
  const refused = await box.control.request('settingsSet', { values: { serverUrl: 'http://127.0.0.1:11/' } });
  expect(refused).toMatchObject({ ok: false, error: { error: { code: 'PAY-04' } } });
});

test('nothing is open: the edited serverUrl holds, and the key of the other gateway is worth nothing there', async () => {
  const directory = boxDirectory();
  await activated(directory);
  set(directory, other);
  const box = await startLoneBox(directory);
  expect(await box.status()).toMatchObject({ state: 'inactive', gateway: { url: other } });
});

test('the identity is lost while a payment is open: another terminal cannot be activated', async () => {
  const directory = boxDirectory();
  await openSale(directory);
  set(directory, present);
  const box = await startLoneBox(directory);
  const activate = await box.control.request(
    'activate',
    { terminalId: '10000002', serialNumber: '1', code: '2', replace: false },
    { timeoutMs: 60_000 },
  );
  expect(activate).toMatchObject({ ok: false, error: { error: { code: 'ACT-08' } } });
});
