import { expect, test } from 'vitest';
import { toFieldError } from '../../src/errors.ts';
import { shopTerms, startWorld, type World } from '../helpers/fake-world.ts';
import type { GatewayCall } from '../helpers/fake-world-gateway.ts';
import { shop } from '../helpers/slip-of-a-sale.ts';

const typeAll = async (world: World): Promise<GatewayCall> => {
  await world.type('1 00 00 00 1 ENTER 2 00 00 00 1 ENTER 1 2 3 4 5 6 ENTER');
  return world.gateway.next('activate');
};

/** The identity is on disk, so the terms change, before the call resolves. */
const succeed = async (world: World, call: GatewayCall): Promise<void> => {
  await world.changeTerms(shopTerms);
  await call.answers(shop);
};

const inactive = (): Promise<World> => startWorld({ terms: null });

test('terminal id, serial number and code are typed, and the box is ready', async () => {
  const world = await inactive();
  expect(world.lines).toEqual(['Номер терминала:', '_', 'Шаг 1 из 3', 'ENTER - дальше']);
  await world.type('1 00 00 00 2 CLEAR 1 ENTER');
  expect(world.lines[0]).toBe('Серийный номер:');
  await world.type('2 00 00 00 1 ENTER 1 2 3 4 5 6');
  expect(world.lines).toEqual(['Код активации:', '123456_', 'Шаг 3 из 3', 'ENTER - дальше']);
  await world.type('ENTER');
  const call = await world.gateway.next('activate');
  expect(call.asked.activation).toEqual({
    terminalId: '10000001',
    serialNumber: '20000001',
    activationCode: '123456',
    attemptId: 'attempt-1',
    replaceExisting: false,
  });
  await succeed(world, call);
  expect(world.state).toBe('ready');
});

test('a wrong code: how many attempts are left, and the code alone is typed again', async () => {
  const world = await inactive();
  await (await typeAll(world)).refused('activation-code-wrong', {
    error: { code: 'ACT-02', params: { attemptsLeft: 2 } },
  });
  expect(world.lines).toEqual(['Не активирован', 'ACT-02 Код неверен,', 'осталось попыток 2']);
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['Код активации:', '_']);
  await world.type('7 7 7 ENTER');
  const second = await world.gateway.next('activate');
  expect(second.asked.activation).toMatchObject({
    terminalId: '10000001',
    activationCode: '777',
    attemptId: 'attempt-2',
  });
  await second.refused('activation-code-wrong', { error: { code: 'ACT-02', params: { attemptsLeft: 1 } } });
  expect(world.lines).toEqual(['Не активирован', 'ACT-02 Код неверен,', 'осталось попыток 1']);
});

test.each([
  ['activation-code-void', 'ACT-03'],
  ['terminal-unknown', 'ACT-04'],
  ['too-many-requests', 'GWY-12'],
] as const)('%s: said with its code, and CANCEL begins from the top', async (problem, code) => {
  const world = await inactive();
  await (await typeAll(world)).refused(problem);
  expect(world.lines.join(' ')).toContain(code);
  await world.type('CANCEL');
  expect(world.lines.slice(0, 2)).toEqual(['Номер терминала:', '10000001_']);
});

test('active on another box: ENTER replaces it, as a new attempt', async () => {
  const world = await inactive();
  await (await typeAll(world)).refused('terminal-already-active');
  expect(world.lines).toEqual(['Активация', 'Терминал уже активен', 'ENTER - заменить', 'CANCEL - не менять']);
  await world.type('ENTER');
  const call = await world.gateway.next('activate');
  expect(call.asked.activation).toMatchObject({
    replaceExisting: true,
    attemptId: 'attempt-2',
    activationCode: '123456',
  });
  await succeed(world, call);
  expect(world.state).toBe('ready');
});

test('active on another box: CANCEL keeps it, and the next attempt asks again', async () => {
  const world = await inactive();
  await (await typeAll(world)).refused('terminal-already-active');
  await world.type('CANCEL ENTER');
  expect((await world.gateway.next('activate')).asked.activation).toMatchObject({ replaceExisting: false });
});

test('a lost answer is asked for again with the same attempt, which costs none', async () => {
  const world = await inactive();
  await (await typeAll(world)).noAnswer();
  await world.advance(1_000);
  const again = await world.gateway.next('activate');
  expect(again.asked.activation).toMatchObject({ attemptId: 'attempt-1' });
  await succeed(world, again);
  expect(world.state).toBe('ready');
});

test('no answer five times: said, and the code is kept from nobody who tries again', async () => {
  const world = await inactive();
  await (await typeAll(world)).noAnswer();
  for (const _ of [1, 2, 3, 4]) {
    await world.advance(3_000);
    await (await world.gateway.next('activate')).noAnswer();
  }
  expect(world.lines.join(' ')).toContain('NET-06');
  await world.advance(60_000);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('not sent: said at once', async () => {
  const world = await inactive();
  await (await typeAll(world)).notSent();
  expect(world.lines.join(' ')).toContain('NET-01');
});

test('a call that hangs is repeated as the same attempt', async () => {
  const world = await inactive();
  await typeAll(world);
  await world.advance(27_000);
  expect((await world.gateway.next('activate')).asked.activation).toMatchObject({ attemptId: 'attempt-1' });
});

test('CANCEL while the request is under way: it may have worked, so it is waited for, but not repeated', async () => {
  const world = await inactive();
  const call = await typeAll(world);
  expect(world.screen().keys).toEqual(['CANCEL']);
  await world.type('CANCEL');
  expect(call.isGivenUp).toBe(false);
  await call.noAnswer();
  expect(world.lines[0]).toBe('Не активирован');
  await world.advance(60_000);
  expect(world.gateway.waitingFor()).toBe('nothing');
});

test('CANCEL between two tries stops at once', async () => {
  const world = await inactive();
  await (await typeAll(world)).noAnswer();
  await world.type('CANCEL');
  expect(world.lines[0]).toBe('Не активирован');
});

test('CANCEL while typing goes back a field; an empty field is not left by ENTER', async () => {
  const world = await inactive();
  await world.type('ENTER ENTER');
  expect(world.lines[0]).toBe('Номер терминала:');
  await world.type('1 ENTER ENTER');
  expect(world.lines[0]).toBe('Серийный номер:');
  await world.type('2 ENTER CANCEL CANCEL CANCEL');
  expect(world.lines.slice(0, 2)).toEqual(['Номер терминала:', '1_']);
});

test('a value longer than the display shows its end, and has an end itself', async () => {
  const world = await inactive();
  await world.type(Array(50).fill('00').join(' '));
  expect(world.lines[1]).toBe('0000000000000000000_');
  await world.type('ENTER 1 ENTER 1 ENTER');
  expect((await world.gateway.next('activate')).asked.activation?.terminalId).toHaveLength(64);
});

const values = { terminalId: '10000001', serialNumber: '20000001', code: '123456', replace: false, again: false };

/** What the command `sendybox activate` is told. */
const activate = async (world: World, changes: Partial<typeof values> = {}): Promise<() => string> => {
  let told = 'nothing yet';
  world.box.activate({ ...values, ...changes }).then(
    () => {
      told = 'active';
    },
    (error: unknown) => {
      told = toFieldError(error).code;
    },
  );
  await world.settle();
  return () => told;
};

test('activated from outside, while somebody was typing', async () => {
  const world = await inactive();
  await world.type('9 9');
  const told = await activate(world);
  const call = await world.gateway.next('activate');
  expect(call.asked.activation).toMatchObject({ terminalId: '10000001', activationCode: '123456' });
  await succeed(world, call);
  expect(told()).toBe('active');
});

test('from outside, and refused', async () => {
  const world = await inactive();
  const told = await activate(world);
  await (await world.gateway.next('activate')).refused('activation-code-void');
  expect(told()).toBe('ACT-03');
});

test('from outside, while an attempt is under way, and when the box is active', async () => {
  const world = await inactive();
  const call = await typeAll(world);
  expect((await activate(world))()).toBe('PAY-04');
  await succeed(world, call);
  await world.type('1 5');
  expect((await activate(world, { again: true }))(), 'somebody is typing').toBe('PAY-04');
});

test('the box goes out of service meanwhile: who waits is told', async () => {
  const world = await inactive();
  const told = await activate(world);
  await world.changeTerms(null, { code: 'SET-05' });
  expect(told()).toBe('SET-05');
  expect(world.lines.slice(0, 2)).toEqual(['НЕ РАБОТАЕТ', 'SET-05']);
});

test('a box that was activated before says so, and goes on only when somebody wants it', async () => {
  const world = await inactive();
  world.activeBefore = { terminalId: '10000001', activatedAt: '2026-11-20T09:00:00.000Z' };
  await world.type('1 00 00 00 1 ENTER 2 00 00 00 1 ENTER 1 2 3 4 5 6 ENTER');
  expect(world.lines).toEqual(['Уже был активирован:', '10000001 20.11.2026', 'ENTER - всё равно', 'CANCEL - назад']);
  expect(world.gateway.waitingFor(), 'nothing was sent').toBe('nothing');
  await world.type('CANCEL');
  expect(world.lines.slice(0, 2)).toEqual(['Код активации:', '123456_']);
  await world.type('ENTER ENTER');
  const call = await world.gateway.next('activate');
  await call.refused('activation-code-wrong', { error: { code: 'ACT-02', params: { attemptsLeft: 2 } } });
  await world.type('ENTER 7 7 7 ENTER');
  await world.gateway.next('activate'); // who has said yes once is not asked with every code
});

test('from outside, on a box that was activated before: refused, until it is said to be meant', async () => {
  const world = await inactive();
  world.activeBefore = { terminalId: '10000001', activatedAt: '2026-11-20T09:00:00.000Z' };
  expect((await activate(world))()).toBe('ACT-09');
  expect(world.lines[0]).toBe('Уже был активирован:');
  const told = await activate(world, { again: true });
  await succeed(world, await world.gateway.next('activate'));
  expect(told()).toBe('active');
});

test('an active box is activated once more from outside: asked first, then done under the eyes of the cashier', async () => {
  const world = await startWorld();
  world.activeBefore = { terminalId: '10000001', activatedAt: '2026-11-20T09:00:00.000Z' };
  expect((await activate(world))()).toBe('ACT-09');
  expect(world.state, 'the cashier is not troubled').toBe('ready');

  const told = await activate(world, { again: true });
  expect(world.lines[0]).toBe('Активация...');
  await succeed(world, await world.gateway.next('activate'));
  expect(told()).toBe('active');
  expect(world.lines).toEqual(['Активация', 'АКТИВИРОВАН', 'Терм. 10000001', 'ENTER - готово']);
  expect(world.state).toBe('menu.showing');
});

test.each([
  ['activation-code-wrong', 'ACT-02'],
  ['terminal-already-active', 'ACT-05'],
] as const)('an active box stays what it is after %s', async (problem, code) => {
  const world = await startWorld();
  const told = await activate(world, { again: true });
  await (await world.gateway.next('activate')).refused(problem, { error: { code } });
  expect(told()).toBe(code);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('the attempts that are left are on the screen of the code, as the box remembers them', async () => {
  const world = await inactive();
  world.attemptsLeft = 1;
  await world.type('1 ENTER 2 ENTER');
  expect(world.lines.slice(2)).toEqual(['Осталось попыток: 1', 'ENTER - дальше']);
});

test('another box was activated for the terminal: said plainly, and a new code can be typed', async () => {
  const world = await startWorld();
  await world.changeTerms(null, null, { code: 'ACT-06' });
  expect(world.state).toBe('inactive');
  expect(world.lines.slice(2)).toEqual(['ACT-06 Терминал у', 'другой кассы']);
  const refused = await world.box
    .pay({ amountMinor: 15_000, method: null, paymentSystem: null, code: null, ref: null })
    .catch((error: unknown) => toFieldError(error).code);
  expect(refused).toBe('ACT-06');
  await world.changeTerms(shopTerms);
  expect(world.state).toBe('ready');
});

test('the identity comes back by other ways (the former gateway is set again): ready without an activation', async () => {
  const world = await inactive();
  await world.changeTerms(shopTerms);
  expect(world.state).toBe('ready');
});

test('the identity goes (another gateway is set): the box asks for an activation, after the sale', async () => {
  const world = await startWorld();
  const request = await world.sell();
  await world.changeTerms(null);
  await request.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  await world.type('ENTER ENTER');
  expect(world.state).toBe('inactive');
});
