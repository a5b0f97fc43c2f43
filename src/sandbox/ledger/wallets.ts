/** What the wallets behind the operator do: know a customer's code, issue tokens, name a payment, give money back. */
import type { PaymentSystem } from '../../payment/types.ts';

/** Random bytes; a seeded source replays a run. */
export type RandomBytes = (byteCount: number) => Uint8Array;

export const randomDigits = (random: RandomBytes, count: number): string =>
  Array.from(random(count), (byte) => String(byte % 10)).join('');

/**
 * The codes that the sandbox's customers show. They can be typed on a numeric keypad and, unlike a real wallet's, used
 * again and again: a demonstration needs no phone that makes new ones.
 */
export const customerCodes: Readonly<Record<PaymentSystem, string>> = {
  sendy: '7700112233445566',
  wechat: '131122334455667788',
  alipay: '2811223344556677',
};

/** Gateway contract: a customer's code is 1–512 bytes of printable characters (the length is the schema's). */
export const isPrintable = (code: string): boolean => !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]/u.test(code);

/**
 * The wallet that a code belongs to, by the contract's hints; null where none knows it: what begins `BAD`, and the QR of a
 * slip, which is no customer's code.
 */
export const walletOf = (code: string): PaymentSystem | null => {
  if (code.startsWith('BAD') || code.startsWith('SBX1:')) return null;
  if (/^\d{18}$/.test(code) && code >= '10' && code < '16') return 'wechat';
  if (/^\d{16,24}$/.test(code) && code >= '25' && code < '31') return 'alipay';
  return 'sendy';
};

/** The text of the QR to print: a token of 192 random bits, payable once. `.example` belongs to nobody. */
export const newQr = (random: RandomBytes, paymentSystem: PaymentSystem): string =>
  `https://qr.sendy.example/${paymentSystem}/${Buffer.from(random(24)).toString('base64url')}`;

/** The acquirer's reference: 12 digits, as a retrieval reference number has. */
export const newReference = (random: RandomBytes): string => randomDigits(random, 12);
export const newApprovalCode = (random: RandomBytes): string => randomDigits(random, 6);

/** Masked as the operator masks it: nobody can be found by it. */
export const maskedPayer = (random: RandomBytes, paymentSystem: PaymentSystem): string => {
  const tail = randomDigits(random, 2);
  return { sendy: `+7 9** ***-**-${tail}`, wechat: `wx_******${tail}`, alipay: `ali******${tail}` }[paymentSystem];
};

/** How the wallets treat a refund or a reversal. */
export const walletMoods = ['at-once', 'later', 'refuses'] as const;
export type WalletMood = (typeof walletMoods)[number];
