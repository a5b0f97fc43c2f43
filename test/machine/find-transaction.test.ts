/** What the gateway says of a number, and what the journal knows of it. */
import { expect, test } from 'vitest';
import { type FoundTransaction, findTransaction } from '../../machines/find-transaction.ts';
import type { GatewayPort, JournalPort, Sale } from '../../machines/ports.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import type { Payment } from '../../src/payment/types.ts';
import { answered, intent, noAnswer, notSent, paymentOf, refused, saleOf } from '../fixtures/sales.ts';

interface Books {
  readonly sale?: Sale | null | Error;
  /** Of the saleId that the journal knows. */
  readonly byKey?: Outcome<Payment>;
  /** Of the number alone. */
  readonly byNumber?: Outcome<Payment | null>;
}

const find = async ({ sale = null, byKey, byNumber }: Books) => {
  const asked: string[] = [];
  const journal: Pick<JournalPort, 'sale'> = {
    async sale() {
      if (sale instanceof Error) throw sale;
      return sale;
    },
  };
  const gateway: Pick<GatewayPort, 'payment' | 'find'> = {
    async payment(key, waitSeconds) {
      asked.push(`${key.kind} ${key.transactionNumber} ${key.saleId} ${key.amountMinor} wait ${waitSeconds}`);
      return byKey ?? noAnswer;
    },
    async find(transactionNumber) {
      asked.push(`find ${transactionNumber}`);
      return byNumber ?? noAnswer;
    },
  };
  const found: FoundTransaction = await findTransaction(
    { journal: journal as JournalPort, gateway: gateway as GatewayPort },
    intent.transactionNumber,
  );
  return { found, asked };
};

const ours = `payment 17 ${intent.saleId} 150000 wait 0`;
const others = paymentOf({ status: 'paid', saleId: 'BBBBBBBBBBBBBBBBBBBBBB' });
const answer = (payment: Payment | null, sale: Sale | null) => ({
  ...answered({ transactionNumber: 17, payment, sale }),
  sale,
});

test('a sale of this journal is asked for by its saleId, without waiting', async () => {
  const sale = saleOf({ status: 'paid', verdict: 'paid', answered: true, resolved: true });
  const payment = paymentOf({ status: 'paid' });
  const { found, asked } = await find({ sale, byKey: answered(payment) });
  expect(found).toEqual(answer(payment, sale));
  expect(asked).toEqual([ours]);
});

test('so is a refund, as a refund', async () => {
  const sale = saleOf({ kind: 'refund', status: 'pending', answered: true });
  const { asked } = await find({ sale });
  expect(asked).toEqual([ours.replace('payment', 'refund')]);
});

test('what the journal does not know is looked for by its number alone', async () => {
  const { found, asked } = await find({ byNumber: answered(others) });
  expect(found).toEqual(answer(others, null));
  expect(asked).toEqual(['find 17']);
  expect((await find({ byNumber: answered(null) })).found).toEqual(answer(null, null));
});

test('unknown to the gateway is an answer', async () => {
  const sale = saleOf({ unanswered: true });
  const { found, asked } = await find({ sale, byKey: refused('payment-not-found', 404) });
  expect(found).toEqual(answer(null, sale));
  expect(asked, 'and is not looked for any further').toEqual([ours]);
});

test('the number went to another box: the answer is about that one, and our row says nothing of it', async () => {
  const sale = saleOf({ status: 'refused', verdict: 'notPaid', resolved: true });
  const { found, asked } = await find({
    sale,
    byKey: refused('transaction-number-conflict'),
    byNumber: answered(others),
  });
  expect(found).toEqual(answer(others, null));
  expect(asked).toEqual([ours, 'find 17']);
});

test('a number that the gateway once answered as ours is still ours: that it is another’s now is for the operator', async () => {
  const sale = saleOf({ status: 'paid', verdict: 'paid', answered: true, resolved: true });
  const { found } = await find({ sale, byKey: refused('transaction-number-conflict'), byNumber: answered(others) });
  expect(found).toEqual(answer(others, sale));
});

test('the other box’s transaction came to nothing and is in no list: what is left is our row', async () => {
  const sale = saleOf({ status: 'refused', verdict: 'notPaid', resolved: true });
  const { found } = await find({ sale, byKey: refused('transaction-number-conflict'), byNumber: answered(null) });
  expect(found).toEqual(answer(null, sale));
});

test.each([noAnswer, notSent, refused('signature-invalid', 401)])(
  'where the gateway does not tell ($kind), the journal’s word is there all the same',
  async (outcome) => {
    const sale = saleOf({ status: 'paid', verdict: 'paid', answered: true, resolved: true });
    expect((await find({ sale, byKey: outcome })).found).toEqual({ ...outcome, sale });
    expect((await find({ byNumber: outcome })).found).toEqual({ ...outcome, sale: null });
  },
);

test('the token of a printed QR is in no answer', async () => {
  const sale = saleOf({ status: 'pending', answered: true });
  const { found } = await find({ sale, byKey: answered(paymentOf({ method: 'online', qr: 'https://pay.example/t' })) });
  expect(JSON.stringify(found)).not.toContain('pay.example');
});

test('a journal that cannot be read is no answer either', async () => {
  await expect(find({ sale: new FieldFailure(fieldError('JRN-02')) })).rejects.toThrow('JRN-02');
});
