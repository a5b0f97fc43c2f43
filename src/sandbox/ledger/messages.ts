/**
 * What the operator says of a declined transaction. These sentences are the operator's, not the box's: they reach it over
 * the wire as `message`, in both languages.
 */
import { type DeclineCode, declineCodes } from '../../payment/types.ts';

interface Message {
  readonly ru: string;
  readonly en: string;
}

const messages: Readonly<Record<DeclineCode, Message>> = {
  'insufficient-funds': { ru: 'Недостаточно средств', en: 'Insufficient funds' },
  'rejected-by-customer': { ru: 'Покупатель отклонил платёж', en: 'Rejected by the customer' },
  'code-expired': { ru: 'Срок действия кода истёк', en: 'The code has expired' },
  'code-used': { ru: 'Код уже использован', en: 'The code has been used' },
  'limit-exceeded': { ru: 'Превышен лимит', en: 'Limit exceeded' },
  'suspected-fraud': { ru: 'Отклонено службой безопасности', en: 'Declined for security reasons' },
  other: { ru: 'Платёж отклонён', en: 'Payment declined' },
};

export const isDeclineCode = (code: string): code is DeclineCode => (declineCodes as readonly string[]).includes(code);

export const declineMessage = (code: string): Message => messages[isDeclineCode(code) ? code : 'other'];
