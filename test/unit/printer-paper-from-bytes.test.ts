import fc from 'fast-check';
import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { defaultCodecSettings, encodeDocument } from '../../devices/printer/codec.ts';
import { createDecoder } from '../../devices/printer/decoder.ts';
import type { PaperItem } from '../../devices/printer/paper.ts';
import { type Block, typeset } from '../../src/documents/layout.ts';
import { toPaperText } from '../../src/documents/paper-text.ts';
import { decodeDocument } from '../helpers/printer-decoded.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

test('paper from golden bytes: size, weight and place of every line', () => {
  const { sheets, complaints } = decodeDocument(
    bytesOf(
      '1B 40 1B 74 11 1B 61 01 1B 45 01 1D 21 11 97 A5 AA 0A 1B 61 02 1B 45 00 1D 21 01 41 0A 0A 1B 64 02 1B 61 00 1D 21 00 42 0A 1D 56 42 00',
    ),
  );
  expect(complaints).toEqual([]);
  expect(sheets).toEqual([
    {
      id: 1,
      kind: 'other',
      items: [
        { type: 'line', text: 'Чек', align: 'center', bold: true, doubleWidth: true, doubleHeight: true },
        { type: 'line', text: 'A', align: 'right', bold: false, doubleWidth: false, doubleHeight: true },
        { type: 'feed', lines: 3 },
        { type: 'line', text: 'B', align: 'left', bold: false, doubleWidth: false, doubleHeight: false },
      ],
      text: `${' '.repeat(13)}Чек\n${' '.repeat(31)}A\n\n\n\nB`,
      qr: [],
      cut: true,
    },
  ]);
});

test('what other tills send is understood as well: ESC !, both kinds of cut, a print mode reset', () => {
  const { sheets, complaints } = decodeDocument(
    bytesOf('1B 40 1B 21 38 41 0A 1B 21 00 42 0D 0A 1D 56 00 43 0A 1D 56 31'),
  );
  expect(complaints).toEqual([]);
  expect(sheets.map(({ items }) => items)).toMatchObject([
    [
      { text: 'A', bold: true, doubleWidth: true, doubleHeight: true },
      { text: 'B', bold: false, doubleWidth: false, doubleHeight: false },
    ],
    [{ text: 'C' }],
  ]);
});

test.each([
  ['an unknown command', '1B 7A 41 0A', 'unknown command 1B 7A'],
  ['an unknown control character', '41 07 0A', 'control character 07'],
  ['a code page that the printer lacks', '1B 74 2A', 'code page 42'],
  ['a QR code that was not stored', '1D 28 6B 03 00 31 51 30', 'not stored'],
  ['a symbol that is no QR code', '1D 28 6B 03 00 30 43 03', 'no QR code'],
  ['alignment in the middle of a line', '41 1B 61 01 42 0A', 'within a line'],
  ['a reset in the middle of a line', '41 1B 40', 'unfinished line'],
  ['Chinese mode', '1C 26', 'Chinese'],
  ['a real-time command inside a QR code', '1D 28 6B 06 00 31 50 30 10 04 01', 'real-time command'],
  ['a command too large to be one', '1D 76 30 00 FF FF FF FF', 'a command of'],
])('%s is complained of', (_name, stream, complaint) => {
  const { complaints } = decodeDocument(bytesOf(stream));
  expect(complaints).toHaveLength(1);
  expect(complaints[0]).toContain(complaint);
});

test('any bytes at all: paper or complaints, never an exception, never without bound', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      decodeDocument(noise);
    }),
  );
});

test('a slip is told from a code to pay with by what its code says, however the code was printed', () => {
  const kindOf = (text: string, size: 'small' | 'large', qr: 'native' | 'raster'): string | undefined =>
    decodeDocument(
      encodeDocument(
        { width: 32, blocks: [{ type: 'qr', text, size }, { type: 'cut' }] },
        { ...defaultCodecSettings, qr },
      ),
    ).sheets[0]?.kind;
  for (const qr of ['native', 'raster'] as const) {
    expect(kindOf('SBX1:SBX-000017:1042', 'small', qr)).toBe('slip');
    expect(kindOf('https://pay.example/t/0123456789abcdef', 'large', qr)).toBe('qr');
  }
});

// The package is CommonJS: at run time the default import is the function itself, its types say otherwise.
const readQr = jsQR as unknown as typeof jsQR.default;

/** A phone's look at the bitmap. */
const scan = (item: Extract<PaperItem, { type: 'image' }>): string | undefined => {
  const bits = Buffer.from(item.bits, 'base64');
  const width = item.rowBytes * 8;
  const pixels = new Uint8ClampedArray(width * item.rows * 4).fill(255);
  for (let dot = 0; dot < width * item.rows; dot += 1)
    if ((bits[dot >> 3] ?? 0) & (0x80 >> (dot & 7))) pixels.fill(0, dot * 4, dot * 4 + 3);
  return readQr(pixels, width, item.rows)?.data;
};

test.each([
  'SBX1:SBX-000017:1042',
  'https://pay.example/t/0123456789abcdef?sum=1500.00',
  'Оплата №1042 — 1 500,00 ₽',
  `https://pay.example/${'a1b2c3d4'.repeat(60)}`,
  '1234567890'.repeat(30),
])('a drawn code can be scanned, in whatever strips it came: %s', (text) => {
  for (const size of ['small', 'large'] as const) {
    const bytes = encodeDocument(
      { width: 32, blocks: [{ type: 'qr', text, size }] },
      { ...defaultCodecSettings, qr: 'raster' },
    );
    const image = decodeDocument(bytes).sheets[0]?.items[0];
    expect(image?.type === 'image' && scan(image)).toBe(text);
    expect(image?.type === 'image' && image.rowBytes * 8).toBeLessThanOrEqual(384);
    expect(Buffer.from(bytes).indexOf(0x10, 16)).toBe(-1); // no DLE: no real-time command by accident
  }
});

const anyLine = fc.record({
  type: fc.constant('text' as const),
  text: fc.string({ unit: 'grapheme', maxLength: 40 }),
  align: fc.constantFrom('left' as const, 'center' as const, 'right' as const),
  bold: fc.boolean(),
  size: fc.constantFrom('normal' as const, 'tall' as const, 'double' as const),
});
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  { weight: 5, arbitrary: anyLine },
  fc.record({
    type: fc.constant('row' as const),
    label: fc.string({ maxLength: 20 }),
    value: fc.string({ maxLength: 30 }),
  }),
  fc.constant<Block>({ type: 'rule' }),
  fc.record({ type: fc.constant('feed' as const), lines: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    type: fc.constant('qr' as const),
    text: fc.string({ unit: fc.constantFrom(...'abcЖ0123:/?'), minLength: 1, maxLength: 100 }),
    size: fc.constantFrom('small' as const, 'large' as const),
  }),
);

/** The paper that a document should leave, said without a byte. */
const expectedItems = (width: number, blocks: readonly Block[]): unknown[] => {
  const items: unknown[] = [];
  for (const item of typeset({ width, blocks })) {
    const last = items.at(-1) as { type: string; lines: number } | undefined;
    if (item.type === 'line')
      items.push({
        type: 'line',
        text: toPaperText(item.text),
        align: item.align,
        bold: item.bold,
        doubleWidth: item.size === 'double',
        doubleHeight: item.size !== 'normal',
      });
    else if (item.type === 'qr') items.push(expect.objectContaining({ type: 'qr', text: item.text, align: 'center' }));
    else if (item.type === 'feed' && last?.type === 'feed') last.lines += item.lines;
    else if (item.type === 'feed') items.push({ type: 'feed', lines: item.lines });
  }
  return items;
};

test('any document comes out as it was laid out, however its bytes arrive', () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 64 }), fc.array(anyBlock, { maxLength: 12 }), (width, blocks) => {
      const bytes = encodeDocument({ width, blocks }, defaultCodecSettings);
      const { sheets, complaints } = decodeDocument(bytes);
      expect(complaints).toEqual([]);
      expect(sheets[0]?.items ?? []).toEqual(expectedItems(width, blocks));
    }),
  );
});

test('a power cut within a command: what follows a reset of the printer is read afresh', () => {
  const printed: string[] = [];
  const decoder = createDecoder({
    onAction: (action) => action.type === 'print' && action.item.type === 'line' && printed.push(action.item.text),
    onComplaint: () => undefined,
  });
  for (const byte of bytesOf('41 1D 76 30 00 10 00 10 00 FF')) decoder.push(byte);
  decoder.reset();
  for (const byte of bytesOf('1B 40 42 0A')) decoder.push(byte);
  expect(printed).toEqual(['B']);
});
