/** How large a QR code is printed, and its picture for printers that cannot make one themselves. */
import { encode } from 'uqr';
import { assert } from '../../src/errors.ts';
import type { QrLevel } from './escpos.ts';

/** Bytes that versions 1–20 hold in byte mode (ISO/IEC 18004, table 7); a version has 17 + 4 × version modules a side. */
const capacities: Readonly<Record<QrLevel, readonly number[]>> = {
  L: [17, 32, 53, 78, 106, 134, 154, 192, 230, 271, 321, 367, 425, 458, 520, 586, 644, 718, 792, 858],
  M: [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666],
};

/** White around the code, in modules (ISO/IEC 18004, 6.3.8). */
const quietModules = 4;
/** 8 dots are a millimetre at 203 dpi. Half a millimetre is what a phone reads from thermal paper at arm's length. */
const easyModuleDots = 4;
/** GS ( k function 167 takes 1–16, clones only to 8; larger than a millimetre a code is no easier to read. */
const maxModuleDots = 8;

/** Modules a side at most: a printer may pack digits closer than byte mode does. Null: too long for version 20. */
export const modulesFor = (bytes: number, level: QrLevel): number | null => {
  const version = capacities[level].findIndex((capacity) => bytes <= capacity) + 1;
  return version === 0 ? null : 17 + 4 * version;
};

export interface QrShape {
  readonly level: QrLevel;
  readonly moduleDots: number;
}

const fitting = (modules: number, widthDots: number): number =>
  Math.min(maxModuleDots, Math.floor(widthDots / (modules + 2 * quietModules)));

/**
 * `large` fills the paper, `small` stops at half a millimetre a module. Level M, unless only L leaves modules that a
 * phone reads easily: a long token on 58 mm paper. Throws beyond 858 bytes; the gateway contract allows 512.
 */
export const shapeOf = (bytes: number, size: 'small' | 'large', widthDots: number): QrShape => {
  const dots = (level: QrLevel): number => {
    const modules = modulesFor(bytes, level);
    return modules === null ? 0 : fitting(modules, widthDots);
  };
  const level: QrLevel = dots('M') >= easyModuleDots ? 'M' : 'L';
  const available = dots(level);
  assert(available >= 2, 'a QR code fits the paper');
  return { level, moduleDots: size === 'large' ? available : Math.min(available, easyModuleDots) };
};

export interface Bitmap {
  readonly rowBytes: number;
  readonly rows: number;
  /** Most significant bit on the left, 1 = black. */
  readonly bits: Uint8Array;
}

/**
 * The code with its quiet zone. Since a module has two dots or more, no byte of it is 10 (a single dot between white
 * ones): a printer can find no real-time command in it (DLE …).
 */
export const drawQr = (text: string, { level, moduleDots: dots }: QrShape): Bitmap => {
  const code = encode(text, { ecc: level, border: quietModules, boostEcc: false });
  const rowBytes = Math.ceil((code.size * dots) / 8);
  const bits = new Uint8Array(rowBytes * code.size * dots);
  for (const [y, row] of code.data.entries()) {
    const drawn = bits.subarray(y * dots * rowBytes, (y * dots + 1) * rowBytes);
    for (const [x, black] of row.entries()) {
      if (!black) continue;
      for (let dot = x * dots; dot < (x + 1) * dots; dot += 1)
        drawn[dot >> 3] = (drawn[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
    }
    for (let copy = 1; copy < dots; copy += 1) bits.set(drawn, (y * dots + copy) * rowBytes);
  }
  return { rowBytes, rows: code.size * dots, bits };
};
