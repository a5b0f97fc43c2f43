/** What is seen of the service menu from outside. Of a PIN only how many digits are typed. */
import type { SnapshotFrom } from 'xstate';
import type { FieldError } from '../src/errors.ts';
import type { PanelEntry, PanelValue } from '../src/settings/panel-list.ts';
import type { serviceMachine } from './service.ts';

export interface ServiceView {
  readonly stage: 'pin' | 'list' | 'picking' | 'number' | 'newPin' | 'repeatedPin' | 'working';
  readonly pinDigits: number;
  /** The one on the screen, its place in the list, and how many there are. */
  readonly setting: PanelEntry | null;
  readonly place: number;
  readonly count: number;
  /** The option at the mark. */
  readonly option: PanelValue;
  /** The number that is being typed. */
  readonly typed: string;
  readonly saved: boolean;
  /** Why the PIN was wrong, or the change was not taken. */
  readonly error: FieldError | null;
}

const stages = {
  deciding: 'working',
  typingPin: 'pin',
  checkingPin: 'working',
  choosing: 'list',
  picking: 'picking',
  typingNumber: 'number',
  typingNewPin: 'newPin',
  repeatingNewPin: 'repeatedPin',
  saving: 'working',
  weighing: 'working',
  ended: 'working',
} as const satisfies Record<string, ServiceView['stage']>;

export const serviceView = ({ value, context }: SnapshotFrom<typeof serviceMachine>): ServiceView => {
  const { pin, settings, selected, picked, typed, saved, error } = context;
  const setting = settings[selected] ?? null;
  return {
    stage: stages[value],
    pinDigits: pin.length,
    setting,
    place: selected + 1,
    count: settings.length,
    option: setting?.kind === 'choice' ? (setting.options[picked] ?? null) : null,
    typed,
    saved,
    error,
  };
};
