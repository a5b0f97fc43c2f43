/** MENU 7 at a whole box in virtual time: the PIN, the settings behind it, and who may guess how often. */
import { expect, test } from 'vitest';
import { startWorld, type World } from '../helpers/fake-world.ts';
import { fakePin } from '../helpers/fake-world-service.ts';

const spaced = (digits: string): string => [...digits].join(' ');
const open = async (world: World, pin = fakePin): Promise<void> => world.type(`MENU 7 ${spaced(pin)} ENTER`);

const opened = async (): Promise<World> => {
  const world = await startWorld();
  await open(world);
  return world;
};

/** Moves the mark to the setting whose name this is. */
const goTo = async (world: World, name: string): Promise<void> => {
  for (let steps = 0; !world.lines[0]?.startsWith(name); steps += 1) {
    if (steps > 30) throw new Error(`no setting ${name}`);
    await world.type('DOWN');
  }
};

test('the PIN is dots on the screen; CLEAR takes the last; fewer than four digits are no attempt', async () => {
  const world = await startWorld();
  await world.type('MENU 7');
  expect(world.lines).toEqual(['PIN сервиса:', '_', 'от 4 до 8 цифр', 'ENTER - дальше']);
  await world.type('2 5 00 CLEAR ENTER');
  expect(world.lines[1]).toBe('∙∙∙_');
  expect(world.service.attempts).toBeNull();
  await world.type('CLEAR 8 0 ENTER');
  expect(world.lines).toEqual(['Язык            1/22', 'Русский', 'ENTER - изменить', 'UP DOWN CANCEL']);
});

test('no PIN is set: the code that says so, and no question', async () => {
  const world = await startWorld();
  world.service.settings = { ...world.service.settings, servicePin: null };
  await world.type('MENU 7');
  expect(world.state).toBe('menu.showing');
  expect(world.lines).toEqual(['Сервис', 'SRV-01 PIN сервиса', 'не задан', 'ENTER - готово']);
});

test('a wrong PIN: how many attempts are left; the right one forgives them all', async () => {
  const world = await startWorld();
  await open(world, '0000');
  expect(world.lines).toEqual(['PIN сервиса:', 'SRV-02 PIN неверен,', 'осталось попыток 2', '_']);
  await world.type('1 1 1 1 ENTER');
  expect(world.lines[2]).toBe('осталось попыток 1');
  await world.type(`${spaced(fakePin)} ENTER`);
  expect(world.state).toBe('menu.servicing.choosing');
  await world.type('CANCEL');
  await open(world, '0000');
  expect(world.lines[2]).toBe('осталось попыток 2');
});

test('another language is on the screen at once, and stays', async () => {
  const world = await opened();
  await world.type('ENTER');
  expect(world.lines).toEqual(['Язык', '>Русский', 'UP DOWN - выбрать', 'ENTER - сохранить']);
  await world.type('DOWN ENTER');
  expect(world.lines).toEqual(['Language        1/22', 'English', 'Saved', 'UP DOWN CANCEL']);
  expect(world.service.settings.language).toBe('en');
  await world.type('CANCEL');
  expect(world.lines[0]).toBe('Ready');
});

test('a number out of its range is refused with the range, and can be typed again', async () => {
  const world = await opened();
  await goTo(world, 'Ожидание');
  await world.type('ENTER');
  expect(world.lines).toEqual(['Ожидание, сек', '_', 'Можно: 15-600', 'ENTER - сохранить']);
  await world.type('5 ENTER');
  expect(world.lines).toEqual(['Ожидание, сек', '5_', 'SET-02 недопустимо', 'Можно: 15-600']);
  expect(world.service.settings.waitTimeoutSeconds).toBe(90);
  await world.type('CLEAR 3 0 ENTER');
  expect(world.lines.slice(1, 3)).toEqual(['30', 'Сохранено']);
  await world.type('CANCEL 1 5 0 0 0 ENTER');
  expect(world.box.view().sale?.waitTimeoutMs, 'it works at once').toBe(30_000);
});

test('CANCEL goes back one step and changes nothing', async () => {
  const world = await opened();
  const before = world.service.settings;
  await world.type('ENTER DOWN CANCEL');
  expect(world.lines.slice(0, 2)).toEqual(['Язык            1/22', 'Русский']);
  await goTo(world, 'Копий слипа');
  await world.type('ENTER 5 CANCEL');
  expect(world.lines[1]).toBe('2');
  await goTo(world, 'PIN сервиса');
  await world.type('ENTER 7 7 7 7 ENTER 7 CANCEL');
  expect(world.state).toBe('menu.servicing.choosing');
  expect(world.service.settings).toBe(before);
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
});

test('a new PIN is typed twice: differently is refused, the same is in force', async () => {
  const world = await opened();
  await goTo(world, 'PIN сервиса');
  await world.type('ENTER 0 1 2 3 ENTER');
  expect(world.lines[0]).toBe('Новый PIN ещё раз:');
  await world.type('0 1 2 4 ENTER');
  expect(world.lines.slice(0, 3)).toEqual(['Новый PIN:', 'SRV-04 PIN не совпал', '_']);
  await world.type('0 1 2 3 ENTER 0 1 2 3 ENTER');
  expect(world.lines.slice(1, 3)).toEqual(['задан', 'Сохранено']);
  await world.type('CANCEL');
  await open(world);
  expect(world.lines[1], 'the old one').toContain('SRV-02');
  await world.type('0 1 2 3 ENTER');
  expect(world.state).toBe('menu.servicing.choosing');
});

test('Sendy, the server and the devices are shown and cannot be changed', async () => {
  const world = await opened();
  for (const [name, value] of [
    ['Sendy', 'Включено'],
    ['Сервер', 'https://gateway.exam'],
    ['Принтер', 'virtual'],
    ['Сканер', 'Определяется сам'],
  ] as const) {
    await goTo(world, name);
    expect(world.lines[1]).toBe(value);
    expect(world.screen().keys).toEqual(['UP', 'DOWN', 'CANCEL']);
    await world.type('ENTER');
    expect(world.state).toBe('menu.servicing.choosing');
  }
});

test('a wallet that the terminal is not allowed is not in the list', async () => {
  const world = await startWorld();
  world.service.allowed = ['sendy', 'alipay'];
  await open(world);
  const names: string[] = [];
  for (let place = 0; place < 21; place += 1) {
    names.push(world.lines[0]?.split(' ')[0] ?? '');
    await world.type('DOWN');
  }
  expect(world.lines[0], 'the list goes round').toBe('Язык            1/21');
  expect(names).toContain('AliPay');
  expect(names).not.toContain('WeChat');
});

test('what cannot be written is said, and the old value stays', async () => {
  const world = await opened();
  world.service.diskIsFull = true;
  await world.type('ENTER DOWN ENTER');
  expect(world.state).toBe('menu.servicing.picking');
  expect(world.lines[2]).toContain('SET-06');
  expect(world.service.settings.language).toBe('ru');
});

test('two minutes without a key close the menu, wherever it stands', async () => {
  for (const keys of [
    'MENU 7',
    'MENU 7 1',
    `MENU 7 ${spaced(fakePin)} ENTER`,
    `MENU 7 ${spaced(fakePin)} ENTER ENTER`,
  ]) {
    const world = await startWorld();
    await world.type(keys);
    await world.advance(119_000);
    expect(world.state).toContain('menu.servicing');
    await world.type('CLEAR');
    await world.advance(119_000);
    expect(world.state, 'a key begins the time anew').toContain('menu.servicing');
    await world.advance(1_000);
    expect(world.state).toBe('ready');
  }
});

test('half an hour is the most, however busy the keys are', async () => {
  const world = await opened();
  for (let minute = 0; minute < 29; minute += 1) {
    await world.type('DOWN');
    await world.advance(60_000);
  }
  expect(world.state).toBe('menu.servicing.choosing');
  await world.advance(60_000);
  expect(world.state).toBe('ready');
});

test('a check and a change that hang are given up, and nothing is told as done', async () => {
  const world = await startWorld();
  world.service.looking = new Promise(() => {});
  await open(world);
  expect(world.state).toBe('menu.servicing.checkingPin');
  await world.type('1 CANCEL');
  expect(world.state, 'no key counts meanwhile').toBe('menu.servicing.checkingPin');
  await world.advance(30_000);
  expect(world.lines[1]).toBe('SRV-05 Попытку не');
  await world.cutPower();
  world.service.looking = Promise.resolve();
  await open(world);
  world.service.writing = new Promise(() => {});
  await world.type('ENTER DOWN ENTER');
  expect(world.state).toBe('menu.servicing.saving');
  await world.advance(30_000);
  expect(world.lines.slice(1)).toEqual(['>English', 'SET-06 Настройки не', 'сохранить']);
  expect(world.service.settings.language).toBe('ru');
});

test('while the menu is open a till is told that the box is busy, and why it is closed holds nothing up', async () => {
  const world = await opened();
  const request = { amountMinor: 15_000, method: 'offline', paymentSystem: null, code: null, ref: null } as const;
  await expect(world.box.pay(request)).rejects.toMatchObject({ fieldError: { code: 'PAY-04' } });
  await expect(world.box.reprint({ transactionNumber: null })).rejects.toMatchObject({
    fieldError: { code: 'PAY-04' },
  });
  await world.type('CANCEL');
  await open(world, '0000');
  await world.type('0 0 0 0 ENTER 0 0 0 0 ENTER');
  expect(world.state).toBe('menu.showing');
  const paying = world.box.pay(request);
  await world.settle();
  expect(world.state).toBe('paying.offline.awaitingScan');
  await world.type('CANCEL');
  expect((await paying).outcome).toBe('abandoned');
});

test('a code before the scanner is nothing that the menu asks for', async () => {
  const world = await opened();
  await world.scan();
  expect(world.lines[2]).toContain('SCN-05');
  expect(world.state).toBe('menu.servicing.choosing');
});

test('`sendybox cancel` closes it', async () => {
  const world = await opened();
  await world.box.cancel();
  await world.settle();
  expect(world.state).toBe('ready');
});

test('the log has the changes, and neither a PIN nor a digit of one', async () => {
  const world = await opened();
  await goTo(world, 'PIN сервиса');
  await world.type('ENTER 7 7 7 7 ENTER 7 7 7 7 ENTER CANCEL');
  await open(world, '9999');
  await world.type('9 9 9 9 ENTER 9 9 9 9 ENTER');
  expect(world.lines[1]).toContain('SRV-03');
  await world.type('9 9 9 9');
  const log = world.fieldLog.join('\n');
  expect(log).toContain('service.pinWrong');
  expect(log).not.toMatch(/2580|7777|9999/);
  const keys = world.fieldLog.flatMap((line) => /"event":"key.pressed","key":"([^"]*)"/.exec(line)?.[1] ?? []);
  expect(keys.filter((key) => /\d/.test(key))).toEqual(['7', '7']);
  expect(keys.filter((key) => key === '#')).toHaveLength(4 + 8 + 12 + 4);
});
