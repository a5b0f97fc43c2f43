/** Answers that the box must not believe: torn, of another shape, or about something that nobody asked for. */

import { problemReply } from '../sandbox/gateway/reply.ts';
import { refusal } from '../sandbox/ledger/refusal.ts';
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

/** What is said of a shift as a whole; a day close must come to no harm by it. */
const wrongShifts: readonly ((body: Body) => Body)[] = [
  (body) => ({ ...body, currency: 'USD' }),
  (body) => ({ ...body, closedAt: body.closedAt ?? '2026-11-24T06:00:00.000Z' }),
  (body) => ({ ...body, openedAt: null, totals: noTotals }),
];

const nothing = { paid: { count: 0, amount: 0 }, refunded: { count: 0, amount: 0 } };
const noTotals = {
  ...nothing,
  bySystem: { sendy: nothing, wechat: nothing, alipay: nothing },
  byMethod: { online: nothing, offline: nothing },
};

/** Of its list: what was never paid was paid after all. */
const wrongList = (body: Body): Body => ({
  ...body,
  transactions: (body.transactions as readonly Body[]).map((one) =>
    one.kind === 'payment' && (one.status === 'cancelled' || one.status === 'declined')
      ? { ...one, status: 'paid', paidAt: one.finalAt }
      : one,
  ),
});

const ofAShift = (body: Body, variant: number): Body | null => {
  if (Array.isArray(body.transactions)) return wrongList(body);
  return 'openedAt' in body ? (wrongShifts[variant % wrongShifts.length]?.(body) ?? null) : null;
};

const deformations: readonly ((text: string, body: Body) => string)[] = [
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (_, body) => JSON.stringify({ ...body, status: 'settled', lastTransactionNumber: -1 }),
  (_, body) => JSON.stringify({ ...body, amount: '100', lastTransactionNumber: '1' }),
  () => '<html><body>It works!</body></html>',
  () => '',
  () => '[]',
];

/** Only of a cancel: the box looks before it believes that, and money that is back already is not given back again. */
const shiftClosed = ({ date }: WireReply, body: Body): WireReply => ({
  ...problemReply(refusal('shift-closed', 'said of an open shift', { shiftNumber: Number(body.shiftNumber) })),
  date,
});

export const spoilt = (reply: WireReply, fate: Fate, path: string): WireReply => {
  if (reply.status !== 200) return reply;
  const body = JSON.parse(reply.body) as Body;
  if (fate.kind === 'contradictory') {
    const shift = ofAShift(body, fate.variant);
    if (shift !== null) return { ...reply, body: JSON.stringify(shift) };
    if (body.transactionNumber === undefined) return reply;
    if (path.endsWith('/cancel') && fate.variant % 2 === 0) return shiftClosed(reply, body);
    const change = contradictions[fate.variant % contradictions.length];
    return change === undefined ? reply : { ...reply, body: JSON.stringify(change(body)) };
  }
  const deform = deformations[fate.variant % deformations.length];
  return deform === undefined ? reply : { ...reply, body: deform(reply.body, body) };
};
