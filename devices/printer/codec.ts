/** A document as ESC/POS bytes. Pure: the same document and settings give the same bytes. */
import iconv from 'iconv-lite';
import { type Layout, type Line, type Size, type Typeset, typeset } from '../../src/documents/layout.ts';
import { toPaperText } from '../../src/documents/paper-text.ts';
import * as escpos from './escpos.ts';
import { drawQr, shapeOf } from './qr-code.ts';

export interface PrinterCodecSettings {
  /** Number of CP866 in this printer's ESC t: 17 on Epson. */
  readonly codePage: number;
  /** `raster`: the box draws the code, for printers without GS ( k. */
  readonly qr: 'native' | 'raster';
  /** Dots of a line: 384 on 58 mm paper, 576 on 80 mm. */
  readonly widthDots: number;
  /** false: no knife; the paper is fed to where it can be torn off. */
  readonly cutter: boolean;
  /** true: FS . before the text, for printers that start in Chinese mode. An Epson for the West has no such command. */
  readonly cancelKanji: boolean;
}

export const defaultCodecSettings: PrinterCodecSettings = {
  codePage: 17,
  qr: 'native',
  widthDots: 384,
  cutter: true,
  cancelKanji: false,
};

/** From the print head to the tear-off edge of a 58 mm printer: some 15 mm, four lines. */
const tearOffLines = 4;
/** A clone's buffer may be 4 KB: an image goes in strips that fit, which print without a gap. */
const maxStripBytes = 2_048;

const alignments = { left: 0, center: 1, right: 2 } as const;
const sizes: Readonly<Record<Size, number[]>> = {
  normal: escpos.size(1, 1),
  tall: escpos.size(1, 2),
  double: escpos.size(2, 2),
};

/** Control characters cannot survive this: they would be commands. */
export const encodeText = (text: string): Uint8Array => iconv.encode(toPaperText(text), 'cp866');

/** Strips of GS v 0. */
const encodeImage = (text: string, shape: ReturnType<typeof shapeOf>): number[] => {
  const { rowBytes, rows, bits } = drawQr(text, shape);
  const bytes: number[] = [];
  const stripRows = Math.floor(maxStripBytes / rowBytes);
  for (let row = 0; row < rows; row += stripRows) {
    const height = Math.min(stripRows, rows - row);
    bytes.push(...escpos.raster(rowBytes, height), ...bits.subarray(row * rowBytes, (row + height) * rowBytes));
  }
  return bytes;
};

/** A printer acts on DLE EOT and its like wherever they stand, even inside a code's data: such a code is drawn instead. */
const holdsControls = (data: Uint8Array): boolean => data.some((byte) => byte < 0x20);

export const encodeDocument = (layout: Layout, settings: PrinterCodecSettings): Uint8Array => {
  const bytes: number[] = [...escpos.initialize];
  if (settings.cancelKanji) bytes.push(...escpos.cancelKanji);
  bytes.push(...escpos.codePage(settings.codePage));

  // What ESC @ has set; a mode is sent only where it changes.
  const mode: { -readonly [Key in 'align' | 'bold' | 'size']: Line[Key] } = {
    align: 'left',
    bold: false,
    size: 'normal',
  };

  const putAlign = (align: Line['align']): void => {
    if (align !== mode.align) bytes.push(...escpos.align(alignments[align]));
    mode.align = align;
  };

  const putLine = (line: Line): void => {
    putAlign(line.align);
    if (line.bold !== mode.bold) bytes.push(...escpos.bold(line.bold));
    if (line.size !== mode.size) bytes.push(...sizes[line.size]);
    mode.bold = line.bold;
    mode.size = line.size;
    bytes.push(...encodeText(line.text), escpos.LF);
  };

  const putFeed = (lines: number): void => {
    // A line feed at double height would be twice as high.
    if (mode.size !== 'normal') bytes.push(...sizes.normal);
    mode.size = 'normal';
    bytes.push(...(lines <= 3 ? Array<number>(lines).fill(escpos.LF) : escpos.feedLines(lines)));
  };

  const putQr = (text: string, size: 'small' | 'large'): void => {
    const data = new TextEncoder().encode(text);
    const shape = shapeOf(data.length, size, settings.widthDots);
    putAlign('center');
    const drawn = settings.qr === 'raster' || holdsControls(data);
    bytes.push(...(drawn ? encodeImage(text, shape) : escpos.qr(data, shape.moduleDots, shape.level)));
  };

  const put = (item: Typeset): void => {
    if (item.type === 'line') putLine(item);
    else if (item.type === 'feed') putFeed(item.lines);
    else if (item.type === 'qr') putQr(item.text, item.size);
    else if (settings.cutter) bytes.push(...escpos.feedAndCut);
    else putFeed(tearOffLines);
  };

  for (const item of typeset(layout)) put(item);
  return Uint8Array.from(bytes);
};
