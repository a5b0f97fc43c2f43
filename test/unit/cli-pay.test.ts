import { expect, test } from 'vitest';
import type { PayParams, PayResult } from '../../src/control/protocol.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import { type CliCall, sendybox } from '../helpers/cli-call.ts';
import { paidRow } from '../helpers/control-box.ts';

const notPaidRow = { ...paidRow, status: 'declined', verdict: 'notPaid' } as const;

const ending = (result: PayResult): CliCall => ({ box: { pay: async () => result } });

test.each(['150', '150.00', '150,00'])('an amount of %s is 150 roubles', async (amount) => {
  const { status, requests } = await sendybox(['pay', amount]);
  expect(status).toBe(0);
  expect(requests).toEqual([['pay', { amountMinor: 15_000 }]]);
});

test('paid: 0, and the payment on stdout', async () => {
  const { status, stdout, stderr } = await sendybox(['pay', '150']);
  expect(status).toBe(0);
  expect(stdout).toContain('ОПЛАЧЕНО  150,00 ₽');
  expect(stdout).toContain('№ 12');
  expect(stderr).toBe('');
  expect((await sendybox(['pay', '150', '--json'])).json()).toEqual(paidRow);
});

test('not paid: 1, and the payment on stdout with its reason', async () => {
  const call = ending({ outcome: 'notPaid', payment: notPaidRow, error: fieldError('PAY-01') });
  const human = await sendybox(['pay', '150'], call);
  expect(human.status).toBe(1);
  expect(human.stdout).toContain('НЕ ОПЛАЧЕНО');
  expect(human.stdout).toContain('PAY-01 Оплата отклонена');
  const json = await sendybox(['pay', '150', '--json'], call);
  expect([json.status, json.json(), json.stderr]).toEqual([1, notPaidRow, '']);
});

test('refused without a payment: 1, and the reason with its field code on stderr', async () => {
  const call = ending({ outcome: 'notPaid', payment: null, error: fieldError('NET-01') });
  const human = await sendybox(['pay', '150'], call);
  expect([human.status, human.stdout]).toEqual([1, '']);
  expect(human.stderr).toMatch(/^NET-01 .*\n$/);
  const json = await sendybox(['pay', '150', '--json'], call);
  expect([json.status, json.stdout]).toEqual([1, '']);
  expect(JSON.parse(json.stderr)).toEqual({ error: { code: 'NET-01', message: expect.any(String) } });
});

test('not known yet: 4, and the cashier is told not to repeat', async () => {
  const row = { ...paidRow, status: 'pending', verdict: null, resolved: false } as const;
  const { status, stdout } = await sendybox(['pay', '150'], ending({ outcome: 'unknown', payment: row, error: null }));
  expect(status).toBe(4);
  expect(stdout).toContain('не повторяйте');
});

test('a busy box: 1; no box: 3; a box that took the order and fell silent: 4', async () => {
  const busy: CliCall = { box: { pay: () => Promise.reject(new FieldFailure(fieldError('PAY-04'))) } };
  expect((await sendybox(['pay', '150'], busy)).status).toBe(1);
  expect((await sendybox(['pay', '150'], { failure: 'absent', failingMethod: 'pay' })).status).toBe(3);
  const lost = await sendybox(['pay', '150'], { failure: 'silent', failingMethod: 'pay' });
  expect(lost.status).toBe(4);
  expect(lost.stderr).toContain('CTL-04');
  expect(lost.stderr).toContain('Не повторяйте');
});

test('Ctrl-C ends the waiting and not the sale, and says so', async () => {
  const waiting: CliCall = { box: { pay: () => new Promise(() => {}) }, interrupt: true };
  const { status, stderr } = await sendybox(['pay', '150'], waiting);
  expect(status).toBe(4);
  expect(stderr).toContain('Оплата продолжается');
});

test('an online payment names its system, an offline one may bring the code in a file', async () => {
  const params = async (...args: string[]): Promise<unknown> =>
    (await sendybox(['pay', '1', ...args], { files: { 'code.txt': '281234567890123456\n' } })).requests[0]?.[1];
  expect(await params('--online', 'wechat', '--ref', 'R-1')).toEqual({
    amountMinor: 100,
    method: 'online',
    paymentSystem: 'wechat',
    ref: 'R-1',
  } satisfies PayParams);
  expect(await params('--offline', '--code-file', 'code.txt')).toEqual({
    amountMinor: 100,
    method: 'offline',
    code: '281234567890123456',
  } satisfies PayParams);
});

test.each([
  ['empty.txt', '', 'SCN-02'],
  ['long.txt', 'a'.repeat(600), 'SCN-03'],
  ['control.txt', 'abc\u0007def', 'SCN-04'],
  ['binary.bin', Buffer.from([0xff, 0xfe, 0x31]), 'SCN-04'],
])('a code file that is no code (%s) is refused before the box is asked', async (name, content, code) => {
  const { status, stderr, requests } = await sendybox(['pay', '1', '--offline', '--code-file', name], {
    files: { [name]: content },
  });
  expect([status, requests]).toEqual([1, []]);
  expect(stderr).toContain(code);
});

test.each([
  [[]],
  [['abc']],
  [['-5']],
  [['1.234']],
  [['1', '2']],
  [['1', '--online']],
  [['1', '--online', 'visa']],
  [['1', '--online', 'sendy', '--offline']],
  [['1', '--code-file', 'code.txt']],
  [['1', '--offline', '--code-file', 'missing.txt']],
  [['1', '--ref', '']],
  [['1', '--ref', 'a'.repeat(65)]],
  [['1', '--tip', '5']],
])('wrong usage %j: 2, and the box is not asked', async (args) => {
  const { status, stdout, stderr, requests } = await sendybox(['pay', ...args]);
  expect([status, stdout, requests]).toEqual([2, '', []]);
  expect(stderr).not.toBe('');
});

test('zero is for the box to refuse, more than any terminal takes is refused here', async () => {
  expect((await sendybox(['pay', '0'])).requests).toEqual([['pay', { amountMinor: 0 }]]);
  const huge = await sendybox(['pay', '100000000']);
  expect([huge.status, huge.requests]).toEqual([1, []]);
  expect(huge.stderr).toContain('AMT-03');
});
