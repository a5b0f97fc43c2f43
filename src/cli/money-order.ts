/**
 * An order that money hangs on, from the moment the box has it: waiting for its end, telling it, and the difference between
 * a box that did not take the order and one that fell silent with it. What `pay`, `refund` and `close-day` share.
 */
import type { ControlFailure } from '../control/control-client.ts';
import type { TransactionRow } from '../control/protocol.ts';
import type { FieldError, Result } from '../errors.ts';
import type { CliTexts } from '../locale/cli.ts';
import { amountOf, paymentLine } from './payment-lines.ts';
import { type ExitStatus, reasonLine, type Session } from './session.ts';

export interface MoneyOrder<End> {
  request(signal: AbortSignal): Promise<Result<End, ControlFailure>>;
  report(end: End): Promise<ExitStatus>;
  /** Said when Ctrl-C has ended the waiting: what was begun is brought to its end by the box. */
  readonly goesOn: (texts: CliTexts) => string;
  /** Said when the box took the order and fell silent. */
  readonly connectionLost: (texts: CliTexts) => string;
}

export const awaitEnd = async <End>(session: Session, order: MoneyOrder<End>): Promise<ExitStatus> => {
  const waiting = new AbortController();
  const stopListening = session.world.onInterrupt(() => waiting.abort());
  const end = await order.request(waiting.signal);
  stopListening();
  if (end.ok) return order.report(end.value);
  const { error, reason } = end.error;
  if (waiting.signal.aborted) {
    session.remark(order.goesOn(await session.texts()));
    return session.json ? session.fail(error, 4) : 4;
  }
  // It may have moved money: that is *not known yet*, not *no answer*.
  if (reason !== 'silent') return session.failed(end.error);
  session.remark(order.connectionLost(await session.texts()));
  return session.fail(error, 4);
};

export interface MoneyEnd {
  readonly status: ExitStatus;
  readonly payment: TransactionRow;
  /** In one coloured word. */
  readonly word: string;
  /** Null: there is nothing to explain. */
  readonly reason: FieldError | null;
}

export const sayEnd = async (session: Session, { status, payment, word, reason }: MoneyEnd): Promise<ExitStatus> => {
  const language = await session.language();
  session.answer(payment, [
    `${word}  ${amountOf(payment)}`,
    paymentLine(payment, language),
    ...(reason === null ? [] : [reasonLine(reason, language)]),
  ]);
  return status;
};
