import { expect, test } from 'vitest';
import type { ProblemCode } from '../../src/gateway/outcome.ts';
import { startWorld } from '../helpers/fake-world.ts';

/** Gateway contract, errors: an error speaks of its own attempt only. */
const errors: ProblemCode[] = [
  'request-invalid',
  'signature-invalid',
  'clock-skew',
  'terminal-blocked',
  'terminal-replaced',
  'not-permitted',
  'terminal-unknown',
  'transaction-number-conflict',
  'shift-closed',
  'amount-out-of-range',
  'qr-unrecognised',
  'too-many-requests',
];

test.each(errors)('%s to the question does not end a sale whose request had no answer', async (code) => {
  const world = await startWorld();
  await (await world.sell()).noAnswer();
  await world.advance(500);
  await (await world.gateway.next('payment')).refused(code);
  expect(world.state).toContain('paying');
  expect(world.journal.row(42).verdict).toBeNull();
  await world.advance(1_000);
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test.each(errors)('%s to its cancel does not end it either', async (code) => {
  const world = await startWorld();
  await world.sell();
  await world.type('CANCEL');
  await (await world.gateway.next('cancel')).refused(code);
  expect(world.journal.row(42).verdict).toBeNull();
  await world.advance(45_000);
  expect(world.journal.row(42)).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' }, resolved: false });
  expect(world.box.view().obligations).toHaveLength(1);
});

test.each(
  errors.flatMap((code) => [
    // What shift-closed means to that cancel is told in late-money.test.ts.
    ...(code === 'shift-closed' ? [] : [{ code, call: 'cancel', of: 'that is NOT PAID', verdict: 'notPaid' } as const]),
    { code, call: 'payment', of: 'without a verdict', verdict: null } as const,
  ]),
)('$code to the $call of an obligation $of keeps it', async ({ code, call, verdict }) => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict, unanswered: true }) });
  for (const wait of [1_000, 2_000, 4_000]) {
    await (await world.gateway.next(call, 7)).refused(code);
    expect(world.gateway.waitingFor()).toBe('nothing');
    await world.advance(wait);
  }
  expect(world.box.view().obligations).toHaveLength(1);
  await (await world.gateway.next(call, 7)).says('expired');
  expect(world.journal.row(7)).toMatchObject({ status: 'expired', verdict: 'notPaid', resolved: true });
});

test('no second number for the same sale while the first is unresolved', async () => {
  const world = await startWorld();
  await (await world.sell()).noAnswer();
  world.gateway.autopilot = (call) => void call.refused('transaction-number-conflict');
  await world.advance(120_000);
  expect(world.tell('commit intent', 'send pay').filter((line) => !line.includes('payment'))).toEqual([
    'commit intent 42',
    'send payOffline 42',
  ]);
  expect([...world.journal.sales.keys()]).toEqual([42]);
});
