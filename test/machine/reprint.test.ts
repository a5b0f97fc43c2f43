/** A slip once more, from the number to what is owed; what comes out of the printer is in `reprint-at-the-box.test.ts`. */
import { expect, onTestFinished, test } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import type { Sale } from '../../machines/ports.ts';
import { type ReprintEvent, reprintMachine } from '../../machines/reprint.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import type { PanelKey } from '../../src/keys.ts';
import { paymentOf, saleOf, terms } from '../fixtures/sales.ts';
import { SimulatedTime } from '../helpers/simulated-time.ts';

const paid = saleOf({ status: 'paid', verdict: 'paid', resolved: true, payment: paymentOf({ status: 'paid' }) });

interface Options {
  readonly request?: { transactionNumber: number | null } | null;
  readonly owed?: Sale | null | 'diskFull' | 'never';
}

const start = ({ request = null, owed = paid }: Options = {}) => {
  const time = new SimulatedTime();
  const log: string[] = [];
  const actor = createActor(
    reprintMachine.provide({
      actors: {
        reprint: fromPromise(async ({ input }) => {
          log.push(`reprint ${input.transactionNumber ?? 'the last'}`);
          if (owed === 'never') return new Promise(() => {});
          if (owed === 'diskFull') throw new FieldFailure(fieldError('JRN-01'));
          return owed;
        }),
      },
      actions: { wakePrinting: () => log.push('wake printing') },
    }),
    { clock: time, input: { request, terms } },
  ).start();
  onTestFinished(() => void actor.stop());
  const send = async (event: ReprintEvent): Promise<void> => {
    actor.send(event);
    await time.settle();
  };
  return {
    time,
    log,
    send,
    state: () => actor.getSnapshot().value,
    context: () => actor.getSnapshot().context,
    result: () => actor.getSnapshot().output,
    type: async (keys: string): Promise<void> => {
      for (const key of keys.split(' ')) await send({ type: 'key.pressed', key: key as PanelKey });
    },
    scan: (code: string) => send({ type: 'code.scanned', code }),
  };
};

test('ENTER alone is the last slip', async () => {
  const reprint = start();
  await reprint.type('ENTER');
  expect(reprint.log).toEqual(['reprint the last', 'wake printing']);
  expect(reprint.result()).toEqual({
    kind: 'reprint',
    outcome: 'done',
    sale: paid,
    payment: paid.payment,
    error: null,
  });
});

test('digits are a number', async () => {
  const reprint = start();
  await reprint.type('0 1 8 CLEAR 7');
  expect(reprint.context().entry).toBe('17');
  await reprint.type('ENTER');
  expect(reprint.log).toEqual(['reprint 17', 'wake printing']);
});

test('digits that were taken back are the last slip again', async () => {
  const reprint = start();
  await reprint.type('1 CLEAR ENTER');
  expect(reprint.log[0]).toBe('reprint the last');
});

test('a slip’s own QR; another terminal’s is refused on the screen', async () => {
  const reprint = start();
  await reprint.scan('SBX1:10000002:17');
  expect(reprint.context().error).toMatchObject({ code: 'SCN-07' });
  expect(reprint.log).toEqual([]);
  await reprint.scan(`SBX1:${terms.about.terminalId}:17`);
  expect(reprint.log).toEqual(['reprint 17', 'wake printing']);
});

test.each([
  [17, 'reprint 17'],
  [null, 'reprint the last'],
])('from outside (%s) nothing is asked', async (transactionNumber, line) => {
  const reprint = start({ request: { transactionNumber } });
  await reprint.time.settle();
  expect(reprint.log).toEqual([line, 'wake printing']);
});

test('there is no such slip: said, and the printer is left alone', async () => {
  const reprint = start({ request: { transactionNumber: 99 }, owed: null });
  await reprint.time.settle();
  expect(reprint.result()).toMatchObject({ outcome: 'failed', sale: null, error: { code: 'PAY-06' } });
  expect(reprint.log).toEqual(['reprint 99']);
});

test.each([
  ['a full disk', 'diskFull', 0, 'JRN-01'],
  ['a disk that hangs', 'never', 30_000, 'JRN-02'],
] as const)('%s: nothing is printed that is not in the ledger', async (_, owed, afterMs, code) => {
  const reprint = start({ request: { transactionNumber: 17 }, owed });
  await reprint.time.advance(afterMs);
  expect(reprint.result()).toMatchObject({ outcome: 'failed', error: { code } });
  expect(reprint.log).toEqual(['reprint 17']);
});

test('CANCEL, a cancel from outside, and a minute without a key leave it', async () => {
  const byKey = start();
  await byKey.type('1 CANCEL');
  const fromOutside = start();
  await fromOutside.send({ type: 'cancel.requested' });
  const forgotten = start();
  await forgotten.time.advance(60_000);
  for (const reprint of [byKey, fromOutside, forgotten]) {
    expect(reprint.result()).toMatchObject({ outcome: 'abandoned', error: { code: 'PAY-09' } });
    expect(reprint.log).toEqual([]);
  }
});
