import { expect, test } from 'vitest';
import { startActivated } from '../helpers/sandbox-gateway-client.ts';

const zero = { count: 0, amount: 0 };

test('a shift without transactions has zero totals, an unknown one is not found', async () => {
  const { box } = await startActivated();
  const empty = (await box.get('pos/shift/1')).body;
  expect(empty).toMatchObject({ shiftNumber: 1, openedAt: null, closedAt: null, currency: 'RUB' });
  expect(empty.totals).toMatchObject({ paid: zero, refunded: zero });
  for (const path of ['pos/shift/2', 'pos/shift/0', 'pos/shift/2/transactions'])
    expect((await box.get(path)).body).toMatchObject({ status: 404, code: 'shift-not-found' });
  expect((await box.get('pos/shift/1/transactions')).body).toEqual({ transactions: [], next: null });
});

test('totals count what was paid and what was refunded, and nothing else', async () => {
  const { gateway, box } = await startActivated();
  await box.payOffline({ transactionNumber: 1 });
  gateway.customer('confirm');
  await box.payOnline({ transactionNumber: 2, amount: 200_00, paymentSystem: 'wechat' });
  gateway.customer('confirm');
  const reversed = (await box.payOffline({ transactionNumber: 3 })).body;
  gateway.customer('confirm');
  await box.cancel(reversed, 'refund');
  const cancelled = (await box.payOffline({ transactionNumber: 4 })).body;
  await box.cancel(cancelled, 'keep');
  await box.payOffline({ transactionNumber: 5 });
  gateway.customer('reject');
  await box.payOffline({ transactionNumber: 6 });
  await box.refund({ transactionNumber: 7, amount: 50_00 });

  const { totals } = (await box.get('pos/shift/1')).body;
  expect(totals.paid).toEqual({ count: 2, amount: 350_00 });
  expect(totals.refunded).toEqual({ count: 1, amount: 50_00 });
  expect(totals.bySystem.sendy).toEqual({ paid: { count: 1, amount: 150_00 }, refunded: { count: 1, amount: 50_00 } });
  expect(totals.bySystem.wechat).toEqual({ paid: { count: 1, amount: 200_00 }, refunded: zero });
  expect(totals.bySystem.alipay).toEqual({ paid: zero, refunded: zero });
  expect(totals.byMethod.online.paid).toEqual({ count: 1, amount: 200_00 });
  expect(totals.byMethod.offline.refunded).toEqual({ count: 1, amount: 50_00 });
});

test('a shift closes with the totals as last read, and the next one has the next number', async () => {
  const { gateway, box } = await startActivated();
  await box.payOffline();
  gateway.customer('confirm');
  const closed = await box.closeShift(1);
  expect(closed.body).toMatchObject({ shiftNumber: 1, totals: { paid: { count: 1, amount: 150_00 } } });
  expect((await box.get('pos/counters')).body.shiftNumber).toBe(2);
  expect((await box.get('pos/shift/1')).body).toMatchObject({
    openedAt: expect.any(String),
    closedAt: closed.body.closedAt,
  });
  expect(
    (await box.post('pos/shift/close', { ...closed.body, totals: (await box.get('pos/shift/2')).body.totals })).body,
  ).toEqual(closed.body);
});

test('a new number for a closed shift is not taken, a known one is answered', async () => {
  const { gateway, box } = await startActivated();
  const payment = (await box.payOffline()).body;
  gateway.customer('confirm');
  await box.closeShift(1);
  const refused = await box.payOffline({ transactionNumber: 2 });
  expect(refused.body).toMatchObject({ status: 409, code: 'shift-closed', shiftNumber: 2 });
  expect((await box.refund()).body.code).toBe('shift-closed');
  expect((await box.payOffline({ saleId: payment.saleId })).body.status).toBe('paid');
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(1);
});

test('totals that moved since they were read do not close the shift', async () => {
  const { gateway, box } = await startActivated();
  const before = (await box.get('pos/shift/1')).body;
  await box.payOffline();
  gateway.customer('confirm');
  const refused = await box.post('pos/shift/close', {
    shiftNumber: 1,
    totals: before.totals,
    closedAt: new Date().toISOString(),
  });
  expect(refused.body).toMatchObject({ status: 409, code: 'totals-changed' });
});

test('pending payments and reversals hold the shift open, pending refunds do not', async () => {
  const { gateway, box } = await startActivated();
  const pending = (await box.payOffline({ transactionNumber: 3 })).body;
  expect((await box.closeShift(1)).body).toMatchObject({
    status: 409,
    code: 'shift-has-pending',
    transactionNumbers: [3],
  });
  gateway.customer('confirm');
  gateway.desk.setWalletMood('later');
  await box.cancel(pending, 'refund');
  expect((await box.closeShift(1)).body.transactionNumbers).toEqual([3]);
  gateway.desk.settleOwed('refused');
  await box.refund({ transactionNumber: 4, originalTransactionNumber: 3 });
  expect((await box.closeShift(1)).status).toBe(200);
});

test('totals of a closed shift never change', async () => {
  const { gateway, box } = await startActivated();
  await box.payOffline();
  gateway.customer('confirm');
  const { totals } = (await box.closeShift(1)).body;
  await box.refund({ shiftNumber: 2 });
  expect((await box.get('pos/shift/1')).body.totals).toEqual(totals);
  expect((await box.get('pos/shift/2')).body.totals).toMatchObject({ paid: zero, refunded: { count: 1 } });
});

test('transactions come by rising number, in pages', async () => {
  const { box } = await startActivated();
  for (const transactionNumber of [5, 2, 9]) await box.payOffline({ transactionNumber });
  const first = (await box.get('pos/shift/1/transactions?limit=2')).body;
  expect(first.transactions.map((payment: { transactionNumber: number }) => payment.transactionNumber)).toEqual([2, 5]);
  expect(first.next).toBe(5);
  const second = (await box.get('pos/shift/1/transactions?after=5&limit=2')).body;
  expect(second.transactions[0].transactionNumber).toBe(9);
  expect(second.next).toBeNull();
  expect((await box.get('pos/shift/1/transactions?limit=3')).body.next).toBeNull();
  expect((await box.get('pos/shift/1/transactions?limit=501')).body.code).toBe('request-invalid');
});

test('a report takes payments by when they were paid and refunds by when they ended', async () => {
  const { gateway, box, clock } = await startActivated();
  const iso = () => new Date(clock.now()).toISOString();
  await box.payOffline();
  const from = iso();
  clock.advance(10_000);
  gateway.customer('confirm');
  clock.advance(10_000);
  const middle = iso();
  await box.payOffline({ transactionNumber: 2 });
  await box.refund({ transactionNumber: 3, amount: 50_00 });
  clock.advance(10_000);
  const to = iso();

  const whole = (await box.get(`pos/report?from=${from}&to=${to}`)).body;
  expect(whole).toMatchObject({ from, to, totals: { paid: { count: 1 }, refunded: { count: 1, amount: 50_00 } } });
  expect((await box.get(`pos/report?from=${from}&to=${middle}`)).body.totals.refunded).toEqual(zero);
  const paidAt = gateway.ledger.payment(1)?.paidAt;
  expect((await box.get(`pos/report?from=${from}&to=${paidAt}`)).body.totals.paid).toEqual(zero);
  expect((await box.get(`pos/report?from=${paidAt}&to=${to}`)).body.totals.paid.count).toBe(1);

  const listed = (await box.get(`pos/report/transactions?from=${from}&to=${to}&limit=1`)).body;
  expect(listed.transactions[0].transactionNumber).toBe(1);
  expect(listed.next).toBe(1);
  const rest = (await box.get(`pos/report/transactions?from=${from}&to=${to}&after=1`)).body;
  expect(rest.transactions.map((payment: { transactionNumber: number }) => payment.transactionNumber)).toEqual([3]);
  expect((await box.get(`pos/report?from=${to}&to=${from}`)).body.code).toBe('request-invalid');
  expect((await box.get('pos/report?from=yesterday&to=today')).body.code).toBe('request-invalid');
});
