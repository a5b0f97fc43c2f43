import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { defaultCodecSettings, encodeDocument, encodeText } from '../../devices/printer/codec.ts';
import { toPaperText } from '../../src/documents/paper-text.ts';
import { renderQrSlip } from '../../src/documents/qr-slip.ts';
import { buildSlip, renderSlip } from '../../src/documents/slip.ts';
import { decodeDocument } from '../helpers/printer-decoded.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

test('what CP866 lacks is spelled', () => {
  expect(toPaperText('1 500,00 ₽')).toBe('1 500,00 руб.');
  expect(toPaperText('«Ёлка» — №1…')).toBe('"Ёлка" - №1...');
  expect(toPaperText('Café Zürich, Łódź')).toBe('Cafe Zurich, Lodz');
  expect(toPaperText('Алматы, Қазақстан')).toBe('Алматы, Казакстан');
  expect(toPaperText('неразрывный\u00a0пробел, мяг\u00adкий перенос')).toBe('неразрывный пробел, мягкий перенос');
  expect(toPaperText('и\u0306 и е\u0308')).toBe('й и ё'); // letters sent as base and accent
});

test('only what no rule covers becomes a question mark', () => {
  expect(toPaperText('漢字 😀')).toBe('?? ?');
});

test('every character that passes has one byte in CP866, and it is no command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      const paper = toPaperText(text);
      expect(toPaperText(paper)).toBe(paper);
      const bytes = encodeText(text);
      expect(iconv.decode(Buffer.from(bytes), 'cp866')).toBe(paper);
      expect(bytes.every((byte) => byte >= 0x20 && byte !== 0x7f)).toBe(true);
    }),
  );
});

test('a merchant cannot cut, feed, reset or ask anything of the printer', () => {
  const attack = '\x1b@\x1dV\x42\x00\x10\x04\x01\x1d(k\x03\x001Q0\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08\n\x9b\x7f';
  const terminal = {
    ...shop,
    merchant: { name: `Имя${attack}`, taxId: attack, address: `Адрес${attack}` },
    terminal: { id: `T${attack}`, serialNumber: attack, name: attack },
  };
  const attacked = sale({ payment: { ...payment, reference: attack, approvalCode: attack, payer: attack } });
  const slip = renderSlip(buildSlip(attacked, terminal, 'UTC'), {
    language: 'ru',
    width: 32,
    copy: 1,
    duplicate: false,
  });
  const { sheets, complaints, actions } = decodeDocument(encodeDocument(slip, defaultCodecSettings));
  expect(complaints).toEqual([]);
  expect(sheets).toHaveLength(1);
  expect(actions.filter(({ type }) => type === 'cut')).toHaveLength(1);
  expect(sheets[0]?.text).toContain('Имя @');
});

test('a token with control characters is drawn, so that the printer finds no command in it', () => {
  const layout = renderQrSlip({ sale: sale(), qr: 'x\x10\x04\x01\x1b@y', expiresAt: null }, shop, {
    language: 'ru',
    width: 32,
    timeZone: 'UTC',
  });
  const bytes = encodeDocument(layout, defaultCodecSettings);
  expect(Buffer.from(bytes).includes(Uint8Array.of(0x10, 0x04))).toBe(false);
  expect(decodeDocument(bytes).sheets[0]?.items.filter(({ type }) => type === 'image')).toHaveLength(1);
});
