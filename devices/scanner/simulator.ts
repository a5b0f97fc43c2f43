/** A scanner that speaks HID POS reports: what it is shown comes out as a real one would send it. */
import { assert } from '../../src/errors.ts';
import { createSimulatedCable, type SimulatedCable } from '../simulated-cable.ts';
import { encodeReports, scanLayout } from './codec.ts';

export const scannerFaults = ['ok', 'unplugged', 'garbage'] as const;
export type ScannerFault = (typeof scannerFaults)[number];

/** More than any symbol holds; a page that sends more is broken. */
const maxShownBytes = 65_536;

export interface ScannerSimulator {
  readonly cable: SimulatedCable;
  /** Text as UTF-8, or bytes as they are. False: nobody has the scanner open, so it beeps for nobody. */
  scan(shown: string | Uint8Array): boolean;
  setFault(fault: ScannerFault): void;
  fault(): ScannerFault;
}

export const createScannerSimulator = (onChange: () => void = () => {}): ScannerSimulator => {
  const cable = createSimulatedCable(onChange);
  let present: ScannerFault = 'ok';
  return {
    cable,
    scan(shown) {
      const data = typeof shown === 'string' ? Buffer.from(shown) : shown;
      assert(data.length <= maxShownBytes, 'a shown code has a bound');
      let delivered = true;
      for (const report of encodeReports(data))
        delivered = cable.send(present === 'garbage' ? spoil(report) : report) && delivered;
      return delivered;
    },
    setFault(fault) {
      present = fault;
      if (fault === 'unplugged') cable.unplug();
      else cable.plugIn();
    },
    fault: () => present,
  };
};

/** As a worn cable sends it: every bit inverted, so neither the id nor the length is one. */
const spoil = (report: Uint8Array): Uint8Array => {
  assert(report.length === scanLayout.reportBytes, 'a report is whole before it is spoilt');
  return report.map((byte) => byte ^ 0xff);
};
