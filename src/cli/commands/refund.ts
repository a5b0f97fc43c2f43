/** `sendybox refund`: gives back a payment, whole or in part. Its exit status is what a till's script goes by. */
import type { ControlFailure } from '../../control/control-client.ts';
import type { JobReport, RefundParams } from '../../control/protocol.ts';
import { type FieldError, fieldError, ok, type Result } from '../../errors.ts';
import { parseAmount } from '../../payment/money.ts';
import { refuseSurplus, transactionNumberOf } from '../operands.ts';
import { amountOf, paymentLine } from '../payment-lines.ts';
import { type Command, type ExitStatus, reasonLine, type Session } from '../session.ts';

export const refundCommand: Command = {
  name: 'refund',
  usage: ['refund NUMBER [AMOUNT]'],
  options: {},
  async run(session, _options, operands) {
    const params = refundParams(operands);
    if (!params.ok) return session.fail(params.error, params.error.code === 'AMT-04' ? 2 : 1);
    const waiting = new AbortController();
    const stopListening = session.world.onInterrupt(() => waiting.abort());
    const end = await session.client.request('refund', params.value, { timeoutMs: null, signal: waiting.signal });
    stopListening();
    if (waiting.signal.aborted && !end.ok) {
      // Ctrl-C ends the waiting, not the refund: once begun it is brought to its end by the box.
      session.remark((await session.texts()).refundGoesOn);
      return session.json ? session.fail(end.error.error, 4) : 4;
    }
    return end.ok ? report(session, end.value) : noResult(session, end.error);
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
  if (session.json) {
    session.answer(payment, []);
    return status;
  }
  const texts = await session.texts();
  const language = await session.language();
  const isAccepted = outcome === 'unknown' && payment.status === 'pending';
  const word = {
    done: session.paint('green', texts.refunded),
    failed: session.paint('red', texts.notRefunded),
    unknown: session.paint('yellow', isAccepted ? texts.refundAccepted : texts.refundUnknown),
  }[outcome];
  session.answer(null, [
    `${word}  ${amountOf(payment)}`,
    paymentLine(payment, language),
    ...(error === null || outcome === 'done' ? [] : [reasonLine(error, language)]),
  ]);
  return status;
};

const unexplained = (outcome: JobReport['outcome']): FieldError =>
  outcome === 'unknown' ? fieldError('PAY-20') : fieldError('BUG-01', 'no refund and no reason');

/** A box that took the order and then fell silent may have refunded: that is *not known yet*, not *no answer*. */
const noResult = async (session: Session, failure: ControlFailure): Promise<ExitStatus> => {
  if (failure.reason !== 'silent') return session.failed(failure);
  session.remark((await session.texts()).connectionLostInRefund);
  return session.fail(failure.error, 4);
};
