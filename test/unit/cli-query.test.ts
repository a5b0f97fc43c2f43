import { expect, test } from 'vitest';
import type { QueryReport } from '../../src/control/protocol.ts';
import { fieldError } from '../../src/errors.ts';
import { type CliCall, sendybox } from '../helpers/cli-call.ts';
import { paidRow, refundRow } from '../helpers/control-box.ts';

const answering = (report: QueryReport): CliCall => ({ box: { query: async () => report } });

test('paid: 0, and the payment on stdout', async () => {
  const { status, stdout, stderr, requests } = await sendybox(['query', '12']);
  expect([status, stderr]).toEqual([0, '']);
  expect(requests).toEqual([['query', { transactionNumber: 12 }]]);
  expect(stdout).toContain('ОПЛАЧЕНО  150,00 ₽');
  expect(stdout).toContain('По журналу терминала: ОПЛАЧЕНО');
  expect((await sendybox(['query', '12', '--json'])).json()).toEqual(paidRow);
});

test('declined: 1, and the payment on stdout', async () => {
  const row = { ...paidRow, status: 'declined', verdict: 'notPaid' } as const;
  const call = answering({ outcome: 'failed', standing: 'notPaid', payment: row, error: null });
  const human = await sendybox(['query', '12'], call);
  expect(human.status).toBe(1);
  expect(human.stdout).toMatch(/^НЕ ОПЛАЧЕНО/);
  const json = await sendybox(['query', '12', '--json'], call);
  expect([json.status, json.json(), json.stderr]).toEqual([1, row, '']);
});

test('paid at the gateway after the till was told NOT PAID: 1, the money is on its way back', async () => {
  const row = { ...paidRow, verdict: 'notPaid', resolved: false } as const;
  const call = answering({ outcome: 'failed', standing: 'returning', payment: row, error: fieldError('PAY-05') });
  const { status, stdout } = await sendybox(['query', '12'], call);
  expect(status).toBe(1);
  expect(stdout).toContain('НЕ ОПЛАЧЕНО, деньги возвращаются');
  expect(stdout).toContain('По журналу терминала: НЕ ОПЛАЧЕНО');
});

test('a contradiction is no yes: 4, and it is said', async () => {
  const call = answering({
    outcome: 'unknown',
    standing: 'contradiction',
    payment: paidRow,
    error: fieldError('GWY-17'),
  });
  const { status, stdout } = await sendybox(['query', '12'], call);
  expect(status).toBe(4);
  expect(stdout).toContain('ПРОТИВОРЕЧИЕ');
  expect(stdout).toContain('GWY-17');
});

test('the gateway is not reached: 4, with what the journal knows', async () => {
  const call = answering({ outcome: 'unknown', standing: 'unreached', payment: paidRow, error: fieldError('NET-01') });
  const { status, stdout } = await sendybox(['query', '12'], call);
  expect(status).toBe(4);
  expect(stdout).toContain('СЕРВЕР НЕ ОТВЕТИЛ');
  expect(stdout).toContain('NET-01');
});

test('no such transaction: 1, and the reason on stderr', async () => {
  const call = answering({ outcome: 'failed', standing: 'none', payment: null, error: fieldError('PAY-06') });
  const { status, stdout, stderr } = await sendybox(['query', '12'], call);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('PAY-06');
});

test('a refund: refunded is 0, and of which payment it is', async () => {
  const call = answering({ outcome: 'done', standing: 'refunded', payment: refundRow, error: null });
  const { status, stdout } = await sendybox(['query', '13'], call);
  expect(status).toBe(0);
  expect(stdout).toContain('возврат к № 12');
  expect(stdout).not.toContain('По журналу');
});

test('a box that does not answer: 3, since nothing was changed', async () => {
  for (const failure of ['absent', 'denied', 'silent'] as const)
    expect((await sendybox(['query', '12'], { failure, failingMethod: 'query' })).status).toBe(3);
});

test.each([[[]], [['x']], [['0']], [['12', '13']]])('wrong usage %j: 2, and the box is not asked', async (args) => {
  const { status, stdout, requests } = await sendybox(['query', ...args]);
  expect([status, stdout, requests]).toEqual([2, '', []]);
});
