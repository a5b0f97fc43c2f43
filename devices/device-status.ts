/** What a scanner, a keypad and a display say of themselves, kept in one cell: logged and told on change only. */
import type { FieldError } from '../src/errors.ts';

export type DeviceStatus =
  | { readonly state: 'ready' }
  /** It is not there, or was never opened. */
  | { readonly state: 'missing'; readonly error: FieldError }
  /** It is there and does not do what it should. */
  | { readonly state: 'faulted'; readonly error: FieldError };

export type DeviceLog = (event: string, data?: Readonly<Record<string, unknown>>) => void;

/** Time-outs come from here, so that a test runs them without waiting; `globalThis` is one. */
export interface Timers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: never): void;
}

export interface StatusCell {
  get(): DeviceStatus;
  set(next: DeviceStatus): void;
  /** Returns the unsubscribe function. */
  onStatus(listener: (status: DeviceStatus) => void): () => void;
}

const describe = (status: DeviceStatus): string =>
  status.state === 'ready' ? 'ready' : `${status.state} ${status.error.code} ${status.error.detail ?? ''}`;

export const createStatusCell = (device: string, initial: DeviceStatus, log: DeviceLog): StatusCell => {
  const listeners = new Set<(status: DeviceStatus) => void>();
  let present = initial;
  return {
    get: () => present,
    set(next) {
      if (describe(next) === describe(present)) return;
      present = next;
      log('device.status', { device, ...next });
      for (const listener of listeners) listener(next);
    },
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
