import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { sendybox } from '../helpers/cli-call.ts';
import { closeDayReport, paidRow } from '../helpers/control-box.ts';

test.each([
  [[], {}],
  [['last'], {}],
  [['12'], { transactionNumber: 12 }],
])('reprint %j asks the box for that slip', async (args, params) => {
  const { status, stdout, requests } = await sendybox(['reprint', ...args]);
  expect(status).toBe(0);
  expect(requests).toEqual([['reprint', params]]);
  expect(stdout).toContain('ДУБЛИКАТ');
  expect(stdout).toContain('№ 12');
  expect((await sendybox(['reprint', ...args, '--json'])).json()).toEqual(paidRow);
});

test('no such slip: 1, and the reason on stderr', async () => {
  const box = {
    reprint: async () => ({ outcome: 'failed', payment: null, error: fieldError('PAY-06') }) as const,
  };
  const { status, stdout, stderr } = await sendybox(['reprint', '99'], { box });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('PAY-06');
});

test('the report of a day close, by the number of its shift', async () => {
  const { status, stdout, requests } = await sendybox(['reprint', 'close', '7']);
  expect(status).toBe(0);
  expect(requests).toEqual([['reprintClose', { shiftNumber: 7 }]]);
  expect(stdout).toContain('смены 7');
  const { shift, closed } = closeDayReport;
  expect((await sendybox(['reprint', 'close', '7', '--json'])).json()).toEqual({ ...shift, ...closed });
});

test.each([
  [['first']],
  [['0']],
  [['last', '12']],
  [['12', '13']],
  [['close']],
  [['close', 'all']],
  [['close', '3', '4']],
])('wrong usage %j: 2, and the box is not asked', async (args) => {
  const { status, stdout, requests } = await sendybox(['reprint', ...args]);
  expect([status, stdout, requests]).toEqual([2, '', []]);
});
