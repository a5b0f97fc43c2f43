/**
 * What the box does beside selling: its menu, or a job that was asked for from outside. One job at a time; its result
 * stays on the screen until a key.
 */
import { assign, sendTo, setup } from 'xstate';
import { type FieldError, fieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { type ActivationOutput, activationMachine } from './activation.ts';
import { choose, moveChoice } from './choice.ts';
import { dayCloseMachine } from './day-close.ts';
import { delays } from './delays.ts';
import { informationMachine } from './information.ts';
import { inquiryMachine } from './inquiry.ts';
import { abandonedJob, failedJob, type JobKind, type JobRequest, type JobResult } from './job.ts';
import type { DayClose, Sale, Terms } from './ports.ts';
import { refundMachine } from './refund.ts';
import { reprintMachine } from './reprint.ts';
import { type ServiceResult, serviceMachine } from './service.ts';

/** As they stand on the screen, with the digit that takes each. */
export const menuItems = [
  { item: 'dayClose', key: '1' },
  { item: 'reprint', key: '3' },
  { item: 'refund', key: '4' },
  { item: 'inquiry', key: '5' },
  { item: 'information', key: '6' },
  { item: 'service', key: '7' },
] as const satisfies readonly { item: string; key: PanelKey }[];
export type MenuItem = (typeof menuItems)[number]['item'];

export interface MenuInput {
  /** Null: the cashier chooses. */
  readonly request: JobRequest | null;
  readonly terms: Terms;
  /** The box was just activated at its keys: the service PIN is set first. */
  readonly firstPin: boolean;
  /** A day close that an earlier life of the box has left without an answer: it goes on at once. */
  readonly openClose: DayClose | null;
  /** Why no refund may begin now; null: it may. */
  readonly refundRefusal: FieldError | null;
}

export type MenuEvent =
  | { type: 'key.pressed'; key: PanelKey }
  | { type: 'code.scanned'; code: string }
  | { type: 'cancel.requested' }
  | { type: 'refund.learnt'; sale: Sale };

interface Context extends MenuInput {
  readonly selected: number;
  readonly item: MenuItem | null;
  readonly result: JobResult | null;
}

/** The digit of an item takes it at once; so does ENTER at the mark. */
const chosenItem = (key: PanelKey, selected: number): MenuItem | null => {
  const byDigit = menuItems.find((one) => one.key === key);
  if (byDigit !== undefined) return byDigit.item;
  const index = key === 'ENTER' ? choose(key, selected, menuItems.length) : null;
  return index === null ? null : (menuItems[index]?.item ?? null);
};

const ofKind = <Kind extends JobKind>(request: JobRequest | null, kind: Kind) =>
  request?.kind === kind ? (request as Extract<JobRequest, { kind: Kind }>) : null;

/** A refund may have begun in a machine that did not bound itself: it is never told as one that failed. */
const brokenJob = (kind: JobKind): JobResult => ({
  ...failedJob(kind, fieldError('BUG-01')),
  outcome: kind === 'refund' ? 'unknown' : 'failed',
});

const serviceResult = (result: ServiceResult): JobResult =>
  result === 'activation' ? abandonedJob('service') : result;

const activationResult = ({ info, error }: ActivationOutput): JobResult => {
  if (info !== null) return { ...abandonedJob('activation'), outcome: 'done' };
  return error === null ? abandonedJob('activation') : failedJob('activation', error);
};

/** Spread into the invoke of a job, which ends with its result. */
const endsWithItsResult = {
  onDone: {
    target: 'weighing',
    actions: {
      type: 'takeResult',
      params: ({ event }: { event: { output: JobResult } }) => ({ result: event.output }),
    },
  },
} as const;

const brokenOff = (kind: JobKind) =>
  ({
    target: 'weighing',
    actions: { type: 'takeResult', params: { result: brokenJob(kind) } },
  }) as const;

/** To a job that nothing is scanned for: a code before the scanner is refused, as everywhere else. */
const forwardsHands = {
  'key.pressed': { actions: 'forward' },
  'cancel.requested': { actions: 'forward' },
} as const;

/** Keys, scans and what becomes known of a refund belong to the job that is on the screen. */
const forwardsToJob = {
  ...forwardsHands,
  'code.scanned': { actions: 'forward' },
  'refund.learnt': { actions: 'forward' },
} as const;

export const menuMachine = setup({
  types: {} as { context: Context; events: MenuEvent; input: MenuInput; output: JobResult | null },
  actors: {
    refund: refundMachine,
    inquiry: inquiryMachine,
    reprint: reprintMachine,
    activation: activationMachine,
    service: serviceMachine,
    information: informationMachine,
    dayClose: dayCloseMachine,
  },
  delays: { choiceMs: delays.choiceMs, jobMs: delays.jobMs, serviceMs: delays.serviceMs },
  guards: {
    isChosen: ({ context, event }, params: { item: MenuItem }) =>
      event.type === 'key.pressed' && chosenItem(event.key, context.selected) === params.item,
    isWanted: ({ context }, params: { kind: JobKind }) => context.request?.kind === params.kind,
    leaves: ({ event }) => event.type === 'key.pressed' && (event.key === 'CANCEL' || event.key === 'MENU'),
    isRead: ({ event }) => event.type === 'key.pressed' && (event.key === 'ENTER' || event.key === 'CANCEL'),
    isRefusedRefund: ({ context, event }) =>
      context.refundRefusal !== null &&
      event.type === 'key.pressed' &&
      chosenItem(event.key, context.selected) === 'refund',
    hasOpenClose: ({ context }) => context.openClose !== null,
    isFirstPin: ({ context }) => context.firstPin,
    isAbandoned: ({ context }) => context.result?.outcome === 'abandoned',
  },
  actions: {
    move: assign(({ context, event }) => ({
      selected:
        event.type === 'key.pressed' ? moveChoice(event.key, context.selected, menuItems.length) : context.selected,
    })),
    take: assign((_, params: { item: MenuItem | null }) => ({ item: params.item })),
    takeResult: assign((_, params: { result: JobResult }) => ({ result: params.result })),
    forward: sendTo('job', ({ event }) => event),
    /** To the box machine: a scan that nobody asked for. */
    refuseScan: () => {},
    /** To the box machine: who waits for the job is told, though its result stays on the screen. */
    tellShown: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'menu',
  context: ({ input }) => ({ ...input, selected: 0, item: null, result: null }),
  on: {
    '*': { actions: 'logUnexpected' },
    'code.scanned': { actions: 'refuseScan' },
    // Of a refund whose result was shown as unknown, and of a job that has ended.
    'refund.learnt': {},
    'cancel.requested': {},
  },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: {
      always: [
        { guard: 'hasOpenClose', target: 'closing' },
        { guard: { type: 'isWanted', params: { kind: 'dayClose' } }, target: 'closing' },
        { guard: { type: 'isWanted', params: { kind: 'refund' } }, target: 'refunding' },
        { guard: { type: 'isWanted', params: { kind: 'inquiry' } }, target: 'inquiring' },
        { guard: { type: 'isWanted', params: { kind: 'reprint' } }, target: 'reprinting' },
        { guard: { type: 'isWanted', params: { kind: 'activation' } }, target: 'activating' },
        { guard: 'isFirstPin', target: 'servicing' },
        { target: 'choosing' },
      ],
    },
    choosing: {
      after: { choiceMs: 'ended' },
      on: {
        'key.pressed': [
          { guard: 'leaves', target: 'ended' },
          { guard: { type: 'isChosen', params: { item: 'dayClose' } }, target: 'closing' },
          { guard: { type: 'isChosen', params: { item: 'reprint' } }, target: 'reprinting' },
          {
            guard: 'isRefusedRefund',
            target: 'showing',
            actions: {
              type: 'takeResult',
              params: ({ context }) => ({ result: failedJob('refund', context.refundRefusal ?? fieldError('BUG-01')) }),
            },
          },
          { guard: { type: 'isChosen', params: { item: 'refund' } }, target: 'refunding' },
          { guard: { type: 'isChosen', params: { item: 'inquiry' } }, target: 'inquiring' },
          { guard: { type: 'isChosen', params: { item: 'information' } }, target: 'information' },
          { guard: { type: 'isChosen', params: { item: 'service' } }, target: 'servicing' },
          { target: 'choosing', reenter: true, actions: 'move' },
        ],
      },
    },
    /** No job: nobody outside waits for it, and it has no result. */
    information: {
      entry: { type: 'take', params: { item: 'information' } },
      invoke: { id: 'job', src: 'information', onDone: 'ended' },
      after: { jobMs: 'ended' },
      on: { 'key.pressed': { actions: 'forward' } },
    },
    /** No limit of time: a close that has left the box is over only when the gateway has answered. */
    closing: {
      entry: { type: 'take', params: { item: 'dayClose' } },
      invoke: {
        id: 'job',
        src: 'dayClose',
        input: ({ context: { terms, openClose, request } }) => ({ terms, openClose, isOrdered: request !== null }),
        ...endsWithItsResult,
      },
      on: forwardsHands,
    },
    refunding: {
      entry: { type: 'take', params: { item: 'refund' } },
      invoke: {
        id: 'job',
        src: 'refund',
        input: ({ context }) => ({ request: ofKind(context.request, 'refund'), terms: context.terms }),
        ...endsWithItsResult,
      },
      after: { jobMs: brokenOff('refund') },
      on: forwardsToJob,
    },
    inquiring: {
      entry: { type: 'take', params: { item: 'inquiry' } },
      invoke: {
        id: 'job',
        src: 'inquiry',
        input: ({ context }) => ({ request: ofKind(context.request, 'inquiry'), terms: context.terms }),
        ...endsWithItsResult,
      },
      after: { jobMs: brokenOff('inquiry') },
      on: forwardsToJob,
    },
    reprinting: {
      entry: { type: 'take', params: { item: 'reprint' } },
      invoke: {
        id: 'job',
        src: 'reprint',
        input: ({ context }) => ({ request: ofKind(context.request, 'reprint'), terms: context.terms }),
        ...endsWithItsResult,
      },
      after: { jobMs: brokenOff('reprint') },
      on: forwardsToJob,
    },
    activating: {
      entry: { type: 'take', params: { item: null } },
      invoke: {
        id: 'job',
        src: 'activation',
        input: ({ context }) => ({ reason: null, job: { request: ofKind(context.request, 'activation') } }),
        onDone: {
          target: 'weighing',
          actions: { type: 'takeResult', params: ({ event }) => ({ result: activationResult(event.output) }) },
        },
      },
      after: { serviceMs: 'ended' },
      on: forwardsHands,
    },
    servicing: {
      entry: { type: 'take', params: { item: 'service' } },
      invoke: {
        id: 'job',
        src: 'service',
        input: ({ context }) => ({ firstPin: context.firstPin }),
        onDone: [
          { guard: ({ event }) => event.output === 'activation', target: 'activating' },
          {
            target: 'weighing',
            actions: { type: 'takeResult', params: ({ event }) => ({ result: serviceResult(event.output) }) },
          },
        ],
      },
      after: { serviceMs: 'ended' },
      on: forwardsHands,
    },
    weighing: { always: [{ guard: 'isAbandoned', target: 'ended' }, { target: 'showing' }] },
    showing: {
      entry: 'tellShown',
      on: { 'key.pressed': { guard: 'isRead', target: 'ended' } },
    },
    ended: { type: 'final' },
  },
});

/** Ended before anything was done: for who waits for a job that the cashier has left. */
export const leftJob = (kind: JobKind): JobResult => abandonedJob(kind, fieldError('PAY-09'));
