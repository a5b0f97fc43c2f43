/** MENU 6 at the whole box: what it says of itself, page by page, and on paper. */
import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { informationPages } from '../../src/locale/screen-information.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

const opened = async (options: Parameters<typeof startWorld>[0] = {}): Promise<World> => {
  const world = await startWorld(options);
  await world.type('MENU 6');
  return world;
};

test('DOWN shows one page after the other, and comes round; UP goes back', async () => {
  const world = await opened();
  const titles: string[] = [];
  for (const _ of informationPages) {
    titles.push(world.lines[0] ?? '');
    await world.type('DOWN');
  }
  expect(titles[0]).toBe('Организация     1/14');
  expect(titles.at(-1)).toBe('Клавиши        14/14');
  expect(new Set(titles).size).toBe(informationPages.length);
  expect(world.lines[0], 'round').toBe(titles[0]);
  await world.type('UP');
  expect(world.lines).toEqual(['Клавиши        14/14', 'UP DOWN - листать', 'ENTER - печать', 'CANCEL - выйти']);
});

test('ENTER prints it, through the print ledger, and the page is there again', async () => {
  const world = await opened();
  await world.type('DOWN DOWN');
  const page = world.lines;
  world.tell();
  await world.type('ENTER');
  expect(world.lines).toEqual(['Информация', 'Печать...', '', 'ENTER - готово']);
  expect(world.printer.paper).toEqual(['information null copy 1']);
  await world.advance(4_000);
  expect(world.lines).toEqual(page);
  await world.type('ENTER ENTER');
  expect(world.lines, 'a key is quicker').toEqual(page);
  expect(world.printer.paper).toHaveLength(2);
});

test('without paper it is owed, and comes out when there is some', async () => {
  const world = await opened();
  world.printer.fault = { code: 'PRN-02', mayBeOut: false };
  await world.type('ENTER');
  expect(world.lines[2]).toContain('PRN-02');
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  world.printer.fault = null;
  world.box.printerReady();
  await world.settle();
  expect(world.printer.paper).toEqual(['information null copy 1']);
});

test.each(['CANCEL', 'MENU'])('%s leaves, from a page, from the print and from a failure', async (key) => {
  const world = await opened();
  await world.type(key);
  expect(world.state).toBe('ready');
  await world.type(`MENU 6 ENTER ${key}`);
  expect(world.state).toBe('ready');
  world.journal.failure = { error: fieldError('JRN-02'), only: ['readInformation'] };
  await world.type('MENU 6');
  expect(world.lines[1]).toContain('JRN-02');
  await world.type(key);
  expect(world.state).toBe('ready');
});

test('a disk that is full takes no print: the screen says so, and the pages are there all the same', async () => {
  const world = await opened();
  world.journal.failure = { error: fieldError('JRN-01'), only: ['oweInformation'] };
  await world.type('ENTER');
  expect(world.lines[1]).toContain('JRN-01');
  await world.type('ENTER');
  expect(world.lines[0]).toBe('Организация     1/14');
  expect(world.printer.paper).toEqual([]);
  world.journal.failure = null;
  await world.type('ENTER');
  expect(world.lines[1], 'the next one is taken').toBe('Печать...');
});

test('a journal that hangs holds nobody: not while it is read, not while it is written', async () => {
  const world = await startWorld();
  world.journal.readsHeldUp = new Promise(() => {});
  await world.type('MENU 6');
  expect(world.lines.slice(0, 2)).toEqual(['Информация', 'Собираем данные...']);
  await world.advance(30_000);
  expect(world.lines[1]).toContain('JRN-02');
  await world.advance(60_000);
  expect(world.state, 'nobody reads it').toBe('ready');

  world.journal.readsHeldUp = Promise.resolve();
  await world.type('MENU 6');
  world.journal.holdUp = new Promise(() => {});
  await world.type('ENTER');
  await world.advance(30_000);
  expect(world.lines[1]).toContain('JRN-02');
});

test('pages that nobody turns are left; a key keeps them', async () => {
  const world = await opened();
  await world.advance(59_000);
  await world.type('DOWN');
  await world.advance(59_000);
  expect(world.state).toBe('menu.information.showing');
  await world.advance(1_000);
  expect(world.state).toBe('ready');
});

test('a scan belongs to no page: it is refused in words, and a till that wants to pay hears that the box is busy', async () => {
  const world = await opened();
  await world.scan();
  expect(world.state).toBe('menu.information.showing');
  const request = { amountMinor: 100, method: null, paymentSystem: null, code: null, ref: null };
  await expect(world.box.pay(request)).rejects.toMatchObject({ fieldError: { code: 'PAY-04' } });
});
