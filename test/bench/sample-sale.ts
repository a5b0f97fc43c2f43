/** The sale that every figure is measured with: an ordinary one, in words that a merchant would recognise. */
import { randomBytes } from 'node:crypto';
import type { Sale, SaleDraft } from '../../machines/ports.ts';
import { buildSlip } from '../../src/documents/slip.ts';
import { type Journal, openJournal } from '../../src/journal/journal.ts';
import { idFromBytes } from '../../src/payment/numbers.ts';
import type { Counters, Payment, TerminalInfo } from '../../src/payment/types.ts';

export const terminalInfo: TerminalInfo = {
  terminal: { id: '10000001', serialNumber: '20000001', name: 'Касса 1' },
  merchant: { name: 'ООО «Ромашка»', taxId: '7701234567', address: '101000, Москва, ул. Мясницкая, д. 1' },
  currency: 'RUB',
  paymentSystems: ['sendy', 'wechat', 'alipay'],
  modes: ['online', 'offline'],
  limits: { minAmount: 100, maxAmount: 50_000_000 },
  permissions: { refund: true },
  activatedAt: '2026-11-24T08:00:00.000Z',
};

export const amountMinor = 150_00;

let customers = 0;
/** Another customer and another amount each time: the duplicate guard looks, and finds nothing. */
const nextDraft = (): SaleDraft => {
  customers += 1;
  return {
    method: 'offline',
    paymentSystem: null,
    amountMinor: amountMinor + customers,
    currency: 'RUB',
    expiresInSeconds: 120,
    ref: null,
    code: `28${String(customers).padStart(16, '0')}`,
    confirmed: false,
  };
};

export const counters: Counters = { lastTransactionNumber: 0, shiftNumber: 1, open: [] };

export const randomId = (): string => idFromBytes(randomBytes(16));

export const answerOf = ({ intent }: Sale): Payment => ({
  kind: 'payment',
  transactionNumber: intent.transactionNumber,
  saleId: intent.saleId,
  shiftNumber: intent.shiftNumber,
  method: intent.method,
  paymentSystem: 'alipay',
  status: 'paid',
  amount: intent.amountMinor,
  currency: intent.currency,
  refundedAmount: 0,
  reference: '632841097315',
  approvalCode: 'A1B2C3',
  payer: '138****0001',
  createdAt: intent.createdAt,
  paidAt: new Date().toISOString(),
});

/** The journal as the box opens it: the same slips, the same settings. */
export const benchJournal = (path: string, maxLogPages?: number): Journal => {
  const opened = openJournal({
    path,
    now: () => new Date().toISOString(),
    randomId,
    slipFor: (sale) => buildSlip(sale, terminalInfo, 'Europe/Moscow'),
    noticeFor: () => null,
    answerFor: () => null,
    paper: () => ({ language: 'ru', width: 32, slipCopies: 2 }),
    ...(maxLogPages === undefined ? {} : { maxLogPages }),
  });
  if (!opened.ok) throw new Error(`the journal does not open: ${opened.error.code} ${opened.error.detail ?? ''}`);
  opened.value.scope({ gateway: 'http://127.0.0.1/', terminalId: '10000001' });
  return opened.value;
};

/** The three commits of an undisturbed sale, each for the caller to run and to time. */
export const commitsOf = (journal: Journal): readonly (() => Promise<void>)[] => {
  let sale: Sale;
  let owed: readonly number[] = [];
  return [
    async () => {
      const begun = await journal.beginSale(nextDraft(), counters);
      if (begun.kind !== 'begun') throw new Error(`the guard asks: ${begun.suspicion.kind}`);
      sale = begun.sale;
    },
    async () => {
      const payment = answerOf(sale);
      const at = new Date().toISOString();
      await journal.recordSale(
        sale.intent.transactionNumber,
        { status: 'paid', verdict: 'paid', error: null, answered: true, unanswered: false, payment, resolved: true },
        [
          { type: 'request.ended', at, data: { outcome: 'answered' } },
          { type: 'verdict.paid', at, data: { status: 'paid', resolved: true } },
        ],
      );
      owed = (await journal.owedDocuments()).map((document) => document.id);
    },
    async () => {
      await journal.recordPrinted(owed);
    },
  ];
};
