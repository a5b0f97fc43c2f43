import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('three open ends of an earlier life, each with its own end, and a sale beside them', async () => {
  const world = await startWorld({
    disk: (journal) => {
      journal.putOpen(5, { verdict: 'notPaid', unanswered: true });
      journal.putOpen(6, { verdict: 'notPaid', unanswered: true });
      journal.putOpen(7, { verdict: 'notPaid', unanswered: true });
    },
  });
  expect(world.lines[3]).toBe('Незавершённых: 3');
  const cancels = [5, 6, 7].map((number) => world.gateway.next('cancel', number));
  const [fifth, sixth, seventh] = await Promise.all(cancels);

  const sale = await world.sell();
  await fifth?.says('expired');
  await sixth?.says('paid', { reversal: 'pending' });
  await seventh?.says('cancelled');
  await sale.says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  await world.advance(1_000);
  await (await world.gateway.next('cancel', 6)).says('reversed');

  expect([5, 6, 7].map((number) => world.journal.row(number).status)).toEqual(['expired', 'reversed', 'cancelled']);
  expect(world.box.view().obligations).toEqual([]);
  await world.type('ENTER');
  expect(world.lines[3], 'nothing is open: the last sale stands there').toBe('Оплачено 150,00');
});

test('two are found paid: the cashier is asked about one after the other', async () => {
  const world = await startWorld({
    disk: (journal) => {
      journal.putOpen(5, { unanswered: true });
      journal.putOpen(6, { unanswered: true });
    },
  });
  await (await world.gateway.next('payment', 5)).says('paid');
  await (await world.gateway.next('payment', 6)).says('paid');
  expect(world.lines).toEqual(['5,00 ₽', 'Товар выдан?', 'N 5 оплачен', 'ENTER да CANCEL нет']);
  await world.advance(1_000);
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['5,00 ₽', 'ОПЛАЧЕНО']);
  await world.type('ENTER');
  expect(world.lines.slice(0, 3)).toEqual(['6,00 ₽', 'Товар выдан?', 'N 6 оплачен']);
  await world.advance(1_000);
  await world.type('CANCEL');
  expect(world.lines.slice(0, 2)).toEqual(['6,00 ₽', 'НЕ ОПЛАЧЕНО']);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
  expect(world.journal.row(5)).toMatchObject({ verdict: 'paid', resolved: true });
  expect(world.journal.row(6)).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' }, resolved: false });
});

test('the number of an open sale is never used again, whatever the gateway believes', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(99, { verdict: 'notPaid' }) });
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  await world.gateway.next('payOffline', 100);
});

test('each sale that stays open is one more on the screen, and all end when the gateway is back', async () => {
  const world = await startWorld();
  for (const open of [1, 2, 3] as const) {
    await (await world.sellAnother(open)).noAnswer();
    world.gateway.autopilot = (call) => void call.noAnswer();
    await world.advance(95_000);
    await world.type('ENTER');
    expect(world.lines[3]).toBe(`Незавершённых: ${open}`);
    world.gateway.autopilot = null;
  }
  world.gateway.autopilot = (call) => void call.says('cancelled');
  await world.advance(75_000);
  expect(world.box.view().obligations).toEqual([]);
  expect([...world.journal.sales.values()].every(({ resolved, status }) => resolved && status === 'cancelled')).toBe(
    true,
  );
});

test('a reversal that the wallet cannot do at once is asked for with pauses of at most a minute, for as long as it takes', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  world.gateway.autopilot = (call) => void call.says('paid', { reversal: 'pending' });
  await (await world.gateway.next('cancel', 7)).says('paid', { reversal: 'pending' });
  await world.advance(600_000);
  const tries = world.tell('send');
  expect(new Set(tries), 'never a question between').toEqual(new Set(['send cancel 7 refund']));
  expect(tries.length).toBeGreaterThan(10);
  expect(tries.length).toBeLessThan(20);
  world.gateway.autopilot = (call) => void call.says('reversed');
  await world.advance(60_000);
  expect(world.box.view().obligations).toEqual([]);
});

test('an order for the obligation that cannot be written is not sent', async () => {
  const world = await startWorld({
    disk: (journal) => {
      journal.putOpen(7, { verdict: 'notPaid' });
      journal.failure = { error: { code: 'JRN-01' }, only: ['recordSale'] };
    },
  });
  await world.advance(30_000);
  expect(world.tell()).toEqual([]);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'JRN-01' } }]);
  world.journal.failure = null;
  await world.advance(3_000);
  await (await world.gateway.next('cancel', 7)).says('reversed');
  expect(world.tell('commit order', 'commit verdict', 'send')).toEqual([
    'commit order refund 7',
    'send cancel 7 refund',
    'commit verdict notPaid 7',
  ]);
  expect(world.box.view().obligations).toEqual([]);
});

test('nor is the cancel of a sale without a verdict, which was found pending', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { unanswered: true }) });
  world.journal.failure = { error: { code: 'JRN-01' } };
  await (await world.gateway.next('payment', 7)).says('pending');
  await world.advance(30_000);
  expect(world.tell('send cancel')).toEqual([]);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'JRN-01' } }]);
  world.journal.failure = null;
  await world.advance(3_000);
  await (await world.gateway.next('cancel', 7)).says('cancelled');
  expect(world.tell('commit', 'send cancel')).toEqual([
    'commit order keep 7',
    'send cancel 7 keep',
    'commit verdict notPaid 7',
  ]);
  expect(world.box.view().obligations).toEqual([]);
});

test('the end of an obligation that cannot be written is written later', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict: 'notPaid' }) });
  world.journal.failure = { error: { code: 'JRN-01' } };
  await (await world.gateway.next('cancel', 7)).says('expired');
  await world.advance(9_000);
  expect(world.box.view().obligations).toHaveLength(1);
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.box.view().obligations).toEqual([]);
  expect(world.journal.row(7)).toMatchObject({ status: 'expired', resolved: true });
});

test('more open ends than a sale may begin with: a start drives every one of them', async () => {
  const numbers = Array.from({ length: 130 }, (_, index) => index + 1);
  const world = await startWorld({
    disk: (journal) => {
      for (const number of numbers) journal.putOpen(number, { verdict: 'notPaid', unanswered: true });
    },
  });
  expect(world.box.view().obligations).toHaveLength(130);
  for (const number of numbers) await (await world.gateway.next('cancel', number)).says('cancelled');
  expect(world.box.view().obligations).toEqual([]);
});
