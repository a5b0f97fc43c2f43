/** The far ends of the virtual devices: the bench presses keys, scans, and sees when the first byte of a slip arrives. */
import { encodeKeyReport } from '../../devices/keypad/codec.ts';
import { initialize } from '../../devices/printer/escpos.ts';
import { createPrinterSimulator } from '../../devices/printer/simulator.ts';
import { encodeReports } from '../../devices/scanner/codec.ts';
import { serveVirtualDevices, type VirtualConnection } from '../../devices/transport/virtual-server.ts';
import { sharedNowMs } from './fast-gateway.ts';

/** HID usages of a numeric pad (USB HID Usage Tables, page 0x07). */
const usages = { 1: 89, 2: 90, 3: 91, 4: 92, 5: 93, 6: 94, 7: 95, 8: 96, 9: 97, 0: 98, ENTER: 88 } as const;
export type BenchKey = `${keyof typeof usages}`;

export interface Desk {
  press(...keys: readonly BenchKey[]): void;
  /** The moment the report was handed to the socket. */
  scan(code: string): number;
  /** The moment the first byte of the next document arrives. */
  nextDocument(): Promise<number>;
  close(): Promise<void>;
}

export const serveDesk = async (path: string): Promise<Desk> => {
  const plugged = new Map<string, VirtualConnection>();
  const printer = createPrinterSimulator();
  let waiting: ((arrivedMs: number) => void)[] = [];

  const printerCable = (connection: VirtualConnection) => ({
    ...connection,
    onData: (listener: (bytes: Uint8Array) => void) =>
      connection.onData((bytes) => {
        const arrivedMs = sharedNowMs();
        // every document begins with ESC @; status queries and done-requests do not
        if (Buffer.from(bytes).includes(Buffer.from(initialize))) {
          for (const settle of waiting) settle(arrivedMs);
          waiting = [];
        }
        listener(bytes);
      }),
  });

  const server = await serveVirtualDevices(path, (device, connection) => {
    plugged.set(device, connection);
    return device === 'printer' ? printer.plugIn(printerCable(connection)) : true;
  });

  const connectionOf = (device: string): VirtualConnection => {
    const connection = plugged.get(device);
    if (connection === undefined) throw new Error(`the box has not opened its ${device}`);
    return connection;
  };

  return {
    press(...keys) {
      const keypad = connectionOf('keypad');
      for (const key of keys) {
        keypad.sendReport(encodeKeyReport([usages[key]]));
        keypad.sendReport(encodeKeyReport([]));
      }
    },
    scan(code) {
      const scanner = connectionOf('scanner');
      const reports = encodeReports(Buffer.from(code));
      const scannedMs = sharedNowMs();
      for (const report of reports) scanner.sendReport(report);
      return scannedMs;
    },
    nextDocument: () => new Promise((done) => waiting.push(done)),
    close: () => server.close(),
  };
};
