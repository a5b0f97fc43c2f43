import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/journal/journal.ts';
import { TerminalStore } from '../../src/terminal/terminal-store.ts';
import { counters, draft } from '../fixtures/sales.ts';
import { begin, options, paid, terminalId } from '../helpers/journal-fixture.ts';
import { boxDirectory, startLoneBox } from '../helpers/lone-box.ts';

/** Nobody answers there: the payment stays open. */
const present = 'http://127.0.0.1:9/';
const other = 'http://127.0.0.1:10/';

const activated = async (directory: string, serverUrl = present): Promise<void> => {
  const store = new TerminalStore({ directory, log: () => {} });
  await store.save({
    serverUrl,
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

const sell = async (directory: string, gateway: string, isPaid: boolean): Promise<void> => {
  const opened = openJournal(options(join(directory, 'journal.db')));
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.scope({ gateway, terminalId });
  const sale = await begin(opened.value, draft, counters);
  if (isPaid) await paid(opened.value, sale);
  opened.value.close();
};

const openSale = (directory: string, gateway = present): Promise<void> => sell(directory, gateway, false);

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
  expect((await box.control.request('settingsSet', { values: { language: 'en' } })).ok).toBe(true);
  expect(await box.status()).toMatchObject({ gateway: { url: present }, obligations: [{ transactionNumber: 17 }] });
  expect((await box.control.request('settingsSet', { values: { serverUrl: present } })).ok).toBe(true);
});

/** Knows no number, and takes every cancel: the payment ends. */
const gatewayThatCancels = async (): Promise<string> => {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') {
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ status: 404, code: 'payment-not-found' }));
      return;
    }
    const asked = JSON.parse(await text(request)) as Record<string, unknown>;
    const { saleId, shiftNumber, method, amount, currency, createdAt } = asked;
    const known = { saleId, shiftNumber, method, amount, currency, createdAt };
    const rest = {
      kind: 'payment',
      transactionNumber: 17,
      paymentSystem: null,
      status: 'cancelled',
      refundedAmount: 0,
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...known, ...rest, reference: null }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

test('the payment has ended: with the next change the box goes over to the server that was set, all of it', async () => {
  const directory = boxDirectory();
  const serverUrl = await gatewayThatCancels();
  await activated(directory, serverUrl);
  await openSale(directory, serverUrl);
  set(directory, other);
  const box = await startLoneBox(directory);
  await box.screen(({ state }) => state === 'ready');
  expect(await box.status()).toMatchObject({ gateway: { url: serverUrl }, obligations: [] });

  await box.control.request('settingsSet', { values: { language: 'en' } });
  await box.screen(({ state }) => state === 'inactive');
  expect((await box.status()).gateway.url).toBe(other);
  const activate = await box.control.request(
    'activate',
    { terminalId: '10000001', serialNumber: '1', code: '2', replace: false, again: true },
    { timeoutMs: 60_000 },
  );
  expect(activate, 'nobody is at the new one: no call goes to the old one any more').toMatchObject({
    ok: false,
    error: { error: { code: 'NET-01' } },
  });
});

/** Of its whole contract: the counters, with this shift open. */
const gatewayWithShift = async (shiftNumber: number): Promise<string> => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ lastTransactionNumber: 17, shiftNumber, open: [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

test.each([
  ['is open', counters.shiftNumber],
  ['cannot be asked for', null],
])('there is money in a shift that %s: the box stays with the gateway that has it', async (_, shiftNumber) => {
  const directory = boxDirectory();
  const serverUrl = shiftNumber === null ? present : await gatewayWithShift(shiftNumber);
  await activated(directory, serverUrl);
  await sell(directory, serverUrl, true);
  set(directory, other);
  const box = await startLoneBox(directory);
  await box.screen(({ state }) => state === 'ready');
  expect((await box.control.request('settingsSet', { values: { language: 'en' } })).ok).toBe(true);
  expect(await box.status()).toMatchObject({ state: 'ready', gateway: { url: serverUrl } });
});

test('that shift was closed meanwhile: the box goes over to the server that was set by itself', async () => {
  const directory = boxDirectory();
  const serverUrl = await gatewayWithShift(counters.shiftNumber + 1);
  await activated(directory, serverUrl);
  await sell(directory, serverUrl, true);
  set(directory, other);
  const box = await startLoneBox(directory);
  await box.screen(({ state }) => state === 'inactive');
  expect((await box.status()).gateway.url).toBe(other);
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
