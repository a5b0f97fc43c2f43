/** Papers beside the slips: the registration data after activation, and notices for cashier and operator. */
import type { Sale } from '../../machines/ports.ts';
import { assert, type FieldCode, type FieldError, fieldCodes, fieldError } from '../errors.ts';
import { errorText, reasonSentence } from '../locale/errors.ts';
import type { Language } from '../locale/language.ts';
import { type NoticeKind, noticeTexts } from '../locale/notice.ts';
import { screenTexts } from '../locale/screen.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForPaper } from '../payment/money.ts';
import type { PaymentSystem, SaleStatus, TerminalInfo, Verdict } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { amountLine, instantOf, localDateTime, merchantHead, originalOf } from './slip.ts';

export interface NoticeOptions {
  readonly language: Language;
  /** Characters of a line, 24–64. */
  readonly width: number;
}

/** What the operator registered: the cashier compares it with the contract before the first sale. */
export const renderActivationSlip = (
  info: TerminalInfo,
  options: NoticeOptions & { readonly timeZone: string },
): Layout => {
  const { language, width, timeZone } = options;
  const texts = slipTexts[language];
  const row = (label: string, value: string): Block[] => (value === '' ? [] : [{ type: 'row', label, value }]);
  const money = (amountMinor: number): string => formatForPaper(amountMinor, info.currency, language);
  return {
    width,
    blocks: [
      { type: 'text', text: texts.activated, align: 'center', bold: true },
      { type: 'rule' },
      ...merchantHead(info.merchant, texts),
      { type: 'rule' },
      ...row(texts.terminal, info.terminal.id),
      ...row(texts.serialNumber, info.terminal.serialNumber),
      ...row(texts.name, info.terminal.name),
      ...row(texts.systems, info.paymentSystems.map((system) => systemNames[system]).join(', ')),
      ...row(texts.modes, info.modes.map((mode) => texts.methods[mode]).join(', ')),
      ...row(texts.minAmount, money(info.limits.minAmount)),
      ...row(texts.maxAmount, money(info.limits.maxAmount)),
      ...row(texts.refunds, info.permissions.refund ? texts.allowed : texts.notAllowed),
      ...row(texts.activatedAt, localDateTime(info.activatedAt, timeZone)),
      { type: 'cut' },
    ],
  };
};

/** Plain data: it is stored as JSON with the transaction and rendered anew each time it is printed. */
export interface NoticeData {
  readonly kind: NoticeKind;
  readonly terminal: { readonly id: string; readonly serialNumber: string };
  /** The payment that it is about; null where only its refund is known. */
  readonly transactionNumber: number | null;
  readonly refundNumber: number | null;
  readonly shiftNumber: number;
  readonly amountMinor: number;
  readonly currency: string;
  /** RFC 3339 UTC, as on the slip. */
  readonly at: string;
  /** IANA name: the zone of the shop when the notice was made. */
  readonly timeZone: string;
  readonly paymentSystem: PaymentSystem | null;
  readonly reference: string | null;
  readonly status: SaleStatus;
  readonly verdict: Verdict | null;
  /** A decline code of the gateway, or the field code of what went wrong. */
  readonly reason: string | null;
  /** Of a contradiction: what it consists of. */
  readonly error: FieldError | null;
}

/**
 * `sale`: the payment. `refund`: the refund that returned its money (lateMoney), that was declined, or that is
 * contradicted. Where the journal does not know the payment of a refund, `sale` is the refund itself.
 */
export const buildNotice = (
  kind: NoticeKind,
  sale: Sale,
  refund: Sale | null,
  terminal: TerminalInfo,
  timeZone: string,
): NoticeData => {
  const given = refund ?? (sale.kind === 'refund' ? sale : null);
  // A payment that is contradicted may have been refunded in part before: that refund is not what the paper is about.
  const refundItself = kind === 'contradiction' && given?.error?.code !== 'GWY-17' ? null : given;
  const subject = kind === 'lateMoney' || kind === 'moneyHeldBack' ? sale : (refundItself ?? sale);
  const { intent, payment, status, verdict, error } = subject;
  return {
    kind,
    terminal: { id: terminal.terminal.id, serialNumber: terminal.terminal.serialNumber },
    transactionNumber: sale.kind === 'payment' ? sale.intent.transactionNumber : originalOf(sale),
    refundNumber: refundItself?.intent.transactionNumber ?? null,
    shiftNumber: payment?.shiftNumber ?? intent.shiftNumber,
    amountMinor: intent.amountMinor,
    currency: intent.currency,
    at: instantOf(subject),
    timeZone,
    paymentSystem: payment?.paymentSystem ?? intent.paymentSystem,
    reference: payment?.reference ?? null,
    status,
    verdict,
    reason: kind === 'lateMoney' ? null : (payment?.declineCode ?? error?.code ?? null),
    error: kind === 'contradiction' ? error : null,
  };
};

const isFieldCode = (text: string): text is FieldCode => fieldCodes.some((code) => code === text);

/** A decline in the words of the screen, a failure by its code and in short; a code that is not known yet as it came. */
export const reasonText = (reason: string, language: Language): string => {
  if (isFieldCode(reason)) return `${reason} ${errorText(fieldError(reason), language).short}`;
  const declines: Readonly<Record<string, string>> = screenTexts[language].declines;
  return Object.hasOwn(declines, reason) ? (declines[reason] ?? reason) : reason;
};

/** The journal's word on a transaction: the verdict, where there is one. */
export const journalWord = (
  { verdict, status }: { readonly verdict: Verdict | null; readonly status: SaleStatus },
  language: Language,
): string => {
  if (verdict === 'notPaid') return noticeTexts[language].notPaid;
  return slipTexts[language].statuses[verdict === 'paid' ? 'paid' : status];
};

export interface MarkedOptions extends NoticeOptions {
  /** Part of it may be on paper already, or it was printed before. */
  readonly duplicate: boolean;
}

export const duplicateMark = (duplicate: boolean, language: Language): Block[] =>
  duplicate ? [{ type: 'text', text: slipTexts[language].duplicate, align: 'center', bold: true, size: 'double' }] : [];

/** A label and its value, or nothing where there is no value. */
export const row = (label: string, value: string | number | null): Block[] =>
  value === null || value === '' ? [] : [{ type: 'row', label, value: String(value) }];

export const renderNotice = (data: NoticeData, options: MarkedOptions): Layout => {
  const { language, width, duplicate } = options;
  const [slip, texts] = [slipTexts[language], noticeTexts[language]];
  assert(data.transactionNumber !== null || data.refundNumber !== null, 'a notice is about a transaction');
  const original = data.refundNumber !== null && data.kind !== 'lateMoney' && data.kind !== 'moneyHeldBack';
  return {
    width,
    blocks: [
      { type: 'text', text: texts.titles[data.kind], align: 'center', bold: true },
      ...duplicateMark(duplicate, language),
      { type: 'rule' },
      ...row(slip.terminal, data.terminal.id),
      ...row(slip.serialNumber, data.terminal.serialNumber),
      ...row(slip.shift, data.shiftNumber),
      ...row(original ? slip.original : slip.transaction, data.transactionNumber),
      ...row(texts.refundNumber, data.refundNumber),
      ...row(slip.dateTime, localDateTime(data.at, data.timeZone)),
      ...row(slip.system, data.paymentSystem === null ? null : systemNames[data.paymentSystem]),
      ...row(slip.reference, data.reference),
      ...row(texts.reason, data.reason === null ? null : reasonText(data.reason, language)),
      ...row(texts.details, data.error === null ? null : reasonSentence(data.error, language)),
      ...(data.kind === 'contradiction' ? row(texts.knownToTheBox, journalWord(data, language)) : []),
      { type: 'rule' },
      amountLine(formatForPaper(data.amountMinor, data.currency, language), width),
      ...texts.sentences[data.kind].map((text): Block => ({ type: 'text', text })),
      { type: 'cut' },
    ],
  };
};
