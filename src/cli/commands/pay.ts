/** `sendybox pay`: a sale started from outside. Its exit status is what a till's script goes by. */
import type { PayParams, PayResult } from '../../control/protocol.ts';
import { type FieldError, failed, fieldError, ok, type Result } from '../../errors.ts';
import { parseAmount } from '../../payment/money.ts';
import { type PaymentSystem, paymentSystems } from '../../payment/types.ts';
import { maxCodeBytes, parseCode } from '../../payment/wallet-code.ts';
import { awaitEnd, sayEnd } from '../money-order.ts';
import {
  type Command,
  type ExitStatus,
  type OptionValues,
  type Session,
  stringOption,
  UsageError,
} from '../session.ts';
import { printable } from '../terminal-text.ts';

export const payCommand: Command = {
  name: 'pay',
  usage: ['pay AMOUNT [--online SYSTEM | --offline [--code-file FILE]] [--ref TEXT]'],
  options: {
    online: { type: 'string', values: paymentSystems },
    offline: { type: 'boolean' },
    'code-file': { type: 'string' },
    ref: { type: 'string' },
  },
  async run(session, options, operands) {
    const params = await payParams(session, options, operands);
    if (!params.ok) return session.fail(params.error, params.error.code === 'AMT-04' ? 2 : 1);
    const stopShowing = showProgress(session);
    return awaitEnd(session, {
      request: (signal) =>
        session.client.request('pay', params.value, { timeoutMs: null, signal }).finally(() => stopShowing()),
      report: (end) => report(session, end),
      goesOn: (texts) => texts.saleGoesOn,
      connectionLost: (texts) => texts.connectionLostInSale,
    });
  },
};

const payParams = async (
  session: Session,
  options: OptionValues,
  operands: readonly string[],
): Promise<Result<PayParams>> => {
  const [amountText, ...surplus] = operands;
  const [first] = surplus;
  if (amountText === undefined) throw new UsageError((texts) => texts.missing('AMOUNT'));
  if (first !== undefined) throw new UsageError(() => first);
  const online = stringOption(options, 'online');
  const codeFile = stringOption(options, 'code-file');
  const ref = stringOption(options, 'ref');
  if (online !== undefined && options.offline === true)
    throw new UsageError((texts) => texts.notTogether('--online', '--offline'));
  if (codeFile !== undefined && options.offline !== true) throw new UsageError((texts) => texts.missing('--offline'));
  if (online !== undefined && !isPaymentSystem(online))
    throw new UsageError((texts) => texts.notOneOf(`--online ${online}`, paymentSystems.join(', ')));
  if (ref !== undefined && !/^[^\p{Cc}]{1,64}$/u.test(ref))
    throw new UsageError((texts) => texts.notOneOf('--ref', '1–64'));

  const amount = parseAmount(amountText);
  if (!amount.ok) return amount;
  const code = codeFile === undefined ? ok(undefined) : await readCode(session, codeFile);
  if (!code.ok) return code;
  return ok({
    amountMinor: amount.value,
    ...(online !== undefined && { method: 'online' as const, paymentSystem: online }),
    ...(options.offline === true && { method: 'offline' as const }),
    ...(code.value !== undefined && { code: code.value }),
    ...(ref !== undefined && { ref }),
  });
};

const isPaymentSystem = (text: string): text is PaymentSystem => (paymentSystems as readonly string[]).includes(text);

/** From a file and not an argument: what is in the command line, every process may read. */
const readCode = async (session: Session, path: string): Promise<Result<string>> => {
  let bytes: Uint8Array;
  try {
    bytes = await session.world.readFile(path, maxCodeBytes * 2);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(() => `--code-file ${path}: ${code ?? message}`);
  }
  try {
    return parseCode(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return failed(fieldError('SCN-04'));
  }
};

/** Who waits at a terminal sees what the display of the box shows. */
const showProgress = (session: Session): (() => void) => {
  if (session.json || !session.world.stderr.isTerminal) return () => {};
  let shown = '';
  return session.client.watch(
    (screen) => {
      const text = screen.lines.map((line) => printable(line.trim())).join(' · ');
      if (text !== shown) session.remark(session.paint('dim', text));
      shown = text;
    },
    () => {},
  );
};

const statuses = { paid: 0, notPaid: 1, unknown: 4 } as const satisfies Record<PayResult['outcome'], ExitStatus>;

const report = async (session: Session, { outcome, payment, error }: PayResult): Promise<ExitStatus> => {
  const status = statuses[outcome];
  if (payment === null) return session.fail(error ?? unexplained(outcome), status);
  const texts = await session.texts();
  const word = {
    paid: session.paint('green', texts.paid),
    notPaid: session.paint('red', texts.notPaid),
    unknown: session.paint('yellow', texts.unknownEnd),
  }[outcome];
  return sayEnd(session, { status, payment, word, reason: outcome === 'paid' ? null : error });
};

const unexplained = (outcome: PayResult['outcome']): FieldError =>
  outcome === 'unknown' ? fieldError('PAY-05') : fieldError('BUG-01', 'no payment and no reason');
