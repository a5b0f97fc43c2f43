import { expect, test } from 'vitest';
import type { SaleRequest } from '../../machines/sale.ts';
import type { SaleResult } from '../../machines/sale-result.ts';
import { toFieldError } from '../../src/errors.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

const request: Omit<SaleRequest, 'requestId'> = {
  amountMinor: 150_00,
  method: 'offline',
  paymentSystem: null,
  code: '281234567890123456',
  ref: null,
};

type Told = { result: SaleResult } | { refused: string } | 'nothing yet';

/** What the till is told, as soon as it is told. */
const pay = async (world: World, change: Partial<typeof request> = {}): Promise<() => Told> => {
  let told: Told = 'nothing yet';
  world.box.pay({ ...request, ...change }).then(
    (result) => {
      told = { result };
    },
    (error: unknown) => {
      told = { refused: toFieldError(error).code };
    },
  );
  await world.settle();
  return () => told;
};

test('the till gives amount and code, and is told PAID when that is on disk', async () => {
  const world = await startWorld();
  const told = await pay(world);
  const sent = await world.gateway.next('payOffline');
  expect(sent.asked.code).toBe('281234567890123456');
  await sent.says('pending');
  expect(told()).toBe('nothing yet');
  await (await world.gateway.next('payment')).says('paid');
  expect(told()).toMatchObject({ result: { outcome: 'paid', sale: { verdict: 'paid' } } });
  expect(world.lines[1], 'the cashier sees it, too').toBe('ОПЛАЧЕНО');
});

test('a till that chose the wallet is not asked for it', async () => {
  const world = await startWorld({ terms: { onlineSystems: ['sendy', 'alipay'], mode: 'ask' } });
  await pay(world, { method: 'online', paymentSystem: 'alipay', code: null });
  expect((await world.gateway.next('payOnline')).asked.intent).toMatchObject({ paymentSystem: 'alipay' });
});

test('a sale whose end stays open is told as such', async () => {
  const world = await startWorld();
  const told = await pay(world);
  await (await world.gateway.next('payOffline')).says('pending');
  await world.advance(90_000);
  await (await world.gateway.next('payment')).says('pending');
  expect(told()).toMatchObject({ result: { outcome: 'unresolved', sale: { verdict: 'notPaid', resolved: false } } });
});

test('the cashier stops it before anything was sent', async () => {
  const world = await startWorld();
  const told = await pay(world, { code: null });
  await world.type('CANCEL');
  expect(told()).toMatchObject({ result: { outcome: 'abandoned', sale: null } });
});

test('the till cancels its own sale', async () => {
  const world = await startWorld();
  const told = await pay(world);
  await (await world.gateway.next('payOffline')).says('pending');
  await world.box.cancel();
  await (await world.gateway.next('cancel')).says('cancelled');
  expect(told()).toMatchObject({ result: { outcome: 'notPaid', error: { code: 'PAY-02' } } });
});

test('there is nothing to cancel', async () => {
  const world = await startWorld();
  await expect(world.box.cancel()).rejects.toMatchObject({ fieldError: { code: 'PAY-11' } });
});

test('two tills at once: the second is told that the box is busy, at once', async () => {
  const world = await startWorld();
  const first = await pay(world);
  const second = await pay(world);
  expect(second()).toEqual({ refused: 'PAY-04' });
  await (await world.gateway.next('payOffline')).says('paid');
  expect(first()).toMatchObject({ result: { outcome: 'paid' } });
});

test('each till is told its own result', async () => {
  const world = await startWorld();
  const first = await pay(world);
  await (await world.gateway.next('payOffline')).refused('qr-unrecognised');
  expect(first()).toMatchObject({ result: { outcome: 'notPaid', sale: { intent: { transactionNumber: 42 } } } });
  const second = await pay(world, { amountMinor: 70_00, code: '4009876543' });
  await (await world.gateway.next('payOffline')).says('paid');
  expect(second()).toMatchObject({ result: { outcome: 'paid', sale: { intent: { transactionNumber: 43 } } } });
});

test.each([
  ['an amount of zero', { amountMinor: 0 }, 'AMT-01'],
  ['below the limit', { amountMinor: 99 }, 'AMT-02'],
  ['above the limit', { amountMinor: 50_000_001 }, 'AMT-03'],
  ['a wallet that is not enabled', { method: 'online' as const, paymentSystem: 'wechat' as const }, 'PAY-07'],
])('%s is refused and nothing is sent', async (_, change, code) => {
  const world = await startWorld();
  expect((await pay(world, change))()).toEqual({ refused: code });
  expect(world.tell()).toEqual([]);
});

test('the code on our own slip is no code of a customer', async () => {
  const world = await startWorld();
  expect((await pay(world, { code: 'SBX1:10000001:41' }))()).toEqual({ refused: 'SCN-05' });
  expect(world.tell()).toEqual([]);
});

test('a method that the terminal may not use is refused', async () => {
  const world = await startWorld({ terms: { methods: ['offline'] } });
  expect((await pay(world, { method: 'online' }))()).toEqual({ refused: 'PAY-07' });
});

test('a reference of the till stays with the sale when its number is refused', async () => {
  const world = await startWorld();
  const told = await pay(world, { ref: 'receipt 7' });
  await (await world.gateway.next('payOffline', 42)).refused('transaction-number-conflict');
  await (await world.gateway.next('payOffline', 43)).says('paid');
  expect(told()).toMatchObject({ result: { outcome: 'paid', sale: { ref: 'receipt 7' } } });
  expect(await world.journal.findByRef('receipt 7')).toMatchObject({ intent: { transactionNumber: 43 } });
});

test('before the activation', async () => {
  const world = await startWorld({ terms: null });
  expect((await pay(world))()).toEqual({ refused: 'ACT-01' });
});

test('out of service: the till is told why', async () => {
  const world = await startWorld({ obstacle: { code: 'SET-05' } });
  expect((await pay(world))()).toEqual({ refused: 'SET-05' });
});

test('while the cashier types an amount, the box is busy', async () => {
  const world = await startWorld();
  await world.type('1 5');
  expect((await pay(world))()).toEqual({ refused: 'PAY-04' });
});

test('in the menu', async () => {
  const world = await startWorld();
  await world.type('MENU');
  expect((await pay(world))()).toEqual({ refused: 'PAY-04' });
});

test('a box that goes out of service under a result takes no sale', async () => {
  const world = await startWorld();
  await pay(world);
  await (await world.gateway.next('payOffline')).says('paid');
  await world.changeTerms({}, { code: 'JRN-04' });
  expect((await pay(world))()).toEqual({ refused: 'JRN-04' });
});

test('with too many open ends no new sale begins', async () => {
  const world = await startWorld({
    disk: (journal) => {
      for (let number = 1; number <= 64; number += 1) journal.putOpen(number, { verdict: 'notPaid' });
    },
  });
  await world.advance(15_000);
  expect(world.state).toBe('ready');
  expect((await pay(world))()).toEqual({ refused: 'PAY-10' });
  await world.type('1 5 0 0 0 ENTER');
  expect(world.lines.join(' ')).toContain('PAY-10');
  await world.type('CLEAR CLEAR MENU 4');
  expect(world.lines.join(' '), 'nor a refund').toContain('PAY-10');
});
