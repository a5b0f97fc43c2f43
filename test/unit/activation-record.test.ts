import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { failed, fieldError, ok } from '../../src/errors.ts';
import {
  ActivationRecord,
  type ActivationRecordOptions,
  type Attempt,
  type RecordDocument,
} from '../../src/terminal/activation-record.ts';

const attempt: Attempt = {
  serverUrl: 'https://pos.example/',
  terminalId: '10000001',
  serialNumber: '20000001',
  activationCode: '11111111',
  replaceExisting: false,
};
const withCode = (activationCode: string): Attempt => ({ ...attempt, activationCode });

/** A file in memory: what a power cut leaves is what was written. */
const shelf = () => {
  const state = { document: null as unknown, writes: 0, full: false };
  const options: ActivationRecordOptions = {
    file: {
      read: () => Promise.resolve(structuredClone(state.document)),
      write(document: RecordDocument) {
        if (state.full) return Promise.resolve(failed(fieldError('TRM-02')));
        state.document = structuredClone(document);
        state.writes += 1;
        return Promise.resolve(ok(null));
      },
    },
    randomBytes: (size) => Buffer.alloc(size, 7),
    hash: (text, salt) => Promise.resolve(createHash('sha256').update(salt).update(text).digest('base64')),
  };
  return { state, open: () => ActivationRecord.open(options) };
};

test('the attempts that the gateway left are known after a power cut', async () => {
  const { open } = shelf();
  const before = await open();
  await before.begin(attempt, 'a');
  await before.end(attempt, { kind: 'wrong', attemptsLeft: 2 });
  const after = await open();
  expect(after.attemptsLeft(attempt.serverUrl, '10000001')).toBe(2);
  expect(after.attemptsLeft(attempt.serverUrl, '10000002'), 'of another terminal nothing is known').toBeNull();
});

test('an attempt without an answer is carried on under its own id after a power cut, and costs no other one', async () => {
  const { open } = shelf();
  expect(await (await open()).begin(attempt, 'first')).toEqual(ok({ attemptId: 'first' }));
  const after = await open();
  expect(await after.begin(attempt, 'second')).toEqual(ok({ attemptId: 'first' }));
  await after.end(attempt, { kind: 'open' });
  expect(await after.begin(attempt, 'third')).toEqual(ok({ attemptId: 'first' }));
});

test('what is typed differently is another attempt, and so is the next one after an answer', async () => {
  const { open } = shelf();
  const record = await open();
  await record.begin(attempt, 'first');
  expect(await record.begin({ ...attempt, replaceExisting: true }, 'second')).toEqual(ok({ attemptId: 'second' }));
  expect(await record.begin(withCode('22222222'), 'third')).toEqual(ok({ attemptId: 'third' }));
  await record.end(withCode('22222222'), { kind: 'wrong', attemptsLeft: 1 });
  expect(await record.begin(withCode('22222222'), 'fourth')).toEqual(ok({ attemptId: 'fourth' }));
});

test('after the third wrong one every code that was tried is refused without a question; a new one is asked about', async () => {
  const { open, state } = shelf();
  const before = await open();
  for (const [code, attemptsLeft] of [
    ['11111111', 2],
    ['22222222', 1],
  ] as const) {
    await before.begin(withCode(code), code);
    await before.end(withCode(code), { kind: 'wrong', attemptsLeft });
  }
  expect((await before.begin(withCode('11111111'), 'again')).ok, 'not void yet: the gateway decides').toBe(true);
  await before.end(withCode('11111111'), { kind: 'other' });
  await before.begin(withCode('33333333'), 'c');
  await before.end(withCode('33333333'), { kind: 'void' });

  const after = await open();
  for (const code of ['11111111', '22222222', '33333333'])
    expect(await after.begin(withCode(code), 'x')).toEqual(failed(fieldError('ACT-03')));
  expect((await after.begin(withCode('44444444'), 'y')).ok).toBe(true);
  const elsewhere = { ...withCode('11111111'), terminalId: '10000002' };
  expect((await after.begin(elsewhere, 'z')).ok, 'by terminal').toBe(true);
  expect(JSON.stringify(state.document), 'no code stands in the file').not.toMatch(/1{8}|2{8}|3{8}|4{8}/);
});

test('an activation is remembered, and the wrong codes before it are forgotten', async () => {
  const { open } = shelf();
  const record = await open();
  expect(record.last()).toBeNull();
  await record.begin(attempt, 'a');
  await record.end(attempt, { kind: 'wrong', attemptsLeft: 2 });
  await record.begin(withCode('22222222'), 'b');
  await record.end(withCode('22222222'), { kind: 'activated', activatedAt: '2026-11-24T09:00:00.000Z' });
  const after = await open();
  expect(after.last()).toMatchObject({ terminalId: '10000001', activatedAt: '2026-11-24T09:00:00.000Z' });
  expect(after.attemptsLeft(attempt.serverUrl, '10000001')).toBeNull();
});

test('a disk that is full: nothing is sent that is not remembered', async () => {
  const { open, state } = shelf();
  const record = await open();
  state.full = true;
  expect(await record.begin(attempt, 'a')).toMatchObject({ ok: false, error: { code: 'TRM-02' } });
});

test('a file that says nothing usable is begun anew', async () => {
  const { open, state } = shelf();
  for (const document of ['torn', { version: 2 }, { version: 1, terminals: 'none' }]) {
    state.document = document;
    const record = await open();
    expect(record.last()).toBeNull();
    expect((await record.begin(attempt, 'a')).ok).toBe(true);
  }
});

test('the file has a bound, however many codes and terminals are tried', async () => {
  const { open, state } = shelf();
  const record = await open();
  for (let turn = 0; turn < 100; turn += 1) {
    const one = { ...withCode(String(turn).padStart(8, '0')), terminalId: String(turn % 20) };
    await record.begin(one, `attempt-${turn}`);
    await record.end(one, { kind: 'void' });
  }
  expect(JSON.stringify(state.document).length).toBeLessThan(20_000);
  await open();
});
