/** What a request would do to money, read off the wire. */
import type { WireRequest } from './operator.ts';

export interface Sent {
  readonly number: number;
  readonly saleId: string;
  readonly what: 'payment' | 'refund' | 'cancel';
  readonly ifPaid: string | null;
  readonly reason: string | null;
  /** Nobody at the screen has asked for it. */
  readonly byItself: boolean;
}

/** Only what may move money; questions may be asked of anything. */
export const readSent = (request: WireRequest): Sent | null => {
  if (request.method !== 'POST' || request.body === null) return null;
  const match = /^\/pos\/(payment\/(?:online|offline)|refund|payment\/(\d+)\/cancel)$/.exec(request.path);
  if (match === null) return null;
  const body = JSON.parse(request.body) as {
    readonly transactionNumber?: number;
    readonly saleId: string;
    readonly ifPaid?: string;
    readonly reason?: string;
  };
  const cancelled = match[2];
  return {
    number: cancelled === undefined ? (body.transactionNumber ?? 0) : Number(cancelled),
    saleId: body.saleId,
    what: cancelled !== undefined ? 'cancel' : match[1] === 'refund' ? 'refund' : 'payment',
    byItself: body.reason === 'late-money',
    ifPaid: body.ifPaid ?? null,
    reason: body.reason ?? null,
  };
};
