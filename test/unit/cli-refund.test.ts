import { expect, test } from 'vitest';
import type { JobReport } from '../../src/control/protocol.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import { type CliCall, sendybox } from '../helpers/cli-call.ts';
import { refundRow } from '../helpers/control-box.ts';

const ending = (report: JobReport): CliCall => ({ box: { refund: async () => report } });
const pendingRow = { ...refundRow, status: 'pending', resolved: false } as const;

test('without an amount all that is left is refunded, with one that much', async () => {
  expect((await sendybox(['refund', '12'])).requests).toEqual([['refund', { transactionNumber: 12 }]]);
  expect((await sendybox(['refund', '12', '50,00'])).requests).toEqual([
    ['refund', { transactionNumber: 12, amountMinor: 5_000 }],
  ]);
});

test('refunded: 0, and the refund on stdout', async () => {
  const { status, stdout, stderr } = await sendybox(['refund', '12', '50']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('ВОЗВРАЩЕНО  50,00 ₽');
  expect(stdout).toContain('№ 13  возврат к № 12');
  expect((await sendybox(['refund', '12', '--json'])).json()).toEqual(refundRow);
});

test('declined: 1, and the refund on stdout with its reason', async () => {
  const row = { ...refundRow, status: 'declined' } as const;
  const call = ending({ outcome: 'failed', payment: row, error: fieldError('PAY-19') });
  const human = await sendybox(['refund', '12'], call);
  expect(human.status).toBe(1);
  expect(human.stdout).toContain('НЕ ВОЗВРАЩЕНО');
  expect(human.stdout).toContain('PAY-19');
  const json = await sendybox(['refund', '12', '--json'], call);
  expect([json.status, json.json(), json.stderr]).toEqual([1, row, '']);
});

test('refused before there was a refund: 1, nothing on stdout, the reason with its field code on stderr', async () => {
  const call = ending({ outcome: 'failed', payment: null, error: fieldError('PAY-06') });
  const human = await sendybox(['refund', '12'], call);
  expect([human.status, human.stdout]).toEqual([1, '']);
  expect(human.stderr).toMatch(/^PAY-06 .*\n$/);
  const json = await sendybox(['refund', '12', '--json'], call);
  expect([json.status, json.stdout]).toEqual([1, '']);
  expect(JSON.parse(json.stderr)).toEqual({ error: { code: 'PAY-06', message: expect.any(String) } });
});

test('accepted is not refunded: 4, and nobody is told that the money is back or that it failed', async () => {
  const { status, stdout } = await sendybox(
    ['refund', '12'],
    ending({ outcome: 'unknown', payment: pendingRow, error: null }),
  );
  expect(status).toBe(4);
  expect(stdout).toContain('ВОЗВРАТ ПРИНЯТ');
  expect(stdout).toContain('не повторяйте');
  expect(stdout).not.toMatch(/^(НЕ )?ВОЗВРАЩЕНО/m);
});

test('not known yet: 4, do not repeat, and no word of a failure', async () => {
  const row = { ...refundRow, status: 'intent', resolved: false } as const;
  const call = ending({ outcome: 'unknown', payment: row, error: fieldError('NET-06') });
  const { status, stdout } = await sendybox(['refund', '12'], call);
  expect(status).toBe(4);
  expect(stdout).toContain('не повторяйте возврат');
  expect(stdout).not.toContain('НЕ ВОЗВРАЩЕНО');
  expect((await sendybox(['refund', '12', '--json'], call)).json()).toEqual(row);
});

test('a busy box: 1; no box: 3; a box that took the order and fell silent: 4', async () => {
  const busy: CliCall = { box: { refund: () => Promise.reject(new FieldFailure(fieldError('PAY-04'))) } };
  expect((await sendybox(['refund', '12'], busy)).status).toBe(1);
  expect((await sendybox(['refund', '12'], { failure: 'absent', failingMethod: 'refund' })).status).toBe(3);
  const lost = await sendybox(['refund', '12'], { failure: 'silent', failingMethod: 'refund' });
  expect(lost.status).toBe(4);
  expect(lost.stderr).toContain('Не повторяйте');
});

test('Ctrl-C ends the waiting and not the refund, and says so', async () => {
  const waiting: CliCall = { box: { refund: () => new Promise(() => {}) }, interrupt: true };
  const { status, stderr } = await sendybox(['refund', '12'], waiting);
  expect(status).toBe(4);
  expect(stderr).toContain('терминал доведёт сам');
});

test.each([
  [[]],
  [['abc']],
  [['0']],
  [['-5']],
  [['1.5']],
  [['1000000000000']],
  [['12', 'half']],
  [['12', '1', '2']],
  [['12', '--ref', 'x']],
])('wrong usage %j: 2, and the box is not asked', async (args) => {
  const { status, stdout, stderr, requests } = await sendybox(['refund', ...args]);
  expect([status, stdout, requests]).toEqual([2, '', []]);
  expect(stderr).not.toBe('');
});

test('more than any payment can be is refused here', async () => {
  const huge = await sendybox(['refund', '12', '100000000']);
  expect([huge.status, huge.requests]).toEqual([1, []]);
  expect(huge.stderr).toContain('AMT-03');
});
