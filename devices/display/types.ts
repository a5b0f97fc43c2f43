/** The customer display as the box sees it: two lines of twenty characters that stay until others come. */
import type { FieldError } from '../../src/errors.ts';
import type { Screen } from '../../src/panel/screen.ts';
import type { DeviceLog, DeviceStatus, Timers } from '../device-status.ts';
import type { ByteChannel } from '../transport/types.ts';

export const displayProtocols = ['cd5220', 'epson'] as const;
export type DisplayProtocol = (typeof displayProtocols)[number];

export const displayColumns = 20;
export type DisplayLines = readonly [string, string];

export interface DisplayDriver {
  /** Clears the display and shows what it should show now. */
  attach(channel: ByteChannel): void;
  detach(error: FieldError): void;
  /** Returns at once; while a write is under way only the newest lines are kept. */
  show(screen: Pick<Screen, 'lines' | 'language'>): void;
  status(): DeviceStatus;
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  close(): Promise<void>;
}

export interface DisplayOptions {
  readonly protocol: DisplayProtocol;
  readonly log: DeviceLog;
  readonly clock: Timers;
}
