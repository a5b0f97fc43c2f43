/** What the slips on the paper say: whose they are, which copy, marked or not, whole or torn off in the middle. */
import type { PaperSheet } from '../../devices/printer/paper.ts';
import { type SlipTexts, slipTexts } from '../locale/slip.ts';

export interface PrintedSlip {
  /** Null: it was torn before its number. */
  readonly transactionNumber: number | null;
  /** Null: it was torn before its end. */
  readonly copy: number | null;
  readonly isMarked: boolean;
  readonly sheet: number;
}

/** A slip begins with the merchant; the tax number's line stands on slips and on the activation slip alone. */
const slipsOf = (sheet: PaperSheet, texts: SlipTexts): PrintedSlip[] => {
  const pieces: string[][] = [];
  for (const item of sheet.items) {
    if (item.type !== 'line') continue;
    if (item.text.startsWith(`${texts.taxId} `)) pieces.push([]);
    pieces.at(-1)?.push(item.text);
  }
  return pieces.flatMap((lines) => {
    const values = lines.map((line) => line.split(/\s{2,}|\s(?=\d+$)/));
    if (values.some(([label]) => label === texts.name || label === texts.modes)) return [];
    const number = values.find(([label]) => label === texts.transaction)?.at(-1);
    const copy = [texts.buyerCopy, texts.sellerCopy, texts.copy(3), texts.copy(4), texts.copy(5)].findIndex((mark) =>
      lines.includes(mark),
    );
    return [
      {
        transactionNumber: number === undefined ? null : Number(number),
        copy: copy < 0 ? null : copy + 1,
        isMarked: lines.includes(texts.duplicate),
        sheet: sheet.id,
      },
    ];
  });
};

/** Both languages' slips, in the order they came out. */
export const printedSlips = (sheets: readonly PaperSheet[]): readonly PrintedSlip[] =>
  sheets.flatMap((sheet) => [...slipsOf(sheet, slipTexts.ru), ...slipsOf(sheet, slipTexts.en)]);
