/** Papers that belong to no transaction: the registration data after activation, and notices for cashier and operator. */
import type { Language } from '../locale/language.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForPaper } from '../payment/money.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { localDateTime, merchantHead } from './slip.ts';

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

/** A notice in sentences that are already in the reader's language. */
export const renderNotice = (title: string, lines: readonly string[], width: number): Layout => ({
  width,
  blocks: [
    { type: 'text', text: title, align: 'center', bold: true },
    { type: 'rule' },
    ...lines.map((text): Block => ({ type: 'text', text })),
    { type: 'cut' },
  ],
});
