/** Gateway contract, errors: 429 was not processed; the box waits as long as it was told, and no longer than the cashier does. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';
import type { GatewayCall } from '../helpers/fake-world-gateway.ts';

const busy = (call: GatewayCall, seconds?: number): Promise<void> =>
  call.refused('too-many-requests', seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 });

const givenUp = (world: World): void => {
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО GWY-12']);
  expect(world.gateway.waitingFor()).toBe('nothing');
  expect(world.box.view().obligations).toEqual([]);
};

test.each([
  ['7 s', 7, 7_000],
  ['45 s', 45, 45_000],
  ['all the waiting time', 90, 90_000],
  ['no time at all', 0, 1_000],
  ['less than a second', 0.2, 1_000],
  ['nothing about it', undefined, 1_000],
])('told to wait %s, the same request goes again exactly then', async (_, seconds, pauseMs) => {
  const world = await startWorld();
  const first = await world.sell();
  await busy(first, seconds);
  await world.advance(pauseMs - 1);
  expect(world.gateway.waitingFor()).toBe('nothing');
  await world.advance(1);
  const second = await world.gateway.next('payOffline', 42);
  expect(second.asked).toEqual(first.asked);
  await second.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.tell('commit intent', 'commit verdict', 'send')).toEqual([
    'commit intent 42',
    'send payOffline 42',
    'send payOffline 42',
    'commit verdict paid 42',
  ]);
});

test.each([
  ['a pause longer than the cashier waits', [91]],
  ['pauses that together are longer', [45, 45, 1]],
  ['a pause of an hour after a short one', [5, 3_600]],
])('%s: refused at once, NOT PAID, nothing stays open', async (_, pauses) => {
  const world = await startWorld();
  let request = await world.sell();
  for (const seconds of pauses.slice(0, -1)) {
    await busy(request, seconds);
    await world.advance(seconds * 1_000);
    request = await world.gateway.next('payOffline', 42);
  }
  await busy(request, pauses.at(-1));
  givenUp(world);
  expect(world.tell()).toEqual([
    'commit intent 42',
    ...pauses.map(() => 'send payOffline 42'),
    'commit verdict notPaid 42',
    'screen NOT PAID',
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'refused', verdict: 'notPaid', resolved: true });
});

test('the shop’s own waiting time is the bound', async () => {
  const world = await startWorld({ terms: { waitTimeoutSeconds: 30 } });
  await busy(await world.sell(), 45);
  givenUp(world);
});

test('a gateway that is always busy is asked once a second while the cashier waits, then no more', async () => {
  const world = await startWorld();
  world.gateway.autopilot = (call) => void busy(call);
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  await world.advance(89_999);
  expect(world.state).toContain('paying');
  await world.advance(1);
  givenUp(world);
  expect(world.tell('send payOffline 42')).toHaveLength(91);
  await world.advance(600_000);
  expect(world.tell('send')).toEqual([]);
});

test('after the pause the request has no answer: it is found out as always', async () => {
  const world = await startWorld();
  await busy(await world.sell(), 45);
  await world.advance(45_000);
  await (await world.gateway.next('payOffline', 42)).noAnswer();
  await world.advance(500);
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test('CANCEL while the gateway wants to be left alone: not processed, so nothing is to be cancelled', async () => {
  const world = await startWorld();
  await busy(await world.sell(), 20);
  await world.type('CANCEL');
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО PAY-09');
  expect(world.gateway.waitingFor()).toBe('nothing');
  await world.advance(60_000);
  expect(world.tell('send')).toEqual(['send payOffline 42']);
});

/** The numbers could not be had ahead, the code is scanned: the question that the sale itself asks. */
const numbersWanted = async (): Promise<{ readonly world: World; readonly question: GatewayCall }> => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('1 5 0 0 0 ENTER');
  await (await world.gateway.next('counters')).noAnswer();
  await world.scan();
  const question = await world.gateway.next('counters');
  world.tell();
  return { world, question };
};

const numbers = { lastTransactionNumber: 41, shiftNumber: 7, open: [] };

test('too many questions for the numbers: waited for as long, and the sale goes on', async () => {
  const { world, question } = await numbersWanted();
  await busy(question, 45);
  await world.advance(44_999);
  expect(world.gateway.waitingFor()).toBe('nothing');
  expect(world.state).toContain('paying');
  await world.advance(1);
  await (await world.gateway.next('counters')).answers(numbers);
  await (await world.gateway.next('payOffline', 42)).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.tell('commit intent', 'commit verdict', 'send')).toEqual([
    'send counters',
    'commit intent 42',
    'send payOffline 42',
    'commit verdict paid 42',
  ]);
});

test('too many questions for longer than the cashier waits: NOT PAID without a number, nothing on disk', async () => {
  const { world, question } = await numbersWanted();
  await busy(question, 60);
  await world.advance(60_000);
  await busy(await world.gateway.next('counters'), 31);
  givenUp(world);
  expect(world.tell()).toEqual(['send counters', 'screen NOT PAID']);
});

test.each([
  ['as long as the cashier waits', 30, 'send payOffline 42'],
  ['longer than that', 31, 'commit verdict notPaid 42'],
])('the pauses for numbers and request count together: %s', async (_, seconds, next) => {
  const { world, question } = await numbersWanted();
  await busy(question, 60);
  await world.advance(60_000);
  await (await world.gateway.next('counters')).answers(numbers);
  const request = await world.gateway.next('payOffline', 42);
  world.tell();
  await busy(request, seconds);
  await world.advance(seconds * 1_000);
  expect(world.tell('commit', 'send')).toEqual([next]);
});

test('CANCEL while the numbers are waited for: nothing is on disk, nothing was sent', async () => {
  const { world, question } = await numbersWanted();
  await busy(question, 45);
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  await world.advance(60_000);
  expect(world.tell()).toEqual([]);
});
