/** What a field engineer reads afterwards, and what nobody may read there. */
import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

const code = '281234567890123456';

test('keys, transitions and the result of a sale are in the log; the code of the customer never is', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER');
  await world.scan(code);
  await (await world.gateway.next('payOffline')).says('pending');
  await (await world.gateway.next('payment')).says('paid');
  const lines = world.fieldLog.map((line): Record<string, unknown> => JSON.parse(line));

  expect(lines).toContainEqual({ event: 'key.pressed', key: '5' });
  expect(lines).toContainEqual({ event: 'code.scanned', length: code.length });
  expect(lines).toContainEqual({
    event: 'machine.transition',
    machine: 'box',
    from: 'ready',
    to: 'paying',
    by: 'key.pressed',
  });
  expect(lines).toContainEqual({
    event: 'sale.finished',
    outcome: 'paid',
    number: 42,
    amount: 150_00,
    error: null,
    reason: null,
  });
  expect(world.fieldLog.filter((line) => line.includes(code))).toEqual([]);
});

test('the token of a printed QR is not in the log either', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  await (await world.sellOnline()).says('pending');
  await (await world.gateway.next('payment')).says('paid');
  expect(world.printer.paper[0]).toBe('qr 42');
  expect(world.fieldLog.filter((line) => line.includes('pay.example'))).toEqual([]);
});

test('the digits of an activation are hidden', async () => {
  const world = await startWorld({ terms: null });
  await world.type('1 2 00 ENTER');
  expect(world.fieldLog.filter((line) => line.startsWith('{"event":"key.pressed"'))).toEqual([
    '{"event":"key.pressed","key":"#"}',
    '{"event":"key.pressed","key":"#"}',
    '{"event":"key.pressed","key":"#"}',
    '{"event":"key.pressed","key":"ENTER"}',
  ]);
});

test('a sale’s history says what was done and why', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  await (await world.sellOnline()).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel')).noAnswer();
  await world.advance(45_000);
  await (await world.gateway.next('cancel', 42)).says('expired');
  expect(world.journal.events.map(({ type }) => type)).toEqual([
    'request.ended',
    'qr.printed',
    'cancel.keep',
    'verdict.notPaid',
    'verdict.notPaid',
  ]);
});

test('a code that ended in nothing is not in the log', async () => {
  const world = await startWorld();
  world.journal.failure = { error: { code: 'JRN-01' } };
  await world.type('1 5 0 0 0 ENTER');
  await world.scan(code);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО JRN-01');
  expect(world.fieldLog.filter((line) => line.includes(code))).toEqual([]);
});
