/** A transaction as `sendybox … --json` shows it: the field names of `Payment`, and what only the box knows. */
import type { Sale } from '../../machines/ports.ts';
import type { TransactionRow } from '../control/protocol.ts';
import { isFinal } from '../payment/statuses.ts';
import type { Payment } from '../payment/types.ts';

export const rowOf = (sale: Sale): TransactionRow => {
  const { intent, payment } = sale;
  const { qr: _, ...known } = payment ?? {
    kind: sale.kind,
    transactionNumber: intent.transactionNumber,
    saleId: intent.saleId,
    shiftNumber: intent.shiftNumber,
    method: intent.method,
    paymentSystem: intent.paymentSystem,
    amount: intent.amountMinor,
    currency: intent.currency,
    refundedAmount: 0,
    reference: null,
    createdAt: intent.createdAt,
    ...(intent.refund === undefined ? {} : { originalTransactionNumber: intent.refund.originalTransactionNumber }),
    qr: undefined,
  };
  return { ...known, status: sale.status, verdict: sale.verdict, resolved: sale.resolved, ref: sale.ref };
};

/** The gateway's word on it, with what the journal knows of the same sale; another box's transaction has no more. */
export const answeredRowOf = ({ qr: _, ...payment }: Payment, sale: Sale | null): TransactionRow => {
  const ours = sale?.intent.saleId === payment.saleId ? sale : null;
  return {
    ...payment,
    verdict: ours?.verdict ?? null,
    resolved: ours?.resolved ?? (payment.status === 'paid' || isFinal(payment.status)),
    ref: ours?.ref ?? null,
  };
};
