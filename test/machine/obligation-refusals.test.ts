/**
 * Every 4xx of the gateway contract that may meet an obligation, at its question and at its cancel, where every attempt
 * had an answer and where one had none: what the machine does next.
 */
import { expect, test } from 'vitest';
import { type ProblemCode, problemCodes } from '../../src/gateway/outcome.ts';
import { problemRules } from '../../src/gateway/problem.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';

type Call = 'GET' | 'cancel';
/** again: the same after a pause, with its error. tombstone: a cancel with `keep`. closed: ended as refused. */
type Next = 'again' | 'tombstone' | 'closed' | 'late money' | 'again, alarm';

/** What is not here is asked again: an error speaks of its own attempt only. */
const special: Partial<Record<ProblemCode, Partial<Record<`${Call} ${'never' | 'once' | 'answered'}`, Next>>>> = {
  'payment-not-found': {
    'GET never': 'tombstone',
    'GET once': 'tombstone',
    'GET answered': 'again, alarm',
    'cancel answered': 'again, alarm',
  },
  'transaction-number-conflict': {
    'GET never': 'closed',
    'cancel never': 'closed',
    'GET answered': 'again, alarm',
    'cancel answered': 'again, alarm',
  },
  'shift-closed': { 'cancel never': 'late money', 'cancel once': 'late money', 'cancel answered': 'late money' },
};

/** The client tells it as *no answer*. */
const codes = problemCodes.filter((code) => code !== 'replayed');

const before = {
  never: {},
  once: { unanswered: true },
  answered: { answered: true, status: 'pending' },
} as const;

const rows = codes.flatMap((code) =>
  (['GET', 'cancel'] as const).flatMap((call) =>
    (['never', 'once', 'answered'] as const).map((attempts) => ({
      code,
      call,
      attempts,
      next: special[code]?.[`${call} ${attempts}`] ?? ('again' as Next),
    })),
  ),
);

const isClosed = (world: World, code: ProblemCode): void => {
  expect(world.box.view().obligations).toEqual([]);
  expect(world.journal.row(7)).toMatchObject({
    status: 'refused',
    verdict: 'notPaid',
    error: { code: problemRules[code].fieldCode },
    resolved: true,
  });
  expect(world.gateway.waitingFor()).toBe('nothing');
};

test.each(rows)('$code to the $call, no answer before: $attempts → $next', async ({ code, call, attempts, next }) => {
  const name = call === 'GET' ? 'payment' : 'cancel';
  const verdict = call === 'GET' ? null : 'notPaid';
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict, ...before[attempts] }) });
  await (await world.gateway.next(name, 7)).refused(code);
  switch (next) {
    case 'closed':
      isClosed(world, code);
      return;
    case 'tombstone': {
      const cancel = await world.gateway.next('cancel', 7);
      expect(cancel.asked.order).toMatchObject({ reason: 'recovery', ifPaid: 'keep' });
      await cancel.says('cancelled');
      expect(world.journal.row(7)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
      return;
    }
    case 'late money':
      await world.gateway.next('payment', 7);
      expect(world.journal.sales.size, 'nothing is refunded before it is known to be paid').toBe(1);
      return;
    case 'again':
    case 'again, alarm': {
      const error = next === 'again' ? problemRules[code].fieldCode : 'GWY-17';
      expect(world.box.view().obligations).toMatchObject([{ lastError: { code: error } }]);
      expect(world.journal.papers).toEqual(next === 'again' ? [] : ['contradiction 7']);
      expect(world.gateway.waitingFor()).toBe('nothing');
      await world.advance(1_000);
      await (await world.gateway.next(name, 7)).says('cancelled');
      expect(world.journal.row(7)).toMatchObject({ status: 'cancelled', verdict: 'notPaid', resolved: true });
    }
  }
});

test('the number is another sale’s, and one attempt had no answer: it stays on the screen with its error, for ever', async () => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { unanswered: true }) });
  world.gateway.autopilot = (call) => void call.refused('transaction-number-conflict');
  await world.advance(60 * 60_000);
  expect(world.box.view().obligations).toMatchObject([{ lastError: { code: 'GWY-07' } }]);
  expect(world.lines[3]).toBe('Незавершённых: 1');
  expect(world.tell('send cancel'), 'no cancel').toEqual([]);
});

test.each([
  ['the question', null, 'payment'],
  ['the cancel', 'notPaid', 'cancel'],
] as const)('429 to %s: not before the pause that the gateway asked for', async (_, verdict, name) => {
  const world = await startWorld({ disk: (journal) => void journal.putOpen(7, { verdict, unanswered: true }) });
  await (await world.gateway.next(name, 7)).refused('too-many-requests', { retryAfterMs: 45_000 });
  await world.advance(44_999);
  expect(world.gateway.waitingFor()).toBe('nothing');
  await world.advance(1);
  await (await world.gateway.next(name, 7)).says('cancelled');
});
