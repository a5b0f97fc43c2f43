/**
 * The root: what the box is doing. One foreground job at a time; obligations and the print ledger go on beside it.
 * Nothing is sold before recovery has had its chance (rule 4 of the gateway contract). What the names of guards and
 * actions mean stands in `box-setup.ts`.
 */
import { and, enqueueActions, not, sendTo, stopChild } from 'xstate';
import { fieldError, toFieldError } from '../src/errors.ts';
import { emptyEntry } from '../src/payment/money.ts';
import { openEndsRefusal, startRefusal, typedRequest } from './box-context.ts';
import { boxSetup } from './box-setup.ts';
import { broken } from './sale-result.ts';

export const boxMachine = boxSetup.createMachine({
  id: 'box',
  context: ({ input }) => ({
    ...input,
    entry: emptyEntry,
    clearArmed: false,
    atKeys: false,
    firstPin: false,
    keyLost: null,
    blocked: null,
    notice: null,
    request: null,
    result: null,
    last: null,
    slips: 'out',
    obligations: {},
    unjudged: [],
    adopted: false,
    mustReload: false,
    questions: [],
    openClose: null,
    job: null,
    jobShown: false,
  }),
  // The print ledger lives as long as the box: what is owed is printed in every state.
  invoke: { id: 'printing', src: 'printing' },
  on: {
    '*': { actions: 'logUnexpected' },
    'key.pressed': {},
    'cancel.requested': {},
    // Named, so that the facade's question whether a sale can begin is not answered by the wildcard.
    'pay.requested': {},
    'job.requested': {},
    'job.shown': {},
    'terms.changed': { actions: 'takeTerms' },
    'code.scanned': {
      actions: { type: 'notify', params: { error: fieldError('SCN-05') } },
    },
    'scan.unwanted': {
      actions: { type: 'notify', params: { error: fieldError('SCN-05') } },
    },
    'scan.refused': {
      actions: { type: 'notify', params: ({ event }) => ({ error: event.error }) },
    },
    'notice.given': {
      actions: ['cancelNotice', { type: 'takeNotice', params: ({ event }) => event }, 'expireNotice'],
    },
    'notice.expired': { actions: 'forgetNotice' },
    'clear.disarmed': { actions: 'disarmClear' },
    'activation.failed': {
      actions: { type: 'finishActivation', params: ({ event }) => ({ error: event.error }) },
    },
    'journal.reopened': { actions: 'wantReload' },
    'documents.owed': { actions: 'wakePrinting' },
    'printer.ready': { actions: sendTo('printing', { type: 'printer.ready' }) },
    'slips.stuck': { guard: 'areSlipsAwaited', actions: { type: 'markSlips', params: { slips: 'stuck' } } },
    'slips.drained': { guard: 'isOfTheResult', actions: { type: 'markSlips', params: { slips: 'out' } } },
    // New obligations: payments that only the gateway knew, and refunds, which are one from their first byte.
    'payments.adopted': { actions: { type: 'takeOn', params: ({ event }) => ({ sales: event.sales }) } },
    'refund.begun': { actions: { type: 'takeOn', params: ({ event }) => ({ sales: [event.sale] }) } },
    'refund.learnt': { actions: 'wakePrinting' },
    'obligation.foundPaid': { actions: 'addQuestion' },
    'obligation.judged': {},
    // Each that waits for its next try makes it now.
    'obligations.hurried': {
      actions: enqueueActions(({ context, enqueue }) => {
        for (const obligation of Object.values(context.obligations))
          enqueue.sendTo(obligation, { type: 'try.requested' });
      }),
    },
    'obligation.ended': {
      // What its end owes on paper, such as a notice of late money, stands in the journal by now.
      actions: [stopChild(({ event }) => `obligation-${event.transactionNumber}`), 'dropObligation', 'wakePrinting'],
    },
  },
  initial: 'starting',
  states: {
    starting: {
      always: [
        { guard: 'hasObstacle', target: 'outOfService' },
        { guard: 'isInactive', target: 'inactive' },
      ],
      initial: 'loading',
      states: {
        loading: {
          invoke: {
            id: 'loadOpenEnds',
            src: 'loadOpenEnds',
            onDone: {
              target: 'loaded',
              actions: [
                // What is on disk takes the place of what they know: a commit that failed may have changed it.
                enqueueActions(({ context, enqueue }) => {
                  for (const obligation of Object.values(context.obligations)) enqueue.stopChild(obligation);
                  enqueue.assign({ obligations: {}, unjudged: [], questions: [] });
                }),
                { type: 'takeOn', params: ({ event }) => ({ sales: event.output.sales }) },
                { type: 'takeOpenClose', params: ({ event }) => ({ dayClose: event.output.dayClose }) },
                'forgetReload',
                'wakePrinting',
              ],
            },
            onError: {
              target: 'failed',
              actions: { type: 'notify', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            },
          },
          after: { loadMs: 'failed' },
        },
        failed: { after: { storageRetryMs: 'loading' } },
        /** What the cashier has to know of a lost sale is on the screen already, and stays until it has been read. */
        loaded: {
          always: [{ guard: 'hasLostResult', target: '#box.showingResult' }, { target: '#box.recovering' }],
        },
      },
    },
    recovering: {
      initial: 'waiting',
      // The answer's unknown payments come as `payments.adopted` (rule 4); every sale asks again.
      invoke: {
        id: 'adoption',
        src: 'fetchCounters',
        onDone: { actions: 'markAdopted' },
        onError: { actions: 'markAdopted' },
      },
      // In every state of it: on a slow disk the question may be on the screen again when the answer to it is written.
      on: { 'obligation.judged': { target: 'showingResult', actions: ['takeJudged', 'wakePrinting'] } },
      states: {
        waiting: {
          always: [
            { guard: 'hasQuestion', target: 'asking' },
            { guard: 'isRecovered', target: '#box.ready' },
          ],
          after: { adoptionMs: { guard: not('hasUnjudged'), target: '#box.ready' }, recoveryMs: '#box.ready' },
        },
        /** *Goods given?* ENTER keep, CANCEL return the money. */
        asking: {
          always: { guard: 'hasNoQuestion', target: 'waiting' },
          initial: 'reading',
          states: {
            // An ENTER that was meant for the screen before must not answer a question that nobody has read.
            reading: { after: { readingMs: 'answerable' } },
            answerable: {
              on: {
                'key.pressed': [
                  {
                    guard: { type: 'isKey', params: { key: 'ENTER' } },
                    target: '#box.recovering.judging',
                    actions: sendTo(({ context }) => `obligation-${context.questions[0]}`, { type: 'goods.given' }),
                  },
                  {
                    guard: { type: 'isKey', params: { key: 'CANCEL' } },
                    target: '#box.recovering.judging',
                    actions: sendTo(({ context }) => `obligation-${context.questions[0]}`, { type: 'goods.withheld' }),
                  },
                ],
              },
            },
          },
        },
        judging: { after: { recoveryMs: 'waiting' } },
      },
    },
    inactive: {
      invoke: {
        id: 'activation',
        src: 'activation',
        input: ({ context }) => ({ reason: context.keyLost, job: null }),
        onDone: {
          target: 'starting',
          actions: ['wantFirstPin', { type: 'finishActivation', params: { error: null } }],
        },
      },
      // Who waits for an activation is told, whatever ends it.
      always: [
        {
          guard: 'hasObstacle',
          target: 'outOfService',
          actions: { type: 'finishActivation', params: ({ context }) => ({ error: context.obstacle }) },
        },
        {
          guard: not('isInactive'),
          target: 'starting',
          actions: ['wantFirstPin', { type: 'finishActivation', params: { error: null } }],
        },
      ],
      on: {
        'key.pressed': {
          actions: [{ type: 'noteHand', params: { atKeys: true } }, sendTo('activation', ({ event }) => event)],
        },
        'activation.requested': {
          actions: [{ type: 'noteHand', params: { atKeys: false } }, sendTo('activation', ({ event }) => event)],
        },
      },
    },
    ready: {
      always: [
        { guard: 'hasObstacle', target: 'outOfService' },
        { guard: 'isInactive', target: 'inactive' },
        { guard: 'hasQuestion', target: 'recovering' },
        // Only here: a sale that is under way is open in the journal too, and is nobody else's.
        { guard: 'mustReload', target: 'starting' },
        // No sale before its answer: whether the next one is in this shift or in the next is not known until then.
        { guard: 'hasOpenClose', target: 'menu', actions: 'openMenu' },
        { guard: 'isShutOut', target: 'outOfService' },
        { guard: 'wantsFirstPin', target: 'menu', actions: 'openMenu' },
      ],
      after: { entryForgottenMs: { target: 'ready', reenter: true, actions: 'forgetEntry' } },
      on: {
        'key.pressed': [
          { guard: 'isAmountKey', target: 'ready', reenter: true, actions: ['type', 'forgetNotice'] },
          {
            guard: { type: 'isKey', params: { key: 'CLEAR' } },
            target: 'ready',
            reenter: true,
            actions: ['cancelDisarm', 'clear', 'armClear', 'forgetNotice'],
          },
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, actions: ['forgetEntry', 'forgetNotice'] },
          {
            guard: { type: 'isKey', params: { key: 'MENU' } },
            target: 'menu',
            actions: ['forgetEntry', 'forgetNotice', 'openMenu'],
          },
          { guard: 'mayStartTyped', target: 'paying', actions: 'takeTyped' },
          {
            guard: { type: 'isKey', params: { key: 'ENTER' } },
            actions: {
              type: 'notify',
              params: ({ context }) => ({ error: startRefusal(context, typedRequest(context)) }),
            },
          },
        ],
        'pay.requested': { guard: 'mayStartRequested', target: 'paying', actions: 'takeRequested' },
        'job.requested': { guard: 'mayStartJob', target: 'menu', actions: 'takeJob' },
      },
    },
    paying: {
      invoke: {
        id: 'sale',
        src: 'sale',
        input: ({ context: { request, terms } }) => {
          if (request === null || terms === null) throw new Error('broken invariant: a sale has a request and terms');
          return { request, terms };
        },
        onDone: [
          {
            // A machine did not bound itself: what is on disk says how it goes on.
            guard: ({ event }) => event.output.outcome === 'unresolved' && event.output.sale === null,
            target: 'starting',
            actions: [
              { type: 'showLost', params: ({ event }) => ({ result: event.output }) },
              { type: 'finish', params: ({ event }) => ({ result: event.output }) },
            ],
          },
          {
            guard: ({ event }) => event.output.outcome === 'abandoned',
            target: 'ready',
            actions: [{ type: 'finish', params: ({ event }) => ({ result: event.output }) }, 'forgetResult'],
          },
          {
            target: 'showingResult',
            actions: [
              { type: 'takeResult', params: ({ event }) => ({ result: event.output }) },
              {
                type: 'takeOn',
                params: ({ event }) => ({ sales: event.output.sale === null ? [] : [event.output.sale] }),
              },
              { type: 'finish', params: ({ event }) => ({ result: event.output }) },
              'wakePrinting',
            ],
          },
        ],
      },
      after: { saleMs: { target: 'starting', actions: { type: 'finish', params: { result: broken() } } } },
      on: {
        'key.pressed': { actions: sendTo('sale', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('sale', ({ event }) => event) },
        'code.scanned': { actions: ['forgetNotice', sendTo('sale', ({ event }) => event)] },
      },
    },
    /** The result stays until ENTER; where the slips cannot come out, the first ENTER only stops waiting for them. */
    showingResult: {
      on: {
        'key.pressed': [
          { guard: 'isEnterAtStuckSlips', actions: { type: 'markSlips', params: { slips: 'skipped' } } },
          { guard: { type: 'isKey', params: { key: 'ENTER' } }, target: 'ready', actions: 'forgetResult' },
        ],
        'pay.requested': { guard: 'mayStartRequested', target: 'paying', actions: 'takeRequested' },
        'job.requested': { guard: 'mayStartJob', target: 'menu', actions: 'takeJob' },
      },
    },
    menu: {
      exit: 'forgetFirstPin',
      invoke: {
        id: 'menu',
        src: 'menu',
        input: ({ context }) => {
          const { job, terms, firstPin, openClose } = context;
          if (terms === null) throw new Error('broken invariant: the menu of a box that is activated');
          return { request: job, terms, firstPin, openClose, refundRefusal: openEndsRefusal(context) };
        },
        onDone: [
          { guard: 'isJobShown', target: 'ready' },
          { target: 'ready', actions: { type: 'finishJob', params: ({ event }) => ({ result: event.output }) } },
        ],
      },
      on: {
        'key.pressed': { actions: sendTo('menu', ({ event }) => event) },
        'cancel.requested': { actions: sendTo('menu', ({ event }) => event) },
        'code.scanned': { actions: sendTo('menu', ({ event }) => event) },
        'refund.learnt': { actions: ['wakePrinting', sendTo('menu', ({ event }) => event)] },
        'job.shown': {
          actions: [
            { type: 'markShown', params: ({ event }) => ({ result: event.result }) },
            { type: 'finishJob', params: ({ event }) => ({ result: event.result }) },
          ],
        },
        // A till does not depend on a finger: a result that nobody has confirmed holds nothing up.
        'pay.requested': {
          guard: and(['isJobShown', 'mayStartRequested']),
          target: 'paying',
          actions: 'takeRequested',
        },
        'job.requested': {
          guard: and(['isJobShown', 'mayStartJob']),
          target: 'menu',
          reenter: true,
          actions: 'takeJob',
        },
      },
    },
    /** With an obstacle nothing goes; a blocked terminal still has its menu, and whether it is free again a payment tells. */
    outOfService: {
      always: { guard: and([not('hasObstacle'), not('isShutOut')]), target: 'starting' },
      on: {
        'key.pressed': [
          { guard: 'hasObstacle' },
          { guard: { type: 'isKey', params: { key: 'ENTER' } }, target: 'ready', actions: 'forgetBlocked' },
          { guard: { type: 'isKey', params: { key: 'MENU' } }, target: 'menu', actions: 'openMenu' },
        ],
        'pay.requested': { guard: 'mayStartRequested', target: 'paying', actions: 'takeRequested' },
        'job.requested': { guard: 'mayStartJob', target: 'menu', actions: 'takeJob' },
      },
    },
  },
});
