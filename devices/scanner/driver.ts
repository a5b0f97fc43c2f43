/** Scanner in HID POS mode: reports in, whole codes out. It types into nothing and needs nothing written to it. */
import { type FieldError, fieldError } from '../../src/errors.ts';
import { maxCodeBytes, parseCode } from '../../src/payment/wallet-code.ts';
import { createStatusCell } from '../device-status.ts';
import type { ReportChannel } from '../transport/types.ts';
import {
  type Assembly,
  decodeReport,
  decodeText,
  emptyAssembly,
  joinReport,
  refusedAssembly,
  type ScanReport,
} from './codec.ts';
import type { ScannerDriver, ScannerOptions } from './types.ts';

/** Reports of one code follow each other within some 10 ms (USB interrupt endpoint); a wireless cradle may take ten times that. */
export const followerTimeoutMs = 500;

export const createScannerDriver = (options: ScannerOptions): ScannerDriver => {
  const { onScan, onRejected, log, clock } = options;
  const cell = createStatusCell('scanner', { state: 'missing', error: fieldError('SCN-01', 'not opened yet') }, log);
  let current: ReportChannel | null = null;
  let assembly: Assembly = emptyAssembly;
  let timer: unknown = null;

  const stopWaiting = (): void => {
    if (timer !== null) clock.clearTimeout(timer as never);
    timer = null;
  };

  const startOver = (): void => {
    stopWaiting();
    assembly = emptyAssembly;
  };

  const reject = (error: FieldError): void => {
    log('scanner.rejected', { ...error });
    onRejected(error);
  };

  const followerMissing = (): void => {
    const alreadyTold = assembly.refused;
    startOver();
    if (!alreadyTold) reject(fieldError('SCN-06', 'the rest of a continued code did not come'));
  };

  const keepWaiting = (next: Assembly): void => {
    assembly = next;
    timer = clock.setTimeout(followerMissing, followerTimeoutMs);
  };

  const takeCode = (data: Uint8Array, aim: string): void => {
    const text = decodeText(data);
    const code = text.ok ? parseCode(text.value) : text;
    if (code.ok) {
      log('scanner.read', { bytes: data.length, aim });
      onScan(code.value);
    } else reject(code.error);
  };

  const takePart = (report: ScanReport): void => {
    const step = joinReport(assembly, report);
    startOver();
    switch (step.kind) {
      case 'more':
        keepWaiting(step.assembly);
        break;
      case 'overlong':
        if (step.assembly.refused) keepWaiting(step.assembly);
        reject(fieldError('SCN-03', 'more than a code can have', { limit: maxCodeBytes }));
        break;
      case 'passedOver':
        break;
      case 'complete':
        takeCode(step.data, report.aim);
    }
  };

  const takeReport = (bytes: Uint8Array): void => {
    const report = decodeReport(bytes);
    if (report.ok) {
      cell.set({ state: 'ready' });
      takePart(report.value);
    } else {
      const insideCode = assembly !== emptyAssembly;
      startOver();
      if (insideCode) keepWaiting(refusedAssembly);
      cell.set({ state: 'faulted', error: report.error });
      reject(report.error);
    }
  };

  return {
    attach(channel) {
      startOver();
      current = channel;
      cell.set({ state: 'ready' });
      channel.onReport((bytes) => {
        if (current === channel) takeReport(bytes);
      });
    },
    detach(error) {
      startOver();
      current = null;
      cell.set({ state: 'missing', error });
    },
    status: cell.get,
    onStatus: cell.onStatus,
    async close() {
      startOver();
      const closing = current;
      current = null;
      await closing?.close();
    },
  };
};
