/**
 * The ESC/POS bytes that the box sends and understands, in one place. Source: Epson, "ESC/POS Command Reference"
 * (download4.epson.biz/sec_pubs/pos/reference_en/escpos), compared with the manuals of Citizen CT-S300 and Bixolon
 * SRP-350 where they describe the same command.
 */
export const HT = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const DLE = 0x10;
export const EOT = 0x04;
export const ENQ = 0x05;
export const DC4 = 0x14;
export const ESC = 0x1b;
export const FS = 0x1c;
export const GS = 0x1d;

/** ESC @: modes to their defaults, print buffer cleared; the receive buffer is not. */
export const initialize = [ESC, 0x40] as const;
/** ESC t n: the upper half of the character table. 17 is CP866 on Epson; clones number differently. */
export const codePage = (number: number): number[] => [ESC, 0x74, number];
/** FS . (hanzi off): without it a printer made for China reads Cyrillic as two-byte characters. */
export const cancelKanji = [FS, 0x2e] as const;
/** ESC a n: 0 left, 1 centred, 2 right; only at the beginning of a line. */
export const align = (n: 0 | 1 | 2): number[] => [ESC, 0x61, n];
/** ESC E n: bold (emphasised) on or off. */
export const bold = (on: boolean): number[] => [ESC, 0x45, on ? 1 : 0];
/** GS ! n: bits 4–6 width − 1, bits 0–2 height − 1. */
export const size = (width: 1 | 2, height: 1 | 2): number[] => [GS, 0x21, ((width - 1) << 4) | (height - 1)];
/** ESC d n: prints the line and feeds n lines. */
export const feedLines = (lines: number): number[] => [ESC, 0x64, lines];
/** GS V 66 n: feeds to the knife + n units and cuts, one point left uncut so that the slip does not fall. */
export const feedAndCut = [GS, 0x56, 0x42, 0x00] as const;

/** QR error correction of GS ( k function 169: 48 = L (7 %), 49 = M (15 %). */
export const qrLevels = { L: 48, M: 49 } as const;
export type QrLevel = keyof typeof qrLevels;

/** GS ( k functions 165 (model 2), 167 (module in dots), 169 (level), 180 (store), 181 (print), for cn = 49, a QR code. */
export const qr = (data: Uint8Array, moduleDots: number, level: QrLevel): number[] => {
  const stored = data.length + 3;
  return [
    ...[GS, 0x28, 0x6b, 4, 0, 0x31, 0x41, 0x32, 0x00],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x43, moduleDots],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x45, qrLevels[level]],
    ...[GS, 0x28, 0x6b, stored & 0xff, stored >> 8, 0x31, 0x50, 0x30, ...data],
    ...[GS, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30],
  ];
};

/** GS v 0: a raster image, `rowBytes` bytes a row, most significant bit on the left, 1 = black. */
export const raster = (rowBytes: number, rows: number): number[] => [
  ...[GS, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8],
];

/** DLE EOT n: 1 printer, 2 why offline, 3 error, 4 paper. Answered at once, also offline and with a full buffer. */
export const statusQueries = [1, 2, 3, 4] as const;
export type StatusQuery = (typeof statusQueries)[number];
export const statusQuery = (n: StatusQuery): Uint8Array => Uint8Array.of(DLE, EOT, n);

/** DLE DC4 function 8: clears receive and print buffers at once; answered by `37 25 00`. */
export const clearBuffers = Uint8Array.of(DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8);
/** DLE ENQ 2: recovers from an error after clearing both buffers; the older command, with no answer. */
export const recoverCleared = Uint8Array.of(DLE, ENQ, 2);

/** GS ( H function 48: answered by `37 22 id 00` when all before it has been printed. The id is four characters 20–7E. */
export const doneRequest = (id: string): Uint8Array =>
  Uint8Array.of(GS, 0x28, 0x48, 6, 0, 0x30, 0x30, ...Buffer.from(id, 'latin1'));
