/** `sendybox close-day` at the terminal. */
import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { sendybox } from '../helpers/cli-call.ts';
import { closeDayReport } from '../helpers/control-box.ts';

test('closed: the sums on the screen, 0 for a script', async () => {
  const { status, stdout, requests } = await sendybox(['close-day']);
  expect(status).toBe(0);
  expect(requests).toContainEqual(['closeDay', undefined]);
  for (const part of ['СМЕНА ЗАКРЫТА', 'Закрыта', 'Расхождений', 'Итого']) expect(stdout).toContain(part);
});

test('--json is the shift, its book, and what differed', async () => {
  const difference = { kind: 'notPaidAtGateway', transactionNumber: 12, amount: 150_00 } as const;
  const closed = { differences: [difference], differenceCount: 1 };
  const box = { closeDay: async () => ({ ...closeDayReport, closed }) };
  expect((await sendybox(['close-day', '--json'], { box })).json()).toEqual({
    ...closeDayReport.shift,
    ...closed,
    isAgain: false,
  });
  const { stdout } = await sendybox(['close-day'], { box });
  expect(stdout).toMatch(/РАСХОЖДЕНИЯ: 1\n.*N 12 на сервере не оплачено +150,00/);
});

test('closed before, with nothing done since: said, and 0', async () => {
  const box = { closeDay: async () => ({ ...closeDayReport, isAgain: true }) };
  const { status, stdout } = await sendybox(['close-day'], { box });
  expect(status).toBe(0);
  expect(stdout).toContain('уже была закрыта');
});

test.each([
  ['failed', 1, 'CLS-01'],
  ['unknown', 4, 'ACT-06'],
] as const)('%s: %i, and why', async (outcome, expected, code) => {
  const error = fieldError(code, undefined, code === 'CLS-01' ? { numbers: '12, 15' } : undefined);
  const box = { closeDay: async () => ({ ...closeDayReport, outcome, shift: null, error }) };
  const { status, stdout, stderr } = await sendybox(['close-day'], { box });
  expect([status, stdout]).toEqual([expected, '']);
  expect(stderr).toContain(code);
  if (code === 'CLS-01') expect(stderr).toContain('12, 15');
});

test('wrong usage: the box is not asked', async () => {
  const { status, requests } = await sendybox(['close-day', '7']);
  expect([status, requests]).toEqual([2, []]);
});
