/** The keypad as the box sees it: keys of the box come out, whatever USB keypad or keyboard they were pressed on. */
import type { FieldError } from '../../src/errors.ts';
import type { PanelKey } from '../../src/keys.ts';
import type { DeviceLog, DeviceStatus } from '../device-status.ts';
import type { ReportChannel } from '../transport/types.ts';

export interface KeypadDriver {
  attach(channel: ReportChannel): void;
  detach(error: FieldError): void;
  status(): DeviceStatus;
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  close(): Promise<void>;
}

export interface KeypadOptions {
  readonly onKey: (key: PanelKey) => void;
  readonly log: DeviceLog;
  /** The setting `devices.keypad.keys`: which usage a key is on this pad, where it is not the usual one. */
  readonly keys?: Readonly<Partial<Record<PanelKey, number>>>;
}
