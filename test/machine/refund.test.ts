/** A refund from its number to its end, in a whole box. */
import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';
import { askRefund, beginRefund, startShop } from '../helpers/refund-at-the-box.ts';

test('MENU 4, number, ENTER, ENTER: all of it goes back, with a slip', async () => {
  const world = await startShop();
  await world.type('MENU 4 5 ENTER');
  await (await world.gateway.next('payment', 5)).says('paid');
  expect(world.box.view().menu).toMatchObject({ stage: 'typingAmount', restMinor: 500 });
  await world.type('ENTER');
  const request = await world.gateway.next('refund', 42);
  expect(request.asked.intent).toMatchObject({
    shiftNumber: 7,
    amountMinor: 500,
    currency: 'RUB',
    refund: { originalTransactionNumber: 5, refundedBeforeMinor: 0, reason: 'customer' },
  });
  expect(world.tell('commit', 'send')).toEqual(['send payment 5', 'commit refund 42', 'send refund 42']);
  await request.says('refunded');
  expect(world.box.view().menu?.result).toMatchObject({
    outcome: 'done',
    payment: { status: 'refunded' },
    error: null,
  });
  expect(world.tell('commit', 'print')).toEqual([
    'commit change 42',
    'print slip 42 copy 1',
    'print slip 42 copy 2',
    'commit printed',
  ]);
  expect(world.box.view().obligations).toEqual([]);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('a part of it, typed; CLEAR takes back what was typed wrongly', async () => {
  const world = await startShop();
  await world.type('MENU 4 5 ENTER');
  await (await world.gateway.next('payment', 5)).says('paid', { refundedAmount: 100 });
  expect(world.box.view().menu).toMatchObject({ restMinor: 400 });
  await world.type('2 5 5 CLEAR 0 ENTER');
  const request = await world.gateway.next('refund', 42);
  expect(request.asked.intent).toMatchObject({ amountMinor: 250, refund: { refundedBeforeMinor: 100 } });
});

test('more than is left is said, and asked again', async () => {
  const world = await startShop();
  await world.type('MENU 4 5 ENTER');
  await (await world.gateway.next('payment', 5)).says('paid');
  await world.type('5 0 1 ENTER');
  expect(world.box.view().menu).toMatchObject({ stage: 'typingAmount', error: { code: 'PAY-14' } });
  await world.type('CLEAR CLEAR CLEAR 0 ENTER');
  expect(world.box.view().menu, 'a typed nothing is all that is left').toMatchObject({ stage: 'working' });
  expect((await world.gateway.next('refund', 42)).asked.intent).toMatchObject({ amountMinor: 500 });
});

test('the slip of the payment in place of its number; another terminal’s slip, or a customer’s code, is not taken', async () => {
  const world = await startShop();
  await world.type('MENU 4');
  for (const code of ['SBX1:99999999:5', '4001234567']) {
    await world.scan(code);
    expect(world.box.view().menu).toMatchObject({ stage: 'typingNumber', error: { code: 'SCN-07' } });
  }
  await world.scan('SBX1:10000001:5');
  await (await world.gateway.next('payment', 5)).says('paid');
  expect(world.box.view().menu?.stage).toBe('typingAmount');
});

test('a payment that another box has made', async () => {
  const world = await startWorld();
  await world.type('MENU 4 8 ENTER');
  const find = await world.gateway.next('find', 8);
  await find.says('paid', { amount: 900, saleId: 'another-box' });
  await world.type('ENTER');
  expect((await world.gateway.next('refund', 42)).asked.intent).toMatchObject({ amountMinor: 900 });
});

test.each([
  ['while the number is typed', 'MENU 4 5 CANCEL'],
  ['while the payment is looked for', 'MENU 4 5 ENTER CANCEL'],
])('CANCEL %s: nothing is begun', async (_, keys) => {
  const world = await startShop();
  await world.type(keys);
  expect(world.state).toBe('ready');
  expect(world.tell('commit')).toEqual([]);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('CANCEL at the amount, and an amount that nobody confirms: nothing is begun', async () => {
  const world = await startShop();
  await world.type('MENU 4 5 ENTER');
  await (await world.gateway.next('payment', 5)).says('paid');
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  await world.type('MENU 4 5 ENTER');
  await (await world.gateway.next('payment', 5)).says('paid');
  await world.type('2 5');
  await world.advance(60_000);
  expect(world.state).toBe('ready');
  expect(world.tell('commit')).toEqual([]);
});

test('from outside: the result is told, and the wallet’s *later* is an acceptance', async () => {
  const world = await startShop();
  const { request, result } = await beginRefund(world, 250);
  expect(request.asked.intent).toMatchObject({ amountMinor: 250 });
  await request.says('pending');
  expect(result()).toMatchObject({ outcome: 'done', payment: { status: 'pending' } });
  expect(world.box.view().obligations).toMatchObject([{ sale: { kind: 'refund', status: 'pending' } }]);
  await world.advance(1_000);
  await (await world.gateway.next('refund', 42)).says('refunded');
  expect(world.journal.row(42)).toMatchObject({ status: 'refunded', verdict: null, resolved: true });
  expect(
    world.log.filter((line) => line.startsWith('print')),
    'its slips came out once',
  ).toEqual(['print slip 42 copy 1', 'print slip 42 copy 2']);
});

test('accepted, and declined in the end: a notice is printed', async () => {
  const world = await startShop();
  const { request } = await beginRefund(world);
  await request.says('pending');
  await world.advance(1_000);
  await (await world.gateway.next('refund', 42)).says('declined', { declineCode: 'other' });
  expect(world.journal.row(42)).toMatchObject({ status: 'declined', error: { code: 'PAY-19' }, resolved: true });
  expect(world.journal.papers).toEqual(['refundDeclined 42']);
});

test('declined at once: told on the screen, no paper', async () => {
  const world = await startShop();
  const { request, result } = await beginRefund(world);
  await request.says('declined');
  expect(result()).toMatchObject({ outcome: 'failed', error: { code: 'PAY-19' }, payment: { status: 'declined' } });
  expect(world.journal.papers).toEqual([]);
  expect(world.log.filter((line) => line.startsWith('print'))).toEqual([]);
});

test('no answer: repeated with its number; the cashier is told after 20 s that it goes on, and it does', async () => {
  const world = await startShop();
  const { request, result } = await beginRefund(world);
  await request.noAnswer();
  await world.advance(1_000);
  const repeat = await world.gateway.next('refund', 42);
  expect(repeat.asked).toEqual(request.asked);
  await repeat.noAnswer();
  world.gateway.autopilot = (call) => void call.noAnswer();
  await world.advance(18_999);
  expect(result()).toBeNull();
  await world.advance(1);
  expect(result()).toMatchObject({ outcome: 'unknown', error: { code: 'PAY-20' }, sale: { unanswered: true } });
  world.gateway.autopilot = (call) => void call.says('refunded');
  await world.advance(60_000);
  expect(world.journal.row(42)).toMatchObject({ status: 'refunded', resolved: true });
  expect([...world.journal.sales.keys()]).toEqual([5, 42]);
  expect(
    world.log.filter((line) => line.startsWith('print')),
    'the slips come when it is known',
  ).toEqual(['print slip 42 copy 1', 'print slip 42 copy 2']);
});

test('CANCEL while the request is under way: it goes on; declined afterwards, the cashier has it on paper', async () => {
  const world = await startShop();
  await world.type('MENU 4 5 ENTER');
  await (await world.gateway.next('payment', 5)).says('paid');
  await world.type('ENTER');
  const request = await world.gateway.next('refund', 42);
  await world.type('CANCEL');
  expect(world.box.view().menu?.result).toMatchObject({ outcome: 'unknown', error: { code: 'PAY-20' } });
  expect(world.journal.row(42), 'what the cashier was told is on disk').toMatchObject({ unanswered: true });
  expect(request.isGivenUp, 'a refund is never cancelled').toBe(false);
  await request.says('declined');
  expect(world.journal.papers).toEqual(['refundDeclined 42']);
});

test('refunded while the cashier is leaving: told as it is', async () => {
  const world = await startShop();
  const { request, result } = await beginRefund(world);
  let free!: () => void;
  world.journal.holdUp = new Promise((done) => {
    free = done;
  });
  await request.says('refunded');
  await world.type('CANCEL');
  expect(result(), 'neither is on disk').toBeNull();
  world.journal.holdUp = null;
  free();
  await world.settle();
  expect(result()).toMatchObject({ outcome: 'done', payment: { status: 'refunded' } });
  expect(world.journal.row(42)).toMatchObject({ status: 'refunded', resolved: true });
});

test('a disk that is full when the answer comes: told when it is on it', async () => {
  const world = await startShop();
  const { request, result } = await beginRefund(world);
  world.journal.failure = { error: { code: 'JRN-01' }, only: ['recordSale'] };
  await request.says('refunded');
  expect(result(), 'nothing is told that is not on disk').toBeNull();
  world.journal.failure = null;
  await world.advance(3_000);
  expect(result()).toMatchObject({ outcome: 'done' });
});

test.each(['before its answer', 'after no answer', 'while it is pending'] as const)(
  'the power goes %s: the same refund again, before a new sale',
  async (moment) => {
    const world = await startShop();
    const { request } = await beginRefund(world);
    if (moment === 'after no answer') await request.noAnswer();
    if (moment === 'while it is pending') await request.says('pending');
    await world.cutPower();
    const repeat = await world.gateway.next('refund', 42);
    expect(repeat.asked.intent).toEqual(request.asked.intent);
    await repeat.says('refunded');
    expect(world.journal.row(42)).toMatchObject({ status: 'refunded', resolved: true });
    expect([...world.journal.sales.keys()]).toEqual([5, 42]);
  },
);

test('after a power cut an error ends no refund: its request may still be on the way', async () => {
  const world = await startShop();
  await beginRefund(world);
  await world.cutPower();
  await (await world.gateway.next('refund', 42)).refused('refund-state-changed');
  expect(world.box.view().obligations).toMatchObject([{ sale: { kind: 'refund' }, lastError: { code: 'GWY-16' } }]);
  await world.advance(1_000);
  await (await world.gateway.next('refund', 42)).says('refunded');
  expect(world.box.view().obligations).toEqual([]);
});

test('the power goes before its answer, which is a refusal by the wallet: the cashier has it on paper', async () => {
  const world = await startShop();
  await beginRefund(world);
  await world.cutPower();
  await (await world.gateway.next('refund', 42)).says('declined');
  expect(world.journal.papers).toEqual(['refundDeclined 42']);
});

test('two boxes with one terminal: the number was taken, new ones are taken by themselves, three times', async () => {
  const world = await startShop();
  const { request, result } = await beginRefund(world);
  await request.refused('transaction-number-conflict');
  for (const number of [43, 44]) await (await world.gateway.next('refund', number)).refused('shift-closed');
  expect(result()).toBeNull();
  await (await world.gateway.next('refund', 45)).refused('shift-closed');
  expect(result()).toMatchObject({ outcome: 'failed', error: { code: 'GWY-08' } });
  expect(world.box.view().obligations).toEqual([]);
  expect([42, 43, 44, 45].map((number) => world.journal.row(number).status)).toEqual(Array(4).fill('refused'));
});

test('a second refund of a payment while one is under way is refused', async () => {
  const world = await startShop();
  const { request } = await beginRefund(world, 100);
  await request.says('pending');
  await world.type('ENTER');
  const { result } = await askRefund(world);
  expect(result()).toMatchObject({ outcome: 'failed', error: { code: 'PAY-15', params: { transactionNumber: 42 } } });
  expect([...world.journal.sales.keys()]).toEqual([5, 42]);
});

test('a full disk: nothing is begun, nothing is sent', async () => {
  const world = await startShop();
  world.journal.failure = { error: { code: 'JRN-01' }, only: ['beginRefund'] };
  const { result } = await askRefund(world);
  expect(result()).toMatchObject({ outcome: 'failed', error: { code: 'JRN-01' } });
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('the gateway cannot be reached for the payment, or for the numbers: nothing is begun', async () => {
  const world = await startShop();
  void world.box.refund({ transactionNumber: 5, amountMinor: null });
  await (await world.gateway.next('payment', 5)).notSent();
  expect(world.box.view().menu?.result).toMatchObject({ outcome: 'failed', error: { code: 'NET-01' } });
  await world.type('ENTER');
  world.gateway.numbering = null;
  const { result } = await askRefund(world);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await (await world.gateway.next('counters')).noAnswer();
    await world.advance(1_000);
  }
  expect(result()).toMatchObject({ outcome: 'failed', error: { code: 'NET-06' } });
  expect(world.tell('commit')).toEqual([]);
});

test('another box refunds the same payment at that moment: theirs is taken over, ours is not begun', async () => {
  const world = await startShop();
  const { request } = await beginRefund(world, 100);
  await request.says('refunded');
  await world.type('ENTER');
  const theirs = {
    ...request.asked.intent,
    kind: 'refund',
    transactionNumber: 60,
    saleId: 'theirs',
    status: 'pending',
  };
  const open = { ...theirs, amount: 100, refundedAmount: 0, originalTransactionNumber: 5, reference: null } as never;
  world.gateway.numbering = { lastTransactionNumber: 60, shiftNumber: 7, open: [open] };
  const { result } = await askRefund(world, 100, { refundedAmount: 100 });
  expect(result()).toMatchObject({ outcome: 'failed', error: { code: 'GWY-16' } });
  expect([...world.journal.sales.keys()]).toEqual([5, 42, 60]);
  await world.gateway.next('refund', 60);
});
