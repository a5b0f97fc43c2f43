/** The customer's code: opaque text, a secret while it lives. Hints of its wallet are for slip and screen, never to block. */
import { failed, fieldError, ok, type Result } from '../errors.ts';
import type { PaymentSystem } from './types.ts';

/** Gateway contract: 1–512 bytes, printable characters only. */
export const maxCodeBytes = 512;

/**
 * A code as a scanner read it, checked at the edge. Spaces at the ends and a line end that a scanner adds are not part
 * of it. Errors: SCN-02 empty, SCN-03 too long, SCN-04 control characters or bytes that are no text (U+FFFD).
 */
export const parseCode = (text: string): Result<string> => {
  const code = text.replace(/^[ ]+|[ \r\n\t]+$/g, '');
  if (code === '') return failed(fieldError('SCN-02'));
  const bytes = Buffer.byteLength(code);
  if (bytes > maxCodeBytes) return failed(fieldError('SCN-03', `${bytes} bytes`, { limit: maxCodeBytes }));
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u.test(code)) return failed(fieldError('SCN-04'));
  return ok(code);
};

/** WeChat: 18 digits beginning 10–15. Alipay: 16–24 digits beginning 25–30. Anything else: Sendy. */
export const hintSystem = (code: string): PaymentSystem => {
  if (/^1[0-5]\d{16}$/.test(code)) return 'wechat';
  if (/^(?:2[5-9]|30)\d{14,22}$/.test(code)) return 'alipay';
  return 'sendy';
};

/** The slip's own QR, `SBX1:<terminalId>:<number>`: never sent as a customer's code. */
export const slipCode = (terminalId: string, transactionNumber: number): string =>
  `SBX1:${terminalId}:${transactionNumber}`;

export const parseSlipCode = (code: string): { terminalId: string; transactionNumber: number } | null => {
  const match = /^SBX1:([^:]{1,64}):(\d{1,15})$/.exec(code);
  return match === null ? null : { terminalId: match[1] ?? '', transactionNumber: Number(match[2]) };
};
