import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('CANCEL while the customer looks at the phone: cancelled, NOT PAID', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  const question = await world.gateway.next('payment');
  await world.type('CANCEL');
  expect(question.isGivenUp).toBe(true);
  expect(world.lines).toEqual(['150,00 ₽', 'Отмена платежа...', 'Товар не отдавать', 'Товар не отдавать']);
  expect(world.screen().keys).toEqual([]);

  const cancel = await world.gateway.next('cancel');
  expect(cancel.asked.order).toMatchObject({ reason: 'cashier', ifPaid: 'keep' });
  await cancel.says('cancelled');
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PAY-02', 'Оплата отменена', 'ENTER - готово']);
  expect(world.tell()).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'send payment 42 waiting',
    'commit order keep 42',
    'send cancel 42 keep',
    'commit verdict notPaid 42',
    'screen NOT PAID',
  ]);
  expect(world.box.view().obligations).toEqual([]);
});

test('the customer was faster than CANCEL: the gateway says paid, and it is PAID', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.tell('commit', 'screen', 'print')).toEqual([
    'commit intent 42',
    'commit order keep 42',
    'commit verdict paid 42',
    'screen PAID',
    'print slip 42 copy 1',
    'print slip 42 copy 2',
    'commit printed',
  ]);
});

test('CANCEL while the request is under way: the cancel goes by its number, and an unknown number becomes a tombstone', async () => {
  const world = await startWorld();
  const request = await world.sell();
  await world.type('CANCEL');
  expect(request.isGivenUp).toBe(true);
  await (await world.gateway.next('cancel')).says('cancelled');
  expect(world.journal.row(42)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
});

test('CANCEL while the intent is being written: it is on disk as unsent, and nothing leaves', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER');
  let write: () => void = () => {};
  world.journal.holdUp = new Promise((done) => {
    write = done;
  });
  await world.scan();
  await world.type('CANCEL');
  world.journal.holdUp = null;
  write();
  await world.settle();
  expect(world.tell()).toEqual(['commit intent 42', 'commit verdict notPaid 42', 'screen NOT PAID']);
  expect(world.journal.row(42)).toMatchObject({ status: 'unsent', error: { code: 'PAY-09' }, resolved: true });
});

test('CANCEL while the QR is being printed', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.hold();
  await (await world.sellOnline()).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel')).says('cancelled');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-02');
});

test('CANCEL while the numbers are asked for: nothing is on disk, back to ready', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  expect(world.tell('commit', 'send pay')).toEqual([]);
});

test('CANCEL a second time, before leaving is offered, changes nothing', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL CANCEL CANCEL');
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});
