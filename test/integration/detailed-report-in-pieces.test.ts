/** Every transaction of a report on paper, piece by piece out of the print ledger of a real journal. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { detailWith } from '../../src/box/detail.ts';
import { type DetailPiece, firstPiece, pieceRows, renderDetail } from '../../src/documents/detail.ts';
import { plainText } from '../../src/documents/layout.ts';
import { fieldError } from '../../src/errors.ts';
import type { GatewayClient } from '../../src/gateway/client.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { Payment } from '../../src/payment/types.ts';
import { afterPowerCut, begin, directory, openedJournal, paid } from '../helpers/journal-fixture.ts';

type Answer = Awaited<ReturnType<GatewayClient['shiftTransactions']>>;
const silent: Answer = { kind: 'notSent', error: fieldError('NET-01') };

/** A journal of shift 7 with so many paid transactions, and a detailed report of it owed. */
const shiftOf = async (count: number, gateway: (after: number, limit: number) => Answer = () => silent) => {
  const path = join(directory(), 'journal.db');
  const client = {
    shiftTransactions: async (_: number, { after, limit }: { after: number; limit: number }) => gateway(after, limit),
    reportTransactions: async () => silent,
  };
  const open = (at: string) => {
    const detail = detailWith({ client: () => client, journal: () => journal });
    const journal: Journal = openedJournal(at, { pieceAfter: detail.next });
    return { journal, detail };
  };
  const box = open(path);
  for (let number = 1; number <= count; number += 1)
    await paid(box.journal, await begin(box.journal, {}, { shiftNumber: 7 }));
  const owed = await box.journal.owedDocuments();
  await box.journal.recordPrinted(owed.map(({ id }) => id)); // their slips are out
  const data = firstPiece({ scope: { shift: 7 }, source: 'gateway', timeZone: 'Europe/Moscow' });
  await box.journal.createDocument({ kind: 'detail', transactionNumber: null, data, copies: 1 });
  return { ...box, path, open };
};

/** What comes out next, as text; `record`: and is on disk as printed. */
const printNext = async ({ journal, detail }: Awaited<ReturnType<typeof shiftOf>>, record = true): Promise<string> => {
  const [owed] = await journal.owedDocuments();
  if (owed === undefined) return '';
  if (owed.kind !== 'detail') {
    await journal.recordPrinted([owed.id]);
    return owed.kind;
  }
  const stored = await journal.document(owed.id);
  const piece = stored?.data as DetailPiece;
  const page = await detail.read(piece, owed.id, undefined);
  if (record) await journal.recordPrinted([owed.id]);
  return plainText(renderDetail(piece, page, { language: 'ru', width: 32, duplicate: owed.mayBeOut }));
};

const numbersOn = (text: string): number[] => [...text.matchAll(/^N (\d+) /gm)].map(([, number]) => Number(number));

test('each transaction once, in pieces; the last one says how many there were', async () => {
  const scene = await shiftOf(2 * pieceRows + 5);
  const pieces = [await printNext(scene), await printNext(scene), await printNext(scene)];
  expect(pieces.flatMap(numbersOn)).toEqual(Array.from({ length: 2 * pieceRows + 5 }, (_, index) => index + 1));
  expect(pieces.map((text) => /ЛИСТ (\d)/.exec(text)?.[1])).toEqual(['1', '2', '3']);
  expect(pieces[2]).toMatch(/Конец, всего операций\s+45/);
  expect(pieces[0]).toContain('продолжение следует');
  expect(await printNext(scene)).toBe('');
});

test('a slip that is owed meanwhile comes out before the next piece', async () => {
  const scene = await shiftOf(pieceRows + 1);
  await printNext(scene);
  await paid(scene.journal, await begin(scene.journal, {}, { shiftNumber: 8 }));
  expect([await printNext(scene), await printNext(scene)]).toEqual(['slip', 'slip']);
  expect(await printNext(scene)).toContain('ЛИСТ 2');
});

test('the power goes behind a piece: that piece again and alone, and then the others', async () => {
  const scene = await shiftOf(pieceRows + 3);
  await printNext(scene);
  await printNext(scene, false);
  const left = { ...scene, ...scene.open(afterPowerCut(scene.path)) };
  const again = await printNext(left);
  expect(numbersOn(again)).toEqual([pieceRows + 1, pieceRows + 2, pieceRows + 3]);
  expect(await printNext(left)).toBe('');
});

test('exactly full pieces end, too; a shift without transactions is one piece', async () => {
  const full = await shiftOf(pieceRows);
  expect(await printNext(full)).toMatch(/Конец, всего операций\s+20/);
  expect(await printNext(full)).toBe('');
  const empty = await shiftOf(0);
  expect(await printNext(empty)).toMatch(/Конец, всего операций\s+0/);
});

test('by the gateway’s book while it answers, by the journal’s from then on, and each piece says which', async () => {
  const listed = (number: number): Payment => ({
    kind: 'payment',
    transactionNumber: number,
    saleId: `sale-${number}`,
    shiftNumber: 7,
    method: 'offline',
    paymentSystem: 'wechat',
    status: 'paid',
    amount: 1_00,
    currency: 'RUB',
    refundedAmount: 0,
    reference: null,
    createdAt: '2026-11-24T09:00:00.000Z',
  });
  let isUp = true;
  const scene = await shiftOf(pieceRows + 2, (after, limit) => {
    if (!isUp) return silent;
    const transactions = Array.from({ length: limit }, (_, index) => listed(after + index + 1));
    return { kind: 'answered', value: { transactions, next: after + limit } };
  });
  expect(await printNext(scene)).toMatch(/По данным\s+сервера Sendy[\s\S]*WeChat/);
  isUp = false;
  const second = await printNext(scene);
  expect(second).toMatch(/По данным\s+терминала/);
  expect(numbersOn(second)).toEqual([pieceRows + 1, pieceRows + 2]);
});

test('at any width no line is longer than the paper', async () => {
  const scene = await shiftOf(3);
  const piece = firstPiece({ scope: { shift: 7 }, source: 'journal', timeZone: 'Europe/Moscow' });
  const page = await scene.detail.read(piece, 1, undefined);
  const rows = page.rows.map((row) => ({ ...row, transactionNumber: 999_999_999, amount: 999_999_999_99 }));
  for (const width of [24, 32, 48, 64])
    for (const language of ['ru', 'en'] as const) {
      const text = plainText(renderDetail(piece, { ...page, rows }, { language, width, duplicate: true }));
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    }
});
