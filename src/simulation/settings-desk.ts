/**
 * The settings of a simulated box, with the shipped checks, on a disk that keeps them whole or not at all. The hash of a
 * PIN is a cheap one: scrypt takes real time, and a simulation has none.
 */
import { createHash } from 'node:crypto';
import { failed, fieldError, ok } from '../errors.ts';
import { checkSettings, notAllowed, type SettingsProblem } from '../settings/check.ts';
import { changesBetween, withValue } from '../settings/paths.ts';
import type { PinHash, Settings, SettingsDocument } from '../settings/schema.ts';
import { isServicePin } from '../settings/service-pin.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

const salt = Buffer.alloc(16).toString('base64');

export const cheapHash = (pin: string): PinHash => ({
  salt,
  hash: createHash('sha256').update(pin).digest('base64'),
});

export const cheapVerify = (pin: string, stored: PinHash): boolean => cheapHash(pin).hash === stored.hash;

export interface SettingsDeskOptions {
  readonly current: () => Settings;
  readonly mayChange: (before: Settings, after: Settings) => readonly SettingsProblem[];
  /** Puts them on disk and in force; rejects where the disk does. */
  readonly keep: (next: Settings) => Promise<void>;
}

export const settingsDesk = ({
  current,
  mayChange,
  keep,
}: SettingsDeskOptions): Pick<SettingsStore, 'current' | 'set'> => ({
  current,
  async set(values) {
    const before = current();
    const pin = values.servicePin;
    if (pin !== undefined && !isServicePin(pin)) return failed([notAllowed('servicePin')]);
    const wanted = pin === undefined ? values : { ...values, servicePin: cheapHash(pin) };
    const document = Object.entries(wanted).reduce(
      (edited, [key, value]) => withValue(edited, key.split('.'), value),
      before as SettingsDocument,
    );
    const checked = checkSettings(document);
    if (!checked.ok) return checked;
    const after = checked.value.settings;
    const forbidden = mayChange(before, after);
    if (forbidden.length > 0) return failed(forbidden);
    try {
      await keep(after);
    } catch (error) {
      return failed([{ path: '', error: fieldError('SET-06', String(error)) }]);
    }
    return ok(changesBetween(before, after));
  },
});
