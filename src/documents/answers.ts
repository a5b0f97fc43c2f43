/** What the gateway said to *did it go through?*, beside what the journal knows, on paper for cashier and customer. */
import type { Sale, TransactionAnswer } from '../../machines/ports.ts';
import { noticeTexts } from '../locale/notice.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { contradicts } from '../payment/contradiction.ts';
import { formatForPaper } from '../payment/money.ts';
import type { Payment, PaymentStatus, TerminalInfo } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { duplicateMark, journalWord, type MarkedOptions, reasonText, row } from './notices.ts';
import { amountLine, localDateTime } from './slip.ts';

/** Plain data: it is stored as JSON and rendered anew each time it is printed. */
export interface AnswerData {
  readonly terminal: { readonly id: string; readonly serialNumber: string };
  readonly transactionNumber: number;
  /** RFC 3339 UTC: the answer is as old as this. */
  readonly askedAt: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Null: the gateway does not know it. */
  readonly payment: Omit<Payment, 'saleId' | 'qr' | 'expiresAt'> | null;
  /** Null: the journal does not know it. */
  readonly journal:
    | (Pick<Sale, 'kind' | 'status' | 'verdict' | 'resolved'> & {
        readonly amountMinor: number;
        readonly currency: string;
        /** Two boxes with one terminal have used the number. */
        readonly isOtherSale: boolean;
      })
    | null;
  readonly contradiction: boolean;
}

export const buildAnswer = (
  { transactionNumber, payment, sale }: TransactionAnswer,
  terminal: TerminalInfo,
  timeZone: string,
  askedAt: string,
): AnswerData => {
  const { saleId = null, qr: _, expiresAt: __, ...said } = payment ?? {};
  return {
    terminal: { id: terminal.terminal.id, serialNumber: terminal.terminal.serialNumber },
    transactionNumber,
    askedAt,
    timeZone,
    payment: payment === null ? null : (said as AnswerData['payment']),
    journal:
      sale === null
        ? null
        : {
            kind: sale.kind,
            status: sale.status,
            verdict: sale.verdict,
            resolved: sale.resolved,
            amountMinor: sale.intent.amountMinor,
            currency: sale.intent.currency,
            isOtherSale: saleId !== null && saleId !== sale.intent.saleId,
          },
    contradiction: sale !== null && (sale.error?.code === 'GWY-17' || contradicts(sale, payment)),
  };
};

/** Did it go through? The statuses in which money was not taken, or was given back, are one answer. */
const answerWord = (payment: AnswerData['payment'], language: MarkedOptions['language']): string => {
  const [slip, texts] = [slipTexts[language], noticeTexts[language]];
  if (payment === null) return texts.unknownToGateway;
  const positive: readonly PaymentStatus[] = ['paid', 'refunded', 'pending'];
  if (positive.includes(payment.status)) return slip.statuses[payment.status];
  return payment.kind === 'refund' ? texts.notRefunded : texts.notPaid;
};

export const renderAnswer = (data: AnswerData, options: MarkedOptions): Layout => {
  const { language, width, duplicate } = options;
  const [slip, texts] = [slipTexts[language], noticeTexts[language]];
  const { payment, journal } = data;
  const money = (amountMinor: number, currency: string): string => formatForPaper(amountMinor, currency, language);
  const amount =
    payment !== null
      ? money(payment.amount, payment.currency)
      : journal !== null
        ? money(journal.amountMinor, journal.currency)
        : null;
  const instant = payment === null ? null : (payment.paidAt ?? payment.finalAt ?? payment.createdAt);
  const isReturning =
    journal?.verdict === 'notPaid' && !journal.resolved && !journal.isOtherSale && payment?.status === 'paid';
  const sentence = (text: string): Block => ({ type: 'text', text });
  return {
    width,
    blocks: [
      { type: 'text', text: texts.answer, align: 'center', bold: true },
      ...duplicateMark(duplicate, language),
      { type: 'rule' },
      ...row(slip.terminal, data.terminal.id),
      ...row(slip.serialNumber, data.terminal.serialNumber),
      ...row(slip.transaction, data.transactionNumber),
      ...row(texts.askedAt, localDateTime(data.askedAt, data.timeZone)),
      { type: 'rule' },
      sentence(texts.gatewaySays),
      { type: 'text', text: answerWord(payment, language), align: 'center', bold: true, size: 'tall' },
      ...(amount === null ? [] : [amountLine(amount, width)]),
      ...(payment === null
        ? []
        : [
            { type: 'text', text: payment.kind === 'refund' ? slip.refund : slip.payment, align: 'center' } as const,
            ...row(slip.status, slip.statuses[payment.status]),
            ...row(slip.original, payment.originalTransactionNumber ?? null),
            ...row(slip.shift, payment.shiftNumber),
            ...row(slip.dateTime, instant === null ? null : localDateTime(instant, data.timeZone)),
            ...row(slip.system, payment.paymentSystem === null ? null : systemNames[payment.paymentSystem]),
            ...row(slip.reference, payment.reference),
            ...row(slip.approvalCode, payment.approvalCode ?? null),
            ...row(slip.payer, payment.payer ?? null),
            ...row(texts.refunded, payment.refundedAmount > 0 ? money(payment.refundedAmount, payment.currency) : null),
            ...row(texts.reason, payment.declineCode === undefined ? null : reasonText(payment.declineCode, language)),
          ]),
      { type: 'rule' },
      ...row(texts.knownToTheBox, journal === null ? texts.notInJournal : journalWord(journal, language)),
      ...(journal?.isOtherSale === true ? [sentence(texts.otherSale)] : []),
      ...(isReturning ? [sentence(texts.moneyReturns)] : []),
      ...(data.contradiction ? [{ type: 'text', text: texts.contradiction, bold: true } as const] : []),
      { type: 'cut' },
    ],
  };
};
