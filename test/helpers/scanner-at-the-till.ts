/** A scanner driver with a simulated scanner before it, and what the box was told. */
import { SimulatedClock } from 'xstate';
import { createScannerDriver } from '../../devices/scanner/driver.ts';
import { createScannerSimulator } from '../../devices/scanner/simulator.ts';
import type { FieldError } from '../../src/errors.ts';
import { reportChannelTo } from './simulated-wiring.ts';

export const scannerAtTheTill = () => {
  const scans: string[] = [];
  const rejections: FieldError[] = [];
  const logLines: string[] = [];
  const clock = new SimulatedClock();
  const driver = createScannerDriver({
    onScan: (code) => scans.push(code),
    onRejected: (error) => rejections.push(error),
    log: (event, data) => logLines.push(JSON.stringify({ event, ...data })),
    clock,
  });
  const simulator = createScannerSimulator();
  driver.attach(reportChannelTo(simulator.cable));
  return { driver, simulator, clock, scans, rejections, logLines, codes: () => rejections.map((error) => error.code) };
};
