/** Refunds: a number of their own, never more than the payment, one at a time (gateway contract, `POST pos/refund`). */
import type { RefundRequest } from '../../gateway/contract.ts';
import type { Payment } from '../../payment/types.ts';
import {
  type Books,
  expireDue,
  markReversal,
  record,
  settleDeclined,
  settleRefunded,
  settleReversed,
} from './books.ts';
import { answerKnown, refuseNumber } from './payments.ts';
import { type Answer, answered, refused } from './refusal.ts';
import { blankTransaction, type Transaction, toPayment } from './transactions.ts';

/** `POST pos/refund`. `late-money` needs no permission: it is money that must not be the merchant's. */
export const refundPayment = (books: Books, request: RefundRequest): Answer<Payment> => {
  expireDue(books);
  const known = answerKnown(books, request.transactionNumber, request.saleId);
  if (known !== null) return known;
  if (books.terminal.blocked()) return refused('terminal-blocked', 'this terminal is blocked by the operator');
  if (request.reason === 'customer' && !books.terminal.permits().refund)
    return refused('not-permitted', 'refunds are not permitted');
  const refusedNumber = refuseNumber(books, request);
  if (refusedNumber !== null) return { ok: false, error: refusedNumber };

  const original = books.transactions.find(request.originalTransactionNumber);
  if (original === null || original.kind !== 'payment')
    return refused('payment-not-found', `there is no payment ${request.originalTransactionNumber}`);
  const open = books.transactions.refundsOf(original.transactionNumber).find(({ status }) => status === 'pending');
  const refundedBefore = original.refundedAmount + (open?.amount ?? 0);
  if (original.status !== 'paid')
    return refused('refund-state-changed', `payment ${original.transactionNumber} is ${original.status}`);
  if (open !== undefined) return refused('refund-state-changed', `refund ${open.transactionNumber} is under way`);
  if (original.reversal === 'pending') return refused('refund-state-changed', 'the payment is being reversed');
  if (request.refundedBefore !== refundedBefore)
    return refused('refund-state-changed', `refunded before: ${refundedBefore}, not ${request.refundedBefore}`);

  const row: Transaction = {
    ...blankTransaction,
    kind: 'refund',
    transactionNumber: request.transactionNumber,
    saleId: request.saleId,
    shiftNumber: request.shiftNumber,
    method: original.method,
    paymentSystem: original.paymentSystem,
    status: 'pending',
    amount: request.amount,
    currency: request.currency,
    originalTransactionNumber: original.transactionNumber,
    createdAt: request.createdAt,
  };
  record(books, row);

  const left = original.amount - refundedBefore;
  if (request.amount === 0 || request.amount > left) {
    settleDeclined(books, row, 'limit-exceeded');
    return refused('amount-out-of-range', `amount ${request.amount} is not within 1–${left}`);
  }
  switch (books.terminal.walletMood()) {
    case 'at-once':
      return answered(toPayment(settleRefunded(books, row)));
    case 'refuses':
      return answered(toPayment(settleDeclined(books, row, 'other')));
    case 'later':
      return answered(toPayment(row));
  }
};

/** The wallets do, or refuse, everything that they had put off: refunds first, since a reversal gives back the rest. */
export const settleOwed = (books: Books, how: 'done' | 'refused'): void => {
  for (const refund of books.transactions.pending('refund'))
    if (how === 'done') settleRefunded(books, refund);
    else settleDeclined(books, refund, 'other');
  for (const payment of books.transactions.reversing())
    if (how === 'done') settleReversed(books, payment);
    else markReversal(books, payment, 'failed');
};
