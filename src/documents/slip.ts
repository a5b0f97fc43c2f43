/** The slip of one transaction: what is kept in the journal, and how it is laid out when it is printed. */
import type { Sale } from '../../machines/ports.ts';
import { assert } from '../errors.ts';
import type { Language } from '../locale/language.ts';
import { type SlipTexts, slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForPaper } from '../payment/money.ts';
import type { PaymentMethod, PaymentSystem, SaleStatus, TerminalInfo } from '../payment/types.ts';
import { parseSlipCode, slipCode } from '../payment/wallet-code.ts';
import type { Block, Layout } from './layout.ts';

/** Plain data: it is stored as JSON with the sale and rendered anew each time it is printed. */
export interface SlipData {
  readonly merchant: { readonly name: string; readonly taxId: string; readonly address: string };
  readonly terminal: { readonly id: string; readonly serialNumber: string };
  readonly kind: 'payment' | 'refund';
  readonly shiftNumber: number;
  readonly transactionNumber: number;
  readonly originalTransactionNumber: number | null;
  /** RFC 3339 UTC: when it was paid, else when it ended, else when it began. */
  readonly at: string;
  /** IANA name: the zone of the shop when the slip was made. */
  readonly timeZone: string;
  readonly method: PaymentMethod;
  readonly paymentSystem: PaymentSystem | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: SaleStatus;
  readonly reference: string | null;
  readonly approvalCode: string | null;
  readonly payer: string | null;
  /** The slip's own QR; null where the terminal id does not fit into one. */
  readonly code: string | null;
}

export interface SlipOptions {
  readonly language: Language;
  /** Characters of a line, 24–64. */
  readonly width: number;
  /** 1: the buyer's, 2: the seller's, 3 and on: numbered. */
  readonly copy: number;
  /** Part of it may be on paper already, or it was printed before. */
  readonly duplicate: boolean;
}

/** When it was paid, else when it ended, else when it began: the time that all papers of a transaction show. */
export const instantOf = ({ intent, payment }: Sale): string =>
  payment?.paidAt ?? payment?.finalAt ?? payment?.createdAt ?? intent.createdAt;

/** The payment that a refund gives back; null for a payment. */
export const originalOf = ({ intent, payment }: Sale): number | null =>
  payment?.originalTransactionNumber ?? intent.refund?.originalTransactionNumber ?? null;

export const buildSlip = (sale: Sale, terminal: TerminalInfo, timeZone: string): SlipData => {
  const { intent, payment } = sale;
  const code = slipCode(terminal.terminal.id, intent.transactionNumber);
  return {
    merchant: terminal.merchant,
    terminal: { id: terminal.terminal.id, serialNumber: terminal.terminal.serialNumber },
    kind: sale.kind,
    shiftNumber: payment?.shiftNumber ?? intent.shiftNumber,
    transactionNumber: intent.transactionNumber,
    originalTransactionNumber: originalOf(sale),
    at: instantOf(sale),
    timeZone,
    method: intent.method,
    paymentSystem: payment?.paymentSystem ?? intent.paymentSystem,
    amountMinor: intent.amountMinor,
    currency: intent.currency,
    status: sale.status,
    reference: payment?.reference ?? null,
    approvalCode: payment?.approvalCode ?? null,
    payer: payment?.payer ?? null,
    code: parseSlipCode(code) === null ? null : code,
  };
};

/** `24.11.2026 14:05:30`: the order of day, month and year that both languages' readers here expect. */
export const localDateTime = (instant: string, timeZone: string): string => {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(at.day)}.${two(at.month)}.${at.year} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}`;
};

const copyMark = (copy: number, texts: SlipTexts): string => {
  if (copy === 1) return texts.buyerCopy;
  return copy === 2 ? texts.sellerCopy : texts.copy(copy);
};

export const merchantHead = (merchant: SlipData['merchant'], texts: SlipTexts): Block[] => [
  { type: 'text', text: merchant.name, align: 'center', bold: true },
  { type: 'text', text: `${texts.taxId} ${merchant.taxId}`, align: 'center' },
  { type: 'text', text: merchant.address, align: 'center' },
];

/** The amount is what both sides look for: as large as the paper allows. */
export const amountLine = (amount: string, width: number): Block => ({
  type: 'text',
  text: amount,
  align: 'center',
  bold: true,
  size: amount.length * 2 <= width ? 'double' : 'tall',
});

export const renderSlip = (data: SlipData, options: SlipOptions): Layout => {
  const { language, width, copy, duplicate } = options;
  assert(Number.isSafeInteger(copy) && copy >= 1, 'copies of a slip are counted from 1');
  const texts = slipTexts[language];
  const row = (label: string, value: string | number | null): Block[] =>
    value === null || value === '' ? [] : [{ type: 'row', label, value: String(value) }];
  const duplicateMark: Block[] = duplicate
    ? [{ type: 'text', text: texts.duplicate, align: 'center', bold: true, size: 'double' }]
    : [];
  const underWay: Block[] =
    data.kind === 'refund' && data.status === 'pending'
      ? [{ type: 'text', text: texts.refundUnderWay, align: 'center', bold: true }]
      : [];
  const signature: Block[] =
    data.kind === 'refund'
      ? [
          { type: 'feed', lines: 1 },
          { type: 'text', text: texts.cashierSignature },
          { type: 'feed', lines: 1 },
          { type: 'text', text: '_'.repeat(width) },
        ]
      : [];
  const code: Block[] =
    data.code === null
      ? []
      : [
          { type: 'feed', lines: 1 },
          { type: 'qr', text: data.code, size: 'small' },
        ];
  return {
    width,
    blocks: [
      ...merchantHead(data.merchant, texts),
      ...duplicateMark,
      { type: 'rule' },
      ...row(texts.terminal, data.terminal.id),
      ...row(texts.serialNumber, data.terminal.serialNumber),
      ...row(texts.shift, data.shiftNumber),
      ...row(texts.transaction, data.transactionNumber),
      ...row(texts.original, data.originalTransactionNumber),
      ...row(texts.dateTime, localDateTime(data.at, data.timeZone)),
      ...row(texts.method, texts.methods[data.method]),
      ...row(texts.system, data.paymentSystem === null ? null : systemNames[data.paymentSystem]),
      ...row(texts.reference, data.reference),
      ...row(texts.approvalCode, data.approvalCode),
      ...row(texts.payer, data.payer),
      ...row(texts.status, texts.statuses[data.status]),
      { type: 'rule' },
      { type: 'text', text: data.kind === 'refund' ? texts.refund : texts.payment, align: 'center', bold: true },
      amountLine(formatForPaper(data.amountMinor, data.currency, language), width),
      ...underWay,
      { type: 'text', text: copyMark(copy, texts), align: 'center' },
      ...signature,
      ...code,
      { type: 'cut' },
    ],
  };
};
