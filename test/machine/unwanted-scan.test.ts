import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

const notice = ['SCN-05 Сейчас', 'сканировать не нужно'];

test.each<[string, (world: World) => Promise<unknown>]>([
  ['nothing is going on', async () => {}],
  ['an amount is being typed', (world) => world.type('1 5')],
  ['the menu is open', (world) => world.type('MENU')],
  ['the request is under way', (world) => world.sell()],
  ['the customer confirms', async (world) => (await world.sell()).says('pending')],
  [
    'the sale is being cancelled',
    async (world) => {
      await (await world.sell()).says('pending');
      await world.type('CANCEL');
    },
  ],
])('a scan while %s: a notice, and nothing else', async (_, prepare) => {
  const world = await startWorld();
  await prepare(world);
  const { state, lines } = world.screen();
  const waitingFor = world.gateway.waitingFor();
  world.tell();
  await world.scan('281234567890123456');
  expect(world.lines.join(' ')).toContain(notice.join(' '));
  expect(world.state).toBe(state);
  expect(world.tell()).toEqual([]);
  expect(world.gateway.waitingFor()).toBe(waitingFor);
  await world.advance(4_000);
  expect(world.lines[1]).toBe(lines[1]);
});

test('a second scan while the numbers are asked for: the first one counts', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await world.scan('281234567890123456');
  await world.scan('289999999999999999');
  expect(world.lines.slice(2)).toEqual(notice);
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 41, shiftNumber: 7, open: [] });
  expect((await world.gateway.next('payOffline')).asked.code).toBe('281234567890123456');
});

test('a scan while a QR is being shown', async () => {
  const world = await startWorld({ terms: { mode: 'online' } });
  await (await world.sellOnline()).says('pending');
  await world.scan();
  expect(world.lines).toEqual(['150,00 ₽', 'Покупатель сканирует', ...notice]);
});

test('a scan at the choice of the wallet', async () => {
  const world = await startWorld({ terms: { mode: 'online', onlineSystems: ['sendy', 'wechat'] } });
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  expect(world.lines.join(' ')).toContain('SCN-05');
  await world.type('2');
  expect((await world.gateway.next('payOnline')).asked.intent).toMatchObject({ paymentSystem: 'wechat' });
});

test('a result is never covered by a notice: it says what to do with goods and receipt', async () => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  const { lines } = world;
  await world.scan();
  expect(world.lines).toEqual(lines);
  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО', 'Пробейте чек на ККТ', 'ENTER - готово']);
});

test('what was said of a code that was no code is gone when the right one is read', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER 1');
  world.box.refuseScan({ code: 'SCN-03' });
  await world.settle();
  expect(world.lines.join(' ')).toContain('SCN-03');
  await world.scan();
  expect(world.lines.join(' ')).not.toContain('SCN-03');
});

test('the code on our own slip is never sent as a customer’s', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER');
  await world.scan('SBX1:10000001:41');
  expect(world.lines).toEqual(['150,00 ₽', 'Считайте код', ...notice]);
  expect(world.tell()).toEqual([]);
  await world.scan('281234567890123456');
  await world.gateway.next('payOffline');
});

test.each([
  ['SCN-02', 'Пустой код,'],
  ['SCN-03', 'Код слишком'],
  ['SCN-04', 'Код не читается'],
] as const)('what the scanner read is no code (%s): the next scan counts', async (code, words) => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 ENTER');
  world.box.refuseScan({ code });
  await world.settle();
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', 'Считайте код']);
  expect(world.lines.slice(2).join(' ')).toContain(`${code} ${words}`);
  expect(world.tell()).toEqual([]);
  await world.scan('281234567890123456');
  await world.gateway.next('payOffline');
});

test('a code at the last moment is not lost because the numbers are late', async () => {
  const world = await startWorld({ terms: { waitTimeoutSeconds: 61 } });
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 41, shiftNumber: 7, open: [] });
  await world.advance(60_500);
  await world.scan();
  await world.advance(2_000);
  await (await world.gateway.next('counters')).answers({ lastTransactionNumber: 41, shiftNumber: 7, open: [] });
  await world.gateway.next('payOffline');
});
