/** A sale of the journal as `sendybox … --json` shows it: the field names of `Payment`, and what only the box knows. */
import type { Sale } from '../../machines/ports.ts';
import type { TransactionRow } from '../control/protocol.ts';

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
    qr: undefined,
  };
  return { ...known, status: sale.status, verdict: sale.verdict, resolved: sale.resolved, ref: sale.ref };
};
