/** Any order of calls, customers, wallets' moods and hours: the books hold together and no customer pays twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLedger } from '../../src/sandbox/ledger/ledger.ts';
import { walletMoods } from '../../src/sandbox/ledger/wallets.ts';

const saleIdOf = (number: number) => String(number).padStart(22, 'A');
const createdAt = '2026-11-24T08:00:00.000Z';

const step = fc.oneof(
  fc.record({
    do: fc.constant('payOffline' as const),
    number: fc.integer({ min: 1, max: 6 }),
    amount: fc.integer({ min: 0, max: 600_00 }),
  }),
  fc.record({
    do: fc.constant('payOnline' as const),
    number: fc.integer({ min: 1, max: 6 }),
    amount: fc.integer({ min: 0, max: 600_00 }),
  }),
  fc.record({
    do: fc.constant('customer' as const),
    action: fc.constantFrom('confirm', 'confirm', 'reject', 'ignore'),
  }),
  fc.record({
    do: fc.constant('cancel' as const),
    number: fc.integer({ min: 1, max: 6 }),
    ifPaid: fc.constantFrom('keep' as const, 'refund' as const),
  }),
  fc.record({
    do: fc.constant('refund' as const),
    number: fc.integer({ min: 7, max: 12 }),
    original: fc.integer({ min: 1, max: 6 }),
    amount: fc.integer({ min: 0, max: 600_00 }),
  }),
  fc.record({ do: fc.constant('mood' as const), mood: fc.constantFrom(...walletMoods) }),
  fc.record({ do: fc.constant('settle' as const), how: fc.constantFrom('done' as const, 'refused' as const) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  fc.record({ do: fc.constant('closeShift' as const) }),
);

test('money moves only as the statuses say, and closed totals never change', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let nowMs = Date.parse(createdAt);
      let byte = 0;
      const ledger = openLedger({
        path: ':memory:',
        now: () => nowMs,
        random: (count) => Uint8Array.from({ length: count }, () => (byte = (byte * 31 + 7) % 251)),
      });
      const closed = new Map<number, string>();
      const final = new Map<number, string>();
      const openShift = () => ledger.counters().shiftNumber;
      const intent = (number: number, amount: number) => ({
        transactionNumber: number,
        saleId: saleIdOf(number),
        shiftNumber: openShift(),
        amount,
        currency: 'RUB',
        expiresInSeconds: 60,
        createdAt,
      });
      try {
        for (const one of steps) {
          switch (one.do) {
            case 'payOffline':
              ledger.payOffline({ ...intent(one.number, one.amount), qr: '7700112233445566' });
              break;
            case 'payOnline':
              ledger.payOnline({ ...intent(one.number, one.amount), paymentSystem: 'wechat' });
              break;
            case 'customer':
              ledger.customer(one.action);
              break;
            case 'cancel':
              ledger.cancel(one.number, {
                ...intent(one.number, 150_00),
                reason: 'timeout',
                ifPaid: one.ifPaid,
                cancelledAt: createdAt,
                method: 'offline',
              });
              break;
            case 'refund':
              ledger.refund({
                ...intent(one.number, one.amount),
                originalTransactionNumber: one.original,
                refundedBefore: ledger.view.payment(one.original)?.refundedAmount ?? 0,
                reason: 'customer',
              });
              break;
            case 'mood':
              ledger.desk.setWalletMood(one.mood);
              break;
            case 'settle':
              ledger.desk.settleOwed(one.how);
              break;
            case 'pass':
              nowMs += one.ms;
              break;
            case 'closeShift': {
              const shift = ledger.shift(openShift());
              if (shift.ok)
                ledger.closeShift({ shiftNumber: openShift(), totals: shift.value.totals, closedAt: createdAt });
              break;
            }
          }
          for (let shiftNumber = 1; shiftNumber < openShift(); shiftNumber += 1) {
            const shift = JSON.stringify(ledger.shift(shiftNumber));
            expect(closed.get(shiftNumber) ?? shift).toBe(shift);
            closed.set(shiftNumber, shift);
          }
          for (const { transactionNumber, status, amount, kind } of ledger.view.payments()) {
            if (['declined', 'cancelled', 'expired', 'reversed', 'refunded'].includes(status)) {
              expect(final.get(transactionNumber) ?? status).toBe(status);
              final.set(transactionNumber, status);
            }
            if (kind !== 'payment') continue;
            const net = ledger.view.netCharged(transactionNumber);
            expect(net).toBeGreaterThanOrEqual(0);
            expect(net).toBeLessThanOrEqual(status === 'paid' ? amount : 0);
          }
        }
        expect(ledger.view.audit()).toEqual([]);
        const customers = (['sendy', 'wechat', 'alipay'] as const).reduce(
          (sum, system) => sum + ledger.view.balance(`customers:${system}`),
          0,
        );
        expect(ledger.view.balance('merchant') + customers).toBe(0);
      } finally {
        ledger.close();
      }
    }),
    { numRuns: 150 },
  );
}, 60_000);
