/**
 * Terminal id, serial number and code, typed on the box or given by `sendybox activate`. A lost answer is asked for
 * again with the same `attemptId`, which costs no attempt (gateway contract, activation).
 */
import { and, assign, fromPromise, not, setup } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import { type Outcome, outcomeError } from '../src/gateway/outcome.ts';
import type { PanelKey } from '../src/keys.ts';
import type { TerminalInfo } from '../src/payment/types.ts';
import { delays, foregroundBackoffMs } from './delays.ts';
import type { ActivationInput, EarlierActivation } from './ports.ts';
import { unprovided } from './unprovided.ts';

export const activationFields = ['terminalId', 'serialNumber', 'code'] as const;
export type ActivationField = (typeof activationFields)[number];

interface Context extends ActivationMachineInput {
  readonly values: Readonly<Record<ActivationField, string>>;
  readonly attemptId: string;
  readonly replaceExisting: boolean;
  readonly retries: number;
  /** Why not; at first: why a box that was activated is not any more. */
  readonly error: FieldError | null;
  /** As whom this box was activated before, while a person is asked about it. */
  readonly earlier: EarlierActivation | null;
  /** Somebody has said that it is to be activated all the same. */
  readonly confirmedAgain: boolean;
  /** Of the code that is typed, as far as the box knows; null: nothing is known. */
  readonly attemptsLeft: number | null;
  readonly info: TerminalInfo | null;
}

export interface ActivationMachineInput {
  /** Why the box is not active any more; null: it never was, or it is. */
  readonly reason: FieldError | null;
  /** Of a box that is active: a person may leave, and who asked from outside is told the first end. */
  readonly job: { readonly request: ActivationOrder | null } | null;
}

/** `info` null: not activated, for `error`; both null: a person has left. */
export interface ActivationOutput {
  readonly info: TerminalInfo | null;
  readonly error: FieldError | null;
}

/** What is typed, and what is consented to. */
export interface ActivationOrder {
  readonly values: Readonly<Record<ActivationField, string>>;
  readonly replaceExisting: boolean;
  /** Though this box was activated before. */
  readonly again: boolean;
}

export type ActivationEvent =
  | { type: 'key.pressed'; key: PanelKey }
  | { type: 'cancel.requested' }
  | ({ type: 'activation.requested' } & ActivationOrder);

/** This box was activated before, and nobody has said that it is meant. */
export const activatedBefore = (earlier: EarlierActivation | null): FieldError =>
  fieldError(
    'ACT-09',
    undefined,
    earlier === null ? undefined : { terminal: earlier.terminalId, date: earlier.activatedAt.slice(0, 10) },
  );

/** The contract allows 64 characters; the display shows the last 20. */
const maxFieldLength = 64;
const maxRetries = 4;

const typed = (value: string, key: PanelKey): string => {
  if (key === 'CLEAR') return value.slice(0, -1);
  return /^\d+$/.test(key) ? (value + key).slice(0, maxFieldLength) : value;
};

const begins = { target: 'requesting', actions: ['takeRequest', 'startAttempt'] } as const;

/** From outside, in any state that waits for a person. */
const takesRequest = {
  'activation.requested': [
    {
      guard: and(['wasActive', 'isWithoutConsent']),
      target: 'confirmingAgain',
      actions: ['takeRequest', 'recall', 'blameEarlier', 'tellFailed'],
    },
    begins,
  ],
} as const;

/**
 * Spread into every state that waits for a person: an active box goes back to selling when nobody goes on, and one that is
 * not active has nothing else to do.
 */
const leftAlone = {
  after: { activationIdleMs: { guard: 'isJob', target: 'ended', actions: 'forgetBlame' } },
} as const;

const typing = (field: ActivationField, next: string, back: string | null) =>
  ({
    ...leftAlone,
    on: {
      'key.pressed': [
        {
          guard: { type: 'isEnterWith' as const, params: { field } },
          target: next,
        },
        back === null
          ? { guard: and(['isJob', 'isCancelKey']), target: 'ended', actions: 'forgetBlame' as const }
          : { guard: 'isCancelKey' as const, target: back },
        { actions: { type: 'type' as const, params: { field } } },
      ],
      ...takesRequest,
    },
  }) as const;

export const activationMachine = setup({
  types: {} as {
    context: Context;
    events: ActivationEvent;
    input: ActivationMachineInput;
    output: ActivationOutput;
  },
  actors: { activate: fromPromise<Outcome<TerminalInfo>, ActivationInput>(unprovided) },
  delays: {
    activationMs: delays.activationMs,
    activationIdleMs: delays.activationIdleMs,
    retryMs: ({ context }) => foregroundBackoffMs(context.retries),
  },
  guards: {
    isEnterWith: ({ context, event }, params: { field: ActivationField }) =>
      event.type === 'key.pressed' && event.key === 'ENTER' && context.values[params.field] !== '',
    isEnterWithCode: ({ context, event }) =>
      event.type === 'key.pressed' && event.key === 'ENTER' && context.values.code !== '',
    isEnterKey: ({ event }) => event.type === 'key.pressed' && event.key === 'ENTER',
    isCancelKey: ({ event }) => event.type === 'key.pressed' && event.key === 'CANCEL',
    /** Provided: this box was activated before. */
    wasActive: () => false,
    isWithoutConsent: ({ context, event }) =>
      event.type === 'activation.requested' && !event.again && !event.replaceExisting && !context.confirmedAgain,
    isJob: ({ context }) => context.job !== null,
    isOrdered: ({ context }) => context.job !== null && context.job.request !== null,
    isOrderedWithoutConsent: ({ context: { job } }) =>
      job !== null && job.request !== null && !job.request.again && !job.request.replaceExisting,
    isConfirmedAgain: ({ context }) => context.confirmedAgain,
    mayRetry: ({ context }) => context.retries < maxRetries,
  },
  actions: {
    type: assign(({ context, event }, params: { field: ActivationField }) => ({
      values:
        event.type === 'key.pressed'
          ? { ...context.values, [params.field]: typed(context.values[params.field], event.key) }
          : context.values,
    })),
    takeRequest: assign(({ context, event }) =>
      event.type === 'activation.requested'
        ? {
            values: event.values,
            replaceExisting: event.replaceExisting,
            confirmedAgain: context.confirmedAgain || event.again,
          }
        : { values: context.values },
    ),
    takeOrder: assign(({ context: { job } }) => {
      const order = job?.request ?? null;
      return order === null ? {} : { values: order.values, replaceExisting: order.replaceExisting };
    }),
    /** A new attempt for each time a person presses ENTER; provided with the injected source of randomness. */
    startAttempt: assign({ attemptId: '', retries: 0, error: null }),
    /** Provided: what the box remembers of the terminal that is typed. */
    recall: () => {},
    confirmAgain: assign({ confirmedAgain: true }),
    blameEarlier: assign(({ context: { earlier } }) => ({ error: activatedBefore(earlier) })),
    forgetBlame: assign({ error: null }),
    replace: assign({ replaceExisting: true }),
    keepExisting: assign({ replaceExisting: false }),
    /** The request under way may have been processed: it is waited for, but not repeated. */
    retryNoMore: assign({ retries: maxRetries }),
    countRetry: assign(({ context }, params: { error: FieldError | null }) => ({
      retries: context.retries + 1,
      error: params.error,
    })),
    blame: assign((_, params: { error: FieldError | null }) => ({ error: params.error })),
    forgetCode: assign(({ context }) => ({ values: { ...context.values, code: '' } })),
    takeInfo: assign((_, params: { info: TerminalInfo }) => ({ info: params.info, error: null })),
    /** To who asked for the activation from outside. */
    tellFailed: () => {},
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'activation',
  context: ({ input }) => ({
    ...input,
    values: { terminalId: '', serialNumber: '', code: '' },
    attemptId: '',
    replaceExisting: false,
    retries: 0,
    error: input.reason,
    earlier: null,
    confirmedAgain: false,
    attemptsLeft: null,
    info: null,
  }),
  on: {
    '*': { actions: 'logUnexpected' },
    'cancel.requested': { guard: 'isJob', target: '.ended', actions: 'forgetBlame' },
  },
  output: ({ context }) => ({ info: context.info, error: context.error }),
  initial: 'deciding',
  states: {
    deciding: {
      always: [
        { guard: 'isOrderedWithoutConsent', target: 'ended', actions: ['takeOrder', 'recall', 'blameEarlier'] },
        { guard: 'isOrdered', target: 'requesting', actions: ['takeOrder', 'startAttempt'] },
        { target: 'typingTerminalId' },
      ],
    },
    typingTerminalId: typing('terminalId', 'typingSerialNumber', null),
    typingSerialNumber: typing('serialNumber', 'typingCode', 'typingTerminalId'),
    typingCode: {
      entry: 'recall',
      ...leftAlone,
      on: {
        'key.pressed': [
          {
            guard: and(['isEnterWithCode', 'wasActive', not('isConfirmedAgain')]),
            target: 'confirmingAgain',
            actions: 'blameEarlier',
          },
          {
            guard: 'isEnterWithCode',
            target: 'requesting',
            actions: ['keepExisting', 'startAttempt'],
          },
          { guard: 'isCancelKey', target: 'typingSerialNumber' },
          { actions: { type: 'type', params: { field: 'code' } } },
        ],
        ...takesRequest,
      },
    },
    /** The terminal may be active already (the module that this box succeeds warned of that): a person decides. */
    confirmingAgain: {
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: 'isEnterKey', target: 'requesting', actions: ['confirmAgain', 'keepExisting', 'startAttempt'] },
          { guard: 'isCancelKey', target: 'typingCode', actions: 'forgetBlame' },
        ],
        ...takesRequest,
      },
    },
    requesting: {
      invoke: {
        id: 'activate',
        src: 'activate',
        input: ({ context: { values, attemptId, replaceExisting } }) => ({
          terminalId: values.terminalId,
          serialNumber: values.serialNumber,
          activationCode: values.code,
          attemptId,
          replaceExisting,
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'answered',
            target: 'activated',
            actions: assign(({ event }) => ({
              info: event.output.kind === 'answered' ? event.output.value : null,
              error: null,
            })),
          },
          {
            guard: ({ event }) =>
              event.output.kind === 'refused' && event.output.problem.code === 'terminal-already-active',
            target: 'confirmingReplacement',
            actions: [{ type: 'blame', params: ({ event }) => ({ error: outcomeError(event.output) }) }, 'tellFailed'],
          },
          {
            guard: ({ context, event }) => event.output.kind === 'noAnswer' && context.retries < maxRetries,
            target: 'retrying',
            actions: { type: 'countRetry', params: ({ event }) => ({ error: outcomeError(event.output) }) },
          },
          {
            target: 'failed',
            actions: [{ type: 'blame', params: ({ event }) => ({ error: outcomeError(event.output) }) }, 'tellFailed'],
          },
        ],
        onError: {
          target: 'failed',
          actions: [{ type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) }, 'tellFailed'],
        },
      },
      after: {
        activationMs: [
          {
            guard: 'mayRetry',
            target: 'retrying',
            actions: { type: 'countRetry', params: { error: fieldError('NET-06') } },
          },
          {
            target: 'failed',
            actions: [{ type: 'blame', params: { error: fieldError('NET-06') } }, 'tellFailed'],
          },
        ],
      },
      on: {
        'key.pressed': { guard: 'isCancelKey', actions: 'retryNoMore' },
        'cancel.requested': { actions: 'retryNoMore' },
      },
    },
    /** No answer: the same attempt is asked for again. */
    retrying: {
      after: { retryMs: 'requesting' },
      on: {
        'key.pressed': { guard: 'isCancelKey', target: 'failed', actions: 'tellFailed' },
        'cancel.requested': { target: 'failed', actions: 'tellFailed' },
      },
    },
    confirmingReplacement: {
      ...leftAlone,
      always: { guard: 'isOrdered', target: 'ended' },
      on: {
        'key.pressed': [
          { guard: 'isEnterKey', target: 'requesting', actions: ['replace', 'startAttempt'] },
          { guard: 'isCancelKey', target: 'typingCode' },
        ],
        // That this box was activated before has been answered: nothing is asked of the gateway without that.
        'activation.requested': begins,
      },
    },
    failed: {
      ...leftAlone,
      always: { guard: 'isOrdered', target: 'ended' },
      on: {
        'key.pressed': [
          { guard: 'isEnterKey', target: 'typingCode', actions: 'forgetCode' },
          { guard: 'isCancelKey', target: 'typingTerminalId', actions: 'forgetCode' },
        ],
        ...takesRequest,
      },
    },
    activated: { type: 'final' },
    /** Not activated. */
    ended: { type: 'final' },
  },
});
