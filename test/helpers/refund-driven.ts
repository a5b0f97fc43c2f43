/** A refund's obligation alone, in virtual time: the test answers its requests; its row is judged by the journal's rules. */
import { onTestFinished } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import type { Sale } from '../../machines/ports.ts';
import { refundObligationMachine } from '../../machines/refund-obligation.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import { changedSale } from '../../src/journal/sale-rules.ts';
import type { Payment } from '../../src/payment/types.ts';
import { SimulatedTime } from './simulated-time.ts';

export const driveRefund = (begun: Sale) => {
  const time = new SimulatedTime();
  const log: string[] = [];
  const pending: ((outcome: Outcome<Payment> | Error) => void)[] = [];
  const disk = { row: begun, isFull: false };
  const actor = createActor(
    refundObligationMachine.provide({
      actors: {
        requestRefund: fromPromise(
          ({ input }) =>
            new Promise<Outcome<Payment>>((resolve, reject) => {
              log.push(`send ${input.intent.transactionNumber}`);
              pending.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
            }),
        ),
        recordSale: fromPromise(async ({ input }) => {
          if (disk.isFull) throw new FieldFailure(fieldError('JRN-01'));
          disk.row = changedSale(disk.row, input.change);
          log.push(`commit ${disk.row.status}`);
          return disk.row;
        }),
      },
      actions: {
        tellLearnt: ({ context }) => log.push(`tell ${context.sale.status}`),
        tellEnded: () => log.push('ended'),
      },
    }),
    { clock: time, input: { sale: begun } },
  ).start();
  onTestFinished(() => void actor.stop());
  return {
    time,
    log,
    disk,
    actor,
    lastError: () => actor.getSnapshot().context.storageError ?? actor.getSnapshot().context.known.error,
    isWaiting: () => pending.length > 0,
    /** The request that waits for its answer gets it. */
    answer: async (outcome: Outcome<Payment> | Error): Promise<void> => {
      const end = pending.shift();
      if (end === undefined) throw new Error('no refund request waits for an answer');
      end(outcome);
      await time.settle();
    },
  };
};
