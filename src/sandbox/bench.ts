/** The virtual devices on the bench: the far ends of their cables, what can be broken, and what comes of it. */
import { createDisplaySimulator, displayFaults } from '../../devices/display/simulator.ts';
import { createKeypadSimulator, keypadFaults } from '../../devices/keypad/simulator.ts';
import type { PaperSheet } from '../../devices/printer/paper.ts';
import { createPrinterSimulator, printerFaults } from '../../devices/printer/simulator.ts';
import { createScannerSimulator, scannerFaults } from '../../devices/scanner/simulator.ts';
import type { CableEnd, SimulatedCable } from '../../devices/simulated-cable.ts';
import type { VirtualDevice } from '../../devices/transport/virtual-protocol.ts';
import type { VirtualConnection } from '../../devices/transport/virtual-server.ts';
import { assert } from '../errors.ts';
import type { PanelKey } from '../keys.ts';
import type { PanelEvent } from '../panel/server-events.ts';

export const deviceFaults = {
  printer: printerFaults,
  scanner: scannerFaults,
  keypad: keypadFaults,
  display: displayFaults,
} as const satisfies Record<VirtualDevice, readonly string[]>;

export interface Bench {
  /** The box opens a device. */
  accept(device: VirtualDevice, connection: VirtualConnection): boolean;
  /** Resolves when the box has every device open that is plugged in, or after a second: it may use others. */
  whenOpen(): Promise<void>;
  /** False: the keypad is unplugged, or the box is off. */
  press(key: PanelKey): boolean;
  scan(code: string): boolean;
  paper(): readonly PaperSheet[];
  /** The fault must be one of the device's. */
  setFault(device: VirtualDevice, fault: string): void;
  /** Device states and paper, for a watcher that has just come. */
  present(): readonly PanelEvent[];
}

export interface BenchOptions {
  readonly publish: (event: PanelEvent) => void;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
}

const isOneOf = <T extends string>(values: readonly T[], value: string): value is T =>
  (values as readonly string[]).includes(value);

const devices = ['printer', 'scanner', 'keypad', 'display'] as const satisfies readonly VirtualDevice[];

/** A box opens its devices within some 50 ms of its start. */
const openTimeoutMs = 1_000;

/** The simulators' cables meet the box's connections here. */
const plug = (
  cable: SimulatedCable,
  connection: VirtualConnection,
  how: { readonly reports: boolean; readonly receive: (bytes: Uint8Array) => void },
): boolean => {
  const end: CableEnd = {
    send: (bytes) => (how.reports ? connection.sendReport(bytes) : connection.send(bytes)),
    hangUp: () => connection.close(),
  };
  if (!cable.connect(end)) return false;
  connection.onData(how.receive);
  connection.onClose(() => cable.disconnect(end));
  return true;
};

export const createBench = ({ publish, log }: BenchOptions): Bench => {
  const tell = (device: VirtualDevice): void => publish({ event: 'device', data: stateOf(device) });
  const scanner = createScannerSimulator();
  const keypad = createKeypadSimulator();
  const display = createDisplaySimulator('cd5220', () => tell('display'));

  /** A slip is forty lines and as many changes: what is shown is where it stands when the box pauses for breath. */
  const changed = new Map<number, PaperSheet>();
  const publishPaper = (): void => {
    for (const sheet of changed.values()) publish({ event: 'paper', data: sheet });
    changed.clear();
  };
  const printer = createPrinterSimulator({
    onPaper: (sheet) => {
      if (changed.size === 0) setImmediate(publishPaper);
      changed.set(sheet.id, sheet);
    },
    onComplaint: (complaint) => log('printer.complains', { complaint }),
  });

  const simulators = { printer, scanner, keypad, display };
  /** What the box has open now, each by its last connection. */
  const opened = new Map<VirtualDevice, VirtualConnection>();
  const waiting = new Set<() => void>();
  const allOpen = (): boolean =>
    devices.every((device) => opened.has(device) || simulators[device].fault() === 'unplugged');

  const stateOf = (device: VirtualDevice): unknown => {
    const state = { device, fault: simulators[device].fault(), connected: opened.has(device) };
    return device === 'display' ? { ...state, lines: display.lines() } : state;
  };

  const unexpected = (device: VirtualDevice) => (bytes: Uint8Array) =>
    log('device.unexpectedBytes', { device, bytes: bytes.length });

  const plugIn = (device: VirtualDevice, connection: VirtualConnection): boolean => {
    switch (device) {
      case 'printer':
        return printer.plugIn(connection);
      case 'scanner':
        return plug(scanner.cable, connection, { reports: true, receive: unexpected(device) });
      case 'keypad':
        return plug(keypad.cable, connection, { reports: true, receive: unexpected(device) });
      case 'display':
        return plug(display.cable, connection, { reports: false, receive: display.receive });
    }
  };

  return {
    accept(device, connection) {
      const watched: VirtualConnection = {
        ...connection,
        onClose: (listener) =>
          connection.onClose(() => {
            if (opened.get(device) === connection) opened.delete(device);
            listener();
            tell(device);
          }),
      };
      if (!plugIn(device, watched)) return false;
      opened.set(device, connection);
      tell(device);
      if (allOpen()) for (const done of waiting) done();
      return true;
    },
    whenOpen: () =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, openTimeoutMs);
        waiting.add(done);
        if (allOpen()) done();
      }),
    press: keypad.press,
    scan: scanner.scan,
    paper: printer.sheets,
    setFault(device, fault) {
      if (device === 'printer' && isOneOf(printerFaults, fault)) printer.setFault(fault);
      else if (device === 'scanner' && isOneOf(scannerFaults, fault)) scanner.setFault(fault);
      else if (device === 'keypad' && isOneOf(keypadFaults, fault)) keypad.setFault(fault);
      else if (device === 'display' && isOneOf(displayFaults, fault)) display.setFault(fault);
      else assert(false, `no fault ${fault} of ${device}`);
      // The socket says so a moment later; the cable is out now.
      if (fault === 'unplugged') opened.delete(device);
      tell(device);
    },
    present: () => [
      ...devices.map((device): PanelEvent => ({ event: 'device', data: stateOf(device) })),
      ...printer.sheets().map((sheet): PanelEvent => ({ event: 'paper', data: sheet })),
    ],
  };
};
