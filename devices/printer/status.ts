/**
 * What a printer says of itself, as pure bytes: answers to DLE EOT, automatic status (GS a), done-reports (GS ( H) and
 * the answer to a buffer clear. Bits: Epson, ESC/POS Command Reference; which byte belongs to what: Citizen CT-S310
 * command reference, "Identification of Send Status".
 */
import type { PrinterStatus } from '../../machines/ports.ts';
import { type FieldError, fieldError } from '../../src/errors.ts';
import type { StatusQuery } from './escpos.ts';

/** 0xx1xx10: bits 0, 1, 4 and 7 of every answer to DLE EOT. */
export const isStatusByte = (byte: number): boolean => (byte & 0b1001_0011) === 0b0001_0010;
/** 0xx1xx00, then three of 0xx0xxxx: an automatic status, which another host may have switched on. */
const isAutomaticHead = (byte: number): boolean => (byte & 0b1001_0011) === 0b0001_0000;
const isAutomaticTail = (byte: number): boolean => (byte & 0b1001_0000) === 0;

const xon = 0x11;
const xoff = 0x13;
const blockHead = 0x37;
const doneIdentifier = 0x22;
const clearedIdentifier = 0x25;

export type Answer =
  | { readonly type: 'status'; readonly byte: number }
  | { readonly type: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  | { readonly type: 'done'; readonly id: string }
  | { readonly type: 'cleared' }
  | { readonly type: 'garbage'; readonly byte: number };

/** One answer from the front: how many bytes it takes; 0: more must come first; null: these are no answer. */
const takeAnswer = (held: readonly number[]): { readonly answer: Answer; readonly length: number } | 'more' | null => {
  const [first = 0, second, ...rest] = held;
  if (isStatusByte(first)) return { answer: { type: 'status', byte: first }, length: 1 };
  if (isAutomaticHead(first)) {
    if (!held.slice(1, 4).every(isAutomaticTail)) return null;
    if (held.length < 4) return 'more';
    return { answer: { type: 'automatic', bytes: [first, held[1] ?? 0, held[2] ?? 0, held[3] ?? 0] }, length: 4 };
  }
  if (first !== blockHead) return null;
  if (second === undefined) return 'more';
  if (second === clearedIdentifier) {
    if (rest.length === 0) return 'more';
    return rest[0] === 0 ? { answer: { type: 'cleared' }, length: 3 } : null;
  }
  if (second !== doneIdentifier || !rest.slice(0, 4).every((byte) => byte >= 0x20 && byte <= 0x7e)) return null;
  if (rest.length < 5) return 'more';
  return rest[4] === 0 ? { answer: { type: 'done', id: String.fromCharCode(...rest.slice(0, 4)) }, length: 7 } : null;
};

/** Bytes in, split anywhere; answers out. A byte that starts no answer is garbage, and reading goes on behind it. */
export const createAnswerReader = (onAnswer: (answer: Answer) => void): ((bytes: Uint8Array) => void) => {
  let held: number[] = [];
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === xon || byte === xoff) continue; // flow control of a serial line
      held.push(byte);
      for (let found = takeAnswer(held); held.length > 0 && found !== 'more'; found = takeAnswer(held)) {
        const { answer, length } = found ?? { answer: { type: 'garbage' as const, byte: held[0] ?? 0 }, length: 1 };
        held = held.slice(length);
        onAnswer(answer);
      }
    }
  };
};

const faulted = (detail: string, code: FieldError['code'] = 'PRN-05'): PrinterStatus => ({
  state: 'faulted',
  error: fieldError(code, detail),
});

const bit = (byte: number, number: number): boolean => (byte & (1 << number)) !== 0;

/**
 * Answers to DLE EOT 1–4. An open cover hides the paper, so it comes first. Of the two bits for paper end only bit 5 is
 * everywhere the paper's own (Citizen PPU-231: bit 6 is the presenter's sensor).
 */
export const statusOfAnswers = (answers: Readonly<Record<StatusQuery, number>>): PrinterStatus => {
  const { 1: printer, 2: offline, 3: error, 4: paper } = answers;
  if (bit(offline, 2)) return { state: 'coverOpen' };
  if (bit(offline, 5) || bit(paper, 5)) return { state: 'paperOut' };
  if (bit(error, 3)) return faulted('cutter error');
  if (bit(error, 5)) return faulted('unrecoverable error');
  if (bit(error, 6)) return faulted('print head too hot or voltage out of range');
  if (bit(error, 2) || bit(offline, 6)) return faulted('mechanical error');
  if (bit(offline, 3)) return faulted('paper is being fed by its button');
  if (bit(printer, 3)) return faulted('offline');
  return { state: 'ready', paperLow: bit(paper, 2) || bit(paper, 3) };
};

/** The four bytes of an automatic status: printer, errors, paper, reserved. */
export const statusOfAutomatic = (bytes: readonly [number, number, number, number]): PrinterStatus => {
  const [printer, error, paper] = bytes;
  if (bit(printer, 5)) return { state: 'coverOpen' };
  if (bit(paper, 2) || bit(paper, 3)) return { state: 'paperOut' };
  if (bit(error, 3)) return faulted('cutter error');
  if (bit(error, 5)) return faulted('unrecoverable error');
  if (bit(error, 6)) return faulted('print head too hot or voltage out of range');
  if (bit(error, 2)) return faulted('mechanical error');
  if (bit(printer, 6)) return faulted('paper is being fed by its button');
  if (bit(printer, 3)) return faulted('offline');
  return { state: 'ready', paperLow: bit(paper, 0) || bit(paper, 1) };
};

/** The expected failure of a job that this status prevents or interrupts; null: none. Errors: PRN-01 to PRN-07. */
export const refusalOf = (status: PrinterStatus): FieldError | null => {
  switch (status.state) {
    case 'ready':
      return null;
    case 'paperOut':
      return fieldError('PRN-02');
    case 'coverOpen':
      return fieldError('PRN-03');
    default:
      return status.error;
  }
};
