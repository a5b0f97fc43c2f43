import { expect, test } from 'vitest';
import { newId, startActivated } from '../helpers/sandbox-gateway-client.ts';

test('a held answer goes the moment the customer confirms', async () => {
  const { gateway, box } = await startActivated();
  const pending = (await box.payOffline()).body;
  const startedMs = performance.now();
  const held = box.find(pending, 25);
  await box.get('pos/counters');
  gateway.customer('confirm');
  expect((await held).body.status).toBe('paid');
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('a held answer that nobody ends says pending when its time is over', async () => {
  const { box } = await startActivated();
  const pending = (await box.payOffline()).body;
  const startedMs = performance.now();
  expect((await box.find(pending, 1)).body.status).toBe('pending');
  const heldMs = performance.now() - startedMs;
  expect(heldMs).toBeGreaterThan(950);
  expect(heldMs).toBeLessThan(5_000);
});

test('a held answer hears of the expiry without anybody asking', async () => {
  const { box, clock } = await startActivated();
  const pending = (await box.payOffline({ expiresInSeconds: 60 })).body;
  const held = box.find(pending, 25);
  await box.get('pos/terminal');
  clock.advance(61_000);
  expect((await held).body.status).toBe('expired');
});

test('what is final, unknown or another sale’s is answered at once', async () => {
  const { box } = await startActivated();
  const startedMs = performance.now();
  const pending = (await box.payOffline()).body;
  await box.cancel(pending, 'keep');
  expect((await box.find(pending, 25)).body.status).toBe('cancelled');
  expect((await box.find({ transactionNumber: 9, saleId: newId() }, 25)).status).toBe(404);
  expect((await box.find({ ...pending, saleId: newId() }, 25)).status).toBe(409);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test('a wait of more than 25 seconds, and a question without its sale, are our bug', async () => {
  const { box } = await startActivated();
  const pending = (await box.payOffline()).body;
  expect((await box.find(pending, 26)).body.code).toBe('request-invalid');
  expect((await box.get('pos/payment/1')).body.code).toBe('request-invalid');
});
