/**
 * A transaction of which only the number is known: another box made it, or this one before its SD card was changed. The
 * contract has no call for that, since `GET pos/payment` wants the `saleId`; but its lists are by number.
 */
import { assert, fieldError } from '../errors.ts';
import type { Payment } from '../payment/types.ts';
import { impossibility } from './answer-checks.ts';
import type { GatewayClient } from './client.ts';
import type { Outcome } from './outcome.ts';

/** No gateway of this contract is older. */
const beginning = '2000-01-01T00:00:00.000Z';
const dayMs = 24 * 60 * 60_000;

/**
 * The open shift has every number of its own, the report of all time those that were paid or refunded. Null: in neither.
 * So a payment that came to nothing in a closed shift is not found, nor is a refund from one that is still pending.
 */
export const findPayment = async (
  client: Pick<GatewayClient, 'counters' | 'shiftTransactions' | 'reportTransactions' | 'nowMs'>,
  transactionNumber: number,
  signal?: AbortSignal,
): Promise<Outcome<Payment | null>> => {
  assert(Number.isSafeInteger(transactionNumber) && transactionNumber >= 1, 'transaction numbers are counted from 1');
  const page = { after: transactionNumber - 1, limit: 1 };

  const counters = await client.counters(signal);
  if (counters.kind !== 'answered') return counters;
  const ofShift = await client.shiftTransactions(counters.value.shiftNumber, page, signal);
  // The next shift need not exist before something is sold in it.
  const isNotBegun = ofShift.kind === 'refused' && ofShift.problem.code === 'shift-not-found';
  if (ofShift.kind !== 'answered' && !isNotBegun) return ofShift;
  const first = ofShift.kind === 'answered' ? ofShift.value.transactions[0] : undefined;
  if (first?.transactionNumber === transactionNumber) return found(first);

  const to = new Date(client.nowMs() + dayMs).toISOString();
  const ofAllTime = await client.reportTransactions({ from: beginning, to }, page, signal);
  if (ofAllTime.kind !== 'answered') return ofAllTime;
  const [next] = ofAllTime.value.transactions;
  return next?.transactionNumber === transactionNumber ? found(next) : { kind: 'answered', value: null };
};

const found = (payment: Payment): Outcome<Payment> => {
  const impossible = impossibility(payment);
  return impossible === null
    ? { kind: 'answered', value: payment }
    : { kind: 'noAnswer', error: fieldError('NET-10', impossible) };
};
