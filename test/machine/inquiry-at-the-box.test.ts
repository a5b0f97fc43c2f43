/** *Did it go through?* at the whole box: from MENU 5 or from outside to the screen, the paper and the till. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

const terminalId = '10000001';

/** Sale 42 is PAID, its slips are out, and the box is ready again. */
const paidBefore = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  world.tell();
  return world;
};

test('MENU 5, the number, ENTER: asked, printed, shown until a key', async () => {
  const world = await paidBefore();
  await world.type('MENU 5 4 2 ENTER');
  const question = await world.gateway.next('payment', 42);
  expect(question.asked.waitSeconds).toBe(0);
  await question.says('paid');
  expect(world.box.view().menu).toMatchObject({ stage: 'showing', result: { outcome: 'done', error: null } });
  expect(world.tell('send', 'print')).toEqual(['send payment 42', 'print answer null copy 1']);
  expect(world.journal.papers).toEqual(['answer 42']);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('the slip’s QR in place of the number', async () => {
  const world = await paidBefore();
  await world.type('MENU 5');
  await world.scan('SBX1:99999999:42');
  expect(world.box.view().menu).toMatchObject({ stage: 'typingNumber', error: { code: 'SCN-07' } });
  await world.scan(`SBX1:${terminalId}:42`);
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(world.box.view().menu?.result).toMatchObject({ outcome: 'done' });
});

test('from outside: the answer comes back when it is on the screen', async () => {
  const world = await paidBefore();
  const asked = world.box.inquire({ transactionNumber: 42 });
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(await asked).toMatchObject({ kind: 'inquiry', outcome: 'done', payment: { status: 'paid' }, error: null });
});

test('a number that this journal does not know is looked for by itself', async () => {
  const world = await paidBefore();
  const asked = world.box.inquire({ transactionNumber: 17 });
  await (await world.gateway.next('find', 17)).answers(null);
  expect(await asked).toMatchObject({ outcome: 'failed', sale: null, payment: null, error: { code: 'PAY-06' } });
});

test('PAID, and the gateway does not know it any more: said, printed, and nothing is changed', async () => {
  const world = await paidBefore();
  const before = world.journal.row(42);
  const asked = world.box.inquire({ transactionNumber: 42 });
  await (await world.gateway.next('payment', 42)).refused('payment-not-found');
  expect(await asked).toMatchObject({ outcome: 'unknown', sale: before, error: { code: 'GWY-17' } });
  expect(world.journal.papers).toEqual(['answer 42']);
  await world.advance(60_000);
  expect(world.journal.row(42)).toEqual(before);
  expect(world.tell('send'), 'asked once').toEqual(['send payment 42']);
});

test('no network: nothing on paper, and what the journal knows', async () => {
  const world = await paidBefore();
  const asked = world.box.inquire({ transactionNumber: 42 });
  await (await world.gateway.next('payment', 42)).notSent();
  expect(await asked).toMatchObject({ outcome: 'unknown', sale: { verdict: 'paid' }, error: { code: 'NET-01' } });
  expect(world.journal.papers).toEqual([]);
  expect(world.tell('print', 'commit')).toEqual([]);
});

test('CANCEL while the gateway is asked: the till is told, and the box is ready', async () => {
  const world = await paidBefore();
  const asked = world.box.inquire({ transactionNumber: 42 });
  const question = await world.gateway.next('payment', 42);
  await world.type('CANCEL');
  expect(question.isGivenUp).toBe(true);
  expect(await asked).toMatchObject({ outcome: 'abandoned', error: { code: 'PAY-09' } });
  expect(world.state).toBe('ready');
});

test('NOT PAID, and the gateway says paid: the money goes back by itself, and the answer is no word to give goods by', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  await (await world.gateway.next('cancel', 7)).noAnswer();
  const asked = world.box.inquire({ transactionNumber: 7 });
  await (await world.gateway.next('payment', 7)).says('paid');
  expect(await asked).toMatchObject({ outcome: 'unknown', payment: { status: 'paid' }, error: { code: 'PAY-05' } });
  expect(world.screen().tone).not.toBe('paid');
});

test('while a sale is under way nothing else is asked', async () => {
  const world = await paidBefore();
  await world.type('1 0 0 ENTER');
  await expect(world.box.inquire({ transactionNumber: 42 })).rejects.toThrow('PAY-04');
});
