/** The scanner as the box sees it: codes come out, and what is no code is said. */
import type { FieldError } from '../../src/errors.ts';
import type { DeviceLog, DeviceStatus, Timers } from '../device-status.ts';
import type { ReportChannel } from '../transport/types.ts';

export interface ScannerDriver {
  /** From now on reports of this channel count; those of an earlier one no longer do. */
  attach(channel: ReportChannel): void;
  /** The device is gone: what was read of an unfinished code is dropped. */
  detach(error: FieldError): void;
  status(): DeviceStatus;
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  close(): Promise<void>;
}

export interface ScannerOptions {
  /** A code that `parseCode` let pass. It is a secret: it is in no log line of the driver. */
  readonly onScan: (code: string) => void;
  /** SCN-02 empty, SCN-03 too long, SCN-04 not printable text, SCN-06 what came is no report. */
  readonly onRejected: (error: FieldError) => void;
  readonly log: DeviceLog;
  readonly clock: Timers;
}
