/** Bugs of the book: what is not on disk when it must be, numbers, the clock. */
import type { Plant } from './plant.ts';

/** Done after the caller has been told that it is done: a power cut in between loses it. */
const later = (work: string): string => `process.nextTick(() => { try { ${work} } catch {} });`;

export const journalPlants: readonly Plant[] = [
  {
    name: 'fsync-skipped',
    what: 'a commit returns before it is on the disk',
    file: 'src/journal/store.ts',
    find: 'PRAGMA synchronous = FULL;',
    replace: 'PRAGMA synchronous = NORMAL;',
  },
  {
    name: 'failed-commit-ignored',
    what: 'a commit that fails is taken for one that succeeded',
    file: 'src/journal/store.ts',
    find: `      this.sql(statements.commit).run();
      return value;`,
    replace: `      try { this.sql(statements.commit).run(); } catch { if (this.db.isTransaction) this.sql(statements.rollback).run(); }
      return value;`,
  },
  {
    name: 'request-before-its-intent',
    what: 'the payment request is sent before its intent is committed',
    file: 'src/journal/journal.ts',
    find: "        insert(connection, scope, sale, draft.code, { type: 'sale.begun', at });",
    replace: later("store.commit((then) => insert(then, scope, sale, draft.code, { type: 'sale.begun', at }));"),
  },
  {
    name: 'refund-before-its-intent',
    what: 'the refund request is sent before its intent is committed',
    file: 'src/journal/journal.ts',
    find: "        insert(connection, scope, refund, null, { type: 'refund.begun', at, data: { reason: draft.reason } });",
    replace: later("store.commit((then) => insert(then, scope, refund, null, { type: 'refund.begun', at }));"),
  },
  {
    name: 'cancel-before-its-order',
    what: 'a cancel is sent before the order (keep or refund) is committed',
    file: 'src/journal/journal.ts',
    find: '        sales.updateSale(connection, scope, after);',
    replace: `        if (change.cancel === undefined) sales.updateSale(connection, scope, after);
        else ${later('store.commit((then) => sales.updateSale(then, scope, after));')}`,
  },
  {
    name: 'verdict-before-its-commit',
    what: 'PAID and NOT PAID are shown before they are committed',
    file: 'src/journal/journal.ts',
    find: '        sales.updateSale(connection, scope, after);',
    replace: `        if (change.verdict === undefined) sales.updateSale(connection, scope, after);
        else ${later('store.commit((then) => sales.updateSale(then, scope, after));')}`,
  },
  {
    name: 'slips-in-a-commit-of-their-own',
    what: 'the slips are owed in a commit after the verdict: a power cut between them loses the slips',
    file: 'src/journal/journal.ts',
    find: '        paperDesk.oweFor(connection, scope, before, after);',
    replace: `        ${later('store.commit((then) => paperDesk.oweFor(then, scope, before, after));')}`,
  },
  {
    name: 'notice-lost',
    what: 'money that came back late is told by no notice',
    file: 'src/journal/paper-rules.ts',
    find: "  if (hasComeBack(before, after)) owe('lateMoney');\n",
    replace: '',
  },
  {
    name: 'slips-by-status',
    what: 'slips are owed when the gateway says paid, not when the verdict is PAID',
    file: 'src/journal/paper-rules.ts',
    find: "      (after.verdict === 'paid' && before.verdict === null) ||",
    replace: "      (after.status === 'paid' && before.status !== 'paid') ||",
  },
  {
    name: 'number-from-the-gateway-alone',
    what: 'the next number does not look at the journal: one that never reached the gateway is used twice',
    file: 'src/payment/numbers.ts',
    find: 'const next = Math.max(gatewayLast, journalHighest) + 1;',
    replace: 'const next = gatewayLast + 1;',
  },
  {
    name: 'number-from-the-journal-alone',
    what: 'the next number does not look at the gateway: another box has used it',
    file: 'src/payment/numbers.ts',
    find: 'const next = Math.max(gatewayLast, journalHighest) + 1;',
    replace: 'const next = journalHighest + 1;',
  },
  {
    name: 'clock-floor-removed',
    what: 'a box whose clock wakes up in the past files its sales there',
    file: 'src/box/wall-clock.ts',
    find: "Math.max(nowMs(), released, Date.parse(floor() ?? '') || 0)",
    replace: 'nowMs()',
  },
  {
    name: 'duplicate-guard-asleep',
    what: 'the same sale a second time is not asked about',
    file: 'src/journal/duplicate-guard.ts',
    find: '  if (draft.confirmed) return null;',
    replace: '  if (draft.confirmed || source !== null) return null;',
  },
  {
    name: 'ref-makes-a-second-payment',
    what: 'a till that asks again under the same reference begins a second payment',
    file: 'src/box/control-handlers.ts',
    find: '    if (earlier === null) return begin(params);',
    replace: '    if (earlier === null || earlier.verdict !== null) return begin(params);',
  },
];
