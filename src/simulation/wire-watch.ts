/**
 * What the box asks and what it hears, as it passes the box's own end of the line: every call, also one that never
 * leaves, and every answer as it arrives, whatever the network has made of it.
 */
import type { Exchange } from '../gateway/transport/exchange.ts';
import type { Network } from './network.ts';
import type { WireRequest } from './operator.ts';

export interface WireWatch {
  readonly onCall: (request: WireRequest) => void;
  /** May bring another answer in its place. */
  readonly onEnd: (request: WireRequest, end: Exchange) => Exchange;
}

export const watchedNetwork = (network: Network, { onCall, onEnd }: WireWatch): Network => ({
  ...network,
  transport(power, monotonicMs) {
    const transport = network.transport(power, monotonicMs);
    return {
      ...transport,
      async exchange(kind, request, limits) {
        if (power.on) onCall(request);
        const end = await transport.exchange(kind, request, limits);
        return power.on ? onEnd(request, end) : end;
      },
    };
  },
});

/** Which transaction a request is about; null: none. */
export const numberOf = ({ path, body }: WireRequest): number | null => {
  const match = /^\/pos\/payment\/(\d+)/.exec(path);
  if (match !== null) return Number(match[1]);
  if (body === null || !/^\/pos\/(?:payment|refund)/.test(path)) return null;
  return (JSON.parse(body) as { readonly transactionNumber: number }).transactionNumber;
};

/** The body of an answer that is an object; null: it is torn, or something else. */
export const bodyOf = (end: Exchange): Readonly<Record<string, unknown>> | null => {
  if (!end.ok) return null;
  try {
    const body: unknown = JSON.parse(Buffer.from(end.answer.body).toString('utf8'));
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};
