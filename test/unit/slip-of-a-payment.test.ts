import { expect, test } from 'vitest';
import type { Sale } from '../../machines/ports.ts';
import { plainText } from '../../src/documents/layout.ts';
import { renderActivationSlip } from '../../src/documents/notices.ts';
import { renderQrSlip } from '../../src/documents/qr-slip.ts';
import { buildSlip, renderSlip } from '../../src/documents/slip.ts';
import { payment, sale, shop } from '../helpers/slip-of-a-sale.ts';

const moscow = 'Europe/Moscow';
const lines = (text: string): string[] => text.split('\n');

test('the slip of a payment, as the buyer gets it', () => {
  const slip = buildSlip(sale(), shop, moscow);
  expect(lines(plainText(renderSlip(slip, { language: 'ru', width: 32, copy: 1, duplicate: false })))).toEqual([
    '         ООО "Ромашка"',
    '         ИНН 7701234567',
    '     Москва, ул. Лесная, 5',
    '--------------------------------',
    'Терминал              SBX-000017',
    'Серийный №        SN-2026-000017',
    'Смена                         17',
    'Операция №                  1042',
    'Дата и время 24.11.2026 14:05:30',
    'Способ         QR-код покупателя',
    'Платёжная система          Sendy',
    'Ссылка              632911223344',
    'Код авторизации           A1B2C3',
    'Плательщик      +7 *** ***-12-34',
    'Статус                  ОПЛАЧЕНО',
    '--------------------------------',
    '             ОПЛАТА',
    '   1 500,00 руб.',
    '      экземпляр покупателя',
    '',
    '              [QR]',
  ]);
});

test('its own code leads back to the transaction, and the amount stands out', () => {
  const { blocks } = renderSlip(buildSlip(sale(), shop, moscow), {
    language: 'ru',
    width: 32,
    copy: 1,
    duplicate: false,
  });
  expect(blocks).toContainEqual({ type: 'qr', text: 'SBX1:SBX-000017:1042', size: 'small' });
  expect(blocks).toContainEqual({ type: 'text', text: '1 500,00 руб.', align: 'center', bold: true, size: 'double' });
  expect(blocks.at(-1)).toEqual({ type: 'cut' });
});

test('what is kept in the journal survives JSON', () => {
  const slip = buildSlip(sale(), shop, moscow);
  expect(JSON.parse(JSON.stringify(slip))).toEqual(slip);
});

test('each copy says whose it is', () => {
  const slip = buildSlip(sale(), shop, moscow);
  const mark = (language: 'ru' | 'en', copy: number): string[] =>
    lines(plainText(renderSlip(slip, { language, width: 32, copy, duplicate: false })))
      .map((line) => line.trim())
      .filter((line) => /экземпляр|копия|copy/.test(line));
  expect([1, 2, 3].flatMap((copy) => mark('ru', copy))).toEqual([
    'экземпляр покупателя',
    'экземпляр продавца',
    'копия 3',
  ]);
  expect([1, 2, 3].flatMap((copy) => mark('en', copy))).toEqual(['customer copy', 'merchant copy', 'copy 3']);
});

test('a slip printed again says that it is a duplicate, the first one does not', () => {
  const slip = buildSlip(sale(), shop, moscow);
  const text = (language: 'ru' | 'en', duplicate: boolean): string =>
    plainText(renderSlip(slip, { language, width: 32, copy: 1, duplicate }));
  expect(text('ru', true)).toContain('ДУБЛИКАТ');
  expect(text('en', true)).toContain('DUPLICATE');
  expect(text('ru', false)).not.toContain('ДУБЛИКАТ');
});

test('a refund names the payment it belongs to and is signed', () => {
  const refund = sale({
    kind: 'refund',
    status: 'refunded',
    payment: { ...payment, kind: 'refund', status: 'refunded', originalTransactionNumber: 1040 },
  });
  const text = plainText(
    renderSlip(buildSlip(refund, shop, moscow), { language: 'ru', width: 32, copy: 2, duplicate: false }),
  );
  expect(text).toContain('ВОЗВРАТ');
  expect(text).toContain('К операции №                1040');
  expect(lines(text)).toContain('Подпись кассира');
  expect(lines(text)).toContain('_'.repeat(32));
  const paid = plainText(
    renderSlip(buildSlip(sale(), shop, moscow), { language: 'ru', width: 32, copy: 2, duplicate: false }),
  );
  expect(paid).not.toContain('Подпись');
});

test('a refund that is under way says so, and knows its payment before the gateway has named it', () => {
  const begun = sale();
  const refund: Sale = {
    ...begun,
    kind: 'refund',
    status: 'pending',
    verdict: null,
    intent: {
      ...begun.intent,
      refund: { originalTransactionNumber: 1040, refundedBeforeMinor: 0, reason: 'customer' },
    },
    payment: { ...payment, kind: 'refund', status: 'pending', paidAt: undefined },
  };
  const text = plainText(
    renderSlip(buildSlip(refund, shop, moscow), { language: 'ru', width: 32, copy: 1, duplicate: false }),
  );
  expect(text).toContain('К операции №                1040');
  expect(text).toContain('Статус                 ОЖИДАЕТСЯ');
  expect(text).toContain('Подпись кассира');
});

test('the time on the slip is the shop’s, in whatever zone the box runs', () => {
  const text = (timeZone: string): string =>
    plainText(renderSlip(buildSlip(sale(), shop, timeZone), { language: 'en', width: 40, copy: 1, duplicate: false }));
  expect(text('Asia/Vladivostok')).toContain('24.11.2026 21:05:30');
  expect(text('UTC')).toContain('24.11.2026 11:05:30');
});

test('what the gateway did not say takes no line', () => {
  const bare = sale({
    payment: { ...payment, reference: null, approvalCode: undefined, payer: undefined, paymentSystem: null },
  });
  const text = plainText(
    renderSlip(buildSlip(bare, shop, moscow), { language: 'ru', width: 32, copy: 1, duplicate: false }),
  );
  for (const label of ['Ссылка', 'Код авторизации', 'Плательщик', 'Платёжная система'])
    expect(text).not.toContain(label);
});

test('the QR to pay with: amount, wallet, how long, and what to do', () => {
  const slip = {
    sale: sale({ payment: null }),
    qr: 'https://pay.example/t/abc',
    expiresAt: '2026-11-24T11:07:00.000Z',
  };
  const layout = renderQrSlip(slip, shop, { language: 'ru', width: 32, timeZone: moscow });
  expect(layout.blocks).toContainEqual({ type: 'qr', text: 'https://pay.example/t/abc', size: 'large' });
  expect(lines(plainText(layout)).map((line) => line.trim())).toEqual([
    'ООО "Ромашка"',
    'К ОПЛАТЕ',
    '1 500,00 руб.',
    'Sendy',
    '',
    '[QR]',
    '',
    'Отсканируйте код приложением',
    'Sendy',
    'Действителен до 14:07:00',
    'Операция №                  1042',
  ]);
});

test('the activation slip shows what the operator registered', () => {
  const text = plainText(renderActivationSlip(shop, { language: 'ru', width: 32, timeZone: moscow }));
  for (const part of [
    'ТЕРМИНАЛ АКТИВИРОВАН',
    'SBX-000017',
    'SN-2026-000017',
    'Касса 1',
    'Sendy, WeChat',
    '600 000,00 руб.',
    'разрешены',
  ])
    expect(text).toContain(part);
});
