/** Answers that the box must not believe: torn, of another shape, or about something that nobody asked for. */
import type { Fate } from './fates.ts';
import type { WireReply } from './operator.ts';

type Body = Record<string, unknown>;

/** How another transaction stands is no word about this one. */
const otherEnd = ({ status, kind }: Body): unknown => {
  if (kind === 'refund') return status === 'refunded' ? 'declined' : 'refunded';
  return status === 'paid' ? 'declined' : 'paid';
};

/** Each is about something that was not asked about: what it says of its end must not be believed. */
const contradictions: readonly ((body: Body) => Body)[] = [
  (body) => ({ ...body, status: otherEnd(body), transactionNumber: Number(body.transactionNumber) + 1 }),
  (body) => ({ ...body, status: otherEnd(body), saleId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  (body) => ({ ...body, status: otherEnd(body), amount: Number(body.amount) + 1 }),
  (body) => ({ ...body, currency: 'USD' }),
  (body) => ({ ...body, kind: body.kind === 'payment' ? 'refund' : 'payment' }),
];

const deformations: readonly ((text: string, body: Body) => string)[] = [
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (_, body) => JSON.stringify({ ...body, status: 'settled', lastTransactionNumber: -1 }),
  (_, body) => JSON.stringify({ ...body, amount: '100', lastTransactionNumber: '1' }),
  () => '<html><body>It works!</body></html>',
  () => '',
  () => '[]',
];

export const spoilt = (reply: WireReply, fate: Fate): WireReply => {
  if (reply.status !== 200) return reply;
  const body = JSON.parse(reply.body) as Body;
  if (fate.kind === 'contradictory') {
    if (body.transactionNumber === undefined) return reply;
    const change = contradictions[fate.variant % contradictions.length];
    return change === undefined ? reply : { ...reply, body: JSON.stringify(change(body)) };
  }
  const deform = deformations[fate.variant % deformations.length];
  return deform === undefined ? reply : { ...reply, body: deform(reply.body, body) };
};
