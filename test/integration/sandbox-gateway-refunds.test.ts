import { expect, test } from 'vitest';
import { newId, startActivated } from '../helpers/sandbox-gateway-client.ts';

const startPaid = async () => {
  const sandbox = await startActivated();
  const payment = (await sandbox.box.payOffline()).body;
  sandbox.gateway.customer('confirm');
  return { ...sandbox, payment };
};

test('a refund has its own number and leaves the payment paid', async () => {
  const { gateway, box, payment } = await startPaid();
  const refund = (await box.refund({ amount: 50_00 })).body;
  expect(refund).toMatchObject({
    kind: 'refund',
    status: 'refunded',
    transactionNumber: 2,
    originalTransactionNumber: 1,
    method: 'offline',
    paymentSystem: 'sendy',
    amount: 50_00,
    finalAt: expect.any(String),
  });
  expect((await box.find(payment)).body).toMatchObject({ status: 'paid', refundedAmount: 50_00 });
  expect(gateway.ledger.netCharged(1)).toBe(100_00);
  expect((await box.find(refund)).body).toEqual(refund);
});

test('the same refund again moves nothing again', async () => {
  const { gateway, box } = await startPaid();
  const saleId = newId();
  const first = await box.refund({ saleId });
  expect((await box.refund({ saleId })).body).toEqual(first.body);
  expect(gateway.ledger.netCharged(1)).toBe(0);
  expect(gateway.ledger.movements()).toHaveLength(2);
});

test('refunds together never exceed the payment', async () => {
  const { gateway, box, payment } = await startPaid();
  await box.refund({ amount: 100_00 });
  const tooMuch = await box.refund({ transactionNumber: 3, amount: 50_01, refundedBefore: 100_00 });
  expect(tooMuch.body).toMatchObject({ status: 422, code: 'amount-out-of-range' });
  expect(gateway.ledger.payment(3)?.status).toBe('declined');
  expect((await box.refund({ transactionNumber: 4, amount: 0, refundedBefore: 100_00 })).status).toBe(422);
  const rest = await box.refund({ transactionNumber: 5, amount: 50_00, refundedBefore: 100_00 });
  expect(rest.body.status).toBe('refunded');
  expect((await box.find(payment)).body.refundedAmount).toBe(150_00);
});

test('a box that knows less than the gateway looks again', async () => {
  const { box } = await startPaid();
  await box.refund({ amount: 50_00 });
  const stale = await box.refund({ transactionNumber: 3, amount: 50_00, refundedBefore: 0 });
  expect(stale.body).toMatchObject({ status: 409, code: 'refund-state-changed' });
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(2);
});

test('no second refund while one is open, and its money is counted as under way', async () => {
  const { gateway, box, payment } = await startPaid();
  gateway.desk.setWalletMood('later');
  const open = (await box.refund({ amount: 50_00 })).body;
  expect(open.status).toBe('pending');
  for (const refundedBefore of [0, 50_00])
    expect((await box.refund({ transactionNumber: 3, amount: 50_00, refundedBefore })).body.code).toBe(
      'refund-state-changed',
    );
  expect((await box.cancel(open, 'refund')).body.status).toBe('pending');
  gateway.desk.setWalletMood('at-once');
  expect((await box.cancel(payment, 'refund')).body).toMatchObject({ status: 'paid', reversal: 'pending' });

  gateway.desk.settleOwed('done');
  expect((await box.find(open)).body.status).toBe('refunded');
  expect((await box.find(payment)).body).toMatchObject({ status: 'reversed', refundedAmount: 50_00 });
  expect(gateway.ledger.balance('merchant')).toBe(0);
  expect(gateway.ledger.audit()).toEqual([]);
});

test('a pending refund settles into the shift that is open then', async () => {
  const { gateway, box } = await startPaid();
  gateway.desk.setWalletMood('later');
  const open = (await box.refund()).body;
  expect((await box.closeShift(1)).status).toBe(200);
  gateway.desk.settleOwed('done');
  expect((await box.find(open)).body).toMatchObject({ status: 'refunded', shiftNumber: 2 });
  expect((await box.get('pos/shift/1')).body.totals.refunded).toEqual({ count: 0, amount: 0 });
  expect((await box.get('pos/shift/2')).body.totals.refunded).toEqual({ count: 1, amount: 150_00 });
});

test('a refund that the wallet refuses is declined and can be made again', async () => {
  const { gateway, box } = await startPaid();
  gateway.desk.setWalletMood('refuses');
  expect((await box.refund()).body).toMatchObject({ status: 'declined', declineCode: 'other' });
  gateway.desk.setWalletMood('at-once');
  expect((await box.refund({ transactionNumber: 3 })).body.status).toBe('refunded');
});

test('what cannot be refunded is refused and takes no number', async () => {
  const { gateway, box, payment } = await startPaid();
  expect((await box.refund({ originalTransactionNumber: 9 })).body.code).toBe('payment-not-found');
  expect((await box.refund({ currency: 'USD' })).body.code).toBe('request-invalid');
  gateway.desk.permit({ refund: false });
  expect((await box.refund()).body).toMatchObject({ status: 403, code: 'not-permitted' });
  gateway.desk.permit({ refund: true });
  gateway.desk.block(true);
  expect((await box.refund({ reason: 'late-money' })).body.code).toBe('terminal-blocked');
  gateway.desk.block(false);
  await box.cancel(payment, 'refund');
  expect((await box.refund()).body.code).toBe('refund-state-changed');
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(1);
});
