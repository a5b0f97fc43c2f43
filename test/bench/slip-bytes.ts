/** Bytes of a slip ÷ (its text + its QR as a command + the cut): what the codec adds on a line of 960 bytes a second. */
import { defaultCodecSettings, encodeDocument, encodeText } from '../../devices/printer/codec.ts';
import * as escpos from '../../devices/printer/escpos.ts';
import { shapeOf } from '../../devices/printer/qr-code.ts';
import type { Sale } from '../../machines/ports.ts';
import { typeset } from '../../src/documents/layout.ts';
import { buildSlip, renderSlip } from '../../src/documents/slip.ts';
import type { Language } from '../../src/locale/language.ts';
import { type Figure, median, rounded } from './figures.ts';
import { amountMinor, answerOf, randomId, terminalInfo } from './sample-sale.ts';

const paidSale = (): Sale => {
  const sale: Sale = {
    intent: {
      transactionNumber: 1_204,
      saleId: randomId(),
      shiftNumber: 17,
      method: 'offline',
      paymentSystem: null,
      amountMinor,
      currency: 'RUB',
      expiresInSeconds: 120,
      createdAt: '2026-11-24T09:00:00.000Z',
    },
    kind: 'payment',
    status: 'paid',
    verdict: 'paid',
    error: null,
    cancel: null,
    answered: true,
    unanswered: false,
    payment: null,
    resolved: true,
    ref: null,
  };
  return { ...sale, payment: answerOf(sale) };
};

export const slipBytes = (): Figure => {
  const data = buildSlip(paidSale(), terminalInfo, 'Europe/Moscow');
  const ratios: number[] = [];
  const parts: Record<string, number> = {};
  for (const language of ['ru', 'en'] satisfies Language[]) {
    for (const width of [24, 32, 48]) {
      const layout = renderSlip(data, { language, width, copy: 1, duplicate: false });
      // the driver asks to be told when it is on paper: those bytes are on the line, too
      const bytes = encodeDocument(layout, defaultCodecSettings).length + escpos.doneRequest('0000').length;
      let needed = escpos.feedAndCut.length;
      for (const item of typeset(layout)) {
        if (item.type === 'line') needed += encodeText(item.text).length + 1;
        if (item.type === 'feed') needed += item.lines;
        if (item.type === 'qr') {
          const payload = new TextEncoder().encode(item.text);
          const { moduleDots, level } = shapeOf(payload.length, item.size, defaultCodecSettings.widthDots);
          needed += escpos.qr(payload, moduleDots, level).length;
        }
      }
      ratios.push(bytes / needed);
      parts[`${language}${width}Bytes`] = bytes;
      parts[`${language}${width}Needed`] = needed;
    }
  }
  const name = 'bytes of a slip ÷ (text + native QR + cut)';
  return { name, unit: 'ratio', min: rounded(Math.min(...ratios)), median: rounded(median(ratios)), limit: 1.1, parts };
};
