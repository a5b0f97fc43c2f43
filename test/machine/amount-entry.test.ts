import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test.each([
  ['1 5 0 0 0', '150,00 ₽'],
  ['1 5 00', '15,00 ₽'],
  ['1 5 0 .', '150,00 ₽'],
  ['1 5 0 . 5', '150,50 ₽'],
  ['1 5 0 . 5 5 5', '150,55 ₽'],
  ['. 5', '0,50 ₽'],
  ['0 0 7', '0,07 ₽'],
  ['1 5 0 0 0 CLEAR', '15,00 ₽'],
  ['1 5 0 . 5 CLEAR', '150,00 ₽'],
  ['9 9 9 9 9 9 9 9 9 9 9', '99 999 999,99 ₽'],
])('%s is %s', async (keys, shown) => {
  const world = await startWorld();
  await world.type(keys);
  expect(world.lines).toContain(shown);
});

test('CLEAR twice within half a second forgets the whole amount', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 CLEAR');
  await world.advance(499);
  await world.type('CLEAR');
  expect(world.lines[0]).toBe('Готов к оплате');
});

test('CLEAR twice, but slowly, takes two digits', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 CLEAR');
  await world.advance(501);
  await world.type('CLEAR');
  expect(world.lines).toContain('1,50 ₽');
});

test('a digit between two CLEARs: the second takes only that digit', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 CLEAR 7 CLEAR');
  expect(world.lines).toContain('15,00 ₽');
});

test('CANCEL forgets the amount', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0 0 CANCEL');
  expect(world.lines[0]).toBe('Готов к оплате');
});

test('an amount that nobody starts is forgotten after two minutes', async () => {
  const world = await startWorld();
  await world.type('1 5 0 0');
  await world.advance(119_000);
  await world.type('0');
  await world.advance(119_999);
  expect(world.lines, 'each key begins the two minutes anew').toContain('150,00 ₽');
  await world.advance(1);
  expect(world.lines[0]).toBe('Готов к оплате');
});

test.each([
  ['nothing typed', 'ENTER', 'AMT-01'],
  ['zero', '0 00 ENTER', 'AMT-01'],
  ['below the limit of the terminal', '9 9 ENTER', 'AMT-02'],
  ['above it', '5 0 0 0 0 0 0 1 ENTER', 'AMT-03'],
])('%s: a notice with its code, and nothing begins', async (_, keys, code) => {
  const world = await startWorld();
  await world.type(keys);
  expect(world.lines.join(' ')).toContain(code);
  expect(world.state).toBe('ready');
  expect(world.tell()).toEqual([]);
});

test('the limits themselves are allowed', async () => {
  const world = await startWorld();
  await world.type('1 00 ENTER');
  expect(world.lines[0]).toBe('1,00 ₽');
  await world.type('CANCEL 5 0 0 0 0 0 0 0 ENTER');
  expect(world.lines[0]).toBe('500 000,00 ₽');
});

test('a notice leaves the amount on the screen, and goes after four seconds', async () => {
  const world = await startWorld();
  await world.type('9 9 ENTER');
  expect(world.lines).toEqual(['0,99 ₽', 'AMT-02 Сумма меньше', '1,00']);
  await world.advance(3_999);
  expect(world.lines[1]).toContain('AMT-02');
  await world.advance(1);
  expect(world.lines).toEqual(['К оплате:', '0,99 ₽', 'ENTER - начать', '']);
});

test('the next key takes the notice away', async () => {
  const world = await startWorld();
  await world.type('9 9 ENTER 0');
  expect(world.lines).toContain('9,90 ₽');
  expect(world.lines.join(' ')).not.toContain('AMT-02');
});

test('a newer notice stays its own four seconds', async () => {
  const world = await startWorld();
  await world.type('9 ENTER');
  await world.advance(3_000);
  await world.type('9 ENTER');
  await world.advance(3_000);
  expect(world.lines.join(' ')).toContain('AMT-02');
});

test('MENU forgets the amount; 6 shows who this terminal is; CANCEL leaves', async () => {
  const world = await startWorld();
  await world.type('1 5 MENU');
  expect(world.lines).toEqual(['>1 Закрытие смены', ' 3 Дубликат слипа', ' 4 Возврат', ' 5 Проверка оплаты']);
  await world.type('6');
  expect(world.lines).toEqual(['Организация     1/14', 'ООО «Ромашка»', '7707083893']);
  expect(world.state).toBe('menu.information.showing');
  await world.type('CANCEL');
  expect(world.lines[0]).toBe('Готов к оплате');
  await world.type('MENU');
  await world.advance(60_000);
  expect(world.state, 'a menu that nobody reads is left').toBe('ready');
});
