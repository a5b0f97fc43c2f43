import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TransactionAnswer } from '../../machines/ports.ts';
import { buildAnswer, renderAnswer } from '../../src/documents/answers.ts';
import { type Layout, typeset } from '../../src/documents/layout.ts';
import { buildNotice, renderActivationSlip, renderNotice } from '../../src/documents/notices.ts';
import { wrapWords } from '../../src/documents/paper-text.ts';
import { renderQrSlip } from '../../src/documents/qr-slip.ts';
import { buildSlip, renderSlip } from '../../src/documents/slip.ts';
import { noticeKinds } from '../../src/locale/notice.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

const textsOf = (layout: Layout): { text: string; columns: number }[] =>
  typeset(layout).flatMap((item) =>
    item.type === 'line' ? [{ text: item.text, columns: item.text.length * (item.size === 'double' ? 2 : 1) }] : [],
  );

test('words are kept whole, a word longer than the paper is cut', () => {
  expect(wrapWords('улица Большая Конюшенная', 10)).toEqual(['улица', 'Большая', 'Конюшенная']);
  expect(wrapWords('абвгдежзийклмн оп', 10)).toEqual(['абвгдежзий', 'клмн оп']);
  expect(wrapWords('  одно   слово  ', 24)).toEqual(['одно слово']);
  expect(wrapWords('первая\nвторая\r\n\nтретья', 24)).toEqual(['первая', 'вторая', 'третья']);
  expect(wrapWords('', 24)).toEqual([]);
});

test('a value that does not fit beside its label stands below it on the right', () => {
  const row = (label: string, value: string): string[] =>
    textsOf({ width: 24, blocks: [{ type: 'row', label, value }] }).map(({ text }) => text);
  expect(row('Терминал', 'SBX-17')).toEqual(['Терминал          SBX-17']);
  expect(row('Терминал', '123456789012345')).toEqual(['Терминал 123456789012345']);
  expect(row('Терминал', '1234567890123456')).toEqual(['Терминал', '        1234567890123456']);
  expect(row('Терминал', 'x'.repeat(30))).toEqual(['Терминал', 'x'.repeat(24), 'xxxxxx'.padStart(24)]);
});

test('a slip is 24 to 64 characters wide, nothing else', () => {
  expect(() => typeset({ width: 23, blocks: [] })).toThrow('24 to 64');
  expect(() => typeset({ width: 65, blocks: [] })).toThrow('24 to 64');
});

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });

test('whatever the merchant is called, no line is wider than the paper and every value is whole', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 24, max: 64 }),
      fc.constantFrom('ru' as const, 'en' as const),
      fc.record({ name: anyText, taxId: anyText, address: anyText }),
      fc.integer({ min: 0, max: 9_999_999_999 }),
      fc.record({ reference: anyText, approvalCode: anyText, payer: anyText }),
      (width, language, merchant, amountMinor, said) => {
        const terminal = { ...shop, merchant };
        const made = sale({ payment: { ...payment, ...said } });
        const paid = { ...made, intent: { ...made.intent, amountMinor } };
        const told = { ...payment, ...said, amount: amountMinor, declineCode: said.reference };
        const marked = { language, width, duplicate: true };
        const answer = {
          transactionNumber: 999_999_999_999,
          payment: told,
          sale: { ...paid, error: { code: 'GWY-17' } },
        };
        const layouts = [
          renderSlip(buildSlip(paid, terminal, 'Europe/Moscow'), { language, width, copy: 3, duplicate: true }),
          renderQrSlip({ sale: paid, qr: 'https://x', expiresAt: null }, terminal, {
            language,
            width,
            timeZone: 'UTC',
          }),
          renderActivationSlip(terminal, { language, width, timeZone: 'UTC' }),
          renderAnswer(buildAnswer(answer as TransactionAnswer, terminal, 'UTC', payment.createdAt), marked),
          ...noticeKinds.map((kind) => renderNotice(buildNotice(kind, paid, null, terminal, 'UTC'), marked)),
        ];
        for (const { text, columns } of layouts.flatMap(textsOf)) {
          expect(columns).toBeLessThanOrEqual(width);
          expect(text).toBe(text.trimEnd());
        }
        expect(textsOf(layouts[0] as Layout).some(({ text }) => text.includes('24.11.2026 14:05:30'))).toBe(true);
      },
    ),
  );
});
