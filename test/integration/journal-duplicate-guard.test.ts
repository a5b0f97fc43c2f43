import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Begun, SaleDraft } from '../../machines/ports.ts';
import type { Journal } from '../../src/journal/journal.ts';
import {
  afterPowerCut,
  answer,
  begin,
  counters,
  directory,
  draft,
  gateway,
  openedJournal,
  paid,
  terminalId,
} from '../helpers/journal-fixture.ts';

const journalAt = (now: () => string = () => '2026-11-24T09:00:40.000Z'): Journal =>
  openedJournal(join(directory(), 'journal.db'), { now });

/** A sale as the cashier makes it: nobody has confirmed anything. */
const attempt = (journal: Journal, given: Partial<SaleDraft> = {}): Promise<Begun> =>
  journal.beginSale(draft({ confirmed: false, ...given }), counters());

const code = '281234567890123456';
const otherCode = '289999999999999999';
const notPaid = { verdict: 'notPaid', resolved: true } as const;

describe('the same code of a customer', () => {
  test('is asked about, whatever the amount and however the sale ended; nothing is on disk', async () => {
    const journal = journalAt();
    await begin(journal, { code });
    await journal.recordSale(1, { status: 'declined', answered: true, ...notPaid }, []);
    expect(await attempt(journal, { code, amountMinor: 7_00 })).toEqual({
      kind: 'suspicious',
      suspicion: { kind: 'sameCode', transactionNumber: 1, amountMinor: 150_00 },
    });
    expect(await journal.highestNumber()).toBe(1);
  });

  test('begins once the cashier has confirmed it', async () => {
    const journal = journalAt();
    await begin(journal, { code });
    expect(await attempt(journal, { code, confirmed: true })).toMatchObject({
      kind: 'begun',
      sale: { intent: { transactionNumber: 2 }, status: 'intent' },
    });
  });

  test.each(['refused', 'unsent'] as const)('is as good as new after a number that was %s', async (status) => {
    const journal = journalAt();
    await begin(journal, { code });
    await journal.recordSale(1, { status, ...notPaid }, []);
    expect(await attempt(journal, { code })).toMatchObject({ kind: 'begun' });
  });

  test('is forgotten after 200 sales, and is nobody’s business at another terminal', async () => {
    const journal = journalAt();
    await paid(journal, await begin(journal, { code }));
    journal.scope({ gateway, terminalId: '10000002' });
    expect(await attempt(journal, { code })).toMatchObject({ kind: 'begun' });
    journal.scope({ gateway, terminalId });
    await begin(journal, { code: otherCode }, { lastTransactionNumber: 199 });
    expect(await attempt(journal, { code, amountMinor: 1_00 })).toMatchObject({ suspicion: { kind: 'sameCode' } });
    await begin(journal, { code: otherCode });
    expect(await attempt(journal, { code, amountMinor: 1_00 })).toMatchObject({ kind: 'begun' });
  });
});

describe('the same amount as a payment without a known end', () => {
  test('is asked about, also when the cashier was told NOT PAID; another amount is not', async () => {
    const journal = journalAt();
    await begin(journal, { code: null, paymentSystem: 'sendy', method: 'online' });
    const suspicion = { kind: 'sameAmountOpen', transactionNumber: 1, amountMinor: 150_00 };
    expect(await attempt(journal)).toEqual({ kind: 'suspicious', suspicion });
    await journal.recordSale(1, { verdict: 'notPaid', unanswered: true }, []);
    expect(await attempt(journal)).toEqual({ kind: 'suspicious', suspicion });
    expect(await attempt(journal, { amountMinor: 150_01 })).toMatchObject({ kind: 'begun' });
  });

  test('is not asked about once its end is known', async () => {
    const journal = journalAt();
    await begin(journal, { code: null });
    await journal.recordSale(1, { status: 'expired', answered: true, ...notPaid }, []);
    expect(await attempt(journal)).toMatchObject({ kind: 'begun' });
  });

  test('is still asked about after a power cut between the intent and the answer', async () => {
    const path = join(directory(), 'journal.db');
    await begin(openedJournal(path), { code: otherCode });
    const after = openedJournal(afterPowerCut(path));
    expect(await attempt(after)).toMatchObject({ suspicion: { kind: 'sameAmountOpen', transactionNumber: 1 } });
  });

  test('is about payments: an open refund of that amount is none', async () => {
    const journal = journalAt(() => '2026-11-24T12:00:00.000Z');
    const sale = await paid(journal, await begin(journal));
    await journal.beginRefund({ original: answer(sale), amountMinor: 150_00, reason: 'customer' }, counters());
    expect(await attempt(journal, { code: otherCode })).toMatchObject({ kind: 'begun' });
  });
});

describe('the same amount, just paid by the same wallet', () => {
  const paidAt = '2026-11-24T09:00:30.000Z';
  const alipay = { code: otherCode };

  test.each([
    ['40 s later', '2026-11-24T09:01:10.000Z', true],
    ['after exactly a minute', '2026-11-24T09:01:30.000Z', true],
    ['later than a minute', '2026-11-24T09:01:30.001Z', false],
    ['by a clock that was set back a little', '2026-11-24T09:00:00.000Z', true],
    ['by a clock that was set back by more than a minute', '2026-11-24T08:59:29.999Z', false],
    ['by a clock that was set back by years', '2020-01-01T00:00:00.000Z', false],
    ['by a clock that was set on by years', '2031-01-01T00:00:00.000Z', false],
  ])('%s', async (_, now, isAsked) => {
    let clock = '2026-11-24T09:00:00.000Z';
    const journal = journalAt(() => clock);
    await paid(journal, await begin(journal));
    clock = now;
    const begun = await attempt(journal, alipay);
    expect(begun.kind).toBe(isAsked ? 'suspicious' : 'begun');
    if (begun.kind === 'suspicious') {
      expect(begun.suspicion).toEqual({ kind: 'sameAmountPaid', transactionNumber: 1, amountMinor: 150_00 });
    }
  });

  test('where the gateway has not said when, the beginning of the sale counts', async () => {
    const journal = journalAt();
    const sale = await begin(journal);
    const { paidAt: _, ...payment } = answer(sale);
    await journal.recordSale(1, { status: 'paid', verdict: 'paid', answered: true, resolved: true, payment }, []);
    expect(await attempt(journal, alipay)).toMatchObject({ suspicion: { kind: 'sameAmountPaid' } });
  });

  test('another wallet, another amount, a sale that was not paid: nothing to ask', async () => {
    const journal = journalAt();
    await paid(journal, await begin(journal));
    expect(await attempt(journal, { code: '4001234567' }), 'a code of Sendy').toMatchObject({ kind: 'begun' });
    const online = { code: null, method: 'online', amountMinor: 150_01 } as const;
    expect(await attempt(journal, { ...online, paymentSystem: 'alipay' })).toMatchObject({ kind: 'begun' });
  });

  test('an online payment is of the wallet that was asked for', async () => {
    const journal = journalAt();
    await paid(journal, await begin(journal));
    const online = { code: null, method: 'online' } as const;
    expect(await attempt(journal, { ...online, paymentSystem: 'alipay' })).toMatchObject({
      suspicion: { kind: 'sameAmountPaid' },
    });
    expect(await attempt(journal, { ...online, paymentSystem: 'wechat' })).toMatchObject({ kind: 'begun' });
  });

  test('the code is asked about first, then what is open, then what is paid', async () => {
    const journal = journalAt(() => paidAt);
    await paid(journal, await begin(journal, { code }));
    await begin(journal, { code: '4001234567' });
    expect(await attempt(journal, { code })).toMatchObject({ suspicion: { kind: 'sameCode', transactionNumber: 1 } });
    expect(await attempt(journal, alipay)).toMatchObject({ suspicion: { kind: 'sameAmountOpen' } });
    await journal.recordSale(2, { status: 'cancelled', answered: true, ...notPaid }, []);
    expect(await attempt(journal, alipay)).toMatchObject({ suspicion: { kind: 'sameAmountPaid' } });
  });

  test('a reference of the till makes one payment, confirmed or not', async () => {
    const journal = journalAt();
    await begin(journal, { ref: 'till-17' });
    await expect(attempt(journal, { ref: 'till-17' })).rejects.toThrow('makes one payment');
    await journal.recordSale(1, { status: 'refused', ...notPaid }, []);
    expect(await attempt(journal, { ref: 'till-17' }), 'its next number').toMatchObject({ kind: 'begun' });
  });
});
