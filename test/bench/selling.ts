/** One sale after another at a box under test, as a cashier makes them: amount, ENTER, scan, slips, ENTER. */
import { screenTexts } from '../../src/locale/screen.ts';
import type { BoxProcess } from './box-process.ts';
import type { BenchKey, Desk } from './devices-on-desk.ts';
import type { FastGateway } from './fast-gateway.ts';

export interface SaleTimes {
  /** From the scanner's report to the arrival of the payment request. */
  readonly scanToWireMs: number;
  /** From the answer *paid* to the slip's first byte at the printer. */
  readonly paidToPaperMs: number;
}

let customers = 0;
/** Another customer and another amount each time: nothing that the cashier would be asked about. */
const nextCustomer = (): { readonly code: string; readonly amount: readonly BenchKey[] } => {
  customers += 1;
  return { code: `28${String(customers).padStart(16, '0')}`, amount: [...String(15_000 + customers)] as BenchKey[] };
};

/** `pauseMs`: how long the customer looks for the phone; the box is at rest when the scan comes. */
export const sell = async (box: BoxProcess, desk: Desk, gateway: FastGateway, pauseMs: number): Promise<SaleTimes> => {
  const numbered = gateway.nextCounters();
  const { code, amount } = nextCustomer();
  desk.press(...amount, 'ENTER');
  await box.screen(({ state }) => state.startsWith('paying.') && state.includes('awaitingScan'));
  await numbered;
  if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));

  const payment = gateway.nextPayment();
  const paper = desk.nextDocument();
  const scannedMs = desk.scan(code);
  const { arrivedMs, answeredMs } = await payment;
  const paperMs = await paper;
  await box.screen(({ lines }) => lines.includes(screenTexts.ru.fiscalReceipt));
  desk.press('ENTER');
  await box.screen(({ state }) => state === 'ready');
  return { scanToWireMs: arrivedMs - scannedMs, paidToPaperMs: paperMs - answeredMs };
};
