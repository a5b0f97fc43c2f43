import { expect, test } from 'vitest';
import type { ProblemCode } from '../../src/gateway/outcome.ts';
import { startWorld } from '../helpers/fake-world.ts';

test.each<[ProblemCode, string]>([
  ['request-invalid', 'GWY-01'],
  ['signature-invalid', 'GWY-02'],
  ['clock-skew', 'GWY-03'],
  ['terminal-blocked', 'GWY-04'],
  ['terminal-replaced', 'ACT-06'],
  ['not-permitted', 'GWY-05'],
  ['terminal-unknown', 'ACT-04'],
])('%s: not processed, NOT PAID with %s, nothing stays open', async (problem, code) => {
  const world = await startWorld();
  await (await world.sell()).refused(problem);
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', `НЕ ОПЛАЧЕНО ${code}`]);
  expect(world.tell()).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'commit verdict notPaid 42',
    'screen NOT PAID',
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'refused', verdict: 'notPaid', resolved: true });
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test.each<[ProblemCode, string]>([
  ['amount-out-of-range', 'GWY-09'],
  ['payment-system-unavailable', 'GWY-10'],
  ['qr-unrecognised', 'GWY-11'],
])('%s: the gateway has recorded the number as declined', async (problem, code) => {
  const world = await startWorld();
  await (await world.sell()).refused(problem);
  expect(world.lines[1]).toBe(`НЕ ОПЛАЧЕНО ${code}`);
  expect(world.journal.row(42)).toMatchObject({ status: 'declined', verdict: 'notPaid', resolved: true });
});

test.each<ProblemCode>(['shift-closed', 'transaction-number-conflict'])(
  '%s: the same sale goes again with new numbers, the old one closed in the journal first',
  async (problem) => {
    const world = await startWorld();
    const first = await world.sell();
    world.gateway.numbering = { lastTransactionNumber: 77, shiftNumber: 8, open: [] };
    await first.refused(problem, { shiftNumber: 8 });
    const second = await world.gateway.next('payOffline');
    expect(second.asked).toMatchObject({ code: first.asked.code, intent: { transactionNumber: 78, shiftNumber: 8 } });
    expect(second.asked.intent?.saleId).not.toBe(first.asked.intent?.saleId);
    await second.says('paid');
    expect(world.lines[1]).toBe('ОПЛАЧЕНО');
    expect(world.tell('commit', 'send')).toEqual([
      'commit intent 42',
      'send payOffline 42',
      'commit verdict notPaid 42',
      'commit intent 78',
      'send payOffline 78',
      'commit verdict paid 78',
      'commit printed',
    ]);
  },
);

test('new numbers are taken three times, not for ever', async () => {
  const world = await startWorld();
  await (await world.sell()).refused('shift-closed');
  for (const number of [43, 44, 45]) await (await world.gateway.next('payOffline', number)).refused('shift-closed');
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО GWY-08']);
  expect(world.gateway.waitingFor()).toBe('nothing');
  expect([...world.journal.sales.values()].every(({ resolved }) => resolved)).toBe(true);
});

test('CANCEL while the refused number is being closed: no new number is sent', async () => {
  const world = await startWorld();
  const request = await world.sell();
  world.journal.failure = { error: { code: 'JRN-01' } };
  await request.refused('shift-closed');
  await world.type('CANCEL');
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.state).toBe('ready');
  expect(world.tell('commit', 'send')).toEqual(['commit intent 42', 'send payOffline 42', 'commit verdict notPaid 42']);
});
