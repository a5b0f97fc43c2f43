import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';

/** A question counts keys only when it can have been read. */
const reading = 1_000;

/** The power went while the customer looked at the phone. */
const powerCutWhileWaiting = async (): Promise<World> => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.tell();
  await world.cutPower();
  return world;
};

const foundPaid = async (): Promise<World> => {
  const world = await powerCutWhileWaiting();
  await (await world.gateway.next('payment', 42)).says('paid');
  await world.advance(reading);
  return world;
};

test('an ENTER that was meant for the screen before does not answer a question that nobody has read', async () => {
  const world = await powerCutWhileWaiting();
  await (await world.gateway.next('payment', 42)).says('paid');
  await world.type('ENTER CANCEL');
  expect(world.lines[1]).toBe('Товар выдан?');
  expect(world.journal.row(42).verdict).toBeNull();
  await world.advance(reading);
  await world.type('ENTER');
  expect(world.journal.row(42).verdict).toBe('paid');
});

test('an open sale is asked for and cancelled before the next one may begin', async () => {
  const world = await powerCutWhileWaiting();
  expect(world.state).toBe('recovering');
  expect(world.lines).toEqual(['Проверка платежей', 'Подождите']);
  await world.type('1 5 0 0 0 ENTER');
  expect(world.state).toBe('recovering');

  await (await world.gateway.next('payment')).says('pending');
  const cancel = await world.gateway.next('cancel');
  expect(cancel.asked.order).toMatchObject({ reason: 'recovery', ifPaid: 'keep' });
  await cancel.says('cancelled');
  expect(world.state).toBe('ready');
  expect(world.tell()).toEqual([
    'power cut',
    'send payment 42',
    'commit order keep 42',
    'send cancel 42 keep',
    'commit verdict notPaid 42',
  ]);
});

test('found paid: goods given? ENTER, so it is PAID and the slips come out', async () => {
  const world = await foundPaid();
  expect(world.lines).toEqual(['150,00 ₽', 'Товар выдан?', 'N 42 оплачен', 'ENTER да CANCEL нет']);
  expect(world.screen()).toMatchObject({ state: 'recovering', tone: 'ask', keys: ['ENTER', 'CANCEL'] });
  expect(world.tell('commit')).toEqual([]);
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', 'ОПЛАЧЕНО']);
  expect(world.tell('commit', 'screen', 'print')).toEqual([
    'commit verdict paid 42',
    'screen PAID',
    'print slip 42 copy 1',
    'print slip 42 copy 2',
    'commit printed',
  ]);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
  expect(world.box.view().obligations).toEqual([]);
});

test('found paid, and CANCEL: NOT PAID, and the money goes back', async () => {
  const world = await foundPaid();
  await world.type('CANCEL');
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО', 'Товар не отдавать,', 'деньги вернутся сами']);
  const cancel = await world.gateway.next('cancel');
  expect(cancel.asked.order).toMatchObject({ reason: 'recovery', ifPaid: 'refund' });
  await cancel.says('reversed');
  expect(world.tell('commit', 'send')).toEqual([
    'send payment 42',
    'commit verdict notPaid + order refund 42',
    'send cancel 42 refund',
    'commit verdict notPaid 42',
    'commit printed', // the notice
  ]);
  expect(world.journal.row(42)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
});

test('other keys, a scan and time do not answer the question, and it survives a power cut', async () => {
  const world = await foundPaid();
  await world.type('1 MENU CLEAR UP DOWN 00');
  await world.scan();
  await world.advance(3_600_000);
  expect(world.lines[1]).toBe('Товар выдан?');
  await world.cutPower();
  await (await world.gateway.next('payment', 42)).says('paid');
  expect(world.lines[1]).toBe('Товар выдан?');
  expect(world.tell('commit', 'send cancel')).toEqual([]);
});

test('a notice never hides the question, whose keys go on working', async () => {
  const world = await foundPaid();
  await world.scan();
  expect(world.lines).toEqual(['150,00 ₽', 'Товар выдан?', 'N 42 оплачен', 'ENTER да CANCEL нет']);
});

test('the cancel of the recovery finds it paid: the cashier is asked', async () => {
  const world = await powerCutWhileWaiting();
  await (await world.gateway.next('payment')).says('pending');
  await (await world.gateway.next('cancel')).says('paid');
  expect(world.lines[1]).toBe('Товар выдан?');
});

test('the request had never arrived: the number becomes a tombstone', async () => {
  const world = await startWorld();
  await world.sell();
  await world.cutPower();
  await (await world.gateway.next('payment', 42)).refused('payment-not-found');
  await (await world.gateway.next('cancel', 42)).says('cancelled');
  expect(world.state).toBe('ready');
});

test('the gateway cannot be reached: after 15 s the box is ready and the obligation goes on', async () => {
  const world = await powerCutWhileWaiting();
  world.gateway.autopilot = (call) => void call.notSent();
  await (await world.gateway.next('payment', 42)).notSent();
  await world.advance(14_000);
  expect(world.state).toBe('recovering');
  await world.advance(1_000);
  expect(world.lines).toEqual(['Готов к оплате', 'Введите сумму', '', 'Незавершённых: 1']);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'NET-01' } }]);

  world.tell();
  await world.advance(600_000);
  const tries = world.tell('send payment 42').length;
  expect(tries, 'at most a minute between two tries').toBeGreaterThanOrEqual(9);
  expect(tries, 'with growing pauses').toBeLessThan(20);
});

test('it is found paid later, while the cashier sells: the question waits for the end of that sale', async () => {
  const world = await powerCutWhileWaiting();
  await world.advance(15_000);
  const question = await world.gateway.next('payment', 42);
  const sale = await world.sellAnother(7);
  await question.says('paid');
  expect(world.state).toContain('paying');
  await sale.says('paid');
  expect(world.lines.slice(0, 2)).toEqual(['7,00 ₽', 'ОПЛАЧЕНО']);
  await world.type('ENTER');
  expect(world.lines.slice(1, 3)).toEqual(['Товар выдан?', 'N 42 оплачен']);
});

test('it is found paid while an amount is being typed: the amount is not disturbed', async () => {
  const world = await powerCutWhileWaiting();
  await world.advance(15_000);
  const question = await world.gateway.next('payment', 42);
  await world.type('7 0');
  await question.says('paid');
  expect(world.lines).toContain('0,70 ₽');
  await world.type('CANCEL');
  expect(world.lines[1]).toBe('Товар выдан?');
});

test('with NOT PAID on disk it is carried on with refund, and nobody is asked', async () => {
  const world = await startWorld({
    disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid', answered: true, status: 'pending' }),
  });
  expect(world.state, 'nothing to wait for').toBe('ready');
  const cancel = await world.gateway.next('cancel', 7);
  expect(cancel.asked.order).toMatchObject({ reason: 'recovery', ifPaid: 'refund' });
  await cancel.says('reversed');
  expect(world.state).toBe('ready');
  expect(world.tell()).toEqual([
    'commit order refund 7',
    'send cancel 7 refund',
    'commit verdict notPaid 7',
    'print notice 7 copy 1',
    'commit printed',
  ]);
  expect(world.journal.row(7)).toMatchObject({ status: 'reversed', verdict: 'notPaid', resolved: true });
});

test('with the order to give the money back on disk it leaves as it stands, without a question', async () => {
  const order = { reason: 'timeout', ifPaid: 'refund', cancelledAt: '2026-11-24T08:00:30.000Z' } as const;
  const world = await startWorld({
    disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid', cancel: order, unanswered: true }),
  });
  expect((await world.gateway.next('cancel', 7)).asked.order).toEqual(order);
  expect(world.tell()).toEqual(['send cancel 7 refund']);
});

test('an order that was on disk is sent as it stands', async () => {
  const order = { reason: 'cashier', ifPaid: 'keep', cancelledAt: '2026-11-24T08:00:30.000Z' } as const;
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { cancel: order, unanswered: true }) });
  await (await world.gateway.next('payment', 7)).says('pending');
  expect((await world.gateway.next('cancel', 7)).asked.order).toEqual(order);
});

test('the answer to the question cannot be written at first: it is shown when it is on disk, also after the question came again', async () => {
  const world = await foundPaid();
  world.journal.failure = { error: { code: 'JRN-01' } };
  await world.type('ENTER');
  await world.advance(16_000);
  expect(world.lines[1], 'still unanswered as far as the disk knows').toBe('Товар выдан?');
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.lines.slice(0, 2)).toEqual(['150,00 ₽', 'ОПЛАЧЕНО']);
  await world.type('ENTER ENTER');
  expect(world.state).toBe('ready');
});

test('the first answer counts: a second one while the first is being written changes nothing', async () => {
  const world = await foundPaid();
  world.journal.failure = { error: { code: 'JRN-01' } };
  await world.type('CANCEL');
  await world.advance(16_000 + reading);
  await world.type('ENTER');
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.journal.row(42).verdict).toBe('notPaid');
});

test('the journal cannot be read at start: it says so, and goes on when it can', async () => {
  const world = await startWorld({
    disk: (journal) => {
      journal.putOpen(7, { verdict: 'notPaid' });
      journal.failure = { error: { code: 'JRN-02' } };
    },
  });
  expect(world.state).toBe('starting');
  expect(world.lines.join(' ')).toContain('JRN-02');
  await world.advance(60_000);
  expect(world.lines.join(' ')).toContain('JRN-02');
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.state).toBe('ready');
  expect(world.box.view().obligations).toHaveLength(1);
});
