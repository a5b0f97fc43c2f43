/** `sendybox refund`: gives back a payment, whole or in part. Its exit status is what a till's script goes by. */
import type { JobReport, RefundParams } from '../../control/protocol.ts';
import { type FieldError, fieldError, ok, type Result } from '../../errors.ts';
import { parseAmount } from '../../payment/money.ts';
import { awaitEnd, sayEnd } from '../money-order.ts';
import { refuseSurplus, transactionNumberOf } from '../operands.ts';
import type { Command, ExitStatus, Session } from '../session.ts';

export const refundCommand: Command = {
  name: 'refund',
  usage: ['refund NUMBER [AMOUNT]'],
  options: {},
  async run(session, _options, operands) {
    const params = refundParams(operands);
    if (!params.ok) return session.fail(params.error, params.error.code === 'AMT-04' ? 2 : 1);
    return awaitEnd(session, {
      request: (signal) => session.client.request('refund', params.value, { timeoutMs: null, signal }),
      report: (end) => report(session, end),
      goesOn: (texts) => texts.refundGoesOn,
      connectionLost: (texts) => texts.connectionLostInRefund,
    });
  },
};

const refundParams = (operands: readonly string[]): Result<RefundParams> => {
  const [number, amountText] = operands;
  const transactionNumber = transactionNumberOf(number);
  refuseSurplus(operands, 2);
  if (amountText === undefined) return ok({ transactionNumber });
  const amount = parseAmount(amountText);
  return amount.ok ? ok({ transactionNumber, amountMinor: amount.value }) : amount;
};

const statuses = { done: 0, failed: 1, unknown: 4 } as const satisfies Record<JobReport['outcome'], ExitStatus>;

const report = async (session: Session, { outcome, payment, error }: JobReport): Promise<ExitStatus> => {
  const status = statuses[outcome];
  if (payment === null) return session.fail(error ?? unexplained(outcome), status);
  const texts = await session.texts();
  const isAccepted = outcome === 'unknown' && payment.status === 'pending';
  const word = {
    done: session.paint('green', texts.refunded),
    failed: session.paint('red', texts.notRefunded),
    unknown: session.paint('yellow', isAccepted ? texts.refundAccepted : texts.refundUnknown),
  }[outcome];
  return sayEnd(session, { status, payment, word, reason: outcome === 'done' ? null : error });
};

const unexplained = (outcome: JobReport['outcome']): FieldError =>
  outcome === 'unknown' ? fieldError('PAY-20') : fieldError('BUG-01', 'no refund and no reason');
