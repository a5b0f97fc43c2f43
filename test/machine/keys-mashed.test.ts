/**
 * Anything may happen in any order: keys, scans, a network that loses calls, a customer who confirms or does not, a
 * printer without paper, a full disk, power cuts. In every moment the rules of `fake-world.ts` hold; and when the world
 * is whole again, every sale comes to its end: money was taken exactly where the verdict is PAID.
 *
 * The seed is fixed, so that the suite is the same every day. `MASH_SEED=… MASH_RUNS=…` looks further.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { panelKeys } from '../../src/keys.ts';
import { World } from '../helpers/fake-world.ts';
import { type Fate, fates, Ledger } from '../helpers/fake-world-ledger.ts';

type Happening =
  | { readonly what: 'keys'; readonly keys: string }
  | { readonly what: 'sell' }
  | { readonly what: 'scan' }
  | { readonly what: 'till' }
  | { readonly what: 'time'; readonly ms: number }
  | { readonly what: 'network'; readonly fate: Fate }
  | { readonly what: 'customer'; readonly status: 'paid' | 'declined' }
  | { readonly what: 'printer'; readonly fault: World['printer']['fault'] }
  | { readonly what: 'disk'; readonly failure: World['journal']['failure'] }
  | { readonly what: 'powerCut' };

const keys = (...some: string[]) => fc.record({ what: fc.constant('keys'), keys: fc.constantFrom(...some) });

const happening = fc.oneof(
  { weight: 3, arbitrary: keys(...panelKeys) },
  { weight: 3, arbitrary: keys('ENTER', 'CANCEL', '2', '1 5 0 0 0 ENTER') },
  { weight: 4, arbitrary: fc.constant({ what: 'sell' }) },
  { weight: 1, arbitrary: fc.constant({ what: 'scan' }) },
  { weight: 1, arbitrary: fc.constant({ what: 'till' }) },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('time'), ms: fc.constantFrom(10, 500, 1_000, 5_000, 30_000, 100_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constant('network'), fate: fc.constantFrom(...fates, 'ok', 'ok', 'ok') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constant('customer'), status: fc.constantFrom('paid', 'paid', 'declined') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('printer'),
      fault: fc.constantFrom(null, null, { code: 'PRN-02', mayBeOut: true }, { code: 'PRN-01', mayBeOut: false }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('disk'),
      failure: fc.constantFrom(
        null,
        null,
        { error: { code: 'JRN-01' } },
        { error: { code: 'JRN-01' }, only: ['recordSale'] },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ what: 'powerCut' }) },
) as fc.Arbitrary<Happening>;

const happen = async (world: World, ledger: Ledger, now: Happening): Promise<void> => {
  switch (now.what) {
    case 'keys':
      return world.type(now.keys);
    case 'sell':
      await world.type('CANCEL 1 5 0 0 0 ENTER 1');
      return world.scan();
    case 'scan':
      return world.scan();
    case 'till':
      world.box
        .pay({ amountMinor: 70_00, method: 'offline', paymentSystem: null, code: '281234567890123456', ref: null })
        .catch(() => {});
      return world.settle();
    case 'time':
      return world.advance(now.ms);
    case 'network':
      ledger.fate = now.fate;
      return;
    case 'customer':
      ledger.decide(now.status);
      return world.settle();
    case 'printer':
      world.printer.fault = now.fault;
      if (now.fault === null) world.box.printerReady();
      return world.settle();
    case 'disk':
      world.journal.failure = now.failure;
      return;
    case 'powerCut':
      return world.cutPower();
  }
};

/** Everything works again, and the cashier answers what is asked. */
const comeToRest = async (world: World, ledger: Ledger): Promise<void> => {
  ledger.fate = 'ok';
  world.printer.fault = null;
  world.journal.failure = null;
  for (let minute = 0; minute < 20; minute += 1) {
    await world.advance(60_000);
    if (world.screen().keys.includes('ENTER') && world.state !== 'ready') await world.type('ENTER');
  }
};

const check = async (mode: 'offline' | 'online' | 'ask', happenings: readonly Happening[]): Promise<void> => {
  const world = new World({ terms: { mode, onlineSystems: ['sendy', 'wechat'] } });
  const ledger = new Ledger(world.time);
  world.gateway.numbering = null;
  world.gateway.autopilot = (call) => ledger.take(call);
  await world.start();
  for (const now of happenings) await happen(world, ledger, now);
  await comeToRest(world, ledger);

  const sales = [...world.journal.sales.values()];
  for (const { intent, verdict, status, resolved } of sales) {
    const number = intent.transactionNumber;
    expect({ number, resolved, verdict, status }).toMatchObject({ resolved: true, verdict: expect.any(String) });
    expect({ number, status, taken: ledger.isTaken(number) }).toMatchObject({ taken: verdict === 'paid' });
    const slips = world.printer.paper.filter((line) => line.startsWith(`slip ${number} `));
    expect(slips.length > 0, `slips of ${number}`).toBe(verdict === 'paid');
  }
  expect(world.box.view().obligations).toEqual([]);
  expect(world.state).toBe('ready');
  world.finish();
};

const parameters = {
  seed: Number(process.env.MASH_SEED ?? 20_261_124),
  numRuns: Number(process.env.MASH_RUNS ?? 25),
};

test.each(['offline', 'online', 'ask'] as const)(
  'whatever happens in mode %s, money is taken exactly where the verdict is PAID',
  async (mode) => {
    const runs = fc.array(happening, { minLength: 5, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(runs, (happenings) => check(mode, happenings)),
      parameters,
    );
  },
  120_000,
);
