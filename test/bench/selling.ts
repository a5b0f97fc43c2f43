/** One sale after another at a box under test, as a cashier makes them: amount, ENTER, scan, slips, ENTER. */
import { screenTexts } from '../../src/locale/screen.ts';
import type { BoxProcess } from './box-process.ts';
import type { Desk } from './devices-on-desk.ts';
import type { FastGateway } from './fast-gateway.ts';

export interface SaleTimes {
  /** From the scanner's report to the arrival of the payment request. */
  readonly scanToWireMs: number;
  /** From the answer *paid* to the slip's first byte at the printer. */
  readonly paidToPaperMs: number;
}

let lastCode = 0;
/** Another customer each time. */
const nextCode = (): string => {
  lastCode += 1;
  return `28${String(lastCode).padStart(16, '0')}`;
};

/** `pauseMs`: how long the customer looks for the phone; the box is at rest when the scan comes. */
export const sell = async (box: BoxProcess, desk: Desk, gateway: FastGateway, pauseMs: number): Promise<SaleTimes> => {
  const numbered = gateway.nextCounters();
  desk.press('1', '5', '0', '0', '0', 'ENTER');
  await box.screen(({ state }) => state.startsWith('paying.') && state.includes('awaitingScan'));
  await numbered;
  if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));

  const payment = gateway.nextPayment();
  const paper = desk.nextDocument();
  const scannedMs = desk.scan(nextCode());
  const { arrivedMs, answeredMs } = await payment;
  const paperMs = await paper;
  await box.screen(({ lines }) => lines.includes(screenTexts.ru.fiscalReceipt));
  desk.press('ENTER');
  await box.screen(({ state }) => state === 'ready');
  return { scanToWireMs: arrivedMs - scannedMs, paidToPaperMs: paperMs - answeredMs };
};
