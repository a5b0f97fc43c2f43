/**
 * HID point-of-sale scanner (USB HID Point of Sale Usage Tables 1.02: usage page 0x8C, usage 0x02), input report in the
 * layout that most scanners share: 0 report id 02 · 1 data length · 2–4 AIM identifier · 5–60 data · 61 the maker's
 * symbology · 62 reserved · 63 bit 0 = continued in the next report.
 */
import { failed, fieldError, ok, type Result } from '../../src/errors.ts';
import { maxCodeBytes } from '../../src/payment/wallet-code.ts';

export const scanLayout = {
  reportBytes: 64,
  reportId: 0x02,
  lengthAt: 1,
  aimAt: 2,
  aimBytes: 3,
  dataAt: 5,
  dataBytes: 56,
  flagsAt: 63,
  continuedBit: 0x01,
} as const;

/** The longest code, a repeated AIM identifier, a CR LF that the scanner adds, and some spaces. */
export const maxScanBytes = maxCodeBytes + 64;

export interface ScanReport {
  /** ISO/IEC 15424, `]Q1` is QR; empty where the scanner sends none. */
  readonly aim: string;
  readonly data: Uint8Array;
  readonly continued: boolean;
}

/** Error SCN-06: not a report of this layout. Its bytes are not told, since they may be part of a code. */
export const decodeReport = (report: Uint8Array): Result<ScanReport> => {
  if (report.length !== scanLayout.reportBytes) return failed(fieldError('SCN-06', `report of ${report.length} bytes`));
  if (report[0] !== scanLayout.reportId) return failed(fieldError('SCN-06', `report id ${report[0]}`));
  const length = report[scanLayout.lengthAt] ?? 0;
  if (length > scanLayout.dataBytes) return failed(fieldError('SCN-06', `report says ${length} data bytes`));
  const aimBytes = report.subarray(scanLayout.aimAt, scanLayout.aimAt + scanLayout.aimBytes);
  const aim = Buffer.from(aimBytes).toString('latin1');
  if (!/^\][A-Za-z][0-9A-Za-z]$/.test(aim) && aimBytes.some((byte) => byte !== 0x00 && byte !== 0x20))
    return failed(fieldError('SCN-06', 'no AIM identifier where it should be'));
  return ok({
    aim: aim.startsWith(']') ? aim : '',
    data: report.slice(scanLayout.dataAt, scanLayout.dataAt + length),
    continued: ((report[scanLayout.flagsAt] ?? 0) & scanLayout.continuedBit) !== 0,
  });
};

/** One code as the reports a scanner sends; an empty code is one empty report. */
export const encodeReports = (data: Uint8Array, aim = ']Q1'): Uint8Array[] => {
  const reports: Uint8Array[] = [];
  const count = Math.max(1, Math.ceil(data.length / scanLayout.dataBytes));
  for (let index = 0; index < count; index += 1) {
    const part = data.subarray(index * scanLayout.dataBytes, (index + 1) * scanLayout.dataBytes);
    const report = new Uint8Array(scanLayout.reportBytes);
    report[0] = scanLayout.reportId;
    report[scanLayout.lengthAt] = part.length;
    report.set(Buffer.from(aim, 'latin1').subarray(0, scanLayout.aimBytes), scanLayout.aimAt);
    report.set(part, scanLayout.dataAt);
    report[scanLayout.flagsAt] = index < count - 1 ? scanLayout.continuedBit : 0;
    reports.push(report);
  }
  return reports;
};

/** What has been read of the code under way. */
export interface Assembly {
  readonly data: Uint8Array;
  /** The code was refused before its end (over-long, a spoilt part): the rest is passed over, never taken for a code. */
  readonly refused: boolean;
}

export const emptyAssembly: Assembly = { data: new Uint8Array(0), refused: false };
export const refusedAssembly: Assembly = { data: new Uint8Array(0), refused: true };

export type AssemblyStep =
  | { readonly kind: 'more'; readonly assembly: Assembly }
  /** Bound exceeded, said once; `assembly` passes over what is still to come. */
  | { readonly kind: 'overlong'; readonly assembly: Assembly }
  | { readonly kind: 'passedOver' }
  | { readonly kind: 'complete'; readonly data: Uint8Array };

/** Joins continued reports. Pure: the driver keeps the assembly and the time. */
export const joinReport = (assembly: Assembly, report: ScanReport): AssemblyStep => {
  if (assembly.refused) return report.continued ? { kind: 'more', assembly } : { kind: 'passedOver' };
  const data = Buffer.concat([assembly.data, report.data]);
  if (data.length > maxScanBytes)
    return { kind: 'overlong', assembly: report.continued ? refusedAssembly : emptyAssembly };
  return report.continued
    ? { kind: 'more', assembly: { data, refused: false } }
    : { kind: 'complete', data: withoutAim(data, report.aim) };
};

/** Some scanners repeat the identifier before the data; it is taken off where it is the report's own. */
const withoutAim = (data: Uint8Array, aim: string): Uint8Array =>
  aim !== '' && Buffer.from(data.subarray(0, aim.length)).toString('latin1') === aim ? data.subarray(aim.length) : data;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Error SCN-04: bytes that are no UTF-8 text. */
export const decodeText = (data: Uint8Array): Result<string> => {
  try {
    return ok(utf8.decode(data));
  } catch {
    return failed(fieldError('SCN-04', `${data.length} bytes that are no UTF-8`));
  }
};
