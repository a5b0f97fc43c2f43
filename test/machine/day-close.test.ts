/** The day close at the box: what the cashier sees, what is on disk before what is sent, and what nobody may do meanwhile. */
import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { startWorld, type World } from '../helpers/fake-world.ts';
import { agreeing, emptyTotals, openShift, someTotals } from '../helpers/fake-world-day-close.ts';

const closed = { shiftNumber: 7, closedAt: '2026-11-24T09:30:00.000Z', totals: someTotals };

/** As far as the close has been sent. */
const closing = async (world: World) => {
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers(openShift);
  await (await world.dayClose.next('compare')).answers(agreeing);
  return world.dayClose.next('close');
};

test('MENU 1: asked, compared, on disk, closed, and the report on paper', async () => {
  const world = await startWorld();
  await world.type('MENU 1');
  expect([world.state, ...world.lines]).toEqual([
    'closingDay',
    'Закрытие смены',
    'Закрыть смену?',
    'ENTER - закрыть',
    'CANCEL - нет',
  ]);
  await world.type('ENTER');
  expect(world.lines.slice(0, 2)).toEqual(['Смена 7', 'Проверка...']);
  await (await world.dayClose.next('shift')).answers(openShift);
  const comparing = await world.dayClose.next('compare');
  comparing.onProgress(2);
  await world.settle();
  expect(world.lines).toEqual(['Смена 7', 'Сверка с сервером 2', '##########..........', 'CANCEL - отмена']);
  world.tell();
  await comparing.answers(agreeing);
  expect(world.tell('disk', 'send')).toEqual(['disk begin', 'send close']);
  expect(world.lines.slice(0, 3)).toEqual(['Смена 7', 'Закрываем...', 'Подождите']);
  const call = await world.dayClose.next('close');
  expect(call.asked).toMatchObject({ shiftNumber: 7, comparison: { report: { totals: someTotals } } });
  await call.answers(closed);
  expect(world.lines).toEqual(['Смена 7 ЗАКРЫТА', '400,00 ₽', 'Опл. 3, возвр. 1', 'ENTER - готово']);
  expect(world.dayClose.papers).toEqual(['close 7']);
  await world.type('ENTER');
  expect(world.state).toBe('ready');
});

test('the first key of the menu does not close the day by itself', async () => {
  const world = await startWorld();
  await world.type('MENU ENTER CANCEL');
  expect(world.state).toBe('ready');
  expect(world.tell('send')).toEqual([]);
  await world.type('MENU 1');
  await world.advance(60_000);
  expect(world.state).toBe('ready');
});

test.each(['PRN-01', 'PRN-02'] as const)('%s: nothing is asked of the gateway and nothing is closed', async (code) => {
  const world = await startWorld();
  world.dayClose.trouble = fieldError(code);
  await world.type('MENU 1 ENTER');
  expect(world.lines[0]).toBe('СМЕНА НЕ ЗАКРЫТА');
  expect(world.lines[1]).toContain(code);
  expect(world.tell('send', 'disk')).toEqual([]);
});

test('without a connection nothing is closed', async () => {
  const world = await startWorld();
  world.gateway.numbering = null;
  await world.type('MENU 1 ENTER');
  await (await world.gateway.next('counters')).notSent('NET-01');
  expect(world.lines.slice(0, 2)).toEqual(['СМЕНА НЕ ЗАКРЫТА', 'NET-01 Нет связи с']);
});

test('an open payment is tried at once, and named when it stays open', async () => {
  const world = await startWorld({ disk: (journal) => journal.putOpen(40, { answered: true }) });
  await (await world.gateway.next('payment', 40)).noAnswer();
  await world.advance(15_000); // recovery has let go
  for (let tries = 0; tries < 6; tries += 1) {
    if (world.gateway.waitingFor().includes('payment')) await (await world.gateway.next('payment', 40)).noAnswer();
    await world.advance(16_000);
  }
  if (world.gateway.waitingFor().includes('payment')) await (await world.gateway.next('payment', 40)).noAnswer();
  await world.type('MENU 1 ENTER');
  expect(world.lines.slice(0, 3)).toEqual(['Смена 7', 'Ждём оплаты', 'N 40']);
  // its pause would have lasted up to a minute
  const again = await world.gateway.next('payment', 40);
  await again.noAnswer();
  await world.advance(15_000);
  expect(world.lines.slice(0, 3)).toEqual(['СМЕНА НЕ ЗАКРЫТА', 'CLS-01 Есть', 'незавершённые']);
  expect(world.dayClose.begun).toBeNull();
});

test('paid at the gateway and NOT PAID for the box: the money goes back before the shift is closed', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers(openShift);
  const difference = { kind: 'paidAtGateway', transactionNumber: 41, amount: 15_000 } as const;
  const differing = { ...agreeing, differences: [difference], differenceCount: 1, toReverse: [41] };
  await (await world.dayClose.next('compare')).answers(differing);
  const reversal = await world.dayClose.next('reverse');
  expect(reversal.asked).toEqual([41]);
  await reversal.answers(null);
  await (await world.dayClose.next('shift')).answers(openShift);
  const back = { ...difference, kind: 'reversed' } as const;
  await (await world.dayClose.next('compare')).answers({ ...agreeing, differences: [back], differenceCount: 1 });
  await (await world.dayClose.next('close')).answers(closed);
  expect(world.lines.slice(0, 3)).toEqual(['Смена 7 ЗАКРЫТА', '400,00 ₽', 'РАСХОЖДЕНИЯ: 1']);
  expect(world.screen().tone).toBe('unknown');
});

test('money that does not go back holds the shift open, and is named', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  const differing = { ...agreeing, differenceCount: 1, toReverse: [41] };
  await (await world.dayClose.next('shift')).answers(openShift);
  await (await world.dayClose.next('compare')).answers(differing);
  await (await world.dayClose.next('reverse')).noAnswer();
  await (await world.dayClose.next('shift')).answers(openShift);
  await (await world.dayClose.next('compare')).answers(differing);
  expect(world.lines.slice(0, 2)).toEqual(['СМЕНА НЕ ЗАКРЫТА', 'CLS-01 Есть']);
  expect(world.dayClose.waitingFor()).toBe('');
});

test('a lost answer: nothing is sold until it is known, and the same close is sent again', async () => {
  const world = await startWorld();
  const first = await closing(world);
  await first.noAnswer();
  expect(world.lines).toEqual(['Смена 7', 'NET-06 Сервер не', 'ответил вовремя', 'Продажи после ответа']);
  await world.type('CANCEL ENTER 1 0 0 ENTER');
  expect(world.state).toBe('closingDay');
  await expect(
    world.box.pay({ amountMinor: 100, method: null, paymentSystem: null, code: null, ref: null }),
  ).rejects.toMatchObject({ fieldError: { code: 'PAY-04' } });
  expect(world.box.view().openClose).toMatchObject({ shiftNumber: 7, netMinor: 40_000, lastError: { code: 'NET-06' } });
  await world.advance(1_000);
  const second = await world.dayClose.next('close');
  expect(second.asked).toEqual(first.asked);
  await second.refused('signature-invalid'); // of this attempt only
  await world.advance(2_000);
  await (await world.dayClose.next('close')).answers(closed);
  expect(world.lines[0]).toBe('Смена 7 ЗАКРЫТА');
  expect(world.box.view().openClose).toBeNull();
});

test.each(['before the request was answered', 'after its answer was lost'])(
  'the power goes %s: the close goes on before anything is sold',
  async (when) => {
    const world = await startWorld();
    const first = await closing(world);
    if (when.startsWith('after')) await first.noAnswer();
    await world.cutPower();
    expect(world.state).toBe('closingDay');
    const second = await world.dayClose.next('close');
    expect(second.asked).toEqual(first.asked);
    await second.answers(closed);
    expect(world.lines[0]).toBe('Смена 7 ЗАКРЫТА');
    expect(world.dayClose.papers).toEqual(['close 7']);
    await world.type('ENTER');
    expect(world.state).toBe('ready');
    await world.cutPower();
    expect(world.state).toBe('ready');
  },
);

test('the sums have changed meanwhile: the books are compared anew, and closed with the new ones', async () => {
  const world = await startWorld();
  await (await closing(world)).refused('totals-changed');
  expect(world.dayClose.begun).toBeNull();
  const more = { ...openShift, totals: { ...someTotals, paid: { count: 4, amount: 60_000 } } };
  await (await world.dayClose.next('shift')).answers(more);
  await (await world.dayClose.next('compare')).answers({ ...agreeing, report: more });
  const second = await world.dayClose.next('close');
  expect(second.asked).toMatchObject({ comparison: { report: more } });
  await second.answers({ ...closed, totals: more.totals });
  expect(world.lines[1]).toBe('550,00 ₽');
});

test('sums that never stand still are given up, and selling goes on', async () => {
  const world = await startWorld();
  await (await closing(world)).refused('totals-changed');
  for (let round = 0; round < 2; round += 1) {
    await (await world.dayClose.next('shift')).answers(openShift);
    await (await world.dayClose.next('compare')).answers(agreeing);
    await (await world.dayClose.next('close')).refused('totals-changed');
  }
  expect(world.lines.slice(0, 2).join(' ')).toContain('НЕ ЗАКРЫТА GWY-15');
  await world.type('ENTER 1 0 0');
  expect(world.state).toBe('ready');
});

test('nothing of it was sent: three tries, and the shift is certainly open', async () => {
  const world = await startWorld();
  let call = await closing(world);
  for (let tries = 1; tries < 3; tries += 1) {
    await call.notSent();
    await world.advance(4_000);
    call = await world.dayClose.next('close');
  }
  await call.notSent();
  expect(world.lines[0]).toBe('СМЕНА НЕ ЗАКРЫТА');
  expect(world.dayClose.begun).toBeNull();
});

test('a refusal of the first request ends it at once', async () => {
  const world = await startWorld();
  await (await closing(world)).refused('not-permitted');
  expect(world.lines.slice(0, 2).join(' ')).toContain('НЕ ЗАКРЫТА GWY-05');
  expect(world.dayClose.begun).toBeNull();
});

test('another box has the terminal, and the answer is lost: it is told, and stays open on disk', async () => {
  const world = await startWorld();
  await (await closing(world)).noAnswer();
  await world.advance(1_000);
  await (await world.dayClose.next('close')).refused('terminal-replaced');
  expect(world.lines.slice(0, 2).join(' ')).toContain('ИТОГ НЕИЗВЕСТЕН ACT-06');
  expect(world.dayClose.begun).not.toBeNull();
  expect(world.box.view().openClose).toMatchObject({ shiftNumber: 7 });
});

test('the answer is shown only when it is on disk', async () => {
  const world = await startWorld();
  const call = await closing(world);
  world.dayClose.failure = fieldError('JRN-01');
  await call.answers(closed);
  expect(world.lines.slice(0, 2)).toEqual(['Смена 7', 'JRN-01 Диск заполнен']);
  world.dayClose.failure = null;
  await world.advance(3_000);
  expect(world.lines[0]).toBe('Смена 7 ЗАКРЫТА');
});

test('a disk that cannot take the close: nothing is sent', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers(openShift);
  world.dayClose.failure = fieldError('JRN-01');
  await (await world.dayClose.next('compare')).answers(agreeing);
  expect(world.lines.slice(0, 2).join(' ')).toContain('НЕ ЗАКРЫТА JRN-01');
  expect(world.dayClose.waitingFor()).toBe('');
});

test('a second close, with nothing done since: the report of the first once more', async () => {
  const world = await startWorld();
  await (await closing(world)).answers(closed);
  world.gateway.numbering = { lastTransactionNumber: 41, shiftNumber: 8, open: [] };
  await world.type('ENTER MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers({
    ...openShift,
    shiftNumber: 8,
    openedAt: null,
    totals: emptyTotals,
  });
  expect(world.lines).toEqual(['Смена 7 закрыта', '400,00 ₽', 'Печать дубликата', 'ENTER - готово']);
  expect(world.dayClose.papers).toEqual(['close 7', 'close 7 again']);
});

test('nothing was ever sold: there is nothing to close', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers({ ...openShift, openedAt: null, totals: emptyTotals });
  expect(world.lines.slice(0, 2).join(' ')).toContain('НЕ ЗАКРЫТА CLS-02');
});

test('a shift of nothing but declined payments can be closed', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  const declined = { ...openShift, totals: emptyTotals };
  await (await world.dayClose.next('shift')).answers(declined);
  await (await world.dayClose.next('compare')).answers({ ...agreeing, report: declined });
  await (await world.dayClose.next('close')).answers({ ...closed, totals: emptyTotals });
  expect(world.lines.slice(0, 2)).toEqual(['Смена 7 ЗАКРЫТА', '0,00 ₽']);
});

test('a gateway that counts in another currency closes nothing', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers({ ...openShift, currency: 'USD' });
  expect(world.lines.slice(0, 2).join(' ')).toContain('НЕ ЗАКРЫТА CLS-03');
});

test('closed elsewhere while it was being read: the shift that is open now is taken up', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  world.gateway.numbering = { lastTransactionNumber: 41, shiftNumber: 8, open: [] };
  await (await world.dayClose.next('shift')).answers({ ...openShift, closedAt: '2026-11-24T09:00:00.000Z' });
  const asked = await world.dayClose.next('shift');
  expect(asked.asked).toBe(8);
});

test('CANCEL stops it until it is on disk', async () => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers(openShift);
  await world.dayClose.next('compare');
  await world.type('CANCEL');
  expect(world.state).toBe('ready');
  expect(world.tell('disk')).toEqual([]);
});

test.each([
  ['fails, and may be on disk all the same', fieldError('JRN-02')],
  ['never returns', null],
])('a commit of the close that %s: it is taken back before the cashier is told', async (_, failure) => {
  const world = await startWorld();
  await world.type('MENU 1 ENTER');
  await (await world.dayClose.next('shift')).answers(openShift);
  world.dayClose.landsAnd = failure ?? 'hangs';
  await (await world.dayClose.next('compare')).answers(agreeing);
  await world.advance(33_000);
  expect(world.lines.slice(0, 2).join(' ')).toContain('НЕ ЗАКРЫТА JRN-02');
  expect(world.dayClose.begun).toBeNull();
  await world.cutPower();
  expect(world.state).toBe('ready');
});
