/** What is owed on paper becomes bytes: each kind as itself, and marked when part of it may be out. */
import { expect, test } from 'vitest';
import type { PrinterDriver } from '../../devices/printer/driver.ts';
import type { DocumentKind } from '../../machines/ports.ts';
import { printerPort } from '../../src/box/paper.ts';
import { buildAnswer } from '../../src/documents/answers.ts';
import { buildNotice } from '../../src/documents/notices.ts';
import { buildSlip } from '../../src/documents/slip.ts';
import type { Journal, StoredDocument } from '../../src/journal/journal.ts';
import { settingsSchema } from '../../src/settings/schema.ts';
import { information } from '../fixtures/information.ts';
import { decodeDocument } from '../helpers/printer-decoded.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

const printed = async (kind: DocumentKind, data: unknown, mayBeOut: boolean): Promise<string> => {
  const stored: StoredDocument = {
    id: 11,
    scopeId: 1,
    transactionNumber: 1042,
    kind,
    data: JSON.parse(JSON.stringify(data)),
    language: 'ru',
    width: 32,
    copy: 1,
    copies: 1,
    mayBeOut,
  };
  const bytes: Uint8Array[] = [];
  const driver: Pick<PrinterDriver, 'print'> = {
    async print(document) {
      bytes.push(document);
      return { ok: true };
    },
  };
  const port = printerPort({
    journal: { document: async (id: number) => (id === 11 ? stored : null) } as Journal,
    detail: { read: () => Promise.reject(new Error('not asked')) },
    driver: () => driver as PrinterDriver,
    settings: () => settingsSchema.parse({}),
    timeZone: () => 'Europe/Moscow',
    info: () => shop,
  });
  const owed = { id: 11, transactionNumber: 1042, kind, copy: 1, mayBeOut };
  expect(await port.printOwed(owed)).toEqual({ ok: true });
  const { sheets, complaints } = decodeDocument(bytes[0] ?? new Uint8Array());
  expect([complaints, sheets.length]).toEqual([[], 1]);
  return sheets[0]?.text ?? '';
};

test.each<[DocumentKind, unknown, string]>([
  ['slip', buildSlip(sale(), shop, 'Europe/Moscow'), 'экземпляр покупателя'],
  ['notice', buildNotice('lateMoney', sale(), null, shop, 'Europe/Moscow'), 'ДЕНЬГИ ВОЗВРАЩЕНЫ'],
  [
    'answer',
    buildAnswer({ transactionNumber: 1042, payment, sale: sale() }, shop, 'Europe/Moscow', payment.createdAt),
    'ПРОВЕРКА ОПЕРАЦИИ',
  ],
  ['information', information, 'ИНФОРМАЦИЯ О ТЕРМИНАЛЕ'],
])('a %s', async (kind, data, part) => {
  const first = await printed(kind, data, false);
  expect(first).toContain(part);
  expect(first).not.toContain('ДУБЛИКАТ');
  expect(await printed(kind, data, true)).toContain('ДУБЛИКАТ');
});
