/** A shop, its terminal and a sale that was paid, as slips are printed from them. */
import type { Sale } from '../../machines/ports.ts';
import type { Payment, TerminalInfo } from '../../src/payment/types.ts';

export const shop: TerminalInfo = {
  terminal: { id: 'SBX-000017', serialNumber: 'SN-2026-000017', name: 'Касса 1' },
  merchant: { name: 'ООО «Ромашка»', taxId: '7701234567', address: 'Москва, ул. Лесная, 5' },
  currency: 'RUB',
  paymentSystems: ['sendy', 'wechat'],
  modes: ['online', 'offline'],
  limits: { minAmount: 100, maxAmount: 60_000_000 },
  permissions: { refund: true },
  activatedAt: '2026-11-24T06:00:00.000Z',
};

export const payment: Payment = {
  kind: 'payment',
  transactionNumber: 1042,
  saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
  shiftNumber: 17,
  method: 'offline',
  paymentSystem: 'sendy',
  status: 'paid',
  amount: 150_000,
  currency: 'RUB',
  refundedAmount: 0,
  reference: '632911223344',
  approvalCode: 'A1B2C3',
  payer: '+7 *** ***-12-34',
  createdAt: '2026-11-24T10:59:58.000Z',
  paidAt: '2026-11-24T11:05:30.000Z',
};

export const sale = (changes: Partial<Sale> = {}): Sale => ({
  intent: {
    transactionNumber: 1042,
    saleId: 'AAAAAAAAAAAAAAAAAAAAAA',
    shiftNumber: 17,
    method: 'offline',
    paymentSystem: null,
    amountMinor: 150_000,
    currency: 'RUB',
    expiresInSeconds: 120,
    createdAt: '2026-11-24T10:59:57.000Z',
  },
  kind: 'payment',
  status: 'paid',
  verdict: 'paid',
  error: null,
  cancel: null,
  answered: true,
  unanswered: false,
  payment,
  resolved: true,
  ref: null,
  ...changes,
});
