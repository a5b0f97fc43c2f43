import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadCertificates } from '../../src/sandbox/gateway/certificates.ts';
import { newClock, newId, startActivated, startSandbox, TestBox } from '../helpers/sandbox-gateway-client.ts';

const dayMs = 86_400_000;

test('a restart is the same gateway: address, authority, terminal, key, payments and tombstones', async () => {
  const { gateway, box, clock, dataDir } = await startActivated();
  const payment = (await box.payOnline()).body;
  const tombstone = { transactionNumber: 7, saleId: newId() };
  await box.cancel(tombstone, 'refund');
  const authority = readFileSync(gateway.caFile, 'utf8');
  const account = gateway.info();
  await gateway.stop();

  const { gateway: restarted } = await startSandbox(dataDir, clock);
  expect(restarted.url).toBe(gateway.url);
  expect(readFileSync(restarted.caFile, 'utf8')).toBe(authority);
  expect(restarted.info()).toEqual(account);
  const sameBox = new TestBox(restarted, clock);
  sameBox.key = box.key;
  expect((await sameBox.find(payment)).body).toEqual(payment);
  expect((await sameBox.payOffline(tombstone)).body.status).toBe('cancelled');
  restarted.customer('confirm', payment.qr);
  expect((await sameBox.find(payment)).body.status).toBe('paid');
});

test('a payment whose time ran out while the gateway was off is expired when it is back', async () => {
  const { gateway, box, clock, dataDir } = await startActivated();
  const payment = (await box.payOffline({ expiresInSeconds: 60 })).body;
  await gateway.stop();
  clock.advance(3_600_000);
  const { gateway: restarted } = await startSandbox(dataDir, clock);
  expect(restarted.ledger.payment(1)).toMatchObject({ status: 'expired', finalAt: payment.expiresAt });
});

test('a stop in the middle of held and slow answers ends them and leaves the books whole', async () => {
  const { gateway, box, clock, dataDir } = await startActivated();
  const payment = (await box.payOffline()).body;
  const held = box.find(payment, 25).catch(() => 'lost');
  await box.get('pos/counters');
  await gateway.setFault('slow');
  const slow = box.payOffline({ transactionNumber: 2 }).catch(() => 'lost');
  await expect.poll(() => gateway.ledger.payment(2)).not.toBeNull();
  await gateway.stop();
  expect(await Promise.all([held, slow])).toEqual(['lost', 'lost']);
  const { gateway: restarted } = await startSandbox(dataDir, clock);
  expect(restarted.ledger.payments().map(({ status }) => status)).toEqual(['pending', 'pending']);
  expect(restarted.ledger.audit()).toEqual([]);
});

test('the kept port is not exchanged for another when somebody holds it', async () => {
  const { gateway, clock, dataDir } = await startActivated();
  await gateway.stop();
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(Number(new URL(gateway.url).port), '127.0.0.1', done));
  onTestFinished(() => void holder.close());
  await expect(startSandbox(dataDir, clock)).rejects.toThrow(/cannot listen on port/);
});

test('keys are readable by their owner only', async () => {
  const { dataDir } = await startActivated();
  for (const name of ['sandbox-ca-key.pem', 'server-good-key.pem', 'server-wrong-ca-key.pem', 'server-expired-key.pem'])
    expect(statSync(join(dataDir, name)).mode & 0o777).toBe(0o600);
});

const newCertificateDir = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-gateway-certificates-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
};

test('a server certificate near its end is renewed under the same authority and with the same key', async () => {
  const dataDir = newCertificateDir();
  const nowMs = newClock().now();
  const first = await loadCertificates(dataDir, nowMs);
  const authority = readFileSync(first.caFile, 'utf8');
  const same = await loadCertificates(dataDir, nowMs + 300 * dayMs);
  expect(same.servers.good.cert).toBe(first.servers.good.cert);

  const renewed = await loadCertificates(dataDir, nowMs + 370 * dayMs);
  expect(renewed.servers.good.cert).not.toBe(first.servers.good.cert);
  expect(renewed.servers.good.key).toBe(first.servers.good.key);
  expect(readFileSync(renewed.caFile, 'utf8')).toBe(authority);
  const leaf = new X509Certificate(renewed.servers.good.cert);
  expect(leaf.verify(new X509Certificate(authority).publicKey)).toBe(true);
  expect(leaf.checkHost('localhost')).toBe('localhost');
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(leaf.checkPrivateKey(createPrivateKey(renewed.servers.good.key))).toBe(true);
});

test('a torn key is replaced with everything that hangs on it', async () => {
  const dataDir = newCertificateDir();
  const first = await loadCertificates(dataDir);
  writeFileSync(join(dataDir, 'sandbox-ca-key.pem'), readFileSync(join(dataDir, 'sandbox-ca-key.pem')).subarray(0, 40));
  const second = await loadCertificates(dataDir);
  expect(second.servers.good.cert).not.toBe(first.servers.good.cert);
  const authority = new X509Certificate(readFileSync(second.caFile));
  expect(new X509Certificate(second.servers.good.cert).verify(authority.publicKey)).toBe(true);
});
