/** The service PIN and the settings behind it, as the service menu of the panel asks for them. */
import type { PinCheck, ServicePort } from '../../machines/ports.ts';
import { type FieldError, fieldError } from '../errors.ts';
import type { PaymentSystem } from '../payment/types.ts';
import { panelSettings } from '../settings/panel-list.ts';
import type { PinAttempts } from '../settings/pin-attempts.ts';
import type { PinHash } from '../settings/schema.ts';
import { verifyServicePin } from '../settings/service-pin.ts';
import type { SettingsOutcome, SettingsStore } from '../settings/settings-store.ts';

export interface ServiceOptions {
  readonly settings: Pick<SettingsStore, 'current' | 'set'>;
  readonly attempts: PinAttempts;
  /** Empty: not activated, nobody knows yet. */
  readonly allowedSystems: () => readonly PaymentSystem[];
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>, level?: 'info' | 'warn' | 'error') => void;
  /** A simulation has its own, since scrypt takes real time. */
  readonly verify?: (pin: string, stored: PinHash) => Promise<boolean>;
}

const firstError = (outcome: SettingsOutcome): FieldError | null =>
  outcome.ok ? null : (outcome.error[0]?.error ?? fieldError('SET-02'));

export const servicePort = ({
  settings,
  attempts,
  allowedSystems,
  log,
  verify = verifyServicePin,
}: ServiceOptions): ServicePort => {
  const hasPin = (): boolean => settings.current().servicePin !== null;

  const check = async (pin: string): Promise<PinCheck> => {
    const stored = settings.current().servicePin;
    if (stored === null) return { kind: 'refused', error: fieldError('SRV-01') };
    const begun = await attempts.begin();
    if (!begun.ok) return { kind: 'refused', error: begun.error };
    if (await verify(pin, stored)) {
      await attempts.forgive();
      log('service.opened');
      return { kind: 'right' };
    }
    const locked = attempts.refusal();
    log('service.pinWrong', { attemptsLeft: attempts.left }, 'warn');
    return locked === null
      ? { kind: 'wrong', error: fieldError('SRV-02', undefined, { attemptsLeft: attempts.left }) }
      : { kind: 'refused', error: locked };
  };

  // One at a time: two checks side by side would count as one, and take the box's cores from a sale.
  let lastCheck: Promise<unknown> = Promise.resolve();

  return {
    hasPin,
    refusal: () => (hasPin() ? attempts.refusal() : fieldError('SRV-01')),
    checkPin(pin) {
      const done = lastCheck.then(() => check(pin));
      lastCheck = done.catch(() => {});
      return done;
    },
    async setPin(pin) {
      const error = firstError(await settings.set({ servicePin: pin }));
      if (error === null) await attempts.forgive();
      return error;
    },
    settings: () => panelSettings(settings.current(), allowedSystems()),
    async change(key, value) {
      const error = firstError(await settings.set({ [key]: value }));
      log('service.change', { key, error: error?.code ?? null });
      return error;
    },
  };
};
