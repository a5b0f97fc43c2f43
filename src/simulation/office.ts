/**
 * Who asks the box from outside: a till's software, which asks again with the same reference until it knows, and the back
 * office. Through the shipped handlers of the control socket.
 */
import type { ControlHandlers, PayResult } from '../control/protocol.ts';
import { toFieldError } from '../errors.ts';
import type { PaymentSystem } from '../payment/types.ts';
import type { Judge } from './judge.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface OfficeOptions {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly judge: Judge;
  /** Of the box that is on; null: there is none. */
  readonly handlers: () => ControlHandlers | null;
  /** Resolves when the power goes. */
  readonly untilOff: () => Promise<void>;
  readonly untilOn: () => Promise<void>;
  readonly say: (line: string) => void;
  readonly onFault: (kind: string) => void;
}

export interface PayOrder {
  readonly amountMinor: number;
  readonly ref: string;
  readonly code: string | null;
  /** Null: as the settings have it. */
  readonly onlineSystem: PaymentSystem | null;
}

export interface ActivationOrder {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly code: string;
  readonly replace: boolean;
  readonly again: boolean;
}

export interface Office {
  /** Returns when the till knows how the payment ended, or has given up asking. */
  pay(order: PayOrder): Promise<void>;
  refund(transactionNumber: number, amountMinor: number | null): Promise<void>;
  query(transactionNumber: number): Promise<void>;
  cancel(): Promise<void>;
  reprint(transactionNumber: number | null): Promise<void>;
  closeDay(): Promise<void>;
  activate(order: ActivationOrder): Promise<void>;
  /** Calls that the box has not answered. */
  waiting(): number;
}

/** A till that waits longer has a person before it who presses a key. */
const maxTries = 60;

const off = { off: true } as const;

export const createOffice = (options: OfficeOptions): Office => {
  const { time, random, judge, say, onFault } = options;

  let waiting = 0;

  /** What the box answers; null: it refused, or its power went. */
  const ask = async <T>(what: string, call: (handlers: ControlHandlers) => Promise<T>): Promise<T | null> => {
    const handlers = options.handlers();
    if (handlers === null) return null;
    say(`asked: ${what}`);
    waiting += 1;
    try {
      const answer = await Promise.race([call(handlers), options.untilOff().then(() => off)]);
      return answer === off ? null : (answer as T);
    } catch (thrown) {
      say(`refused: ${what}: ${toFieldError(thrown).code}`);
      return null;
    } finally {
      waiting -= 1;
    }
  };

  const knows = ({ outcome, payment }: PayResult, order: PayOrder): boolean => {
    say(`told: ${order.ref} ${outcome}`);
    if (payment === null) {
      if (outcome === 'notPaid') judge.toldNotBegun(order.ref);
      return outcome !== 'unknown';
    }
    if (outcome === 'unknown') return false;
    judge.told(payment.transactionNumber, outcome, order.ref);
    return true;
  };

  return {
    waiting: () => waiting,
    async pay(order) {
      const params = {
        amountMinor: order.amountMinor,
        ref: order.ref,
        ...(order.code === null ? {} : { code: order.code }),
        ...(order.onlineSystem === null ? {} : { method: 'online' as const, paymentSystem: order.onlineSystem }),
      };
      for (let tries = 0; tries < maxTries; tries += 1) {
        await options.untilOn();
        const result = await ask(`pay ${order.ref}`, (handlers) => handlers.pay(params));
        if (result !== null && knows(result, order)) {
          // A till that lost the answer asks once more, and must be told the same.
          if (result.payment === null || !random.chance(0.2)) return;
          onFault('people.askedAgain');
        }
        await time.sleep(random.span(500, 20_000));
      }
    },
    async refund(transactionNumber, amountMinor) {
      await ask(`refund ${transactionNumber}`, (handlers) =>
        handlers.refund({ transactionNumber, ...(amountMinor === null ? {} : { amountMinor }) }),
      );
    },
    async query(transactionNumber) {
      await ask(`query ${transactionNumber}`, (handlers) => handlers.query({ transactionNumber }));
    },
    async cancel() {
      await ask('cancel', (handlers) => handlers.cancel());
    },
    async closeDay() {
      await ask('close-day', (handlers) => handlers.closeDay());
    },
    async activate(order) {
      await ask('activate', (handlers) => handlers.activate(order));
    },
    async reprint(transactionNumber) {
      await ask('reprint', (handlers) => handlers.reprint(transactionNumber === null ? {} : { transactionNumber }));
    },
  };
};
