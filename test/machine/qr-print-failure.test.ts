import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('no paper for the QR: the payment is cancelled, and the screen says why', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await (await world.sellOnline()).says('pending');
  const cancel = await world.gateway.next('cancel');
  expect(cancel.asked.order).toMatchObject({ reason: 'print-failed', ifPaid: 'keep' });
  await cancel.says('cancelled');
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PRN-02', 'Нет бумаги, вставьте', 'рулон']);
  expect(world.tell()).toEqual([
    'commit intent 42',
    'send payOnline 42',
    'commit order keep 42',
    'send cancel 42 keep',
    'commit verdict notPaid 42',
    'screen NOT PAID',
  ]);
});

test('half a QR is out and the customer scans it all the same: the cancel finds it paid, and it is PAID', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.hold();
  await (await world.sellOnline()).says('pending');
  world.printer.finish({ code: 'PRN-02', mayBeOut: true });
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('a QR is never printed again: not after the paper is in, not when the cancel has no answer', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.fault = { code: 'PRN-02', mayBeOut: true };
  await (await world.sellOnline()).says('pending');
  await (await world.gateway.next('cancel')).noAnswer();
  world.printer.fault = null;
  world.box.printerReady();
  await world.advance(500);
  await (await world.gateway.next('cancel')).says('pending');
  await world.advance(1_000);
  await (await world.gateway.next('cancel')).says('cancelled');
  expect(world.printer.paper).toEqual([]);
});

test('a printer that hangs: after 20 s the payment is cancelled', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.hold();
  await (await world.sellOnline()).says('pending');
  await world.advance(20_000);
  await (await world.gateway.next('cancel')).says('cancelled');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PRN-04');
});

test('the cancel has no answer either: NOT PAID, and the money goes back by itself', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.fault = { code: 'PRN-01', mayBeOut: false };
  await (await world.sellOnline()).says('pending');
  world.gateway.autopilot = (call) => void call.noAnswer();
  await (await world.gateway.next('cancel')).noAnswer();
  await world.advance(45_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42)).toMatchObject({
    cancel: { reason: 'print-failed', ifPaid: 'refund' },
    resolved: false,
  });
});
