/** *Did it go through?* from the number to the result; what the whole box makes of it is in `inquiry-at-the-box.test.ts`. */
import { expect, onTestFinished, test } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import type { FoundTransaction } from '../../machines/find-transaction.ts';
import { type InquiryEvent, inquiryMachine } from '../../machines/inquiry.ts';
import type { Sale, TransactionAnswer } from '../../machines/ports.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import type { PanelKey } from '../../src/keys.ts';
import type { Payment } from '../../src/payment/types.ts';
import { answered, noAnswer, notSent, paymentOf, refused, saleOf, terms } from '../fixtures/sales.ts';
import { SimulatedTime } from '../helpers/simulated-time.ts';

interface Options {
  readonly request?: { transactionNumber: number } | null;
  /** Never: it hangs. */
  readonly found?: FoundTransaction | Error | 'never';
  readonly owing?: 'done' | 'diskFull' | 'never';
}

const foundOf = (payment: Payment | null, sale: Sale | null = null): FoundTransaction => ({
  ...answered({ transactionNumber: 17, payment, sale }),
  sale,
});

const start = ({ request = null, found = foundOf(paymentOf({ status: 'paid' })), owing = 'done' }: Options = {}) => {
  const time = new SimulatedTime();
  const log: string[] = [];
  const answers: TransactionAnswer[] = [];
  const actor = createActor(
    inquiryMachine.provide({
      actors: {
        findTransaction: fromPromise(async ({ input, signal }) => {
          log.push(`ask ${input.transactionNumber}`);
          signal.addEventListener('abort', () => log.push('given up'));
          if (found === 'never') return new Promise(() => {});
          if (found instanceof Error) throw found;
          return found;
        }),
        oweAnswer: fromPromise(async ({ input }) => {
          log.push('owe');
          if (owing === 'never') return new Promise(() => {});
          if (owing === 'diskFull') throw new FieldFailure(fieldError('JRN-01'));
          answers.push(input.answer);
        }),
      },
      actions: { wakePrinting: () => log.push('wake printing') },
    }),
    { clock: time, input: { request, terms } },
  ).start();
  onTestFinished(() => void actor.stop());
  const send = async (event: InquiryEvent): Promise<void> => {
    actor.send(event);
    await time.settle();
  };
  return {
    time,
    log,
    answers,
    actor,
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

const paid = saleOf({
  status: 'paid',
  verdict: 'paid',
  answered: true,
  resolved: true,
  payment: paymentOf({ status: 'paid' }),
});
const isPaid = paymentOf({ status: 'paid' });

test('a number is typed, corrected and asked about; the answer is owed on paper before it is told', async () => {
  const inquiry = start();
  await inquiry.type('ENTER 0 00 1 8 CLEAR 7');
  expect(inquiry.state()).toBe('typingNumber');
  expect(inquiry.context().entry).toBe('17');
  await inquiry.type('ENTER');
  expect(inquiry.log).toEqual(['ask 17', 'owe', 'wake printing']);
  expect(inquiry.answers).toEqual([{ transactionNumber: 17, payment: isPaid, sale: null }]);
  expect(inquiry.result()).toEqual({ kind: 'inquiry', outcome: 'done', sale: null, payment: isPaid, error: null });
});

test('the QR of a slip stands for its number', async () => {
  const inquiry = start();
  await inquiry.scan(`SBX1:${terms.about.terminalId}:17`);
  expect(inquiry.log[0]).toBe('ask 17');
  expect(inquiry.result()?.outcome).toBe('done');
});

test.each([
  ['another terminal’s slip', 'SBX1:10000002:17'],
  ['a customer’s code', '281234567890123456'],
  ['a slip with no number', `SBX1:${terms.about.terminalId}:0`],
  ['a slip with a number that is none', `SBX1:${terms.about.terminalId}:999999999999999`],
])('%s is refused on the screen, and a key takes the word away', async (_, code) => {
  const inquiry = start();
  await inquiry.scan(code);
  expect(inquiry.state()).toBe('typingNumber');
  expect(inquiry.context().error).toMatchObject({ code: 'SCN-07' });
  await inquiry.type('1');
  expect(inquiry.context()).toMatchObject({ error: null, entry: '1' });
  expect(inquiry.log).toEqual([]);
});

test('from outside it asks at once', async () => {
  const inquiry = start({ request: { transactionNumber: 17 } });
  await inquiry.time.settle();
  expect(inquiry.log[0]).toBe('ask 17');
  expect(inquiry.result()?.outcome).toBe('done');
});

test('CANCEL while the number is typed, and a minute without a key, end it', async () => {
  const cancelled = start();
  await cancelled.type('1 7 CANCEL');
  expect(cancelled.result()).toMatchObject({ outcome: 'abandoned', error: { code: 'PAY-09' } });
  const left = start();
  await left.time.advance(59_000);
  await left.type('1');
  await left.time.advance(59_999);
  expect(left.state(), 'a key begins the minute anew').toBe('typingNumber');
  await left.time.advance(1);
  expect(left.result()).toMatchObject({ outcome: 'abandoned' });
  expect([...cancelled.log, ...left.log]).toEqual([]);
});

test.each([
  ['the CANCEL key', { type: 'key.pressed', key: 'CANCEL' }],
  ['a cancel from outside', { type: 'cancel.requested' }],
] as const)('%s ends the waiting for the gateway; nothing is printed', async (_, event) => {
  const inquiry = start({ request: { transactionNumber: 17 }, found: 'never' });
  await inquiry.time.settle();
  await inquiry.type('ENTER 1 MENU');
  expect(inquiry.state()).toBe('looking');
  await inquiry.send(event);
  expect(inquiry.result()).toMatchObject({ outcome: 'abandoned', error: { code: 'PAY-09' } });
  expect(inquiry.log).toEqual(['ask 17', 'given up']);
});

test.each<[string, FoundTransaction, string]>([
  ['there was no answer', { ...noAnswer, sale: paid }, 'NET-06'],
  ['nothing could be sent', { ...notSent, sale: paid }, 'NET-01'],
  ['the gateway does not believe who we are', { ...refused('signature-invalid', 401), sale: paid }, 'GWY-07'],
])('%s: unknown, with what the journal knows, and nothing on paper', async (_, found, code) => {
  const inquiry = start({ request: { transactionNumber: 17 }, found });
  await inquiry.time.settle();
  expect(inquiry.result()).toMatchObject({ outcome: 'unknown', sale: paid, payment: null, error: { code } });
  expect(inquiry.log).toEqual(['ask 17']);
});

test('a gateway that hangs is given up after half a minute', async () => {
  const inquiry = start({ request: { transactionNumber: 17 }, found: 'never' });
  await inquiry.time.advance(29_999);
  expect(inquiry.state()).toBe('looking');
  await inquiry.time.advance(1);
  expect(inquiry.result()).toMatchObject({ outcome: 'unknown', error: { code: 'NET-06' } });
  expect(inquiry.log).toEqual(['ask 17', 'given up']);
});

test('a journal that cannot be read fails it', async () => {
  const inquiry = start({
    request: { transactionNumber: 17 },
    found: new FieldFailure(fieldError('JRN-02')),
  });
  await inquiry.time.settle();
  expect(inquiry.result()).toMatchObject({ outcome: 'failed', error: { code: 'JRN-02' } });
});

test.each([
  ['a full disk', 'diskFull', 0, 'JRN-01'],
  ['a disk that hangs', 'never', 30_000, 'JRN-02'],
] as const)('%s keeps the answer off the paper, not off the screen', async (_, owing, afterMs, code) => {
  const inquiry = start({ request: { transactionNumber: 17 }, owing });
  await inquiry.time.advance(afterMs);
  expect(inquiry.result()).toMatchObject({ outcome: 'done', payment: isPaid, error: { code } });
  expect(inquiry.log).toEqual(['ask 17', 'owe']);
});

/** What the gateway says, what the journal knows, and what the cashier may make of it. */
const notPaid = { verdict: 'notPaid', answered: true } as const;
const cases: readonly [string, Payment | null, Sale | null, string, string | null][] = [
  ['both say paid', isPaid, paid, 'done', null],
  ['both say declined', paymentOf({ status: 'declined' }), saleOf({ ...notPaid, status: 'declined' }), 'done', null],
  ['pending, and the box still works on it', paymentOf(), saleOf({ status: 'pending', answered: true }), 'done', null],
  ['nobody knows the number', null, null, 'failed', 'PAY-06'],
  ['it was never sent', null, saleOf({ status: 'unsent', verdict: 'notPaid', resolved: true }), 'failed', 'GWY-06'],
  ['it may still arrive', null, saleOf({ unanswered: true }), 'unknown', 'GWY-06'],
  ['NOT PAID, and its money is on the way back', isPaid, saleOf({ ...notPaid, status: 'paid' }), 'unknown', 'PAY-05'],
  ['PAID, and unknown to the gateway', null, paid, 'unknown', 'GWY-17'],
  ['PAID, and the gateway says reversed', paymentOf({ status: 'reversed' }), paid, 'unknown', 'GWY-17'],
  [
    'PAID, and the number is another sale’s',
    { ...isPaid, saleId: 'BBBBBBBBBBBBBBBBBBBBBB' },
    paid,
    'unknown',
    'GWY-17',
  ],
  [
    'NOT PAID for good, and the gateway says paid',
    isPaid,
    saleOf({ ...notPaid, status: 'cancelled', resolved: true }),
    'unknown',
    'GWY-17',
  ],
];

test.each(cases)('%s', async (_, payment, sale, outcome, code) => {
  const inquiry = start({ request: { transactionNumber: 17 }, found: foundOf(payment, sale) });
  await inquiry.time.settle();
  const result = inquiry.result();
  expect([result?.outcome, result?.error?.code ?? null]).toEqual([outcome, code]);
  expect(result).toMatchObject({ payment, sale });
  expect(inquiry.answers, 'and it is on paper').toEqual([{ transactionNumber: 17, payment, sale }]);
});
