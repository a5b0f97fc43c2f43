import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { present } from '../../src/panel/presenter.ts';
import { startWorld } from '../helpers/fake-world.ts';

const full = { error: { code: 'JRN-01' } } as const;

test('the intent cannot be written: nothing is sent, and the cashier sees sum and reason', async () => {
  const world = await startWorld();
  world.journal.failure = full;
  await world.type('1 5 0 0 0 ENTER');
  await world.scan();
  expect(world.lines).toEqual(['150,00 ₽', 'НЕ ОПЛАЧЕНО JRN-01', 'Диск заполнен', 'ENTER - готово']);
  expect(world.tell()).toEqual(['screen NOT PAID']);
  await world.type('ENTER');
  world.journal.failure = null;
  await (await world.sell()).says('paid');
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
});

test.each([
  ['paid', 'ОПЛАЧЕНО', 'PAID'],
  ['declined', 'НЕ ОПЛАЧЕНО PAY-01', 'NOT PAID'],
] as const)('%s cannot be written: it is not shown, is tried again, and then shown', async (status, line, verdict) => {
  const world = await startWorld();
  const request = await world.sell();
  world.journal.failure = full;
  await request.says(status);
  expect(world.lines).toEqual(['150,00 ₽', 'Узнаём итог...', 'JRN-01 повторяем', '']);
  await world.advance(30_000);
  expect(world.lines[1]).toBe('Узнаём итог...');
  expect(world.tell('screen')).toEqual([]);
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.lines[1]).toBe(line);
  expect(world.tell('commit verdict', 'screen')).toEqual([
    `commit verdict ${status === 'paid' ? 'paid' : 'notPaid'} 42`,
    `screen ${verdict}`,
  ]);
});

test('the order to cancel cannot be written: the cancel does not leave until it can', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.journal.failure = full;
  await world.type('CANCEL');
  await world.advance(3_500);
  expect(world.lines[2]).toBe('JRN-01 повторяем');
  expect(world.tell('send cancel')).toEqual([]);
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.tell('commit order', 'send cancel')).toEqual(['commit order keep 42', 'send cancel 42 keep']);
});

test('NOT PAID and its order cannot be written: neither is shown nor sent until they are', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  world.journal.failure = full;
  await world.advance(95_000);
  await world.type('CANCEL ENTER');
  expect(world.state).toContain('paying');
  expect(world.tell('screen', 'send cancel')).toEqual([]);
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО');
  expect(world.tell()).toEqual(['commit verdict notPaid + order refund 42', 'send cancel 42 refund', 'screen UNKNOWN']);
});

test('the end of a refused sale cannot be written: it is shown when it is', async () => {
  const world = await startWorld();
  const request = await world.sell();
  world.journal.failure = full;
  await request.refused('terminal-blocked');
  expect(world.lines).toEqual(['150,00 ₽', 'Узнаём итог...', 'JRN-01 повторяем', '']);
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.lines[1]).toBe('НЕ ОПЛАЧЕНО GWY-04');
});

test.each(['paid', 'refused'])(
  'a disk that stays full (%s): after some minutes the cashier is free, and what is not on disk is an obligation',
  async (how) => {
    const world = await startWorld();
    const request = await world.sell();
    world.journal.failure = { ...full, only: ['recordSale'] }; // a full disk can be read
    if (how === 'paid') await request.says('paid');
    else await request.refused('shift-closed');
    await world.advance(12 * 60_000);
    expect(world.lines.slice(0, 2), 'no verdict is shown that is not on disk').toEqual(['150,00 ₽', 'ИТОГ НЕИЗВЕСТЕН']);
    expect(world.lines.slice(2)).toEqual(['Товар не отдавать,', 'итог скажет терминал']);
    expect(world.box.view().obligations).toHaveLength(1);
    await world.type('ENTER');
    expect(world.lines.slice(2), 'nor on the screen after it').toEqual(['', 'Незавершённых: 1']);

    world.journal.failure = null;
    world.gateway.autopilot = (call) => void call.says(how === 'paid' ? 'paid' : 'cancelled');
    await world.advance(120_000);
    if (how === 'paid') {
      expect(world.lines[1]).toBe('Товар выдан?');
      await world.type('ENTER');
      expect(world.lines[1]).toBe('ОПЛАЧЕНО');
    }
    expect(world.journal.row(42)).toMatchObject({ verdict: how === 'paid' ? 'paid' : 'notPaid', resolved: true });
  },
);

test('the slips cannot be written off: PAID is shown all the same, and they are not printed twice', async () => {
  const world = await startWorld();
  world.journal.failure = { ...full, only: ['recordPrinted'] };
  await (await world.sell()).says('paid');
  expect(world.lines.slice(0, 3)).toEqual(['150,00 ₽', 'ОПЛАЧЕНО JRN-01', 'Диск заполнен']);
  world.journal.failure = null;
  await world.advance(3_000);
  expect(world.lines[2]).toBe('Пробейте чек на ККТ');
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
});

test('a commit that hangs is tried again after half a minute, and counts once', async () => {
  const world = await startWorld();
  const request = await world.sell();
  let write: () => void = () => {};
  world.journal.holdUp = new Promise((done) => {
    write = done;
  });
  await request.says('paid');
  await world.advance(30_000);
  world.journal.holdUp = null;
  await world.advance(3_000);
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  write();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
});

test('the ready screen says that the disk is full, above all that is wrong with paper', async () => {
  const world = await startWorld();
  const storage = fieldError('JRN-01');
  const screen = present(world.box.view(), 'ru', { storage, printer: fieldError('PRN-02'), scanner: null });
  expect(screen.lines[2]).toMatch(/^JRN-01 /);
});

test('a verdict that stands on disk although its commits kept failing is what the cashier sees, and no obligation', async () => {
  const world = await startWorld();
  const request = await world.sell();
  world.journal.failure = { error: { code: 'JRN-02' }, only: ['recordSale'] };
  await request.says('paid');
  await world.advance(60_000);
  expect(world.lines[1], 'said to have failed').toBe('Узнаём итог...');

  world.journal.failure = null;
  await world.journal.recordSale(42, { status: 'paid', verdict: 'paid', resolved: true }, []);
  world.journal.failure = { error: { code: 'JRN-02' }, only: ['recordSale'] };
  await world.advance(12 * 60_000);
  expect(world.lines[1]).toBe('ОПЛАЧЕНО');
  expect(world.box.view().obligations).toEqual([]);
});
