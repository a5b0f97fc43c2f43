import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { boxMachine } from '../../machines/box.ts';
import type { JobResult } from '../../machines/job.ts';
import { broken } from '../../machines/sale-result.ts';
import { answered, counters, paymentOf, saleOf, terms } from '../fixtures/sales.ts';
import { agreeing } from '../helpers/fake-world-day-close.ts';
import { statesOf, walk } from '../helpers/model.ts';

const paid = saleOf({ verdict: 'paid', resolved: true, payment: paymentOf({ status: 'paid' }) });
const unresolved = saleOf({ verdict: 'notPaid' });
const refund = saleOf({
  kind: 'refund',
  intent: {
    ...saleOf().intent,
    transactionNumber: 18,
    refund: { originalTransactionNumber: 17, refundedBeforeMinor: 0, reason: 'customer' },
  },
});
const answeredJob: JobResult = { kind: 'inquiry', outcome: 'done', sale: paid, payment: paid.payment, error: null };
const openClose = { shiftNumber: 7, begunAt: '2026-11-24T18:00:00.000Z', comparison: agreeing, closed: null };
const closedJob: JobResult = { kind: 'dayClose', outcome: 'done', sale: null, payment: null, error: null };
const unjudged = saleOf({ intent: { ...saleOf().intent, transactionNumber: 16 } });
const request = { amountMinor: 100_00, method: null, paymentSystem: null, code: null, ref: null, requestId: 1 };

test('the box stands in every state every event', () => {
  const { met } = walk({
    machine: boxMachine,
    input: { terms: null, obstacle: { code: 'SET-05' } },
    events: [
      ...['1', '00', '.', '6', 'CLEAR', 'ENTER', 'CANCEL', 'MENU', 'UP'].map((key) => ({ type: 'key.pressed', key })),
      { type: 'cancel.requested' },
      { type: 'code.scanned', code: '12345' },
      { type: 'scan.unwanted' },
      { type: 'scan.refused', error: { code: 'SCN-04' } },
      { type: 'pay.requested', request },
      { type: 'pay.requested', request: { ...request, amountMinor: 0 } },
      { type: 'job.requested', request: { kind: 'inquiry', transactionNumber: 17, requestId: 2 } },
      { type: 'job.shown', result: answeredJob },
      { type: 'job.shown', result: closedJob },
      { type: 'payments.adopted', sales: [unjudged] },
      { type: 'refund.begun', sale: refund },
      { type: 'refund.learnt', sale: refund, error: null },
      { type: 'terms.changed', terms, obstacle: null },
      { type: 'terms.changed', terms: null, obstacle: null },
      { type: 'terms.changed', terms: null, obstacle: { code: 'SET-05' } },
      { type: 'printer.ready' },
      { type: 'slips.stuck' },
      { type: 'slips.drained', transactionNumber: 17 },
      { type: 'obligation.foundPaid', transactionNumber: 16 },
      { type: 'obligation.judged', sale: { ...unjudged, verdict: 'paid' } },
      { type: 'obligation.ended', transactionNumber: 16 },
      { type: 'obligations.hurried' },
      { type: 'notice.expired' },
      { type: 'clear.disarmed' },
    ],
    outputs: {
      loadOpenEnds: [
        { sales: [], dayClose: null },
        { sales: [unjudged], dayClose: null },
        { sales: [], dayClose: openClose },
      ],
      sale: [
        { outcome: 'paid', sale: paid, error: null },
        { outcome: 'unresolved', sale: unresolved, error: { code: 'PAY-05' } },
        { outcome: 'abandoned', sale: null, error: null },
        { outcome: 'notPaid', sale: null, error: { code: 'GWY-04' } },
        broken(),
      ],
      activation: [{ info: null }],
      adoption: [answered(counters)],
      menu: [null, answeredJob],
    },
    situation: ({ context }: AnyMachineSnapshot) => [
      context.terms !== null,
      context.obstacle !== null,
      context.entry.digits !== '' || context.entry.fraction !== null,
      context.result?.outcome,
      context.slips,
      Object.keys(context.obligations).length > 0,
      context.questions.length,
      context.unjudged.length,
      context.adopted,
      context.jobShown,
      context.openClose !== null,
    ],
    check: (snapshot) => {
      const { terms: now, obstacle, result, request: asked } = snapshot.context;
      if (snapshot.matches('paying')) expect(snapshot.context.openClose, 'no sale before the answer').toBeNull();
      if (snapshot.matches('ready')) {
        expect(now, 'nothing is sold before the activation').not.toBeNull();
        expect(obstacle).toBeNull();
      }
      if (snapshot.matches('paying')) expect(asked?.amountMinor).toBeGreaterThan(0);
      if (snapshot.matches('showingResult')) expect(result).not.toBeNull();
    },
  });
  expect(statesOf(boxMachine).filter((state) => !met.has(state))).toEqual([]);
  // The largest of the models: a dozen seconds of a free core.
}, 120_000);

test('a machine falls over in the middle of a sale: no verdict, and the box starts again from what is on disk', () => {
  let [box] = initialTransition(boxMachine, { terms, obstacle: null });
  const take = (event: object): void => {
    [box] = transition(boxMachine, box, event as Parameters<typeof transition<typeof boxMachine>>[2]);
  };
  take({
    type: 'xstate.done.actor.loadOpenEnds',
    output: { sales: [], dayClose: null },
    actorId: 'loadOpenEnds',
  });
  take({ type: 'xstate.done.actor.adoption', output: answered(counters), actorId: 'adoption' });
  take({ type: 'pay.requested', request });
  expect(box.matches('paying')).toBe(true);
  take({ type: 'xstate.done.actor.sale', output: broken(), actorId: 'sale' });
  expect(box.matches('starting')).toBe(true);
  expect(box.context).toMatchObject({ result: null, last: null });
});
