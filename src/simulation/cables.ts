/** The cables between the simulated devices and the shipped drivers: bytes and reports, and the box's end of them. */

import type { KeypadSimulator } from '../../devices/keypad/simulator.ts';
import type { PrinterCable, PrinterSimulator } from '../../devices/printer/simulator.ts';
import type { ScannerSimulator } from '../../devices/scanner/simulator.ts';
import type { CableEnd, SimulatedCable } from '../../devices/simulated-cable.ts';
import type { ByteChannel, ReportChannel } from '../../devices/transport/types.ts';
import type { DeviceOpeners } from '../box/devices.ts';
import { FieldFailure, fieldError } from '../errors.ts';
import { never, type Power } from './power.ts';

export interface Bench {
  readonly printer: PrinterSimulator;
  readonly scanner: ScannerSimulator;
  readonly keypad: KeypadSimulator;
}

export interface Cables extends DeviceOpeners {
  /** The box died with its devices open: they find nobody at the other end. */
  letGo(): void;
}

const reportChannel = (
  cable: SimulatedCable,
  what: string,
  power: Power,
  onOpen: (end: () => void) => void,
): ReportChannel => {
  let listener: (report: Uint8Array) => void = () => undefined;
  let closed: (error: Error | null) => void = () => undefined;
  const end: CableEnd = {
    send: (report) => {
      if (power.step(what)) listener(report);
    },
    hangUp: () => {
      if (power.on) closed(new Error('unplugged'));
    },
  };
  if (!cable.connect(end)) throw new Error('unplugged');
  onOpen(() => cable.disconnect(end));
  return {
    onReport(next) {
      listener = next;
    },
    onClose(next) {
      closed = next;
    },
    async close() {
      cable.disconnect(end);
      closed(null);
    },
  };
};

/** What the printer says comes a moment after the question, never within the call that asks. */
const printerChannel = (printer: PrinterSimulator, power: Power, onOpen: (end: () => void) => void): ByteChannel => {
  let heard: (bytes: Uint8Array) => void = () => undefined;
  let receive: (bytes: Uint8Array) => void = () => undefined;
  let farEndGone: () => void = () => undefined;
  let closed: ((error: Error | null) => void) | null = null;
  let open = true;
  const end = (error: Error | null): void => {
    if (!open) return;
    open = false;
    if (power.on) closed?.(error);
  };
  const cable: PrinterCable = {
    send(bytes) {
      queueMicrotask(() => {
        if (open && power.on) heard(bytes);
      });
    },
    onData(listener) {
      receive = listener;
    },
    onClose(listener) {
      farEndGone = listener;
    },
    close: () => end(new Error('unplugged')),
  };
  if (!printer.plugIn(cable)) throw new Error('unplugged');
  const hangUp = (): void => {
    end(null);
    farEndGone();
  };
  onOpen(hangUp);
  return {
    write(bytes) {
      return power.call('bytes to the printer', () => {
        if (!open) throw new Error('closed');
        receive(bytes);
      });
    },
    onData(listener) {
      heard = listener;
    },
    onClose(listener) {
      closed = listener;
    },
    async close() {
      hangUp();
    },
  };
};

/** `hangs`: a driver that neither opens nor says why. */
export const layCables = (bench: Bench, power: Power, hangs: () => boolean): Cables => {
  const ends = new Set<() => void>();
  const onOpen = (end: () => void): void => void ends.add(end);
  const opening = async <Channel>(code: 'PRN-01' | 'SCN-01' | 'KEY-01', open: () => Channel): Promise<Channel> => {
    if (hangs()) return never();
    try {
      return open();
    } catch (thrown) {
      throw new FieldFailure(fieldError(code, `simulated: ${(thrown as Error).message}`));
    }
  };
  return {
    printer: () => opening('PRN-01', () => printerChannel(bench.printer, power, onOpen)),
    scanner: () => opening('SCN-01', () => reportChannel(bench.scanner.cable, 'scan', power, onOpen)),
    keypad: () => opening('KEY-01', () => reportChannel(bench.keypad.cable, 'key', power, onOpen)),
    letGo() {
      for (const end of ends) end();
      ends.clear();
    },
  };
};
