import { describe, expect, test } from 'vitest';
import type { BoxView, MenuView, SaleView } from '../../machines/box-view.ts';
import type { JobResult } from '../../machines/job.ts';
import { menuItems } from '../../machines/menu.ts';
import { fieldCodes, fieldError } from '../../src/errors.ts';
import { type Language, languages } from '../../src/locale/language.ts';
import { present } from '../../src/panel/presenter.ts';
import { screenColumns, screenRows } from '../../src/panel/screen.ts';
import { emptyEntry } from '../../src/payment/money.ts';
import type { Payment } from '../../src/payment/types.ts';
import { paymentOf, saleOf, terms } from '../fixtures/sales.ts';

const menu: MenuView = {
  stage: 'choosing',
  items: menuItems.map(({ item }) => item),
  selected: 0,
  job: null,
  entry: '',
  amount: emptyEntry,
  payment: null,
  restMinor: null,
  error: null,
  result: null,
  service: null,
  information: null,
  dayClose: null,
};

const view: BoxView = {
  state: 'menu',
  terms,
  obstacle: null,
  keyLost: null,
  entry: emptyEntry,
  notice: null,
  deadline: null,
  sale: null,
  result: null,
  resultAmountMinor: null,
  last: null,
  slips: 'out',
  activation: null,
  menu,
  question: null,
  obligations: [],
  openClose: null,
  printing: { owed: 0, error: null },
};

const screenOf = (change: Partial<MenuView>, language: Language = 'ru', more: Partial<BoxView> = {}) =>
  present({ ...view, ...more, menu: { ...menu, ...change } }, language);
const linesOf = (...args: Parameters<typeof screenOf>) => screenOf(...args).lines;

const refundRow = saleOf({
  kind: 'refund',
  status: 'refunded',
  resolved: true,
  intent: { ...saleOf().intent, transactionNumber: 18, amountMinor: 50_000 },
});
const refundPayment = (status: Payment['status'], change: Partial<Payment> = {}) =>
  paymentOf({ kind: 'refund', transactionNumber: 18, amount: 50_000, status, ...change });

const ended = (result: Partial<JobResult> & Pick<JobResult, 'kind'>, language: Language = 'ru') =>
  screenOf(
    {
      stage: 'showing',
      job: result.kind,
      result: { outcome: 'done', sale: null, payment: null, error: null, ...result },
    },
    language,
  );

test('the menu: every item with its digit, a mark that moves, and the digits as keys', () => {
  expect(linesOf({})).toEqual(['>1 Закрытие смены', ' 3 Дубликат слипа', ' 4 Возврат', ' 5 Проверка оплаты']);
  expect(linesOf({ selected: 5 })[3]).toBe('>7 Сервис');
  expect(screenOf({}).keys).toEqual(['1', '3', '4', '5', '6', '7', 'UP', 'DOWN', 'ENTER', 'CANCEL', 'MENU']);
});

test('a menu longer than the display keeps its mark on it, wherever it stands', () => {
  const items = [...menu.items, ...menu.items];
  for (let selected = 0; selected < items.length; selected += 1) {
    const lines = linesOf({ items, selected });
    expect(lines).toHaveLength(screenRows);
    expect(lines.filter((line) => line.startsWith('>'))).toHaveLength(1);
  }
  expect(linesOf({ items, selected: 11 })[3]).toBe('>7 Сервис');
});

test('a number is typed or scanned; an empty one is the last slip, for a reprint only', () => {
  const stage = 'typingNumber';
  expect(linesOf({ stage, job: 'refund', entry: '1042' })).toEqual([
    'Возврат: N операции',
    '1042_',
    'или считайте слип',
    'ENTER - дальше',
  ]);
  expect(linesOf({ stage, job: 'reprint' })[3]).toBe('ENTER - последний');
  expect(linesOf({ stage, job: 'reprint', entry: '7' })[3]).toBe('ENTER - дальше');
  expect(linesOf({ stage, job: 'inquiry' })[3]).toBe('ENTER - дальше');
  const wrong = linesOf({ stage, job: 'inquiry', entry: '7', error: fieldError('PAY-06') });
  expect(wrong.slice(1, 3)).toEqual(['7_', 'PAY-06 Нет такой']);
});

test('what is refunded: the sum on the first line, all that is left unless another is typed, and what ENTER does', () => {
  const asked = {
    stage: 'typingAmount',
    job: 'refund',
    payment: paymentOf({ status: 'paid' }),
    restMinor: 120_000,
  } as const;
  expect(linesOf(asked)).toEqual(['1 200,00 ₽', 'Возврат N 17', 'ост. 1 200,00', 'ENTER - вернуть']);
  const typed = { ...asked, amount: { digits: '5000', fraction: null } };
  expect(linesOf(typed)[0]).toBe('50,00 ₽');
  const tooMuch = linesOf({ ...typed, error: fieldError('PAY-14') });
  expect(tooMuch.slice(0, 2)).toEqual(['50,00 ₽', 'Возврат N 17']);
  expect(tooMuch[2]).toContain('PAY-14');
});

test('while it is being worked on: what is going on, and the sum where there is one', () => {
  expect(linesOf({ stage: 'looking', job: 'inquiry', entry: '17' })).toEqual([
    'Проверка оплаты',
    'Спрашиваем сервер...',
    'N 17',
    'CANCEL - выйти',
  ]);
  const working = { stage: 'working', job: 'refund', entry: '17', restMinor: 120_000 } as const;
  expect(linesOf(working).slice(0, 2)).toEqual(['1 200,00 ₽', 'Возврат...']);
  expect(linesOf({ ...working, error: fieldError('NET-01') })[2]).toBe('NET-01 повторяем');
});

describe('how a refund ended', () => {
  test('refunded: and the return receipt', () => {
    const { lines, tone, keys } = ended({ kind: 'refund', sale: refundRow, payment: refundPayment('refunded') });
    expect(lines).toEqual(['500,00 ₽', 'ВОЗВРАЩЕНО', 'Чек возврата на ККТ', 'ENTER - готово']);
    expect([tone, keys]).toEqual(['idle', ['ENTER', 'CANCEL']]);
  });

  test('accepted: neither refunded nor failed, and no receipt yet', () => {
    const { lines, tone } = ended({
      kind: 'refund',
      sale: { ...refundRow, status: 'pending', resolved: false },
      payment: refundPayment('pending'),
    });
    expect(lines).toEqual(['500,00 ₽', 'ВОЗВРАТ ПРИНЯТ', 'Не повторять,', 'итог скажет терминал']);
    expect(tone).toBe('unknown');
  });

  test.each(languages)('its end is unknown: never told as failed (%s)', (language) => {
    const open = { ...refundRow, status: 'intent', resolved: false } as const;
    const { lines, tone } = ended(
      { kind: 'refund', outcome: 'unknown', sale: open, error: fieldError('NET-06') },
      language,
    );
    expect(tone).toBe('unknown');
    expect(lines[0]).toBe('500,00 ₽');
    expect(lines.join(' ')).not.toMatch(/НЕ ВОЗВРАЩЕНО|NOT REFUNDED/);
    expect(lines[2]).toMatch(/Не повторять|Do not repeat/);
  });

  test('declined: why, in the words of the decline', () => {
    const { lines, tone } = ended({
      kind: 'refund',
      outcome: 'failed',
      sale: { ...refundRow, status: 'declined' },
      payment: refundPayment('declined', { declineCode: 'insufficient-funds' }),
      error: fieldError('PAY-19', 'insufficient-funds'),
    });
    expect(lines).toEqual(['500,00 ₽', 'НЕ ВОЗВРАЩЕНО PAY-19', 'Не хватает денег', 'ENTER - готово']);
    expect(tone).toBe('failed');
    const other = ended({
      kind: 'refund',
      outcome: 'failed',
      sale: refundRow,
      payment: refundPayment('declined', { declineCode: 'other' }),
      error: fieldError('PAY-19', 'other'),
    });
    expect(other.lines.join(' ')).not.toContain('Оплата');
  });

  test('refused before it began: without the sum of the payment, which was not to be refunded', () => {
    const { lines } = ended({
      kind: 'refund',
      outcome: 'failed',
      payment: paymentOf({ status: 'paid' }),
      error: fieldError('PAY-13'),
    });
    expect(lines.slice(0, 2)).toEqual(['Возврат', 'НЕ ВОЗВРАЩЕНО PAY-13']);
  });
});

describe('did it go through?', () => {
  const paid = saleOf({ status: 'paid', verdict: 'paid', resolved: true });
  const kind = 'inquiry' as const;

  test('paid, and what was refunded of it', () => {
    const { lines, tone } = ended({ kind, sale: paid, payment: paymentOf({ status: 'paid' }) });
    expect(lines).toEqual(['1 500,00 ₽', 'ОПЛАЧЕНО', 'N 17', 'ENTER - готово']);
    expect(tone, 'it is no sale that has just been paid').toBe('idle');
    const back = ended({ kind, sale: paid, payment: paymentOf({ status: 'paid', refundedAmount: 50_000 }) });
    expect(back.lines[2]).toBe('Возвр. 500,00');
  });

  test('not paid: why', () => {
    const unpaid = saleOf({ status: 'declined', verdict: 'notPaid', resolved: true });
    const payment = paymentOf({ status: 'declined', declineCode: 'code-used' });
    expect(ended({ kind, sale: unpaid, payment }).lines).toEqual([
      '1 500,00 ₽',
      'НЕ ОПЛАЧЕНО',
      'Код уже использован',
      'ENTER - готово',
    ]);
    expect(ended({ kind, sale: null, payment: paymentOf({ status: 'expired' }) }).lines[2]).toBe('Не подтверждено');
  });

  test('paid at the gateway, NOT PAID for the till: NOT PAID', () => {
    const returning = saleOf({ status: 'paid', verdict: 'notPaid' });
    const payment = paymentOf({ status: 'paid' });
    const { lines } = ended({ kind, outcome: 'unknown', sale: returning, payment, error: fieldError('PAY-05') });
    expect(lines).toEqual(['1 500,00 ₽', 'НЕ ОПЛАЧЕНО', 'Товар не отдавать,', 'деньги вернутся сами']);
    const returned = ended({ kind, sale: { ...returning, resolved: true }, payment });
    expect(returned.lines.slice(1, 3)).toEqual(['НЕ ОПЛАЧЕНО', 'Деньги возвращены']);
  });

  test('pending, and paid without a verdict: no word to give goods by', () => {
    const open = saleOf({ status: 'pending' });
    expect(ended({ kind, sale: open, payment: paymentOf() }).lines.slice(1, 3)).toEqual([
      'ЖДЁТ ОПЛАТЫ',
      'Товар не отдавать',
    ]);
    const found = ended({ kind, sale: open, payment: paymentOf({ status: 'paid' }) });
    expect(found.lines.slice(1)).toEqual(['НА СЕРВЕРЕ ОПЛАЧЕНО', 'Терминал спросит,', 'выдан ли товар']);
    expect(found.tone).toBe('unknown');
  });

  test('a contradiction: change nothing, call', () => {
    const { lines, tone } = ended({ kind, outcome: 'unknown', sale: paid, error: fieldError('GWY-17') });
    expect(lines).toEqual(['1 500,00 ₽', 'ПРОТИВОРЕЧИЕ GWY-17', 'Ничего не менять,', 'звоните в Sendy']);
    expect(tone).toBe('unknown');
  });

  test('the gateway is not reached: what the journal knows, and that there was no answer', () => {
    const { lines, tone } = ended({ kind, outcome: 'unknown', sale: paid, error: fieldError('NET-01') });
    expect(lines).toEqual(['1 500,00 ₽', 'НЕТ ОТВЕТА NET-01', 'Журнал: ОПЛАЧЕНО', 'ENTER - готово']);
    expect(tone).toBe('unknown');
    const nobody = ended({ kind, outcome: 'unknown', error: fieldError('NET-01') });
    expect(nobody.lines).toEqual(['Проверка оплаты', 'НЕТ ОТВЕТА NET-01', 'Нет связи с сервером', 'ENTER - готово']);
    const broken = ended({ kind, outcome: 'failed', error: fieldError('JRN-02') });
    expect(broken.lines.slice(0, 2).join(' ')).toContain('JRN-02');
    expect(broken.lines.join(' '), 'nobody was asked').not.toContain('НЕТ ОТВЕТА');
  });

  test('nobody knows it', () => {
    const { lines, tone } = ended({ kind, outcome: 'failed', error: fieldError('PAY-06') });
    expect(lines.slice(0, 2)).toEqual(['Проверка оплаты', 'PAY-06 Нет такой']);
    expect(tone).toBe('failed');
  });

  test('an answer that could not be kept for the printer is shown, and so is that', () => {
    const payment = paymentOf({ status: 'paid' });
    const { lines } = ended({ kind, sale: paid, payment, error: fieldError('JRN-01') });
    expect(lines[1]).toBe('ОПЛАЧЕНО');
    expect(lines[3]).toContain('JRN-01');
  });
});

test('a reprint: which one, that it is marked, and what holds the printer', () => {
  const result = { kind: 'reprint', outcome: 'done', sale: saleOf(), payment: null, error: null } as const;
  const showing = { stage: 'showing', job: 'reprint', result } as const;
  expect(linesOf(showing)).toEqual(['1 500,00 ₽', 'Печать... N 17', 'с пометкой ДУБЛИКАТ', 'ENTER - готово']);
  const stuck = linesOf(showing, 'ru', { printing: { owed: 1, error: fieldError('PRN-02') } });
  expect(stuck[2]).toContain('PRN-02');
  expect(ended({ kind: 'reprint', outcome: 'failed', error: fieldError('PAY-06') }).lines.slice(0, 2)).toEqual([
    'Дубликат слипа',
    'PAY-06 Нет такой',
  ]);
});

describe('the duplicate guard asks', () => {
  const doubting: SaleView = {
    stage: 'doubting',
    amountMinor: 150_000,
    currency: 'RUB',
    method: 'offline',
    paymentSystem: null,
    options: [],
    selected: 0,
    transactionNumber: null,
    error: null,
    leaveOffered: false,
    suspicion: { kind: 'sameCode', transactionNumber: 1041, amountMinor: 150_000 },
    doubtReadable: true,
    waitTimeoutMs: 90_000,
  };
  const ask = (change: Partial<SaleView> = {}, more: Partial<BoxView> = {}, language: Language = 'ru') =>
    present({ ...view, state: 'paying.doubting', menu: null, sale: { ...doubting, ...change }, ...more }, language);

  test('the sum, why, the earlier sale, and what the keys do', () => {
    const { lines, tone, keys } = ask();
    expect(lines).toEqual(['1 500,00 ₽', 'Код уже сканировали', 'N 1041 - ещё одна?', 'ENTER да CANCEL нет']);
    expect([tone, keys]).toEqual(['ask', ['ENTER', 'CANCEL']]);
  });

  test('no key is offered before it can have been read', () => {
    expect(ask({ doubtReadable: false }).keys).toEqual([]);
  });

  test('a notice does not cover it', () => {
    expect(ask({}, { notice: fieldError('SCN-05') }).lines).toEqual(ask().lines);
  });

  test.each(languages)('every doubt says its own reason and fits, with the highest number too (%s)', (language) => {
    const kinds = ['sameCode', 'sameAmountOpen', 'sameAmountPaid'] as const;
    const asked = kinds.map((kind) =>
      ask({ suspicion: { kind, transactionNumber: 999_999_999_999, amountMinor: 1 } }, {}, language),
    );
    expect(new Set(asked.map(({ lines }) => lines[1])).size).toBe(kinds.length);
    for (const { lines } of asked) {
      expect(lines[2]).toContain('N 999999999999');
      expect(lines[2]).toContain('?');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(screenColumns);
    }
  });
});

test('a result in the menu is not covered by a notice', () => {
  const result = { kind: 'refund', outcome: 'unknown', sale: refundRow, payment: null, error: null } as const;
  const lines = linesOf({ stage: 'showing', job: 'refund', result }, 'ru', { notice: fieldError('SCN-05') });
  expect(lines.join(' ')).not.toContain('SCN-05');
});

/** The presenter cuts what is too long: a line of full width that ends within a word is one that was cut. */
test.each(languages)(
  'the longest sums and numbers, and every failure, leave no line out and none cut in a number (%s)',
  (language) => {
    const amount = 9_999_999_999;
    const number = 999_999_999_999;
    const payment = paymentOf({ status: 'paid', amount, transactionNumber: number, refundedAmount: amount });
    const { intent } = saleOf();
    const sale = saleOf({
      verdict: 'paid',
      resolved: true,
      intent: { ...intent, amountMinor: amount, transactionNumber: number },
    });
    const most = linesOf(
      { stage: 'typingAmount', job: 'refund', payment, restMinor: amount, entry: String(number) },
      language,
    );
    expect(most[0]).toBe('99 999 999,99 ₽');
    expect(most[1]).toContain(String(number));
    expect(most[2]).toContain('99 999 999,99');
    const paid = ended({ kind: 'inquiry', sale, payment }, language);
    expect(paid.lines[2]).toContain('99 999 999,99');
    const again = ended({ kind: 'reprint', sale }, language);
    expect(again.lines[1]).toContain(String(number));
    for (const code of fieldCodes) {
      const error = fieldError(code, undefined, { limit: '99 999 999,99', attemptsLeft: 2 });
      for (const kind of ['refund', 'inquiry', 'reprint'] as const)
        for (const outcome of ['failed', 'unknown'] as const) {
          const { lines } = ended({ kind, outcome, sale, error }, language);
          expect(lines.length, code).toBeLessThanOrEqual(screenRows);
          if (kind !== 'refund' || outcome === 'failed')
            if (kind !== 'inquiry' || code !== 'GWY-06') expect(lines.join(' '), code).toContain(code);
        }
    }
  },
);
