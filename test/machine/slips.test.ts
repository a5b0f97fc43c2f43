import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { present } from '../../src/panel/presenter.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

const paidWithTheirPrinterHeld = async (): Promise<World> => {
  const world = await startWorld({ before: ({ printer }) => printer.hold() });
  await (await world.sell()).says('paid');
  return world;
};

test('two copies, and only then: print the fiscal receipt', async () => {
  const world = await paidWithTheirPrinterHeld();
  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО', 'Печать слипов...', 'ENTER - готово']);
  world.printer.finish();
  await world.settle();
  expect(world.lines[2]).toBe('Печать слипов...');
  world.printer.finish();
  await world.settle();
  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО', 'Пробейте чек на ККТ', 'ENTER - готово']);
  expect(world.tell('print', 'commit printed')).toEqual([
    'print slip 42 copy 1',
    'print slip 42 copy 2',
    'commit printed',
  ]);
});

test('PAID does not wait for paper: ENTER goes on to the next sale, the slips come out beside it', async () => {
  const world = await paidWithTheirPrinterHeld();
  await world.type('ENTER');
  expect(world.state).toBe('ready');
  const next = await world.sellAnother(7);
  await next.says('pending');
  world.printer.finish();
  await world.settle();
  world.printer.finish();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
  expect(world.state, 'the slips of the sale before disturb nothing').toContain('paying');
});

test('the paper ends in the middle of the second copy: that copy comes again, marked, and only that', async () => {
  const world = await paidWithTheirPrinterHeld();
  world.printer.finish();
  await world.settle();
  world.printer.finish({ code: 'PRN-02', mayBeOut: true });
  await world.settle();
  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО PRN-02', 'Нет бумаги, вставьте', 'рулон']);
  expect(world.tell().slice(-2), 'on disk before it is printed again').toEqual([
    'print slip 42 copy 1',
    'commit mayBeOut',
  ]);
  world.box.printerReady();
  await world.settle();
  world.printer.finish();
  await world.settle();
  expect(world.tell()).toEqual(['print slip 42 copy 2 duplicate', 'commit printed']);
  expect(world.lines[2]).toBe('Пробейте чек на ККТ');
});

test('the paper was out before a byte left: the copy is no duplicate', async () => {
  const world = await startWorld();
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await (await world.sell()).says('paid');
  await world.advance(10_000);
  world.printer.fault = null;
  world.box.printerReady();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2']);
});

test('paper out stays on the screen while the box tries again and again', async () => {
  const world = await startWorld();
  const seen = new Set<string>();
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await (await world.sell()).says('paid');
  world.box.onView(() => seen.add(world.lines[2] ?? ''));
  await world.advance(20_000);
  expect([...seen]).toEqual(['Нет бумаги, вставьте']);
  await world.type('ENTER ENTER');
  expect(world.lines).toEqual(['Готов к оплате', 'Введите сумму', 'PRN-02 Нет бумаги', 'Оплачено 150,00']);
});

test('a driver that hangs: after a minute the copy is tried again, marked', async () => {
  const world = await paidWithTheirPrinterHeld();
  await world.advance(60_000);
  expect(world.lines[1]).toBe('ОПЛАЧЕНО PRN-04');
  await world.advance(2_000);
  world.printer.finish();
  await world.settle();
  world.printer.finish();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1 duplicate', 'slip 42 copy 2']);
});

test('no slips are wanted: the receipt at once, in two commits', async () => {
  const world = await startWorld({ terms: { slipCopies: 0 } });
  await (await world.sell()).says('paid');
  expect(world.lines[2]).toBe('Пробейте чек на ККТ');
  expect(world.tell('commit', 'print')).toEqual(['commit intent 42', 'commit verdict paid 42']);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('the power goes between the copies: both may be out, so both come marked', async () => {
  const world = await paidWithTheirPrinterHeld();
  world.printer.finish();
  await world.settle();
  await world.cutPower();
  world.printer.finish();
  await world.settle();
  world.printer.finish();
  await world.settle();
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 1 duplicate', 'slip 42 copy 2 duplicate']);
});

test('slips of two sales wait for paper and come out in order, the second ones unmarked', async () => {
  const world = await startWorld();
  world.printer.fault = { code: 'PRN-01', mayBeOut: false };
  for (const roubles of [1, 2] as const) {
    await (await world.sellAnother(roubles)).says('paid');
    expect(world.lines[1], `sale of ${roubles}`).toContain('ОПЛАЧЕНО');
    await world.type('ENTER ENTER');
  }
  world.printer.fault = null;
  await world.advance(2_000);
  expect(world.printer.paper).toEqual(['slip 42 copy 1', 'slip 42 copy 2', 'slip 43 copy 1', 'slip 43 copy 2']);
});

test('slips that become owed while the ledger is being read are not forgotten', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  const answer = await world.gateway.next('payment');
  // The ledger is read once for the old document and is held up; meanwhile the sale becomes PAID.
  world.journal.owe(null, 1);
  let read: () => void = () => {};
  world.journal.readsHeldUp = new Promise((done) => {
    read = done;
  });
  world.box.printerReady();
  await answer.says('paid');
  world.journal.readsHeldUp = null;
  read();
  await world.settle();
  expect(world.printer.paper.sort()).toEqual(['slip 42 copy 1', 'slip 42 copy 2', 'slip null copy 1']);
});

test('more is owed than the journal gives at once: all of it comes out', async () => {
  const world = await startWorld({
    disk: (journal) => {
      journal.maxOwed = 3;
      journal.owe(null, 8);
    },
  });
  expect(world.printer.paper).toHaveLength(8);
});

test('the paper is out: the first ENTER goes on to the fiscal receipt, the second to the next sale', async () => {
  const world = await startWorld();
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await (await world.sell()).says('paid');
  await world.type('ENTER');
  expect(world.lines).toEqual(['150,00 ₽', 'ОПЛАЧЕНО', 'Пробейте чек на ККТ', 'ENTER - готово']);
  await world.advance(10_000);
  expect(world.lines[2], 'the printer disturbs it no more').toBe('Пробейте чек на ККТ');
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('after a power cut there is room for the whole of what the printer needs', async () => {
  const view = (await startWorld()).box.view();
  const { lines } = present(view, 'ru', { storage: null, printer: fieldError('PRN-03'), scanner: null });
  expect(lines).toEqual(['Готов к оплате', 'Введите сумму', 'PRN-03 Закройте', 'крышку принтера']);
});
