/**
 * Bytes of 2 × 20 customer displays. CD5220 (the common command set of pole displays): `1B 40` init, `0C` clear,
 * `1B 51 41|42 … 0D` whole upper or lower line. Epson ESC/POS (DM-D110, also Bixolon): `1B 40` init, `0C` clear,
 * `1F 01` overwrite mode, `1F 43 00` no cursor, `1F 24 x y` position. Text in CP866.
 */
import iconv from 'iconv-lite';
import type { DisplayProtocol } from './types.ts';

const esc = 0x1b;
const us = 0x1f;
const clear = 0x0c;
const carriageReturn = 0x0d;

const text = (line: string): Buffer => iconv.encode(line, 'cp866');

interface DisplayCodec {
  /** To a known, empty state. */
  reset(): Uint8Array;
  /** A whole line of twenty characters; row 0 is the upper one. */
  line(row: 0 | 1, line: string): Uint8Array;
}

export const displayCodecs: Readonly<Record<DisplayProtocol, DisplayCodec>> = {
  cd5220: {
    reset: () => Uint8Array.of(esc, 0x40, clear),
    line: (row, line) =>
      Buffer.concat([Uint8Array.of(esc, 0x51, row === 0 ? 0x41 : 0x42), text(line), Uint8Array.of(carriageReturn)]),
  },
  epson: {
    reset: () => Uint8Array.of(esc, 0x40, clear, us, 0x01, us, 0x43, 0x00),
    // Positions count from 1. In overwrite mode the cursor goes round after the last column and nothing scrolls.
    line: (row, line) => Buffer.concat([Uint8Array.of(us, 0x24, 1, row + 1), text(line)]),
  },
};
