/** A virtual printer on a cable to the real driver, in virtual time: everything above the wire is what ships. */
import { SimulatedClock } from 'xstate';
import { defaultCodecSettings, encodeDocument } from '../../devices/printer/codec.ts';
import { createPrinterDriver, type PrinterDriverOptions } from '../../devices/printer/driver.ts';
import {
  createPrinterSimulator,
  type PrinterCable,
  type PrinterSimulator,
  type PrinterSimulatorOptions,
} from '../../devices/printer/simulator.ts';
import type { ByteChannel } from '../../devices/transport/types.ts';
import type { Block } from '../../src/documents/layout.ts';
import { fieldError } from '../../src/errors.ts';

/** Promises and microtasks between two steps of the virtual clock. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((done) => setImmediate(done));
};

export interface Wire {
  readonly channel: ByteChannel;
  /** Every byte that the box wrote. */
  readonly written: () => Buffer;
  readonly writes: () => number;
  unplug(): void;
}

export interface WireOptions {
  /** What becomes of an answer on its way to the box. */
  readonly answers?: (bytes: Uint8Array, deliver: (bytes: Uint8Array) => void) => void;
  /** The device takes no bytes: writes hang. */
  readonly stuck?: () => boolean;
}

/** A cable between box and printer. Bytes arrive a microtask later, never within the call that sent them. */
export const plugIn = (printer: Pick<PrinterSimulator, 'plugIn'>, options: WireOptions = {}): Wire => {
  const { answers = (bytes, deliver) => deliver(bytes), stuck = () => false } = options;
  const written: Uint8Array[] = [];
  let toBox: ((bytes: Uint8Array) => void) | null = null;
  let toPrinter: ((bytes: Uint8Array) => void) | null = null;
  let boxClosed: ((error: Error | null) => void) | null = null;
  let printerClosed: (() => void) | null = null;
  let open = true;
  const close = (error: Error | null): void => {
    if (!open) return;
    open = false;
    boxClosed?.(error);
    printerClosed?.();
  };
  const cable: PrinterCable = {
    send: (bytes) => queueMicrotask(() => open && answers(bytes, (delivered) => toBox?.(delivered))),
    onData: (listener) => {
      toPrinter = listener;
    },
    onClose: (listener) => {
      printerClosed = listener;
    },
    close: () => close(new Error('unplugged')),
  };
  const channel: ByteChannel = {
    write: (bytes, signal) =>
      new Promise((done, fail) => {
        if (!open) return fail(new Error('unplugged'));
        signal?.addEventListener('abort', () => fail(signal.reason), { once: true });
        if (stuck()) return;
        written.push(Uint8Array.from(bytes));
        queueMicrotask(() => {
          toPrinter?.(bytes);
          done();
        });
      }),
    onData: (listener) => {
      toBox = listener;
    },
    onClose: (listener) => {
      boxClosed = listener;
    },
    close: async () => close(null),
  };
  printer.plugIn(cable);
  return {
    channel,
    written: () => Buffer.concat(written),
    writes: () => written.length,
    unplug: () => close(new Error('unplugged')),
  };
};

export interface PrinterAtTheBoxOptions extends Omit<PrinterSimulatorOptions, 'pace'> {
  readonly wire?: WireOptions;
  readonly driver?: PrinterDriverOptions;
  readonly bytesPerSecond?: number;
}

export const printerAtTheBox = async (options: PrinterAtTheBoxOptions = {}) => {
  const { wire: wireOptions, driver: driverOptions = { doneReport: true }, bytesPerSecond, ...simulator } = options;
  const clock = new SimulatedClock();
  const logged: { event: string; data: Readonly<Record<string, unknown>> }[] = [];
  const printer = createPrinterSimulator({
    ...simulator,
    ...(bytesPerSecond === undefined ? {} : { pace: { bytesPerSecond, clock } }),
  });
  const driver = createPrinterDriver(driverOptions, {
    clock,
    log: (event, data = {}) => logged.push({ event, data }),
  });
  const wire = plugIn(printer, wireOptions);
  wire.channel.onClose((error) => driver.detach(fieldError('PRN-01', error?.message ?? 'closed')));
  driver.attach(wire.channel);
  await settle();
  return {
    clock,
    printer,
    driver,
    wire,
    logged,
    /** Virtual time goes by in small steps, so that everything that waits gets its turn. */
    async pass(ms: number): Promise<void> {
      for (let left = ms; left > 0; left -= 20) {
        clock.increment(Math.min(20, left));
        await settle();
      }
    },
  };
};

/** A document of so many lines and a cut. */
export const documentOf = (lines: number, text = 'строка'): Uint8Array =>
  encodeDocument(
    {
      width: 32,
      blocks: [
        ...Array.from({ length: lines }, (_, index): Block => ({ type: 'text', text: `${text} ${index + 1}` })),
        { type: 'cut' },
      ],
    },
    defaultCodecSettings,
  );
