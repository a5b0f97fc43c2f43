import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('the box prints a QR, the customer scans it, and the sale is paid in three commits', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.hold();

  const request = await world.sellOnline();
  expect(request.asked.intent).toMatchObject({ method: 'online', paymentSystem: 'sendy', amountMinor: 150_00 });
  expect(world.lines[1]).toBe('Отправка...');
  await request.says('pending');
  expect(world.lines).toEqual(['150,00 ₽', 'Печать QR...', '', 'CANCEL - отмена']);
  expect(world.gateway.waitingFor(), 'nobody can have paid what is not on paper').toBe('nothing');

  world.printer.finish();
  await world.settle();
  expect(world.lines).toEqual(['150,00 ₽', 'Покупатель сканирует', 'QR и подтверждает', 'CANCEL - отмена']);
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО', 'Печать слипов...', 'ENTER - готово']);
  world.printer.finish();
  await world.settle();
  world.printer.finish();
  await world.settle();

  expect(world.lines[2]).toBe('Пробейте чек на ККТ');
  expect(world.tell()).toEqual([
    'commit intent 42',
    'send payOnline 42',
    'print qr 42',
    'send payment 42 waiting',
    'commit verdict paid 42',
    'screen PAID',
    'print slip 42 copy 1',
    'print slip 42 copy 2',
    'commit printed',
  ]);
});

test('the deadline on the screen is one for printing and waiting', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.printer.hold();
  const request = await world.sellOnline();
  await request.says('pending');
  const { deadline } = world.screen();
  await world.advance(3_000);
  world.printer.finish();
  await world.settle();
  expect(world.screen().deadline).toBe(deadline);
});

test('several wallets are enabled: the cashier asks the customer which', async () => {
  const world = await startWorld({ terms: { mode: 'online', onlineSystems: ['sendy', 'wechat', 'alipay'] } });
  await world.type('1 5 0 0 0 ENTER');
  expect(world.lines).toEqual(['150,00 ₽', '>1 Sendy', ' 2 WeChat', ' 3 AliPay']);
  expect(world.screen().keys).toEqual(['1', '2', '3', 'UP', 'DOWN', 'ENTER', 'CANCEL']);
  expect(world.tell(), 'nothing is on disk yet').toEqual([]);
  await world.type('3');
  expect((await world.gateway.next('payOnline')).asked.intent).toMatchObject({ paymentSystem: 'alipay' });
});

test('the mark goes up and down and round, and ENTER takes it', async () => {
  const world = await startWorld({ terms: { mode: 'online', onlineSystems: ['sendy', 'wechat', 'alipay'] } });
  await world.type('1 5 0 0 0 ENTER UP');
  expect(world.lines).toEqual(['150,00 ₽', ' 1 Sendy', ' 2 WeChat', '>3 AliPay']);
  await world.type('DOWN DOWN');
  expect(world.lines[2]).toBe('>2 WeChat');
  await world.type('4 9 00 . CLEAR MENU');
  expect(world.lines[2], 'keys that mean nothing here').toBe('>2 WeChat');
  await world.type('ENTER');
  expect((await world.gateway.next('payOnline')).asked.intent).toMatchObject({ paymentSystem: 'wechat' });
});

test('CANCEL at the choice', async () => {
  const world = await startWorld({ terms: { mode: 'online', onlineSystems: ['sendy', 'wechat'] } });
  await world.type('1 5 0 0 0 ENTER CANCEL');
  expect(world.state).toBe('ready');
  expect(world.tell()).toEqual([]);
});

test('a choice that nobody makes ends without a number', async () => {
  const world = await startWorld({ terms: { mode: 'online', onlineSystems: ['sendy', 'wechat'] } });
  await world.type('1 5 0 0 0 ENTER');
  await world.advance(60_000);
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО PAY-03']);
  expect(world.tell('commit', 'send')).toEqual([]);
});

test('the answer to the request was lost: the QR comes with the next answer and is printed', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  await (await world.sellOnline()).noAnswer();
  expect(world.lines[2]).toBe('NET-06 повторяем');
  await world.advance(500);
  await (await world.gateway.next('payment')).says('pending');
  expect(world.printer.paper).toEqual(['qr 42']);
  await (await world.gateway.next('payment')).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('a QR is printed once, whatever is lost afterwards', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  await (await world.sellOnline()).says('pending');
  await (await world.gateway.next('payment')).noAnswer();
  await world.advance(500);
  await (await world.gateway.next('payment')).says('pending');
  await (await world.gateway.next('payment')).says('paid');
  expect(world.printer.paper).toEqual(['qr 42', 'slip 42 copy 1', 'slip 42 copy 2']);
});

test('a gateway that does not hold its answers is not asked without a pause', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  world.gateway.autopilot = (call) => void call.says('pending');
  await world.type('1 5 0 0 0 ENTER');
  world.tell();
  await world.advance(10_000);
  expect(world.tell('send payment').length).toBeLessThanOrEqual(20);
});
