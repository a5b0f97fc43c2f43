import { expect, test, vi } from 'vitest';
import { keepAsking, registrationWith } from '../../src/box/registration.ts';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import type { Outcome } from '../../src/gateway/outcome.ts';
import type { TerminalInfo } from '../../src/payment/types.ts';
import type { Identity } from '../../src/terminal/terminal-store.ts';
import { shop } from '../helpers/slip-of-a-sale.ts';

const info = structuredClone(shop) as Identity['info'];
const identity: Identity = {
  serverUrl: 'https://pos.example/',
  hardwareId: 'AAAAAAAAAAAAAAAAAAAAAA',
  terminalKey: 'a2V5LW9mLXRoZS10ZXJtaW5hbC0zMi1ieXRlcyEhISE=',
  info,
  activatedAt: info.activatedAt,
};

const told = (change: Partial<TerminalInfo> = {}): Outcome<TerminalInfo & { serverTime: string }> => ({
  kind: 'answered',
  value: { ...structuredClone(info), ...change, serverTime: '2026-11-24T10:00:00.000Z' },
});

/** A box that is activated as `identity`, and a gateway that says this of it. */
const scene = (answer: () => Outcome<TerminalInfo & { serverTime: string }>) => {
  const box = {
    identity: identity as Identity | null,
    saved: [] as Identity[],
    said: [] as string[],
    save: async (known: Identity, renewed: TerminalInfo): Promise<Identity | null> => {
      const next = { ...known, info: renewed as Identity['info'] };
      box.saved.push(next);
      return next;
    },
  };
  const refresh = registrationWith({
    client: () => ({ terminal: async () => answer() }),
    identity: () => box.identity,
    terminal: { saveInfo: (known, renewed) => box.save(known, renewed) },
    onChanged: (renewed) => {
      box.identity = renewed;
    },
    log: (event) => box.said.push(event),
  });
  return { box, refresh };
};

test('the operator allows another wallet and no refunds: in force, on disk and in the log, with the same key', async () => {
  const { box, refresh } = scene(() => told({ paymentSystems: ['sendy', 'alipay'], permissions: { refund: false } }));
  await refresh();
  expect(box.identity).toEqual({
    ...identity,
    info: { ...info, paymentSystems: ['sendy', 'alipay'], permissions: { refund: false } },
  });
  expect(box.saved).toEqual([box.identity]);
  expect(box.said).toEqual(['terminal.changedByOperator']);
});

test('nothing has changed: nothing is written', async () => {
  const { box, refresh } = scene(() => told());
  await refresh();
  expect([box.saved, box.said]).toEqual([[], []]);
});

test.each([
  ['no answer', { kind: 'noAnswer', error: fieldError('NET-06') }],
  ['not sent', { kind: 'notSent', error: fieldError('NET-01') }],
] as const)('%s: what is known stays', async (_, outcome) => {
  const { box, refresh } = scene(() => outcome);
  await refresh();
  expect(box.identity).toBe(identity);
  expect(box.saved).toEqual([]);
});

test('an answer about another terminal is not taken', async () => {
  const { box, refresh } = scene(() => told({ terminal: { ...info.terminal, id: '10000002' } }));
  await refresh();
  expect(box.identity).toBe(identity);
  expect(box.said).toEqual(['terminal.ofAnother']);
});

test('the box was activated anew while the gateway was asked: the old answer is dropped', async () => {
  const other: Identity = { ...identity, terminalKey: 'b3RoZXItb2YtdGhlLXRlcm1pbmFsLTMyLWJ5dGVzISE=' };
  const { box, refresh } = scene(() => {
    box.identity = other;
    return told({ permissions: { refund: false } });
  });
  await refresh();
  expect(box.identity).toBe(other);
  expect(box.saved).toEqual([]);
});

test('a full disk: said, and what is on disk stays in force', async () => {
  const { box, refresh } = scene(() => told({ permissions: { refund: false } }));
  box.save = () => Promise.reject(new FieldFailure(fieldError('TRM-02')));
  await refresh();
  expect(box.identity).toBe(identity);
  expect(box.said).toEqual(['terminal.notSaved']);
});

test('a box that is not activated asks nothing', async () => {
  const { box, refresh } = scene(() => {
    throw new Error('asked');
  });
  box.identity = null;
  await refresh();
  expect(box.said).toEqual([]);
});

test('nobody answers: asked again a minute later; answered: six hours later; not any more once the box stops', async () => {
  const alarms: { ring: () => void; ms: number }[] = [];
  const answers = ['notTold', 'told'] as const;
  let asked = 0;
  const end = keepAsking(async () => answers[asked++ % 2] ?? 'told', {
    setTimeout: (ring, ms) => alarms.push({ ring, ms }),
    clearTimeout: () => alarms.splice(0),
  });
  await vi.waitFor(() => expect(alarms.map(({ ms }) => ms)).toEqual([60_000]));
  alarms.pop()?.ring();
  await vi.waitFor(() => expect(alarms.map(({ ms }) => ms)).toEqual([6 * 3_600_000]));
  end();
  expect([asked, alarms]).toEqual([2, []]);
});
