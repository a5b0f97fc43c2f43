/** Payments as the contract's guarantees have them: number first, recorded before a wallet is asked, final is final. */
import type { CancelRequest, OfflineRequest, OnlineRequest } from '../../gateway/contract.ts';
import type { Payment, PaymentMethod, PaymentSystem } from '../../payment/types.ts';
import { type Books, expireDue, markReversal, record, settleDeclined, settleReversed, settleUnpaid } from './books.ts';
import { type Answer, answered, type Refusal, refusal, refused } from './refusal.ts';
import { currency } from './terminal.ts';
import { blankTransaction, type Transaction, toPayment } from './transactions.ts';
import { isPrintable, newQr, walletOf } from './wallets.ts';

/** A number fits a slip and JavaScript's exact integers, also after a box has added one to it. */
const highestNumber = 999_999_999_999;
/** `pos/counters` lists at most this many. */
const maxPending = 1_000;

/**
 * The answer for a number that is on record, or null: the same sale gets its present state whatever else has changed,
 * another sale is told so (gateway contract, guarantees).
 */
export const answerKnown = (books: Books, transactionNumber: number, saleId: string): Answer<Payment> | null => {
  const known = books.transactions.find(transactionNumber);
  if (known === null) return null;
  if (known.saleId !== saleId)
    return refused('transaction-number-conflict', `number ${transactionNumber} belongs to another sale`);
  return answered(toPayment(known));
};

/** Why no new number is taken, or null. The number stays unknown: this attempt was not processed. */
export const refuseNumber = (
  books: Books,
  request: { readonly transactionNumber: number; readonly shiftNumber: number; readonly currency: string },
): Refusal | null => {
  if (request.transactionNumber > highestNumber) return refusal('request-invalid', 'transactionNumber is too high');
  if (request.currency !== currency) return refusal('request-invalid', `currency is not ${currency}`);
  const shiftNumber = books.terminal.openShift();
  if (request.shiftNumber < shiftNumber)
    return refusal('shift-closed', `shift ${request.shiftNumber} is closed`, { shiftNumber });
  if (request.shiftNumber > shiftNumber)
    return refusal('request-invalid', `there is no shift ${request.shiftNumber} yet, the open one is ${shiftNumber}`);
  if (books.transactions.countPending() >= maxPending)
    return { ...refusal('too-many-requests', `${maxPending} transactions are pending`), retryAfterSeconds: 5 };
  return null;
};

interface Terms {
  readonly method: PaymentMethod;
  /** Null: no wallet knows the customer's code. */
  readonly paymentSystem: PaymentSystem | null;
  readonly qr: string | null;
}

const take = (books: Books, request: OfflineRequest | OnlineRequest, terms: () => Terms): Answer<Payment> => {
  expireDue(books);
  const known = answerKnown(books, request.transactionNumber, request.saleId);
  if (known !== null) return known;
  if (books.terminal.blocked()) return refused('terminal-blocked', 'this terminal is blocked by the operator');
  const refusedNumber = refuseNumber(books, request);
  if (refusedNumber !== null) return { ok: false, error: refusedNumber };

  const { method, paymentSystem, qr } = terms();
  const permits = books.terminal.permits();
  if (!permits.modes.includes(method)) return refused('not-permitted', `${method} payments are not permitted`);
  const row: Transaction = {
    ...blankTransaction,
    kind: 'payment',
    transactionNumber: request.transactionNumber,
    saleId: request.saleId,
    shiftNumber: request.shiftNumber,
    method,
    paymentSystem,
    status: 'pending',
    amount: request.amount,
    currency: request.currency,
    qr,
    expiresMs: books.now() + request.expiresInSeconds * 1_000,
    createdAt: request.createdAt,
  };
  record(books, row);

  const { minAmount, maxAmount } = permits.limits;
  if (request.amount < minAmount || request.amount > maxAmount) {
    settleDeclined(books, row, 'limit-exceeded');
    return refused('amount-out-of-range', `amount ${request.amount} is not within ${minAmount}–${maxAmount}`);
  }
  if (paymentSystem === null) {
    settleDeclined(books, row, 'other');
    return refused('qr-unrecognised', 'no wallet knows this code');
  }
  if (!permits.paymentSystems.includes(paymentSystem)) {
    settleDeclined(books, row, 'other');
    return refused('payment-system-unavailable', `${paymentSystem} is not available to this terminal`);
  }
  return answered(toPayment(row));
};

/** `POST pos/payment/offline`. The code is shown to the wallets and then forgotten: no row holds it. */
export const payOffline = (books: Books, request: OfflineRequest): Answer<Payment> => {
  if (!isPrintable(request.qr)) return refused('request-invalid', 'qr holds characters that are not printable');
  return take(books, request, () => ({ method: 'offline', paymentSystem: walletOf(request.qr), qr: null }));
};

/** `POST pos/payment/online`. The token is recorded with the number, so that every repeat answers the same one. */
export const payOnline = (books: Books, request: OnlineRequest): Answer<Payment> =>
  take(books, request, () => ({
    method: 'online',
    paymentSystem: request.paymentSystem,
    qr: newQr(books.random, request.paymentSystem),
  }));

/** `GET pos/payment/{transactionNumber}`, for payments and refunds. */
export const findPayment = (books: Books, transactionNumber: number, saleId: string): Answer<Payment> => {
  expireDue(books);
  return (
    answerKnown(books, transactionNumber, saleId) ??
    refused('payment-not-found', `number ${transactionNumber} is unknown`)
  );
};

/**
 * `POST pos/payment/{transactionNumber}/cancel`. Never refused for block, permission, age or funds. An unknown number is
 * recorded for ever as cancelled. A refund is never cancelled: its present state is the answer.
 */
export const cancelPayment = (books: Books, transactionNumber: number, request: CancelRequest): Answer<Payment> => {
  expireDue(books);
  const known = books.transactions.find(transactionNumber);
  if (known === null) return tombstone(books, transactionNumber, request);
  const present = answerKnown(books, transactionNumber, request.saleId);
  if (present === null || !present.ok || known.kind === 'refund') return present ?? answered(toPayment(known));
  if (known.status === 'pending') return answered(toPayment(settleUnpaid(books, known, 'cancelled', books.now())));
  if (known.status === 'paid' && request.ifPaid === 'refund') return reverse(books, known);
  return present;
};

const tombstone = (books: Books, transactionNumber: number, request: CancelRequest): Answer<Payment> => {
  if (transactionNumber > highestNumber) return refused('request-invalid', 'transactionNumber is too high');
  const row: Transaction = {
    ...blankTransaction,
    kind: 'payment',
    transactionNumber,
    saleId: request.saleId,
    shiftNumber: request.shiftNumber,
    method: request.method,
    paymentSystem: null,
    status: 'cancelled',
    amount: request.amount,
    currency: request.currency,
    createdAt: request.createdAt,
    finalMs: books.now(),
  };
  record(books, row);
  return answered(toPayment(row));
};

const reverse = (books: Books, paid: Transaction): Answer<Payment> => {
  const shiftNumber = books.terminal.openShift();
  if (paid.shiftNumber !== shiftNumber)
    return refused('shift-closed', `shift ${paid.shiftNumber} is closed: make a refund, late-money`, { shiftNumber });
  // While a refund of it is under way, how much is left to go back is not known.
  const refundOpen = books.transactions.refundsOf(paid.transactionNumber).some(({ status }) => status === 'pending');
  const mood = refundOpen ? 'later' : books.terminal.walletMood();
  if (mood === 'at-once') return answered(toPayment(settleReversed(books, paid)));
  return answered(toPayment(markReversal(books, paid, mood === 'later' ? 'pending' : 'failed')));
};
