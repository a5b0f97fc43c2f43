/** The QR that a customer scans to pay: printed while the payment is pending, never kept, since it holds the token. */
import type { QrSlip } from '../../machines/ports.ts';
import type { Language } from '../locale/language.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForPaper } from '../payment/money.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { amountLine, localDateTime } from './slip.ts';

export interface QrSlipOptions {
  readonly language: Language;
  /** Characters of a line, 24–64. */
  readonly width: number;
  /** IANA name. */
  readonly timeZone: string;
}

export const renderQrSlip = (slip: QrSlip, terminal: TerminalInfo, options: QrSlipOptions): Layout => {
  const { language, width, timeZone } = options;
  const { intent, payment } = slip.sale;
  const texts = slipTexts[language];
  const system = systemNames[payment?.paymentSystem ?? intent.paymentSystem ?? 'sendy'];
  const centred = (text: string): Block => ({ type: 'text', text, align: 'center' });
  return {
    width,
    blocks: [
      { type: 'text', text: terminal.merchant.name, align: 'center', bold: true },
      centred(texts.toPay),
      amountLine(formatForPaper(intent.amountMinor, intent.currency, language), width),
      centred(system),
      { type: 'feed', lines: 1 },
      { type: 'qr', text: slip.qr, size: 'large' },
      { type: 'feed', lines: 1 },
      centred(texts.scanWith(system)),
      ...(slip.expiresAt === null
        ? []
        : [centred(texts.validUntil(localDateTime(slip.expiresAt, timeZone).slice(-8)))]),
      { type: 'row', label: texts.transaction, value: String(intent.transactionNumber) },
      { type: 'cut' },
    ],
  };
};
