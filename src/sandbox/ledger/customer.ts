/** The customer's phone: what a person does with the payment that waits on it. */
import { failed, ok, type Result } from '../../errors.ts';
import type { Payment } from '../../payment/types.ts';
import { type Books, expireDue, settleDeclined, settlePaid } from './books.ts';
import { isDeclineCode } from './messages.ts';
import { toPayment } from './transactions.ts';

export interface CustomerRefusal {
  /**
   * nothing-open: no payment waits. code-unknown: this QR is no token of ours. not-payable: its payment has ended.
   * action-unknown: no such action or decline code.
   */
  readonly code: 'nothing-open' | 'code-unknown' | 'not-payable' | 'action-unknown';
  readonly detail: string;
}

const refuse = (code: CustomerRefusal['code'], detail: string) => failed({ code, detail });

/**
 * `confirm`, `reject`, `ignore`, or `decline:<declineCode>`: the wallet itself says no.
 * Acts on the payment whose printed QR was scanned, or on the one of that number, or else on the latest that is pending.
 * A final payment refuses every confirmation (gateway contract, guarantees).
 */
export const customerActs = (
  books: Books,
  action: string,
  qr?: string,
  transactionNumber?: number,
): Result<Payment, CustomerRefusal> => {
  const declineCode = action.startsWith('decline:') ? action.slice('decline:'.length) : null;
  if (declineCode === null ? !['confirm', 'reject', 'ignore'].includes(action) : !isDeclineCode(declineCode))
    return refuse('action-unknown', `no such action: ${action.slice(0, 40)}`);
  expireDue(books);
  const latest = () =>
    transactionNumber === undefined
      ? books.transactions.pending('payment').at(-1)
      : (books.transactions.find(transactionNumber) ?? undefined);
  const row = qr === undefined ? latest() : books.transactions.findByQr(qr);
  if (row === undefined) return refuse('nothing-open', 'no payment waits for the customer');
  if (row === null) return refuse('code-unknown', 'this QR holds no token of the operator');
  if (row.status !== 'pending')
    return refuse('not-payable', `payment ${row.transactionNumber} is ${row.status} already`);
  if (action === 'ignore') return ok(toPayment(row));
  if (action === 'confirm') return ok(toPayment(settlePaid(books, row)));
  return ok(toPayment(settleDeclined(books, row, declineCode ?? 'rejected-by-customer')));
};
