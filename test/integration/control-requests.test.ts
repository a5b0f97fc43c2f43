import { readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createControlClient } from '../../src/control/control-client.ts';
import { createControlServer } from '../../src/control/control-server.ts';
import { FieldFailure, fieldError, toFieldError } from '../../src/errors.ts';
import { SettingsFailure } from '../../src/settings/check.ts';
import { boxHandlers, paidRow, screen, startControlBox, statusReport } from '../helpers/control-box.ts';
import { rawClient } from '../helpers/control-raw-client.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';

test('a question is answered', async () => {
  const { client, path } = await startControlBox();
  expect(await client.request('status', undefined)).toEqual({ ok: true, value: statusReport });
  expect((await stat(path)).mode & 0o777).toBe(0o660);
});

test('a refusal comes as its field code, with parameters and detail', async () => {
  const error = fieldError('AMT-03', 'too much', { limit: '500,00' });
  const { client } = await startControlBox({ pay: () => Promise.reject(new FieldFailure(error)) });
  expect(await client.request('pay', { amountMinor: 1 })).toEqual({ ok: false, error: { error, reason: 'refused' } });
});

test('a fault of the box is BUG-01 for the client and whole in the log', async () => {
  const { client, log } = await startControlBox({ cancel: () => Promise.reject(new TypeError('x is undefined')) });
  const answer = await client.request('cancel', undefined);
  expect(answer.ok ? null : answer.error.error.code).toBe('BUG-01');
  expect(log.named('control.failed')[0]?.data).toMatchObject({ method: 'cancel', thrown: expect.any(TypeError) });
});

test.each([
  ['pay', { amountMinor: -1 }],
  ['pay', { amountMinor: 1.5 }],
  ['pay', { amountMinor: 100, method: 'cash' }],
  ['pay', { amountMinor: 100, tip: 1 }],
  ['pay', {}],
  ['pay', 'all of it'],
  ['activate', { terminalId: '1', serialNumber: '2', code: '3' }],
  ['settingsReset', {}],
  ['transactions', { shift: 0 }],
  ['cancel', { now: true }],
  ['refund', { amountMinor: 100 }],
  ['refund', { transactionNumber: 0 }],
  ['refund', { transactionNumber: 12, amountMinor: -1 }],
  ['refund', { transactionNumber: 12, reason: 'late-money' }],
  ['query', {}],
  ['query', { transactionNumber: 1_000_000_000_000 }],
  ['reprint', { transactionNumber: 'last' }],
])('%s with %j is not understood, and the handler is not called', async (method, params) => {
  let called = false;
  const call = async () => {
    called = true;
    return paidRow as never;
  };
  const { path } = await startControlBox({
    pay: call,
    activate: call,
    settingsReset: call,
    transactions: call,
    cancel: call,
    refund: call,
    query: call,
    reprint: call,
  });
  const client = await rawClient(path);
  client.send(`${JSON.stringify({ id: 7, method, params })}\n`);
  expect(await client.lines(1)).toMatchObject([{ id: 7, error: { code: 'CTL-01' } }]);
  expect(called).toBe(false);
});

test('an unknown method is refused, and so is what every object has', async () => {
  const { path } = await startControlBox();
  const client = await rawClient(path);
  client.send('{"id":1,"method":"open-drawer"}\n{"id":2,"method":"constructor"}\n{"id":3,"method":"status"}\n');
  expect(await client.lines(3)).toMatchObject([
    { id: 1, error: { code: 'CTL-02' } },
    { id: 2, error: { code: 'CTL-02' } },
    { id: 3, result: { state: 'ready' } },
  ]);
});

test('cancel passes a payment that waits, on the same connection', async () => {
  let pay!: (result: { outcome: 'notPaid'; payment: null; error: null }) => void;
  const { path } = await startControlBox({
    pay: () => new Promise((resolve) => (pay = resolve)),
    cancel: async () => {
      pay({ outcome: 'notPaid', payment: null, error: null });
      return { state: 'paying.cancelling' };
    },
  });
  const client = await rawClient(path);
  client.send('{"id":"a","method":"pay","params":{"amountMinor":100}}\n{"id":"b","method":"cancel"}\n');
  const answers = await client.lines(2);
  expect(answers.map(({ id }) => id).sort()).toEqual(['a', 'b']);
});

test('who watches sees every screen until he goes', async () => {
  let send!: (next: typeof screen) => void;
  let left!: () => void;
  const gone = new Promise<void>((resolve) => (left = resolve));
  const { client } = await startControlBox({
    watch: (listener) => {
      send = listener;
      listener(screen);
      return () => left();
    },
  });
  const seen: string[] = [];
  const ended = new Promise<unknown>((resolve) => {
    const stop = client.watch((next) => {
      seen.push(next.state);
      if (seen.length === 1) send({ ...screen, state: 'paying.awaitingScan' });
      else stop();
    }, resolve);
  });
  expect(await ended).toBeNull();
  await gone;
  expect(seen).toEqual(['ready', 'paying.awaitingScan']);
});

test('who watches a box that stops is told', async () => {
  const { client, server } = await startControlBox();
  const ended = new Promise<unknown>((resolve) => {
    client.watch(() => void server.close(), resolve);
  });
  expect(await ended).toMatchObject({ code: 'CTL-04' });
});

test('all that is wrong with settings comes at once', async () => {
  const problems = ['slipWidth', 'colour'].map((path) => ({ path, error: fieldError('SET-03', undefined, { path }) }));
  const { client } = await startControlBox({ settingsSet: () => Promise.reject(new SettingsFailure(problems)) });
  const answer = await client.request('settingsSet', { values: { slipWidth: 1, colour: 'red' } });
  expect(answer).toEqual({ ok: false, error: { reason: 'refused', error: { ...problems[0]?.error, problems } } });
});

test('where nobody listens the box is absent; where it took the request and went, it is silent', async () => {
  const nobody = await createControlClient(join(await scratchDirectory(), 'control.sock')).request('status', undefined);
  expect(nobody).toMatchObject({ ok: false, error: { reason: 'absent', error: { code: 'CTL-04' } } });

  const box = await startControlBox({ pay: () => new Promise(() => void box.server.close()) });
  const answer = await box.client.request('pay', { amountMinor: 100 }, { timeoutMs: null });
  expect(answer).toMatchObject({ ok: false, error: { reason: 'silent', error: { code: 'CTL-04' } } });
});

test('the socket of a box that died is taken over; one of a living box, and what is no socket, is not', async () => {
  const directory = await scratchDirectory();
  const path = join(directory, 'control.sock');
  // A box that dies does not remove its socket: it is moved aside here, so that closing cannot remove it either.
  const dead = createServer();
  await new Promise<void>((resolve) => dead.listen(`${path}.dead`, () => resolve()));
  const { rename } = await import('node:fs/promises');
  await rename(`${path}.dead`, path);
  await new Promise<void>((resolve) => dead.close(() => resolve()));
  expect(await readdir(directory)).toEqual(['control.sock']);

  const { client } = await startControlBox({}, { path });
  const second = createControlServer({ path, handlers: boxHandlers(), log: () => {} });
  expect(toFieldError(await second.catch((error: unknown) => error))).toMatchObject({ code: 'CTL-05' });
  expect((await client.request('status', undefined)).ok).toBe(true);

  const file = join(directory, 'precious');
  await writeFile(file, 'data');
  const third = createControlServer({ path: file, handlers: boxHandlers(), log: () => {} });
  expect(toFieldError(await third.catch((error: unknown) => error))).toMatchObject({ code: 'CTL-05' });
  expect((await stat(file)).size).toBe(4);
});

test('a box that stops removes its socket', async () => {
  const { server, path } = await startControlBox();
  await server.close();
  await expect(stat(path)).rejects.toThrow('ENOENT');
});
