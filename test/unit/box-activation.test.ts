import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { activationWith } from '../../src/box/activation.ts';
import { type FieldCode, fieldError, ok } from '../../src/errors.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import type { Scope } from '../../src/journal/journal.ts';
import { ActivationRecord } from '../../src/terminal/activation-record.ts';
import type { Identity } from '../../src/terminal/terminal-store.ts';

const serverUrl = 'https://pos.example/';
const input = {
  terminalId: '10000001',
  serialNumber: '20000001',
  activationCode: '12345678',
  attemptId: 'first',
  replaceExisting: false,
};

interface Scene {
  readonly openScopes?: readonly Scope[];
  readonly shift?: Scope | null;
  readonly answers?: readonly Outcome<never>[];
}

const refusedWith = (code: string, status: number, fieldCode: FieldCode): Outcome<never> => ({
  kind: 'refused',
  problem: { status, code: code as 'terminal-unknown', error: fieldError(fieldCode) },
});
const noAnswer: Outcome<never> = { kind: 'noAnswer', error: fieldError('NET-06') };

const boxWith = async ({ openScopes = [], shift = null, answers = [] }: Scene) => {
  const asked: string[] = [];
  const saved: Identity[] = [];
  const left = [...answers];
  const record = await ActivationRecord.open({
    file: { read: () => Promise.resolve(null), write: () => Promise.resolve(ok(null)) },
    randomBytes: (size) => Buffer.alloc(size, 1),
    hash: (text) => Promise.resolve(createHash('sha256').update(text).digest('base64')),
  });
  const activate = activationWith({
    client: () => ({
      activate(request) {
        asked.push(request.attemptId);
        return Promise.resolve(left.shift() ?? noAnswer);
      },
    }),
    serverUrl: () => serverUrl,
    record,
    hardwareId: () => Promise.resolve('hardware'),
    save: (identity) => Promise.resolve(void saved.push(identity)),
    openScopes: () => Promise.resolve(openScopes),
    scope: () => shift,
    openShift: () => Promise.resolve(shift),
    onActivated: () => {},
    softwareVersion: '1',
    log: () => {},
  });
  return { activate, asked, saved };
};

const errorOf = (outcome: Outcome<unknown>): string | null => ('error' in outcome ? outcome.error.code : null);

test('another terminal is refused while payments of the present one are open, or its shift is; the same one is not', async () => {
  const present = { gateway: serverUrl, terminalId: '10000009' };
  const open = await boxWith({ openScopes: [present] });
  expect(errorOf(await open.activate(input))).toBe('ACT-08');
  const unclosed = await boxWith({ shift: present });
  expect(errorOf(await unclosed.activate(input))).toBe('ACT-10');
  expect([...open.asked, ...unclosed.asked], 'nobody was asked').toEqual([]);
  const same = await boxWith({
    openScopes: [{ ...present, terminalId: '10000001' }],
    shift: { ...present, terminalId: '10000001' },
  });
  await same.activate(input);
  expect(same.asked).toEqual(['first']);
});

test('what had no answer is asked again as the same attempt, also after the gateway was too busy to look', async () => {
  const busy = refusedWith('too-many-requests', 429, 'GWY-12');
  const box = await boxWith({ answers: [noAnswer, busy, noAnswer] });
  for (const attemptId of ['first', 'second', 'third']) await box.activate({ ...input, attemptId });
  expect(box.asked).toEqual(['first', 'first', 'first']);
});

test('an answer ends the attempt: the next press of ENTER is another one', async () => {
  const box = await boxWith({ answers: [refusedWith('terminal-already-active', 409, 'ACT-05'), noAnswer] });
  await box.activate(input);
  await box.activate({ ...input, attemptId: 'second', replaceExisting: true });
  expect(box.asked).toEqual(['first', 'second']);
});

test('a code that is known to be void is not asked about', async () => {
  const box = await boxWith({ answers: [refusedWith('activation-code-void', 410, 'ACT-03')] });
  await box.activate(input);
  expect(errorOf(await box.activate({ ...input, attemptId: 'second' }))).toBe('ACT-03');
  expect(box.asked).toEqual(['first']);
});
