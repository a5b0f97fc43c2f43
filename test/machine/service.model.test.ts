import { expect, test } from 'vitest';
import type { AnyMachineSnapshot } from 'xstate';
import { assign } from 'xstate';
import { serviceMachine } from '../../machines/service.ts';
import { serviceView } from '../../machines/service-view.ts';
import { type FieldError, fieldError } from '../../src/errors.ts';
import type { PanelEntry } from '../../src/settings/panel-list.ts';
import { statesOf, walk } from '../helpers/model.ts';

const settings: readonly PanelEntry[] = [
  { key: 'language', kind: 'choice', value: 'ru', options: ['ru', 'en'] },
  { key: 'slipWidth', kind: 'number', value: 32 },
  { key: 'servicePin', kind: 'pin' },
  { key: 'activation', kind: 'job' },
  { key: 'serverUrl', kind: 'shown', value: null },
];

const model = (refusal: FieldError | null, firstPin = false) => ({
  input: { firstPin },
  machine: serviceMachine.provide({
    actions: { lookUp: assign({ refusal }), readSettings: assign({ settings: () => settings }) },
  }),
  events: [
    ...(['ENTER', 'CANCEL', 'CLEAR', 'DOWN', 'MENU', '00', '1'] as const).map((key) => ({ type: 'key.pressed', key })),
    { type: 'cancel.requested' },
  ],
  outputs: {
    checkPin: [
      { kind: 'right' },
      { kind: 'wrong', error: fieldError('SRV-02') },
      { kind: 'refused', error: fieldError('SRV-03') },
    ],
    change: [null, fieldError('SET-02')],
  },
  situation: ({ context }: AnyMachineSnapshot) => [
    Math.floor(context.pin.length / 4),
    context.pin.endsWith('1'),
    context.newPin.length === 0,
    context.pin === context.newPin,
    context.typed.length,
    context.selected,
    context.picked,
    context.saved,
    context.error?.code,
    context.result === 'activation' ? context.result : context.result.outcome,
  ],
  check: (snapshot: AnyMachineSnapshot) => {
    const { value, context } = snapshot;
    const typesPin = /Pin$/.test(String(value)) || value === 'saving';
    expect(typesPin || (context.pin === '' && context.newPin === ''), `a PIN is kept in ${value}`).toBe(true);
    if (snapshot.status !== 'done') return;
    if (snapshot.output === 'activation') return;
    const { kind, outcome, error } = snapshot.output;
    expect(kind).toBe('service');
    expect(['abandoned', 'failed'], outcome).toContain(outcome);
    expect(error, 'why it ended').not.toBeNull();
  },
});

test('the service menu stands in every state every event, and keeps no PIN longer than it is typed', () => {
  const { met } = walk(model(null));
  expect(statesOf(serviceMachine).filter((state) => !met.has(state))).toEqual([]);
});

test('refused, it asks for nothing', () => {
  const { met } = walk(model(fieldError('SRV-03')));
  expect([...met].sort()).toEqual(['service', 'service.ended']);
});

test('nothing that is seen of it holds a digit of a PIN', () => {
  const seen = model(null);
  walk({
    ...seen,
    check: (snapshot: AnyMachineSnapshot) => {
      const { typed: _, ...view } = serviceView(snapshot as never);
      const { pin } = snapshot.context;
      if (pin.length >= 4) expect(JSON.stringify(view)).not.toContain(pin);
    },
  });
});

test('a box that was just activated sets its first PIN, and shows no setting without one', () => {
  const { met } = walk(model(null, true));
  const states = ['typingNewPin', 'repeatingNewPin', 'saving', 'ended'].map((state) => `service.${state}`);
  expect([...met].filter((state) => state !== 'service' && !states.includes(state))).toEqual([]);
});
