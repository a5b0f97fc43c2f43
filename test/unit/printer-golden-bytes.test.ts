import { encode } from 'uqr';
import { expect, test } from 'vitest';
import {
  defaultCodecSettings,
  encodeDocument,
  encodeText,
  type PrinterCodecSettings,
} from '../../devices/printer/codec.ts';
import { clearBuffers, doneRequest, qr, recoverCleared, statusQuery } from '../../devices/printer/escpos.ts';
import { modulesFor, shapeOf } from '../../devices/printer/qr-code.ts';
import { type Block, typeset } from '../../src/documents/layout.ts';
import { buildSlip, renderSlip } from '../../src/documents/slip.ts';
import { sale, shop } from '../helpers/slip-of-a-sale.ts';

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');

const encoded = (blocks: readonly Block[], settings: Partial<PrinterCodecSettings> = {}): string =>
  hex(encodeDocument({ width: 32, blocks }, { ...defaultCodecSettings, ...settings }));

const reset = '1B 40';
const cyrillic = '1B 74 11';

test('text in CP866, behind a reset and the code page', () => {
  expect(encoded([{ type: 'text', text: 'Чек №1' }])).toBe(`${reset} ${cyrillic} 97 A5 AA 20 FC 31 0A`);
});

test('another number for CP866, and Chinese mode off', () => {
  expect(encoded([{ type: 'text', text: 'A' }], { codePage: 7, cancelKanji: true })).toBe(
    `${reset} 1C 2E 1B 74 07 41 0A`,
  );
});

test('modes are sent where they change and nowhere else', () => {
  expect(
    encoded([
      { type: 'text', text: 'A', align: 'center', bold: true },
      { type: 'text', text: 'B', align: 'center', bold: true, size: 'double' },
      { type: 'text', text: 'C', align: 'center', size: 'tall' },
      { type: 'text', text: 'D' },
      { type: 'text', text: 'E', align: 'right' },
    ]),
  ).toBe(
    [
      `${reset} ${cyrillic}`,
      '1B 61 01 1B 45 01 41 0A',
      '1D 21 11 42 0A',
      '1B 45 00 1D 21 01 43 0A',
      '1B 61 00 1D 21 00 44 0A',
      '1B 61 02 45 0A',
    ].join(' '),
  );
});

test('feeds and the cut', () => {
  expect(encoded([{ type: 'feed', lines: 2 }, { type: 'cut' }])).toBe(`${reset} ${cyrillic} 0A 0A 1D 56 42 00`);
  expect(encoded([{ type: 'feed', lines: 9 }, { type: 'cut' }], { cutter: false })).toBe(
    `${reset} ${cyrillic} 1B 64 09 1B 64 04`,
  );
});

test('a QR code as a command: model 2, module, level, data, print', () => {
  expect(encoded([{ type: 'qr', text: 'SBX1:T:1', size: 'small' }])).toBe(
    [
      `${reset} ${cyrillic} 1B 61 01`,
      '1D 28 6B 04 00 31 41 32 00',
      '1D 28 6B 03 00 31 43 04',
      '1D 28 6B 03 00 31 45 31',
      '1D 28 6B 0B 00 31 50 30 53 42 58 31 3A 54 3A 31',
      '1D 28 6B 03 00 31 51 30',
    ].join(' '),
  );
  expect(qr(new Uint8Array(28), 4, 'M')).toHaveLength(69);
  expect(qr(new Uint8Array(300), 4, 'M').slice(25, 30)).toEqual([0x1d, 0x28, 0x6b, 47, 1]); // 303 bytes follow
});

test('Cyrillic in a QR code is UTF-8', () => {
  expect(encoded([{ type: 'qr', text: 'Ж', size: 'small' }])).toContain('31 50 30 D0 96');
});

test('a QR code as an image: its size, then its rows', () => {
  const bytes = encodeDocument(
    { width: 32, blocks: [{ type: 'qr', text: 'SBX1:T:1', size: 'small' }] },
    { ...defaultCodecSettings, qr: 'raster' },
  );
  // Version 1 has 21 modules, with the quiet zone 29, of 4 dots: 116 dots in 15 bytes
  expect(hex(bytes.slice(0, 16))).toBe(`${reset} ${cyrillic} 1B 61 01 1D 76 30 00 0F 00 74 00`);
  expect(bytes).toHaveLength(16 + 15 * 116);
  expect(bytes.slice(16, 16 + 15 * 16).every((byte) => byte === 0)).toBe(true); // quiet zone
});

test('questions, clearing and the done-request', () => {
  expect(hex(statusQuery(2))).toBe('10 04 02');
  expect(hex(clearBuffers)).toBe('10 14 08 01 03 14 01 06 02 08');
  expect(hex(recoverCleared)).toBe('10 05 02');
  expect(hex(doneRequest('0042'))).toBe('1D 28 48 06 00 30 30 30 30 34 32');
});

test('the table of QR capacities is the standard’s', () => {
  for (const level of ['L', 'M'] as const) {
    for (let bytes = 1; bytes <= 858; bytes += 1) {
      const modules = modulesFor(bytes, level);
      if (modules === null) continue;
      const binary = Array<number>(bytes).fill(0xe9);
      expect(encode(binary, { ecc: level, border: 0, boostEcc: false, maskPattern: 0 }).size).toBe(modules);
    }
  }
});

test('a code to pay with fills the paper, a short one as far as is useful, a long one gives up error correction first', () => {
  expect(shapeOf(28, 'large', 384)).toEqual({ level: 'M', moduleDots: 8 });
  expect(shapeOf(28, 'small', 384)).toEqual({ level: 'M', moduleDots: 4 });
  expect(shapeOf(120, 'large', 384)).toEqual({ level: 'M', moduleDots: 7 });
  expect(shapeOf(512, 'large', 384)).toEqual({ level: 'L', moduleDots: 4 });
  expect(shapeOf(512, 'large', 576)).toEqual({ level: 'M', moduleDots: 5 });
  expect(() => shapeOf(859, 'large', 384)).toThrow('fits the paper');
});

test('a slip costs at most a tenth more than its text, its code and its cut', () => {
  const layout = renderSlip(buildSlip(sale(), shop, 'Europe/Moscow'), {
    language: 'ru',
    width: 32,
    copy: 1,
    duplicate: true,
  });
  const content = typeset(layout).reduce((sum, item) => {
    if (item.type === 'line') return sum + encodeText(item.text).length + 1;
    if (item.type === 'feed') return sum + item.lines;
    return sum + (item.type === 'cut' ? 4 : 41 + item.text.length);
  }, 0);
  expect(encodeDocument(layout, defaultCodecSettings).length / content).toBeLessThanOrEqual(1.1);
});
