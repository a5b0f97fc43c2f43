/** A journal on a directory of its own, with a clock that ticks a second a look and ids that count. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RefundDraft, Sale, SaleDraft } from '../../machines/ports.ts';
import { type Journal, type JournalOptions, openJournal, type StoredDocument } from '../../src/journal/journal.ts';
import { idFromBytes } from '../../src/payment/numbers.ts';
import type { Counters, Payment } from '../../src/payment/types.ts';

export const gateway = 'http://127.0.0.1:1/';
export const terminalId = '10000001';

export const directory = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'sendy-journal-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};

/** What a power cut at this moment leaves of the journal at `path`, as a file of its own. */
export const afterPowerCut = (path: string): string => {
  const left = join(directory(), 'journal.db');
  copyFileSync(path, left);
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${left}-wal`);
  return left;
};

/** Counts up: an id of 128 bits that a failing test shows readably. */
export const countingIds = (): (() => string) => {
  let last = 0;
  return () => {
    const bytes = Buffer.alloc(16);
    last += 1;
    bytes.writeUInt32BE(last, 12);
    return idFromBytes(bytes);
  };
};

export const tickingClock = (from = '2026-11-24T09:00:00.000Z'): (() => string) => {
  let ms = Date.parse(from);
  return () => {
    ms += 1_000;
    return new Date(ms).toISOString();
  };
};

export const options = (path: string, given: Partial<JournalOptions> = {}): JournalOptions => ({
  path,
  now: tickingClock(),
  randomId: countingIds(),
  slipFor: (sale: Sale) => ({ number: sale.intent.transactionNumber, reference: sale.payment?.reference ?? null }),
  noticeFor: (kind, sale, refund) => ({
    kind,
    number: sale.intent.transactionNumber,
    refund: refund?.intent.transactionNumber ?? null,
  }),
  answerFor: ({ transactionNumber, payment, sale }) => ({
    transactionNumber,
    status: payment?.status ?? null,
    known: sale !== null,
  }),
  paper: () => ({ language: 'ru', width: 32, slipCopies: 2 }),
  ...given,
});

/** Opened, scoped to the terminal, closed with the test. */
export const openedJournal = (path: string, given: Partial<JournalOptions> = {}): Journal => {
  const opened = openJournal(options(path, given));
  if (!opened.ok) throw new Error(`the journal does not open: ${JSON.stringify(opened.error)}`);
  const scoped = opened.value.scope({ gateway, terminalId });
  if (!scoped.ok) throw new Error(`no scope: ${JSON.stringify(scoped.error)}`);
  onTestFinished(() => opened.value.close());
  return opened.value;
};

/** Confirmed: most tests sell the same thing to the same customer again and again. */
export const draft = (given: Partial<SaleDraft> = {}): SaleDraft => ({
  method: 'offline',
  paymentSystem: null,
  amountMinor: 150_00,
  currency: 'RUB',
  expiresInSeconds: 120,
  ref: null,
  code: '281234567890123456',
  confirmed: true,
  ...given,
});

export const counters = (given: Partial<Counters> = {}): Counters => ({
  lastTransactionNumber: 0,
  shiftNumber: 1,
  open: [],
  ...given,
});

/** A sale that the duplicate guard lets through. */
export const begin = async (
  journal: Journal,
  given: Partial<SaleDraft> = {},
  told: Partial<Counters> = {},
): Promise<Sale> => {
  const begun = await journal.beginSale(draft(given), counters(told));
  if (begun.kind !== 'begun') throw new Error(`the guard asks: ${JSON.stringify(begun.suspicion)}`);
  return begun.sale;
};

/** What the gateway says of a sale or a refund. */
export const answer = (sale: Sale, given: Partial<Payment> = {}): Payment => ({
  kind: sale.kind,
  transactionNumber: sale.intent.transactionNumber,
  saleId: sale.intent.saleId,
  shiftNumber: sale.intent.shiftNumber,
  method: sale.intent.method,
  paymentSystem: 'alipay',
  status: 'paid',
  amount: sale.intent.amountMinor,
  currency: sale.intent.currency,
  refundedAmount: 0,
  reference: 'RRN123456',
  approvalCode: 'A1B2C3',
  payer: '138****0001',
  createdAt: sale.intent.createdAt,
  paidAt: '2026-11-24T09:00:30.000Z',
  ...given,
});

export const paid = async (journal: Journal, sale: Sale): Promise<Sale> =>
  journal.recordSale(
    sale.intent.transactionNumber,
    { status: 'paid', verdict: 'paid', answered: true, resolved: true, payment: answer(sale) },
    [{ type: 'sale.paid', at: '2026-11-24T09:00:31.000Z' }],
  );

/** The customer has this much of the sale back, or is to have it. */
export const refund = (
  journal: Journal,
  original: Payment,
  given: Partial<Omit<RefundDraft, 'original'>> = {},
): Promise<Sale> =>
  journal.beginRefund(
    { original, amountMinor: original.amount - original.refundedAmount, reason: 'customer', ...given },
    counters(),
  );

/** What the printer is to print of a transaction, in order. */
export const owedOf = async (
  journal: Journal,
  transactionNumber: number | null,
): Promise<readonly StoredDocument[]> => {
  const owed = (await journal.owedDocuments()).filter((one) => one.transactionNumber === transactionNumber);
  const stored = await Promise.all(owed.map((one) => journal.document(one.id)));
  return stored.filter((one) => one !== null);
};
