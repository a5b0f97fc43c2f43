/** Three wrong PINs lock the service menu for five minutes: through power cuts, wrong clocks and a full disk. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';
import { fakePin } from '../helpers/fake-world-service.ts';

const minuteMs = 60_000;
const right = `${[...fakePin].join(' ')} ENTER`;
const wrong = '0 0 0 0 ENTER';

const locked = async (): Promise<World> => {
  const world = await startWorld();
  await world.type(`MENU 7 ${wrong} ${wrong} ${wrong}`);
  expect(world.lines).toEqual(['Сервис', 'SRV-03 Ввод закрыт', 'ещё на 5 мин', 'ENTER - готово']);
  await world.type('ENTER');
  return world;
};

test('for five minutes nobody is asked, then there are three new attempts', async () => {
  const world = await locked();
  await world.advance(3 * minuteMs + 30_000);
  await world.type('MENU 7');
  expect(world.lines[2]).toBe('ещё на 2 мин');
  await world.type('ENTER');
  await world.advance(minuteMs + 29_000);
  await world.type('MENU 7');
  expect(world.lines[1]).toContain('SRV-03');
  await world.type('ENTER');
  await world.advance(2_000);
  await world.type(`MENU 7 ${wrong}`);
  expect(world.lines[2]).toBe('осталось попыток 2');
  await world.type(right);
  expect(world.state).toBe('menu.servicing.choosing');
});

test('a power cut does not end it, and does not begin it anew', async () => {
  const world = await locked();
  await world.advance(2 * minuteMs);
  await world.cutPower();
  await world.type('MENU 7');
  expect(world.lines.slice(1, 3)).toEqual(['SRV-03 Ввод закрыт', 'ещё на 3 мин']);
  await world.type('ENTER');
  await world.advance(3 * minuteMs + 1_000);
  await world.type(`MENU 7 ${right}`);
  expect(world.state).toBe('menu.servicing.choosing');
});

test('a power cut after each wrong PIN is no free guess', async () => {
  const world = await startWorld();
  for (const left of [2, 1]) {
    await world.type(`MENU 7 ${wrong}`);
    expect(world.lines[2]).toBe(`осталось попыток ${left}`);
    await world.cutPower();
  }
  await world.type(`MENU 7 ${wrong}`);
  await world.cutPower();
  await world.type('MENU 7');
  expect(world.lines[1]).toContain('SRV-03');
});

test('the attempt is on disk before anybody knows whether it was right', async () => {
  const world = await startWorld();
  world.service.looking = new Promise(() => {});
  await world.type(`MENU 7 ${right}`);
  expect(world.state).toBe('menu.servicing.checkingPin');
  await world.cutPower();
  world.service.looking = Promise.resolve();
  await world.type(`MENU 7 ${wrong}`);
  expect(world.lines[2]).toBe('осталось попыток 1');
});

test('a clock that wakes up in the past makes the lock no shorter, and never longer than five minutes', async () => {
  const world = await locked();
  await world.advance(4 * minuteMs);
  world.wallJumpMs = -365 * 24 * 60 * minuteMs;
  await world.cutPower();
  await world.type('MENU 7');
  expect(world.lines[2]).toBe('ещё на 5 мин');
  await world.type('ENTER');
  await world.advance(5 * minuteMs + 1_000);
  await world.type(`MENU 7 ${right}`);
  expect(world.state).toBe('menu.servicing.choosing');
});

test('a clock that is set forward while the box runs ends nothing', async () => {
  const world = await locked();
  world.wallJumpMs = 24 * 60 * minuteMs;
  await world.type('MENU 7');
  expect(world.lines[2]).toBe('ещё на 5 мин');
});

test('a disk that takes no attempt: no PIN is looked at, not even the right one', async () => {
  const world = await startWorld();
  world.service.diskIsFull = true;
  await world.type(`MENU 7 ${right}`);
  expect(world.lines).toEqual(['Сервис', 'SRV-05 Попытку не', 'записать', 'ENTER - готово']);
  world.service.diskIsFull = false;
  await world.type(`ENTER MENU 7 ${right}`);
  expect(world.state).toBe('menu.servicing.choosing');
});

test('a file of attempts that is damaged is no way around the lock', async () => {
  for (const text of ['', '{"failures":', '{"failures":-9,"lastAt":"2026-11-24T09:00:00.000Z"}', '{"failures":0}']) {
    const world = await startWorld({ before: ({ service }) => Object.assign(service, { attempts: text }) });
    await world.type('MENU 7');
    expect(world.lines[1], text).toContain('SRV-03');
    await world.type('ENTER');
    await world.advance(5 * minuteMs);
    await world.type(`MENU 7 ${right}`);
    expect(world.state, 'it is over after the five minutes').toBe('menu.servicing.choosing');
  }
});
