import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { newId, startActivated } from '../helpers/sandbox-gateway-client.ts';

test('a scanned code is paid once the customer confirms', async () => {
  const { gateway, box } = await startActivated();
  const pending = (await box.payOffline()).body;
  expect(pending).toMatchObject({ kind: 'payment', status: 'pending', method: 'offline', paymentSystem: 'sendy' });
  expect(gateway.ledger.movements()).toEqual([]);

  expect(gateway.customer('confirm').ok).toBe(true);
  const paid = (await box.find(pending)).body;
  expect(paid).toMatchObject({ status: 'paid', amount: 150_00, refundedAmount: 0 });
  expect(paid.reference).toMatch(/^\d{12}$/);
  expect(paid.payer).toContain('**');
  expect(gateway.ledger.netCharged(1)).toBe(150_00);
  expect(gateway.ledger.balance('merchant')).toBe(150_00);
  expect(gateway.ledger.balance('customers:sendy')).toBe(-150_00);
});

test('each wallet’s code is known, and works again and again', async () => {
  const { gateway, box } = await startActivated();
  let transactionNumber = 0;
  for (const system of ['sendy', 'wechat', 'alipay', 'sendy', 'wechat', 'alipay'] as const) {
    transactionNumber += 1;
    const answer = await box.payOffline({ transactionNumber, qr: gateway.info().customerCodes[system] });
    expect(answer.body.paymentSystem).toBe(system);
    gateway.customer('confirm');
  }
  expect(gateway.ledger.balance('merchant')).toBe(6 * 150_00);
});

test('a code that no wallet knows is declined for good, and its number is used', async () => {
  const { box, gateway } = await startActivated();
  const intent = { transactionNumber: 5, saleId: newId() };
  const refused = await box.payOffline({ ...intent, qr: 'BAD-CODE' });
  expect([refused.status, refused.body.code]).toEqual([422, 'qr-unrecognised']);
  expect((await box.payOffline({ ...intent, qr: 'BAD-CODE' })).body.status).toBe('declined');
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(5);
  expect(gateway.customer('confirm').ok).toBe(false);
});

test.each([
  ['control characters', 'AB\u0007C'],
  ['nothing', ''],
  ['513 bytes', 'x'.repeat(513)],
])('a code of %s is our bug and takes no number', async (_, qr) => {
  const { box } = await startActivated();
  expect((await box.payOffline({ qr })).body).toMatchObject({ status: 400, code: 'request-invalid' });
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(0);
});

test.each([0, 99, 500_000_01])('an amount of %i kopecks is outside the limits and declined', async (amount) => {
  const { box } = await startActivated();
  const refused = await box.payOffline({ amount });
  expect([refused.status, refused.body.code]).toEqual([422, 'amount-out-of-range']);
  expect((await box.get('pos/counters')).body).toMatchObject({ lastTransactionNumber: 1, open: [] });
});

test('the printed token is the same in every answer while it is pending, and payable once', async () => {
  const { gateway, box } = await startActivated();
  const intent = { transactionNumber: 1, saleId: newId() };
  const first = (await box.payOnline({ ...intent, paymentSystem: 'wechat' })).body;
  expect(first).toMatchObject({ status: 'pending', method: 'online', paymentSystem: 'wechat' });
  expect(Buffer.byteLength(first.qr)).toBeLessThanOrEqual(512);
  expect((await box.payOnline({ ...intent, paymentSystem: 'wechat' })).body.qr).toBe(first.qr);
  expect((await box.find(intent)).body.qr).toBe(first.qr);
  expect((await box.get('pos/counters')).body.open).toEqual([first]);

  expect(gateway.customer('confirm', first.qr).ok).toBe(true);
  const again = gateway.customer('confirm', first.qr);
  expect(again).toMatchObject({ ok: false, error: { code: 'not-payable' } });
  expect((await box.find(intent)).body.qr).toBeUndefined();
  expect(gateway.ledger.netCharged(1)).toBe(150_00);
});

test('the customer acts on the payment whose QR was scanned, not on the latest', async () => {
  const { gateway, box } = await startActivated();
  const first = (await box.payOnline()).body;
  const second = (await box.payOnline({ transactionNumber: 2 })).body;
  gateway.customer('confirm', first.qr);
  expect((await box.find(first)).body.status).toBe('paid');
  expect((await box.find(second)).body.status).toBe('pending');
  expect(gateway.customer('confirm', 'https://elsewhere.example/')).toMatchObject({
    ok: false,
    error: { code: 'code-unknown' },
  });
});

test('the customer rejects, the wallet declines, and what is unknown is refused', async () => {
  const { gateway, box } = await startActivated();
  expect(gateway.customer('confirm')).toMatchObject({ ok: false, error: { code: 'nothing-open' } });
  const first = (await box.payOffline()).body;
  expect(gateway.customer('dance')).toMatchObject({ ok: false, error: { code: 'action-unknown' } });
  expect(gateway.customer('decline:nonsense')).toMatchObject({ ok: false, error: { code: 'action-unknown' } });
  expect(gateway.customer('ignore')).toMatchObject({ ok: true, value: { status: 'pending' } });
  gateway.customer('reject');
  expect((await box.find(first)).body).toMatchObject({
    status: 'declined',
    declineCode: 'rejected-by-customer',
    message: { ru: expect.any(String), en: expect.any(String) },
  });
  const second = (await box.payOffline({ transactionNumber: 2 })).body;
  gateway.customer('decline:insufficient-funds');
  expect((await box.find(second)).body.declineCode).toBe('insufficient-funds');
  expect(gateway.ledger.movements()).toEqual([]);
});

test('a payment that nobody confirms expires by itself, and a later confirmation is refused', async () => {
  const { gateway, box, clock } = await startActivated();
  const pending = (await box.payOffline({ expiresInSeconds: 60 })).body;
  clock.advance(59_000);
  expect((await box.find(pending)).body.status).toBe('pending');
  clock.advance(1_500);
  expect(gateway.customer('confirm')).toMatchObject({ ok: false });
  expect((await box.find(pending)).body).toMatchObject({ status: 'expired', finalAt: pending.expiresAt });
  expect(gateway.ledger.netCharged(1)).toBe(0);
});

test('the same number and sale is answered with its present state, whatever else was refused since', async () => {
  const { gateway, box } = await startActivated();
  const intent = { transactionNumber: 1, saleId: newId() };
  await box.payOffline(intent);
  gateway.customer('confirm');
  gateway.desk.block(true);
  gateway.desk.permit({ modes: [], paymentSystems: [], limits: { minAmount: 1, maxAmount: 1 } });
  expect((await box.payOffline(intent)).body.status).toBe('paid');
  expect((await box.payOffline({ ...intent, shiftNumber: 9 })).body.status).toBe('paid');
  expect(gateway.ledger.netCharged(1)).toBe(150_00);
});

test('a hundred identical requests at once charge once', async () => {
  const { gateway, box } = await startActivated();
  const intent = { transactionNumber: 1, saleId: newId() };
  const answers = await Promise.all(Array.from({ length: 100 }, () => box.payOffline(intent)));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  gateway.customer('confirm');
  expect(gateway.ledger.payments()).toHaveLength(1);
  expect(gateway.ledger.movements()).toHaveLength(1);
});

test('a number that belongs to another sale is touched by nothing of this one', async () => {
  const { box } = await startActivated();
  const first = (await box.payOffline()).body;
  const stranger = { transactionNumber: 1, saleId: newId() };
  for (const answer of [
    await box.payOffline(stranger),
    await box.payOnline(stranger),
    await box.refund({ ...stranger }),
    await box.find(stranger),
    await box.cancel(stranger, 'refund'),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, 'transaction-number-conflict']);
  expect((await box.find(first)).body.status).toBe('pending');
});

test('gaps are legal, and a lower number that was never used is taken', async () => {
  const { box } = await startActivated();
  await box.payOffline({ transactionNumber: 10 });
  expect((await box.payOffline({ transactionNumber: 4 })).status).toBe(200);
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(10);
});

test('what the terminal is not allowed is refused and takes no number', async () => {
  const { gateway, box } = await startActivated();
  gateway.desk.permit({ modes: ['offline'] });
  expect((await box.payOnline()).body).toMatchObject({ status: 403, code: 'not-permitted' });
  gateway.desk.block(true);
  expect((await box.payOffline()).body).toMatchObject({ status: 403, code: 'terminal-blocked' });
  expect((await box.payOffline({ currency: 'USD' })).status).toBe(403);
  gateway.desk.block(false);
  expect((await box.payOffline({ currency: 'USD' })).body.code).toBe('request-invalid');
  expect((await box.payOffline({ shiftNumber: 2 })).body.code).toBe('request-invalid');
  expect((await box.payOffline({ transactionNumber: 1e13 })).body.code).toBe('request-invalid');
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(0);
});

test('a wallet that the terminal has not is declined', async () => {
  const { gateway, box } = await startActivated();
  gateway.desk.permit({ paymentSystems: ['sendy'] });
  expect((await box.payOnline({ paymentSystem: 'alipay' })).body.code).toBe('payment-system-unavailable');
  const scanned = await box.payOffline({ transactionNumber: 2, qr: gateway.info().customerCodes.wechat });
  expect(scanned.body.code).toBe('payment-system-unavailable');
  expect((await box.get('pos/counters')).body).toMatchObject({ lastTransactionNumber: 2, open: [] });
});

test('a customer’s code is nowhere on the gateway’s disk and in no log line', async () => {
  const { box, log, dataDir, gateway } = await startActivated();
  const qr = '4242424242424242424242';
  await box.payOffline({ qr });
  await gateway.stop();
  for (const file of readdirSync(dataDir)) expect(readFileSync(`${dataDir}/${file}`).includes(qr)).toBe(false);
  expect(JSON.stringify(log)).not.toContain(qr);
  expect(JSON.stringify(log)).not.toContain(box.key);
});
