/** A gateway whose every answer the test gives: each call waits until it is answered, and stands in the order log. */
import type { ActivationInput, GatewayPort, PaymentKey } from '../../machines/ports.ts';
import { type FieldCode, fieldError } from '../../src/errors.ts';
import { paymentMismatch, refundMismatch } from '../../src/gateway/answer-checks.ts';
import type { Outcome, Problem, ProblemCode } from '../../src/gateway/outcome.ts';
import { problemRules } from '../../src/gateway/problem.ts';
import type { CancelOrder, Counters, Intent, Payment, TerminalInfo } from '../../src/payment/types.ts';

export type CallName = keyof GatewayPort;

interface Asked {
  readonly number?: number;
  readonly intent?: Intent;
  readonly key?: PaymentKey;
  readonly order?: CancelOrder;
  readonly code?: string;
  readonly waitSeconds?: number;
  readonly activation?: ActivationInput;
}

export class GatewayCall {
  readonly name: CallName;
  readonly asked: Asked;
  /** The machine has left the state that asked: its answer is lost. */
  isGivenUp = false;
  /** Null until it has ended. */
  outcome: Outcome<unknown> | null = null;
  readonly #settle: (outcome: Outcome<unknown>) => Promise<void>;

  constructor(name: CallName, asked: Asked, settle: (outcome: Outcome<unknown>) => Promise<void>) {
    this.name = name;
    this.asked = asked;
    this.#settle = settle;
  }

  get number(): number {
    return this.asked.number ?? 0;
  }

  /** Null: what was looked for is not there. */
  answers(value: Payment | Counters | TerminalInfo | null): Promise<void> {
    const mismatch = this.#mismatch(value);
    return this.#end(
      mismatch === null ? { kind: 'answered', value } : { kind: 'noAnswer', error: fieldError('NET-10', mismatch) },
    );
  }

  /** The payment that was asked about, in this state. */
  says(status: Payment['status'], more: Partial<Payment> = {}): Promise<void> {
    return this.answers({ ...this.#payment(status), ...more });
  }

  refused(code: ProblemCode, more: Partial<Problem> = {}): Promise<void> {
    const { status, fieldCode } = problemRules[code];
    return this.#end({ kind: 'refused', problem: { status, code, error: fieldError(fieldCode), ...more } });
  }

  noAnswer(code: FieldCode = 'NET-06'): Promise<void> {
    return this.#end({ kind: 'noAnswer', error: fieldError(code) });
  }

  notSent(code: FieldCode = 'NET-01'): Promise<void> {
    return this.#end({ kind: 'notSent', error: fieldError(code) });
  }

  #end(outcome: Outcome<unknown>): Promise<void> {
    this.outcome ??= outcome;
    return this.#settle(outcome);
  }

  /** As the client judges it: an answer about something else is malformed, which is none. */
  #mismatch(value: Payment | Counters | TerminalInfo | null): string | null {
    const { intent, key } = this.asked;
    if (value === null || !('saleId' in value)) return null;
    if (key !== undefined) return paymentMismatch(key, value);
    if (intent === undefined) return null;
    return intent.refund === undefined
      ? paymentMismatch({ kind: 'payment', ...intent }, value)
      : refundMismatch(intent, value);
  }

  #payment(status: Payment['status']): Payment {
    const { intent, key, number } = this.asked;
    const isOnline = intent?.method === 'online' || key?.saleId.startsWith('online') === true;
    const original = intent?.refund?.originalTransactionNumber;
    return {
      kind: key?.kind ?? (original === undefined ? 'payment' : 'refund'),
      transactionNumber: number ?? 0,
      saleId: intent?.saleId ?? key?.saleId ?? '',
      shiftNumber: intent?.shiftNumber ?? 7,
      method: isOnline ? 'online' : 'offline',
      paymentSystem: intent?.paymentSystem ?? 'sendy',
      status,
      amount: intent?.amountMinor ?? key?.amountMinor ?? 0,
      currency: 'RUB',
      refundedAmount: 0,
      reference: status === 'paid' ? `R${number}` : null,
      createdAt: '2026-11-24T09:00:00.000Z',
      ...(original === undefined ? {} : { originalTransactionNumber: original }),
      ...(isOnline && status === 'pending'
        ? { qr: `https://pay.example/${number}`, expiresAt: '2026-11-24T09:02:00.000Z' }
        : {}),
    };
  }
}

export interface GatewayOptions {
  /** Called as a request leaves, before it stands in the log: a place to check what must be on disk. */
  readonly onSend: (call: GatewayCall) => void;
  readonly record: (line: string) => void;
  readonly settle: () => Promise<void>;
}

export class FakeGateway implements GatewayPort {
  /** Answered by itself, unless a test wants to: then null. */
  numbering: Counters | null = { lastTransactionNumber: 41, shiftNumber: 7, open: [] };
  /** Answers in the test's place, for tests with a gateway of their own mind. */
  autopilot: ((call: GatewayCall) => void) | null = null;
  /** The network does not notice that a call was given up: its answer still comes, to whoever takes it. */
  answersLate = false;
  readonly #options: GatewayOptions;
  #waiting: GatewayCall[] = [];

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  activate(activation: ActivationInput, signal?: AbortSignal) {
    return this.#call<TerminalInfo>('activate', { activation }, signal);
  }

  counters(signal?: AbortSignal) {
    if (this.numbering !== null) return Promise.resolve<Outcome<Counters>>({ kind: 'answered', value: this.numbering });
    return this.#call<Counters>('counters', {}, signal);
  }

  payOffline(intent: Intent, code: string, signal?: AbortSignal) {
    return this.#call<Payment>('payOffline', { intent, code, number: intent.transactionNumber }, signal);
  }

  payOnline(intent: Intent, signal?: AbortSignal) {
    return this.#call<Payment>('payOnline', { intent, number: intent.transactionNumber }, signal);
  }

  payment(key: PaymentKey, waitSeconds: number, signal?: AbortSignal) {
    return this.#call<Payment>('payment', { key, waitSeconds, number: key.transactionNumber }, signal);
  }

  cancel(intent: Intent, order: CancelOrder, signal?: AbortSignal) {
    return this.#call<Payment>('cancel', { intent, order, number: intent.transactionNumber }, signal);
  }

  refund(intent: Intent, signal?: AbortSignal) {
    return this.#call<Payment>('refund', { intent, number: intent.transactionNumber }, signal);
  }

  find(number: number, signal?: AbortSignal) {
    return this.#call<Payment | null>('find', { number }, signal);
  }

  /** The oldest call of this name that waits for its answer; fails if the box has not made it. */
  async next(name: CallName, number?: number): Promise<GatewayCall> {
    await this.#options.settle();
    const call = this.#waiting.find((one) => one.name === name && (number === undefined || one.number === number));
    if (call === undefined) throw new Error(`the box does not wait for ${name}; it waits for: ${this.waitingFor()}`);
    this.#waiting = this.#waiting.filter((one) => one !== call);
    return call;
  }

  /** What the box waits for now, e.g. `payment 42, cancel 41`. */
  waitingFor(): string {
    return this.#waiting.map((call) => `${call.name} ${call.asked.number ?? ''}`.trim()).join(', ') || 'nothing';
  }

  #call<T>(name: CallName, asked: Asked, signal?: AbortSignal): Promise<Outcome<T>> {
    return new Promise((resolve) => {
      const call = new GatewayCall(name, asked, (outcome) => {
        resolve(outcome as Outcome<T>);
        return this.#options.settle();
      });
      signal?.addEventListener('abort', () => {
        call.isGivenUp = true;
        if (this.answersLate) return;
        call.outcome ??= { kind: 'noAnswer', error: fieldError('NET-06', 'given up') };
        this.#waiting = this.#waiting.filter((one) => one !== call);
        resolve({ kind: 'noAnswer', error: fieldError('NET-06', 'given up') });
      });
      this.#options.onSend(call);
      const { number = '', order, waitSeconds } = asked;
      this.#options.record(
        ['send', name, number, order === undefined ? '' : order.ifPaid, waitSeconds ? 'waiting' : '']
          .filter((word) => word !== '')
          .join(' '),
      );
      if (this.autopilot === null) this.#waiting.push(call);
      else this.autopilot(call);
    });
  }
}
