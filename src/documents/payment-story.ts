/** What happened to one transaction, for a person who was not there. */
import type { Sale, SaleEvent } from '../../machines/ports.ts';
import { type FieldError, fieldCodes } from '../errors.ts';
import { errorText } from '../locale/errors.ts';
import type { Language } from '../locale/language.ts';
import { type PaymentStoryTexts, paymentStoryTexts } from '../locale/payment-story.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForScreen } from '../payment/money.ts';

export interface StoryOptions {
  readonly language: Language;
  /** IANA name: the box's. */
  readonly timeZone: string;
}

export const paymentStory = (sale: Sale, history: readonly SaleEvent[], options: StoryOptions): string => {
  const texts = paymentStoryTexts[options.language];
  return [
    ...headLines(sale, options),
    '',
    texts.history(options.timeZone),
    ...(history.length === 0 ? [texts.nothingWritten] : history.map((event) => eventLine(event, options))),
  ]
    .map((line) => `${visible(line)}\n`)
    .join('');
};

/** What came from outside may hold characters that a terminal acts upon. */
const visible = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

const headLines = (sale: Sale, { language, timeZone }: StoryOptions): string[] => {
  const { intent, payment, cancel, kind } = sale;
  const texts = paymentStoryTexts[language];
  const slip = slipTexts[language];
  const system = payment?.paymentSystem ?? intent.paymentSystem;
  const rows: (readonly [label: string, value: string | null | undefined])[] = [
    [slip.original, intent.refund === undefined ? null : String(intent.refund.originalTransactionNumber)],
    [texts.refundReason, intent.refund === undefined ? null : texts.refundReasons[intent.refund.reason]],
    [slip.amount, formatForScreen(intent.amountMinor, intent.currency)],
    [slip.system, system === null ? null : systemNames[system]],
    [slip.method, slip.methods[intent.method]],
    [slip.shift, String(payment?.shiftNumber ?? intent.shiftNumber)],
    [texts.till, sale.ref],
    [texts.began, localInstant(intent.createdAt, timeZone)],
    [texts.cashierSaw, kind === 'refund' ? null : verdictText(sale, texts)],
    [slip.status, slip.statuses[sale.status]],
    [texts.reason, sale.error === null ? null : reasonText(sale.error, language)],
    [
      texts.cancelOrder,
      cancel === null ? null : `${texts.cancelReasons[cancel.reason]}; ${texts.ifPaid[cancel.ifPaid]}`,
    ],
    [texts.ended, sale.resolved ? texts.yes : texts.no],
    [
      texts.refunded,
      payment === null || payment.refundedAmount === 0
        ? null
        : formatForScreen(payment.refundedAmount, payment.currency),
    ],
    [slip.reference, payment?.reference],
    [slip.approvalCode, payment?.approvalCode],
    [slip.payer, payment?.payer],
  ];
  const known = rows.filter((row): row is readonly [string, string] => typeof row[1] === 'string' && row[1] !== '');
  const width = Math.max(...known.map(([label]) => label.length));
  return [
    `${kind === 'refund' ? slip.refund : slip.payment} № ${intent.transactionNumber}`,
    ...known.map(([label, value]) => `${`${label}:`.padEnd(width + 2)}${value}`),
  ];
};

const verdictText = ({ verdict }: Sale, texts: PaymentStoryTexts): string => {
  if (verdict === null) return texts.cashierSawNothing;
  return verdict === 'paid' ? texts.paid : texts.notPaid;
};

const reasonText = (error: FieldError, language: Language): string =>
  `${error.code} ${errorText(error, language).message}`;

/** `2026-11-24 06:44:01.123  learnt from the gateway: PAID` */
const eventLine = ({ type, at, data = {} }: SaleEvent, { language, timeZone }: StoryOptions): string => {
  const texts = paymentStoryTexts[language];
  const said = detailsOf(data, texts, language);
  return `${localInstant(at, timeZone)}  ${texts.events[type] ?? type}${said.length === 0 ? '' : `: ${said.join('; ')}`}`;
};

/** Members that say nothing to a person are left to `transactions.json`. */
const detailsOf = (data: Readonly<Record<string, unknown>>, texts: PaymentStoryTexts, language: Language): string[] =>
  Object.entries(data).flatMap(([name, value]) => {
    if (value === null || name === 'documentId' || (name === 'resolved' && value === false)) return [];
    if (name === 'resolved') return [`${texts.ended.toLowerCase()}: ${texts.yes}`];
    if (name === 'copy' && typeof value === 'number') return [texts.copy(value)];
    if (name === 'error' || name === 'code') return [codeText(value, language)];
    const words = wordsFor(name, texts, language);
    return [(typeof value === 'string' ? words[value] : undefined) ?? `${name} ${JSON.stringify(value)}`];
  });

const wordsFor = (name: string, texts: PaymentStoryTexts, language: Language): Readonly<Record<string, string>> => {
  if (name === 'status') return slipTexts[language].statuses;
  if (name === 'reason') return { ...texts.cancelReasons, ...texts.refundReasons };
  if (name === 'ifPaid') return texts.ifPaid;
  return name === 'outcome' ? texts.outcomes : {};
};

const codeText = (value: unknown, language: Language): string => {
  const code = fieldCodes.find((known) => known === value);
  return code === undefined ? JSON.stringify(value) : reasonText({ code }, language);
};

/** With milliseconds; what is no instant is shown as it is. */
const localInstant = (instant: string, timeZone: string): string => {
  try {
    const local = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
    return `${local.toPlainDate()} ${local.toPlainTime().toString({ smallestUnit: 'millisecond' })}`;
  } catch {
    return instant;
  }
};
