/**
 * A thousand secrets nobody else has, through every way in that there is: none of them comes out again, in no log, slip,
 * answer, screen of the terminal, bundle or entry of `/proc`.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { createLogger } from '../../src/logging/logger.ts';
import { SettingsStore } from '../../src/settings/settings-store.ts';
import { TerminalStore } from '../../src/terminal/terminal-store.ts';
import { codeOf, createCanaries, digits, procEntriesOf, word } from '../helpers/canaries.ts';
import { saidBy, spawnCommand, unpack } from '../helpers/cli-process.ts';
import { rawClient } from '../helpers/control-raw-client.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';
import { checkout, startSandbox } from '../helpers/sandbox.ts';

const logIn = (directory: string): string =>
  readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), 'utf8'))
    .join('');

const eventsIn = (log: string, event: string): number => log.split(`"event":"${event}"`).length - 1;

/** Keys are logged one by one. */
const keysIn = (log: string): string =>
  [...log.matchAll(/"event":"key.pressed","key":"([^"]*)"/g)].map(([, key]) => key).join('');

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

test('codes of customers and of activation, and service PINs, given to a box in the sandbox', async () => {
  const canaries = createCanaries();
  const sandbox = await startSandbox();
  const logDirectory = join(sandbox.data, 'Log');
  const socket = join(sandbox.data, 'control.sock');
  const out = await scratchDirectory();
  const box = createControlClient(socket);
  const { terminalId, serialNumber, activationCode } = await sandbox.facts();
  const answers: unknown[] = [];
  const ask = async (method: 'activate' | 'settingsSet' | 'pay', params: never): Promise<string> => {
    const answer = await box.request(method, params, { timeoutMs: 30_000 });
    answers.push(answer);
    return answer.ok ? 'done' : answer.error.error.code;
  };

  // Activation: wrong codes over the socket and at the keys, codes that are none, the right one.
  const activation = (code: string, id = terminalId) =>
    ask('activate', { terminalId: id, serialNumber, code, replace: false } as never);
  await sandbox.inState('inactive');
  for (let index = 0; index < 60; index += 1)
    expect(await activation(canaries.make('activation by socket', digits(12)), digits(8))).toBe('ACT-04');
  for (let index = 0; index < 40; index += 1) {
    const marker = word();
    await activation(canaries.make('activation by socket, odd', ` ${marker}\u0000é`, marker), digits(8));
  }
  expect(await activation(canaries.make('activation by socket, wrong', digits(12)))).toBe('ACT-02');
  await sandbox.press(terminalId, 'ENTER', serialNumber, 'ENTER');
  await sandbox.press(canaries.make('activation typed', digits(12)), 'ENTER');
  await sandbox.screen(({ lines }) => lines.join(' ').includes('ACT-02'), 'the code that was typed is wrong');
  canaries.make('activation, the right code', activationCode);
  expect(await activation(activationCode)).toBe('done');
  await sandbox.inState('ready');
  const { terminalKey } = JSON.parse(readFileSync(join(sandbox.data, 'terminal.json'), 'utf8'));
  canaries.make('the terminal key', terminalKey);

  // The scanner: with nobody waiting for a code.
  for (let index = 0; index < 360; index += 1)
    await sandbox.post('/api/scan', { data: codeOf(index, canaries, 'scanned at rest') });
  // The last ones are still on their way through the cable.
  const scans = () => eventsIn(logIn(logDirectory), 'code.scanned') + eventsIn(logIn(logDirectory), 'scan.refused');
  await expect.poll(scans, { timeout: 10_000 }).toBe(360);

  // Payments from outside: with the code, from a file, and requests that are none.
  for (let index = 0; index < 60; index += 1) {
    const code = codeOf(index, canaries, 'pay, refused');
    // A code that the box could take is refused by the amount, one that is none by itself.
    const amountMinor = code.length > 512 || code.includes('\u0007') ? 15_000 : 0;
    expect(await ask('pay', { amountMinor, method: 'offline', code } as never)).toMatch(/^(AMT|SCN)-/);
  }
  for (let index = 0; index < 12; index += 1) {
    const code = canaries.make('pay, sent to the gateway', `BAD${word()}`);
    expect(await ask('pay', { amountMinor: 15_000, method: 'offline', code } as never)).toBe('done');
  }
  const paying = ask('pay', { amountMinor: 15_000, method: 'offline' } as never);
  await sandbox.inState('paying.offline.awaitingScan'); // which a payment with its code never is
  await sandbox.post('/api/scan', { data: canaries.make('scanned in a sale', `BAD${word()}`) });
  expect(await paying).toBe('done');
  for (const tail of ['', '\u0001']) {
    const file = join(sandbox.data, 'code');
    writeFileSync(file, `${canaries.make('--code-file', `BAD${word()}`)}${tail}`);
    const args = [join(checkout, 'src/cli/sendybox.ts'), 'pay', '150', '--offline', '--code-file', file];
    const child = spawn(join(checkout, 'bin/box-node'), args, {
      env: { PATH: process.env.PATH, SENDYBOX_SOCKET: socket },
    });
    expect(await once(child, 'exit')).toEqual([1, null]);
  }
  const rude = await rawClient(socket);
  const requests = times(60, (index) => [
    `{"id":${index},"method":"pay","params":{"amountMinor":"${canaries.make('bad request', word())}"}}`,
    `{"id":${index},"method":"pay","params":{"code":{"x":"${canaries.make('bad request', word())}"}}}`,
    `{"id":${index},"method":"activate","params":{"code":["${canaries.make('bad request', word())}"]}}`,
  ]).flat();
  for (const [index, request] of requests.entries()) {
    rude.send(`${request}\n`);
    await rude.lines(index + 1);
  }
  rude.send(`{"id":1,"method":"pay","params":{"code":"${canaries.make('torn request', word())}\n`);
  answers.push(await rude.lines(requests.length + 1));

  // The service PIN: set, set wrongly, written into the file by hand.
  let servicePin = '';
  for (let index = 0; index < 8; index += 1) {
    servicePin = canaries.make('PIN', digits(8));
    expect(await ask('settingsSet', { values: { servicePin } } as never)).toBe('done');
  }
  for (let index = 0; index < 100; index += 1) {
    const secret = canaries.make('PIN, wrong', word());
    const values = [
      { servicePin: secret },
      { servicePin: { salt: secret, hash: secret } },
      { servicePin: [secret], slipWidth: 1 },
      { 'servicePin.hash': secret },
    ][index % 4];
    expect(await ask('settingsSet', { values } as never)).not.toBe('done');
  }

  // The same at the keys: a wrong one, the right one, a new one, and those of somebody who does not see that it is locked.
  const typePin = (pin: string) => sandbox.press(pin, 'ENTER');
  const openService = async (pin: string): Promise<void> => {
    await sandbox.press('ENTER', 'CANCEL', 'MENU', '7');
    await sandbox.inState('menu.servicing.typingPin');
    await typePin(pin);
  };
  await openService(canaries.make('PIN typed, wrong', digits(8)));
  await sandbox.screen(({ lines }) => lines[1]?.startsWith('SRV-02') === true, 'a wrong PIN');
  await typePin(servicePin);
  await sandbox.inState('menu.servicing.choosing');
  for (let steps = 0; steps < 20; steps += 1) {
    const { lines } = await sandbox.inState('menu.servicing.choosing');
    if (lines[0]?.startsWith('PIN')) break;
    await sandbox.press('DOWN');
    await sandbox.screen((screen) => screen.lines[0] !== lines[0], 'the next setting');
  }
  const newPin = canaries.make('PIN typed, new', digits(8));
  await sandbox.press('ENTER');
  await typePin(newPin);
  await sandbox.inState('menu.servicing.repeatingNewPin');
  await typePin(newPin);
  await sandbox.inState('menu.servicing.choosing');
  await sandbox.press('CANCEL');
  await openService(canaries.make('PIN typed, wrong', digits(8)));
  for (const left of ['2', '1']) {
    await sandbox.screen(({ lines }) => lines[2]?.endsWith(` ${left}`) === true, `${left} attempts left`);
    await typePin(canaries.make('PIN typed, wrong', digits(8)));
  }
  await sandbox.inState('menu.showing');
  await sandbox.press(canaries.make('PIN typed, locked', digits(8)), 'ENTER');
  await sandbox.inState('ready');

  const settingsFile = join(sandbox.data, 'settings.json');
  const document = JSON.parse(readFileSync(settingsFile, 'utf8'));
  const before = eventsIn(logIn(logDirectory), 'settings.refused');
  writeFileSync(settingsFile, JSON.stringify({ ...document, servicePin: canaries.make('PIN in the file', digits(8)) }));
  await expect.poll(() => eventsIn(logIn(logDirectory), 'settings.refused')).toBeGreaterThan(before);
  canaries.make('hash of the PIN', document.servicePin.hash);
  canaries.make('salt of the PIN', document.servicePin.salt);

  // Whatever the box says of itself, on paper and to who asks.
  await sandbox.press('ENTER', 'MENU', '6');
  await sandbox.inState('menu.information.showing');
  await sandbox.press('ENTER', 'CANCEL', 'CANCEL');
  const said: string[] = [];
  for (const args of [
    ['doctor', '--print'],
    ...['status', 'info', 'settings', 'doctor', 'transactions', 'log'].map((command) => [command, '--json']),
    ...['status', 'info', 'settings', 'transactions', 'log'].map((command) => [command]),
    ['support', join(out, 'support.tar.gz')],
  ]) {
    const { status, stdout, stderr } = await saidBy(spawnCommand(sandbox.data, args));
    expect([args[0], status, stderr]).toEqual([
      args[0],
      args[0] === 'doctor' ? expect.any(Number) : 0,
      expect.anything(),
    ]);
    said.push(stdout, stderr);
  }
  const paper = async (): Promise<string> =>
    (await sandbox.paper()).flatMap(({ kind, text, qr }) => [kind, text, ...qr]).join('\n');
  for (const title of ['ИНФОРМАЦИЯ', 'САМОПРОВЕРКА', 'ТЕРМИНАЛ АКТИВИРОВАН'])
    await expect.poll(paper, { timeout: 20_000 }).toContain(title);
  const proc = procEntriesOf(sandbox.process.pid ?? 0);
  const { files } = await unpack(join(out, 'support.tar.gz'));
  expect(canaries.foundIn(JSON.stringify(answers)), 'in what it answered').toEqual([]);
  expect(canaries.foundIn(said.join('\n')), 'in what the command said').toEqual([]);
  expect(canaries.foundIn(await paper()), 'on paper').toEqual([]);
  expect(canaries.foundIn([...files].flat().join('\n')), 'in the support bundle').toEqual([]);
  expect(canaries.foundIn(proc.text), 'in /proc').toEqual([]);
  // They have been looked through: the words that are no secret are there.
  expect(proc.processes, 'supervisor and box').toBeGreaterThanOrEqual(2);
  expect(proc.text).toContain(sandbox.data);
  expect(said.join('\n')).toContain(terminalId);
  expect(files.size).toBeGreaterThan(4);

  await sandbox.stop();
  const log = logIn(logDirectory);
  expect(canaries.foundIn(log)).toEqual([]);
  expect(canaries.foundIn(keysIn(log))).toEqual([]);
  expect(canaries.foundIn(sandbox.said())).toEqual([]);
  expect(canaries.count()).toBeGreaterThan(800); // and the others below
  // All of it has been with the box, and the box had something to say of it.
  expect(keysIn(log)).toContain('#'.repeat(12));
  expect(eventsIn(log, 'gateway.request')).toBeGreaterThan(75);
  expect(eventsIn(log, 'control.refused')).toBeGreaterThan(250);
  expect(log).toContain('[hidden]');
});

test('terminal keys and PIN hashes in files that are torn, edited or of another form', async () => {
  const canaries = createCanaries();
  const directory = await scratchDirectory();
  const logDirectory = join(directory, 'Log');
  const { log, close } = createLogger({
    directory: logDirectory,
    timeZone: () => 'UTC',
    retentionDays: () => 90,
    clock: { nowMs: () => Date.now() },
  });
  for (let index = 0; index < 150; index += 1) {
    const key = canaries.make('terminal key', randomBytes(32).toString('base64'));
    const whole = JSON.stringify({ version: 1, terminalKey: key, hardwareId: 'x', info: { terminal: key } });
    const forms = [whole, whole.slice(0, whole.indexOf(key) + key.length), `x${whole}`, `"${key}"`, `${key}\n`];
    writeFileSync(join(directory, 'terminal.json'), forms[index % forms.length] ?? '');
    expect((await new TerminalStore({ directory, log }).read()).ok).toBe(false);
  }
  for (let index = 0; index < 50; index += 1) {
    const hash = canaries.make('PIN hash', randomBytes(32).toString('base64'));
    const whole = JSON.stringify({ version: 1, servicePin: { salt: hash, hash: 7 }, slipWidth: 'x' });
    const forms = [whole, whole.slice(0, whole.indexOf(hash) + hash.length), JSON.stringify({ servicePin: hash })];
    writeFileSync(join(directory, 'settings.json'), forms[index % forms.length] ?? '');
    expect((await SettingsStore.open({ directory, log })).problems()).not.toEqual([]);
  }
  close();
  const written = logIn(logDirectory);
  expect(canaries.foundIn(written)).toEqual([]);
  expect(eventsIn(written, 'terminal.refused')).toBe(150);
  expect(eventsIn(written, 'settings.refused')).toBeGreaterThanOrEqual(50);
});
