/** The machines' printer: renders what is owed, encodes it for the printer that is set, and hands it to the driver. */
import { defaultCodecSettings, encodeDocument, type PrinterCodecSettings } from '../../devices/printer/codec.ts';
import type { PrinterDriver } from '../../devices/printer/driver.ts';
import type { PrinterPort } from '../../machines/ports.ts';
import { type AnswerData, renderAnswer } from '../documents/answers.ts';
import { type DetailPiece, renderDetail } from '../documents/detail.ts';
import { type Information, renderInformation } from '../documents/information.ts';
import type { Layout } from '../documents/layout.ts';
import { type NoticeData, renderActivationSlip, renderNotice } from '../documents/notices.ts';
import { renderQrSlip } from '../documents/qr-slip.ts';
import { type ReportData, renderReport } from '../documents/report.ts';
import { renderSelfTest, type SelfTestData } from '../documents/self-test.ts';
import { renderSlip, type SlipData } from '../documents/slip.ts';
import { fieldError } from '../errors.ts';
import type { Journal, StoredDocument } from '../journal/journal.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { PrinterSettings } from '../settings/devices.ts';
import type { Settings } from '../settings/schema.ts';
import type { Detail } from './detail.ts';

export interface PaperOptions {
  readonly journal: Journal;
  readonly detail: Pick<Detail, 'read'>;
  readonly driver: () => PrinterDriver;
  readonly settings: () => Settings;
  readonly timeZone: () => string;
  readonly info: () => TerminalInfo | null;
}

/** What the settings leave open is as on an Epson; a printer without the QR command is set to raster. */
const codecSettings = (printer: PrinterSettings | null): PrinterCodecSettings => {
  const own = printer === null || printer.driver === 'none' ? null : printer;
  return {
    ...defaultCodecSettings,
    codePage: own?.codePage ?? defaultCodecSettings.codePage,
    qr: own?.qr ?? defaultCodecSettings.qr,
  };
};

const layoutOf = (stored: StoredDocument, mayBeOut: boolean, timeZone: string): Layout => {
  const { language, width, copy } = stored;
  switch (stored.kind) {
    case 'slip':
      return renderSlip(stored.data as SlipData, { language, width, copy, duplicate: mayBeOut });
    case 'activation':
      return renderActivationSlip(stored.data as TerminalInfo, { language, width, timeZone });
    case 'notice':
      return renderNotice(stored.data as NoticeData, { language, width, duplicate: mayBeOut });
    case 'answer':
      return renderAnswer(stored.data as AnswerData, { language, width, duplicate: mayBeOut });
    case 'selfTest':
      return renderSelfTest(stored.data as SelfTestData, { language, width, duplicate: mayBeOut });
    case 'information':
      return renderInformation(stored.data as Information, { language, width, duplicate: mayBeOut });
    case 'report':
    case 'dayClose':
      return renderReport(stored.data as ReportData, { language, width, duplicate: mayBeOut });
    case 'detail':
      throw new Error('broken invariant: a piece of a detailed report is read before it is laid out');
  }
};

export const printerPort = ({ journal, detail, driver, settings, timeZone, info }: PaperOptions): PrinterPort => {
  const encode = (layout: Layout): Uint8Array => encodeDocument(layout, codecSettings(settings().devices.printer));
  const pieceOf = async (stored: StoredDocument, duplicate: boolean, signal?: AbortSignal): Promise<Layout> => {
    const { id, language, width } = stored;
    const piece = stored.data as DetailPiece;
    return renderDetail(piece, await detail.read(piece, id, signal), { language, width, duplicate });
  };

  return {
    async printOwed(document, signal) {
      const stored = await journal.document(document.id);
      if (stored === null) return { ok: false, error: fieldError('BUG-01', 'no such document'), mayBeOut: false };
      const layout =
        stored.kind === 'detail'
          ? await pieceOf(stored, document.mayBeOut, signal)
          : layoutOf(stored, document.mayBeOut, timeZone());
      return driver().print(encode(layout), signal);
    },
    async printQr(slip, signal) {
      const terminal = info();
      if (terminal === null) return { ok: false, error: fieldError('ACT-01'), mayBeOut: false };
      const { language, slipWidth } = settings();
      const layout = renderQrSlip(slip, terminal, { language, width: slipWidth, timeZone: timeZone() });
      return driver().print(encode(layout), signal);
    },
    status: () => driver().status(),
  };
};
