/**
 * The service menu: the service PIN, then the settings, one at a time. What is changed is checked and kept by the one
 * settings store and works at once. A PIN is held here only while it is typed and looked at, and is in no view.
 */
import { assign, fromPromise, setup } from 'xstate';
import { type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import type { PanelEntry, PanelSettingKey, PanelValue } from '../src/settings/panel-list.ts';
import { moveChoice } from './choice.ts';
import { delays } from './delays.ts';
import { abandonedJob, failedJob, type JobResult } from './job.ts';
import type { PinCheck } from './ports.ts';
import { isPin, typeDigits } from './service-entry.ts';
import { unprovided } from './unprovided.ts';

export interface ServiceInput {
  /** The box was just activated at its keys and has no PIN yet: one is set, and nothing else. */
  readonly firstPin: boolean;
}

interface Context extends ServiceInput {
  /** Why no PIN is asked for. */
  readonly refusal: FieldError | null;
  /** The digits of the PIN that is being typed. */
  readonly pin: string;
  /** The new PIN as it was typed the first time. */
  readonly newPin: string;
  readonly settings: readonly PanelEntry[];
  readonly selected: number;
  /** Which of its options the mark stands at. */
  readonly picked: number;
  /** The number that is being typed. */
  readonly typed: string;
  /** The last change is in force. */
  readonly saved: boolean;
  readonly error: FieldError | null;
  readonly result: ServiceResult;
}

/** activation: the engineer has chosen it; the menu goes on with it. */
export type ServiceResult = JobResult | 'activation';

export type ServiceEvent = { type: 'key.pressed'; key: PanelKey } | { type: 'cancel.requested' };

export interface ServiceChange {
  readonly key: PanelSettingKey;
  readonly value: PanelValue;
}

const leftByEngineer = abandonedJob('service', fieldError('PAY-09'));

const selectedOf = ({ settings, selected }: Context): PanelEntry | null => settings[selected] ?? null;

const optionsOf = (context: Context): readonly PanelValue[] => {
  const setting = selectedOf(context);
  return setting?.kind === 'choice' ? setting.options : [];
};

/** What ENTER has just asked for. */
const changeOf = (context: Context): ServiceChange => {
  if (context.firstPin) return { key: 'servicePin', value: context.newPin };
  const setting = selectedOf(context);
  if (setting === null || setting.kind === 'shown' || setting.kind === 'job')
    throw new Error('broken invariant: what is only shown is not changed');
  const { key, kind } = setting;
  if (kind === 'pin') return { key, value: context.newPin };
  return { key, value: kind === 'number' ? Number(context.typed) : (optionsOf(context)[context.picked] ?? null) };
};

/** Where the mark begins: at the value in force. */
const beginning = (context: Context) => {
  const setting = selectedOf(context);
  const picked = setting?.kind === 'choice' ? Math.max(0, setting.options.indexOf(setting.value)) : 0;
  return { picked, typed: '', pin: '', newPin: '', error: null, saved: false };
};

const keyOf = (event: { readonly type: string; readonly key?: PanelKey }): PanelKey | null => event.key ?? null;

/** Spread into every state that waits for the engineer. */
const leftAlone = { after: { serviceIdleMs: { target: 'ended', actions: 'leave' } } } as const;

export const serviceMachine = setup({
  types: {} as { context: Context; events: ServiceEvent; input: ServiceInput; output: ServiceResult },
  actors: {
    checkPin: fromPromise<PinCheck, { pin: string }>(unprovided),
    changeSetting: fromPromise<FieldError | null, ServiceChange>(unprovided),
  },
  delays: { serviceIdleMs: delays.serviceIdleMs, storageMs: delays.storageMs },
  guards: {
    isFirstPin: ({ context }) => context.firstPin,
    isCancelOfFirstPin: ({ context, event }) => context.firstPin && keyOf(event) === 'CANCEL',
    isRefused: ({ context }) => context.refusal !== null,
    isKey: ({ event }, params: { key: PanelKey }) => keyOf(event) === params.key,
    isEnterWithPin: ({ context, event }) => keyOf(event) === 'ENTER' && isPin(context.pin),
    isEnterWithOther: ({ context, event }) =>
      keyOf(event) === 'ENTER' && isPin(context.pin) && context.pin !== context.newPin,
    isEnterWithNumber: ({ context, event }) => keyOf(event) === 'ENTER' && context.typed !== '',
    isEnterAt: ({ context, event }, params: { kind: PanelEntry['kind'] }) =>
      keyOf(event) === 'ENTER' && selectedOf(context)?.kind === params.kind,
    isAt: ({ context }, params: { kind: PanelEntry['kind'] }) => selectedOf(context)?.kind === params.kind,
  },
  actions: {
    /** Provided by the world: whether a PIN may be asked for now. */
    lookUp: assign({ refusal: null }),
    /** Provided by the world: the settings as they are now. */
    readSettings: assign({ settings: [] }),
    typePin: assign(({ context, event }) => ({ pin: typeDigits(context.pin, keyOf(event), 'pin'), error: null })),
    forgetPin: assign({ pin: '', newPin: '', error: null }),
    keepNewPin: assign(({ context }) => ({ newPin: context.pin, pin: '', error: null })),
    move: assign(({ context, event }) => ({
      selected: moveChoice(keyOf(event) ?? 'ENTER', context.selected, context.settings.length),
      saved: false,
    })),
    begin: assign(({ context }) => beginning(context)),
    pick: assign(({ context, event }) => ({
      picked: moveChoice(keyOf(event) ?? 'ENTER', context.picked, optionsOf(context).length),
      error: null,
    })),
    typeNumber: assign(({ context, event }) => ({
      typed: typeDigits(context.typed, keyOf(event), 'number'),
      error: null,
    })),
    blame: assign((_, params: { error: FieldError }) => ({ error: params.error, pin: '', newPin: '' })),
    markSaved: assign({ saved: true, error: null, pin: '', newPin: '' }),
    wantActivation: assign({ result: 'activation' as const }),
    leave: assign({ result: leftByEngineer, pin: '', newPin: '' }),
    fail: assign((_, params: { error: FieldError }) => ({ result: failedJob('service', params.error), pin: '' })),
    logUnexpected: () => {},
  },
}).createMachine({
  id: 'service',
  context: ({ input }) => ({
    ...input,
    refusal: null,
    pin: '',
    newPin: '',
    settings: [],
    selected: 0,
    picked: 0,
    typed: '',
    saved: false,
    error: null,
    result: leftByEngineer,
  }),
  on: {
    '*': { actions: 'logUnexpected' },
    // While a PIN is looked at and a change is written.
    'key.pressed': {},
    'cancel.requested': { target: '.ended', actions: 'leave' },
  },
  initial: 'deciding',
  output: ({ context }) => context.result,
  states: {
    deciding: {
      entry: 'lookUp',
      always: [
        { guard: 'isFirstPin', target: 'typingNewPin' },
        {
          guard: 'isRefused',
          target: 'ended',
          actions: { type: 'fail', params: ({ context }) => ({ error: context.refusal ?? fieldError('BUG-01') }) },
        },
        { target: 'typingPin' },
      ],
    },
    typingPin: {
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'ended', actions: 'leave' },
          { guard: 'isEnterWithPin', target: 'checkingPin' },
          { target: 'typingPin', reenter: true, actions: 'typePin' },
        ],
      },
    },
    checkingPin: {
      invoke: {
        id: 'checkPin',
        src: 'checkPin',
        input: ({ context }) => ({ pin: context.pin }),
        onDone: [
          { guard: ({ event }) => event.output.kind === 'right', target: 'choosing', actions: 'forgetPin' },
          {
            guard: ({ event }) => event.output.kind === 'wrong',
            target: 'typingPin',
            actions: { type: 'blame', params: ({ event }) => ({ error: errorOf(event.output) }) },
          },
          {
            target: 'ended',
            actions: { type: 'fail', params: ({ event }) => ({ error: errorOf(event.output) }) },
          },
        ],
        onError: {
          target: 'ended',
          actions: { type: 'fail', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { storageMs: { target: 'ended', actions: { type: 'fail', params: { error: fieldError('SRV-05') } } } },
    },
    choosing: {
      entry: 'readSettings',
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'ended', actions: 'leave' },
          { guard: { type: 'isEnterAt', params: { kind: 'choice' } }, target: 'picking', actions: 'begin' },
          { guard: { type: 'isEnterAt', params: { kind: 'number' } }, target: 'typingNumber', actions: 'begin' },
          { guard: { type: 'isEnterAt', params: { kind: 'pin' } }, target: 'typingNewPin', actions: 'begin' },
          { guard: { type: 'isEnterAt', params: { kind: 'job' } }, target: 'ended', actions: 'wantActivation' },
          { target: 'choosing', reenter: true, actions: 'move' },
        ],
      },
    },
    picking: {
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'choosing' },
          { guard: { type: 'isKey', params: { key: 'ENTER' } }, target: 'saving' },
          { target: 'picking', reenter: true, actions: 'pick' },
        ],
      },
    },
    typingNumber: {
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'choosing' },
          { guard: 'isEnterWithNumber', target: 'saving' },
          { target: 'typingNumber', reenter: true, actions: 'typeNumber' },
        ],
      },
    },
    typingNewPin: {
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: 'isCancelOfFirstPin', target: 'ended', actions: 'leave' },
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'choosing', actions: 'forgetPin' },
          { guard: 'isEnterWithPin', target: 'repeatingNewPin', actions: 'keepNewPin' },
          { target: 'typingNewPin', reenter: true, actions: 'typePin' },
        ],
      },
    },
    /** Nobody sees what is typed: only twice the same is what was meant. */
    repeatingNewPin: {
      ...leftAlone,
      on: {
        'key.pressed': [
          { guard: 'isCancelOfFirstPin', target: 'ended', actions: 'leave' },
          { guard: { type: 'isKey', params: { key: 'CANCEL' } }, target: 'choosing', actions: 'forgetPin' },
          {
            guard: 'isEnterWithOther',
            target: 'typingNewPin',
            actions: { type: 'blame', params: { error: fieldError('SRV-04') } },
          },
          { guard: 'isEnterWithPin', target: 'saving' },
          { target: 'repeatingNewPin', reenter: true, actions: 'typePin' },
        ],
      },
    },
    saving: {
      invoke: {
        id: 'change',
        src: 'changeSetting',
        input: ({ context }) => changeOf(context),
        onDone: [
          {
            guard: ({ context, event }) => event.output === null && context.firstPin,
            target: 'ended',
            actions: 'leave',
          },
          { guard: ({ event }) => event.output === null, target: 'choosing', actions: 'markSaved' },
          {
            target: 'weighing',
            actions: { type: 'blame', params: ({ event }) => ({ error: event.output ?? fieldError('BUG-01') }) },
          },
        ],
        onError: {
          target: 'weighing',
          actions: { type: 'blame', params: ({ event }) => ({ error: toFieldError(event.error) }) },
        },
      },
      after: { storageMs: { target: 'weighing', actions: { type: 'blame', params: { error: fieldError('SET-06') } } } },
    },
    /** Why not stands where it was typed, to be typed again. */
    weighing: {
      always: [
        { guard: { type: 'isAt', params: { kind: 'choice' } }, target: 'picking' },
        { guard: { type: 'isAt', params: { kind: 'number' } }, target: 'typingNumber' },
        { target: 'typingNewPin' },
      ],
    },
    ended: { type: 'final' },
  },
});

const errorOf = (check: PinCheck): FieldError => (check.kind === 'right' ? fieldError('BUG-01') : check.error);
