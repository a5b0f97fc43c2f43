import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('the customer shows a code, confirms on the phone, and the sale is paid in three commits', async () => {
  const world = await startWorld();
  expect(world.state).toBe('ready');

  await world.type('1 5 0 0 0 ENTER');
  expect(world.lines).toEqual(['150,00 ₽', 'Считайте код', 'с экрана покупателя', 'CANCEL - отмена']);
  expect(world.screen()).toMatchObject({ tone: 'ask', keys: ['CANCEL'], deadline: '2026-11-24T09:01:30.000Z' });

  await world.scan('281234567890123456');
  const request = await world.gateway.next('payOffline');
  expect(request.asked).toMatchObject({
    code: '281234567890123456',
    intent: { transactionNumber: 42, shiftNumber: 7, amountMinor: 150_00, currency: 'RUB', expiresInSeconds: 120 },
  });
  await request.says('pending');
  expect(world.lines).toEqual(['150,00 ₽', 'Ждём подтверждения', 'покупателя', 'CANCEL - отмена']);

  const question = await world.gateway.next('payment');
  expect(question.asked).toMatchObject({ number: 42, waitSeconds: 25 });
  await question.says('paid');

  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО', 'Пробейте чек на ККТ', 'ENTER - готово']);
  expect(world.tell()).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'send payment 42 waiting',
    'commit verdict paid 42',
    'screen PAID',
    'print slip 42 copy 1',
    'print slip 42 copy 2',
    'commit printed',
  ]);

  await world.type('ENTER');
  expect(world.state).toBe('ready');
  expect(world.screen().tone).toBe('idle');
});

test('paid at once: no question is asked', async () => {
  const world = await startWorld();
  await world.type('1 ENTER');
  expect(world.lines[1], 'below the limit of 1,00').toContain('AMT-02');
  await world.type('0 0 ENTER');
  await world.scan();
  await (await world.gateway.next('payOffline')).says('paid');
  expect(world.tell('commit', 'send', 'screen')).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'commit verdict paid 42',
    'screen PAID',
    'commit printed',
  ]);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('the next sale has the next number', async () => {
  const world = await startWorld();
  for (const roubles of [1, 2, 3] as const) {
    const request = await world.sellAnother(roubles);
    expect(request.number).toBe(41 + roubles);
    await request.says('paid');
    await world.type('ENTER');
  }
  expect(world.state).toBe('ready');
});

test('the numbers are asked for while the cashier waits for the scan, so that the scan costs one commit and one request', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 99, shiftNumber: 3, open: [] });
  world.tell();
  await world.scan();
  expect(world.tell()).toEqual(['commit intent 100', 'send payOffline 100']);
});

test('a scan that overtakes the numbers waits for them', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  expect(world.lines[1]).toBe('Отправка...');
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 99, shiftNumber: 3, open: [] });
  expect(world.tell()).toEqual(['send counters', 'commit intent 100', 'send payOffline 100']);
});

test('numbers older than a minute are asked for again', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 99, shiftNumber: 3, open: [] });
  await world.advance(60_000);
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 120, shiftNumber: 4, open: [] });
  await world.scan();
  expect((await world.gateway.next('payOffline')).asked.intent).toMatchObject({
    transactionNumber: 121,
    shiftNumber: 4,
  });
});

test('nobody shows a code: the sale ends without a number', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER');
  await world.advance(90_000);
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PAY-03', 'Не подтверждено', 'вовремя']);
  expect(world.tell('commit', 'send pay')).toEqual([]);
});

test('CANCEL before the scan goes back to ready', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER CANCEL');
  expect(world.state).toBe('ready');
  expect(world.tell()).toEqual([]);
});
