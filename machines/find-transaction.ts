/** What the gateway says of a transaction number, and what the journal knows of it: for inquiries and refunds. */
import type { Outcome } from '../src/gateway/outcome.ts';
import type { Payment } from '../src/payment/types.ts';
import { keyOf } from './answers.ts';
import type { Ports, Sale, TransactionAnswer } from './ports.ts';

/** `sale`: what the journal knows, also where the gateway has not answered. */
export type FoundTransaction = Outcome<TransactionAnswer> & { readonly sale: Sale | null };

/**
 * By the journal's `saleId` where the journal knows the number, else by the number alone: another box of this terminal
 * made it, or this one before its SD card was changed. The answer holds no QR: nobody pays by it any more.
 * Rejects as the journal does.
 */
export const findTransaction = async (
  { journal, gateway }: Pick<Ports, 'journal' | 'gateway'>,
  transactionNumber: number,
  signal?: AbortSignal,
): Promise<FoundTransaction> => {
  const sale = await journal.sale(transactionNumber);
  const byKey = sale === null ? null : await gateway.payment(keyOf(sale), 0, signal);
  const isUnknown = byKey?.kind === 'refused' && byKey.problem.code === 'payment-not-found';
  if (isUnknown) return { kind: 'answered', value: { transactionNumber, payment: null, sale }, sale };
  const isOfAnother = byKey?.kind === 'refused' && byKey.problem.code === 'transaction-number-conflict';
  const outcome = byKey === null || isOfAnother ? await gateway.find(transactionNumber, signal) : byKey;
  if (outcome.kind !== 'answered') return { ...outcome, sale };
  const payment = outcome.value === null ? null : withoutQr(outcome.value);
  // The gateway never took this number for a sale of ours: then all that there is of it is the other box's.
  const ours = isOfAnother && payment !== null && sale?.answered === false ? null : sale;
  return { kind: 'answered', value: { transactionNumber, payment, sale: ours }, sale: ours };
};

/** A secret while it lives. */
const withoutQr = ({ qr: _qr, ...payment }: Payment): Payment => payment;
