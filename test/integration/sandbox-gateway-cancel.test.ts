import { expect, test } from 'vitest';
import { newId, startActivated } from '../helpers/sandbox-gateway-client.ts';

test('a pending payment is cancelled for good', async () => {
  const { gateway, box } = await startActivated();
  const pending = (await box.payOnline()).body;
  expect((await box.cancel(pending, 'keep')).body).toMatchObject({ status: 'cancelled', finalAt: expect.any(String) });
  expect((await box.cancel(pending, 'refund')).body.status).toBe('cancelled');
  expect(gateway.customer('confirm', pending.qr).ok).toBe(false);
  expect(gateway.ledger.netCharged(1)).toBe(0);
});

test('a paid payment is kept when it is to be kept', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  expect((await box.cancel(payment, 'keep')).body.status).toBe('paid');
  expect(gateway.ledger.netCharged(1)).toBe(150_00);
});

test('a paid payment goes back once, however often the cancel is repeated', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  for (let repeat = 0; repeat < 3; repeat += 1)
    expect((await box.cancel(payment, 'refund')).body).toMatchObject({
      status: 'reversed',
      paidAt: expect.any(String),
    });
  expect(gateway.ledger.netCharged(1)).toBe(0);
  expect(gateway.ledger.movements(1).map(({ kind }) => kind)).toEqual(['charge', 'reversal']);
  expect(gateway.ledger.audit()).toEqual([]);
});

test('an unknown number becomes a tombstone: a request that comes late charges nothing', async () => {
  const { gateway, box } = await startActivated();
  const sale = { transactionNumber: 7, saleId: newId() };
  expect((await box.find(sale)).body).toMatchObject({ status: 404, code: 'payment-not-found' });
  const buried = (await box.cancel(sale, 'refund', { amount: 99_00 })).body;
  expect(buried).toMatchObject({ status: 'cancelled', amount: 99_00, paymentSystem: null, shiftNumber: 1 });
  expect((await box.payOffline(sale)).body.status).toBe('cancelled');
  expect((await box.get('pos/counters')).body).toMatchObject({ lastTransactionNumber: 7, open: [] });
  expect(gateway.customer('confirm').ok).toBe(false);
});

test('a blocked terminal still cancels and still asks', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  gateway.desk.block(true);
  expect((await box.find(payment)).status).toBe(200);
  expect((await box.cancel(payment, 'refund')).body.status).toBe('reversed');
  expect((await box.cancel({ transactionNumber: 2, saleId: newId() }, 'keep')).body.status).toBe('cancelled');
});

test('money that the wallet gives back later is owed until it has', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  gateway.desk.setWalletMood('later');
  expect((await box.cancel(payment, 'refund')).body).toMatchObject({ status: 'paid', reversal: 'pending' });
  gateway.desk.setWalletMood('refuses');
  expect((await box.cancel(payment, 'refund')).body).toMatchObject({ status: 'paid', reversal: 'failed' });
  expect(gateway.ledger.netCharged(1)).toBe(150_00);
  gateway.desk.setWalletMood('at-once');
  const reversed = (await box.cancel(payment, 'refund')).body;
  expect(reversed.status).toBe('reversed');
  expect(reversed.reversal).toBeUndefined();
  expect(gateway.ledger.netCharged(1)).toBe(0);
});

test('only what was not refunded goes back', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  await box.refund({ amount: 50_00 });
  expect((await box.cancel(payment, 'refund')).body).toMatchObject({ status: 'reversed', refundedAmount: 50_00 });
  expect(gateway.ledger.movements(1).at(-1)).toMatchObject({ kind: 'reversal', amount: 100_00 });
  expect(gateway.ledger.balance('merchant')).toBe(0);
  expect(gateway.ledger.audit()).toEqual([]);
});

test('a payment of a closed shift is not reversed: late money has its own refund', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  expect((await box.closeShift(1)).status).toBe(200);
  const refused = await box.cancel(payment, 'refund');
  expect(refused.body).toMatchObject({ status: 409, code: 'shift-closed', shiftNumber: 2 });
  expect((await box.cancel(payment, 'keep')).body.status).toBe('paid');
  gateway.desk.permit({ refund: false });
  const late = await box.refund({ shiftNumber: 2, reason: 'late-money' });
  expect(late.body).toMatchObject({ kind: 'refund', status: 'refunded', shiftNumber: 2 });
  expect(gateway.ledger.netCharged(1)).toBe(0);
});

test('a cancel and a held question of one number do not wait for each other', async () => {
  const { box } = await startActivated();
  const pending = (await box.payOffline()).body;
  const startedMs = performance.now();
  const held = box.find(pending, 25);
  await box.get('pos/counters');
  await box.cancel(pending, 'keep');
  expect((await held).body.status).toBe('cancelled');
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
