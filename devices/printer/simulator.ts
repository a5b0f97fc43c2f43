/**
 * A thermal printer that exists only as bytes. It answers as Epson's command reference says a printer does: real-time
 * commands at once, whatever stands before them in the buffer; everything else in its turn; and with its paper out or
 * its cover open it keeps what it has not printed, and goes on with it as soon as it can.
 */
import type { Timers } from '../device-status.ts';
import { createDecoder, type PrinterAction } from './decoder.ts';
import { DC4, DLE, ENQ, EOT } from './escpos.ts';
import { createPaperRoll, type PaperSheet } from './paper.ts';

export const printerFaults = ['ok', 'paper-out', 'paper-low', 'cover-open', 'unplugged', 'garbage'] as const;
export type PrinterFault = (typeof printerFaults)[number];

/** The box's side of the cable; `VirtualConnection` is one. */
export interface PrinterCable {
  send(bytes: Uint8Array): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

export interface PrinterSimulator {
  /** False: unplugged. A second cable takes the place of the first. */
  plugIn(cable: PrinterCable): boolean;
  /** `afterItems`: the fault strikes when so many more lines, codes or feeds are on paper. */
  setFault(fault: PrinterFault, afterItems?: number): void;
  fault(): PrinterFault;
  /** Oldest first, at most 200; the last one may still hang in the printer. */
  sheets(): readonly PaperSheet[];
  /** What a real printer would have printed wrongly or not at all; the last 100. */
  complaints(): readonly string[];
  /** The paper goes into the bin. */
  tearOff(): void;
}

export interface PrinterSimulatorOptions {
  /** Every change of the paper; the last piece may still hang in the printer. */
  readonly onPaper?: (sheet: PaperSheet) => void;
  readonly onComplaint?: (complaint: string) => void;
  /** A fault has struck, or is over. */
  readonly onFault?: (fault: PrinterFault) => void;
  /** Without it a document is on paper at once. */
  readonly pace?: { readonly bytesPerSecond: number; readonly clock: Timers };
  /** false: a printer without GS ( H. */
  readonly doneReports?: boolean;
  /** false: a printer without DLE DC4 8. */
  readonly clearable?: boolean;
  /** ESC t numbers that it knows; by default Epson's. */
  readonly codePages?: Readonly<Record<number, string>>;
}

const keptSheets = 200;
const keptComplaints = 100;
/** Epson TM-T88: 4 KB; a network card holds more. A box that sends beyond this did not wait for the printer. */
const receiveBufferBytes = 65_536;
const tickMs = 20;
/** No answer of any command looks like these. */
const garbage = Uint8Array.of(0xff, 0x00, 0x81, 0x2a);

/** Bits of DLE EOT 1–4 that a fault sets beside the fixed 0001 0010. */
const statusBits: Readonly<Record<'ok' | 'paper-out' | 'paper-low' | 'cover-open', readonly number[]>> = {
  ok: [0, 0, 0, 0],
  'paper-low': [0, 0, 0, 0x0c],
  'paper-out': [0x08, 0x20, 0, 0x6c],
  'cover-open': [0x08, 0x04, 0, 0],
};

export const createPrinterSimulator = (options: PrinterSimulatorOptions = {}): PrinterSimulator => {
  const { onPaper, onComplaint, onFault, pace, doneReports = true, clearable = true, codePages } = options;
  let fault: PrinterFault = 'ok';
  let itemsLeft: { readonly fault: PrinterFault; readonly count: number } | null = null;
  let cable: PrinterCable | null = null;
  let buffer: number[] = [];
  /** Where in the buffer the printer is. */
  let head = 0;
  let printing = false;
  let realTime: number[] = [];
  let ticking = false;
  let complaints: string[] = [];

  const complain = (complaint: string): void => {
    complaints = [...complaints, complaint].slice(-keptComplaints);
    onComplaint?.(complaint);
  };

  const roll = createPaperRoll(keptSheets, onPaper);
  const answer = (bytes: Uint8Array): void => cable?.send(fault === 'garbage' ? garbage : bytes);

  const act = (action: PrinterAction): void => {
    if (action.type === 'cut') roll.cut();
    else if (action.type === 'done') {
      if (doneReports) answer(Uint8Array.of(0x37, 0x22, ...Buffer.from(action.id, 'latin1'), 0));
      else complain('GS ( H is unknown to this printer');
    } else if (action.type === 'statusAsked') answer(Uint8Array.of(fault === 'paper-low' ? 0x03 : 0x00));
    else {
      roll.print(action.item);
      if (itemsLeft === null) return;
      itemsLeft = { ...itemsLeft, count: itemsLeft.count - 1 };
      if (itemsLeft.count === 0) strike(itemsLeft.fault);
    }
  };

  const decoder = createDecoder({ onAction: act, onComplaint: complain, ...(codePages && { codePages }) });

  const prints = (): boolean => fault === 'ok' || fault === 'paper-low' || fault === 'garbage';

  const printSome = (atMost: number): void => {
    if (printing) return; // a fault that strikes while it prints
    printing = true;
    for (let printed = 0; printed < atMost && head < buffer.length && prints(); printed += 1) {
      head += 1;
      decoder.push(buffer[head - 1] ?? 0);
    }
    printing = false;
    buffer = buffer.slice(head);
    head = 0;
  };

  const tick = (): void => {
    if (pace === undefined || ticking || buffer.length === 0 || !prints()) return;
    ticking = true;
    pace.clock.setTimeout(() => {
      ticking = false;
      printSome(Math.max(1, Math.round((pace.bytesPerSecond * tickMs) / 1_000)));
      tick();
    }, tickMs);
  };

  const goOn = (): void => {
    if (pace === undefined) printSome(Number.POSITIVE_INFINITY);
    else tick();
  };

  const forget = (): void => {
    buffer = [];
    head = 0;
    decoder.reset();
  };

  const strike = (next: PrinterFault): void => {
    fault = next;
    itemsLeft = null;
    onFault?.(next);
    if (next === 'unplugged') {
      // The cable carries the power of the smallest printers: what was in the buffer is gone with it.
      forget();
      const pulled = cable;
      cable = null;
      pulled?.close();
    } else goOn();
  };

  const answerStatus = (query: number): void => {
    const bits = statusBits[fault === 'garbage' || fault === 'unplugged' ? 'ok' : fault][query - 1];
    if (bits === undefined) complain(`DLE EOT ${query}`);
    else answer(Uint8Array.of(0b0001_0010 | bits));
  };

  /** Real-time commands are found in the stream as it comes in, even within another command's data. */
  const watch = (byte: number): void => {
    if (realTime.length === 0) {
      if (byte === DLE) realTime = [byte];
      return;
    }
    realTime.push(byte);
    const [, command, fn] = realTime;
    if (command === DC4 && (fn === undefined || fn === 8) && realTime.length < 10) return;
    if ((command === EOT || command === ENQ) && fn === undefined) return;
    const found = realTime;
    realTime = [];
    // While it stands still nothing else takes them out of the buffer again.
    if (!prints()) buffer.splice(-found.length);
    if (command === EOT) answerStatus(found[2] ?? 0);
    else if (command === ENQ && fn === 2) forget();
    else if (command === DC4 && fn === 8 && clearable) {
      forget();
      answer(Uint8Array.of(0x37, 0x25, 0x00));
    }
  };

  const receive = (bytes: Uint8Array): void => {
    for (const byte of bytes) {
      if (buffer.length < receiveBufferBytes) buffer.push(byte);
      else complain('receive buffer overrun');
      watch(byte);
    }
    goOn();
  };

  return {
    plugIn(next) {
      if (fault === 'unplugged') return false;
      cable?.close();
      cable = next;
      realTime = [];
      next.onClose(() => {
        if (cable === next) cable = null;
      });
      next.onData((bytes) => {
        if (cable === next) receive(bytes);
      });
      return true;
    },
    setFault(next, afterItems = 0) {
      if (afterItems > 0) itemsLeft = { fault: next, count: afterItems };
      else strike(next);
    },
    fault: () => fault,
    sheets: () => roll.sheets(),
    complaints: () => complaints,
    tearOff: () => roll.clear(),
  };
};
