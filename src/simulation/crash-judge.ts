/**
 * After everything has settled: does the gateway's ledger, which alone knows what money moved, agree with the journal,
 * with the paper, and with what cashier and till were told? One sentence for each contradiction.
 */
import { DatabaseSync } from 'node:sqlite';
import type { TransactionRow } from '../control/protocol.ts';
import type { Payment } from '../payment/types.ts';
import type { LedgerView } from '../sandbox/ledger/ledger.ts';
import type { PrintedSlip } from './crash-paper.ts';
import type { ShopSale } from './crash-shop.ts';

export interface Evidence {
  /** The ledger of a gateway that has stopped. */
  readonly ledger: LedgerView;
  readonly journal: readonly TransactionRow[];
  readonly journalFile: string;
  readonly slips: readonly PrintedSlip[];
  /** By amount: no two sales have the same. */
  readonly sales: ReadonlyMap<number, ShopSale>;
  readonly copies: number;
}

export const judge = (evidence: Evidence): readonly string[] => [
  ...evidence.ledger.audit().map((contradiction) => `the ledger contradicts itself: ${contradiction}`),
  ...numbers(evidence),
  ...ends(evidence),
  ...sales(evidence),
  ...refunds(evidence),
  ...paper(evidence),
  ...journalFile(evidence.journalFile),
];

const isPayment = ({ kind }: { readonly kind: string }): boolean => kind === 'payment';

/** Rules 1 and 2: what the gateway has was in the journal first, as the same sale; no number and no saleId twice. */
const numbers = ({ ledger, journal }: Evidence): string[] => {
  const rows = new Map(journal.map((row) => [row.transactionNumber, row]));
  const found = ledger.payments().flatMap((payment: Payment) => {
    const row = rows.get(payment.transactionNumber);
    if (row === undefined) return [`number ${payment.transactionNumber} is at the gateway and not in the journal`];
    return row.saleId === payment.saleId && row.amount === payment.amount && row.kind === payment.kind
      ? []
      : [`number ${payment.transactionNumber} is another ${row.kind} in the journal than at the gateway`];
  });
  if (rows.size !== journal.length) found.push('a number stands twice in the journal');
  if (new Set(journal.map(({ saleId }) => saleId)).size !== journal.length) found.push('a saleId stands twice');
  return found;
};

/** Rule 3: the verdict is what the money did; rule 5: nothing stays open. */
const ends = ({ ledger, journal }: Evidence): string[] =>
  journal.flatMap((row) => {
    const name = `${row.kind} ${row.transactionNumber}`;
    const found: string[] = [];
    if (!row.resolved) found.push(`${name} (${row.status}) is still open`);
    if (!isPayment(row)) return found;
    const payment = ledger.payment(row.transactionNumber);
    const netMinor = ledger.netCharged(row.transactionNumber);
    if (row.verdict === 'paid' && (payment?.status !== 'paid' || netMinor + payment.refundedAmount !== row.amount))
      found.push(`${name} is PAID in the journal; at the gateway it is ${payment?.status}, net ${netMinor}`);
    if (row.verdict === 'notPaid' && netMinor !== 0)
      found.push(`${name} is NOT PAID in the journal; the customer is out of pocket by ${netMinor}`);
    if (row.verdict === null && row.resolved) found.push(`${name} has ended without a verdict`);
    return found;
  });

/** Charged at most once, however often it was begun, asked for and cut; and what somebody was told still holds. */
const sales = ({ ledger, journal, sales: known }: Evidence): string[] => {
  const byAmount = Map.groupBy(journal.filter(isPayment), ({ amount }) => amount);
  const found = [...byAmount.keys()]
    .filter((amount) => !known.has(amount))
    .map((amount) => `nobody began a sale of ${amount}`);
  for (const sale of known.values()) {
    const name = `the sale of ${sale.amountMinor} (${sale.ref ?? 'keypad'})`;
    const rows = byAmount.get(sale.amountMinor) ?? [];
    // Also where the customer was given it back later, at their own wish.
    const kept = rows.filter(
      ({ transactionNumber }) =>
        ledger.netCharged(transactionNumber) + (ledger.payment(transactionNumber)?.refundedAmount ?? 0) !== 0,
    );
    const isPaid = rows.some(({ verdict }) => verdict === 'paid');
    if (kept.length > 1) found.push(`${name} was charged ${kept.length} times`);
    const wasToldPaid = sale.shownPaid || sale.told.includes('paid');
    // Before a number was begun the display says NOT PAID too, and the till may ask again.
    const wasToldNotPaid = sale.told.includes('notPaid') || (sale.by === 'keypad' && sale.shownNotPaid);
    if (wasToldPaid && !isPaid) found.push(`${name} was told to be PAID and is not`);
    if (wasToldNotPaid && isPaid) found.push(`${name} was told to be NOT PAID and is PAID`);
    if (rows.some(({ ref }) => ref !== sale.ref)) found.push(`${name} has another reference in the journal`);
  }
  return found;
};

/** A customer gets back what was asked for, once, and only where it was asked for. */
const refunds = ({ ledger, journal, sales: known }: Evidence): string[] =>
  journal.filter(isPayment).flatMap(({ transactionNumber, amount, verdict }) => {
    if (verdict !== 'paid') return [];
    const name = `payment ${transactionNumber}`;
    const asked = known.get(amount)?.refund ?? null;
    const rows = journal.filter((row) => row.originalTransactionNumber === transactionNumber);
    const back = ledger.payment(transactionNumber)?.refundedAmount ?? 0;
    const found = rows
      .filter((row) => (row.status === 'refunded') !== (ledger.payment(row.transactionNumber)?.status === 'refunded'))
      .map((row) => `refund ${row.transactionNumber} is ${row.status} in the journal, and not so at the gateway`);
    if (back !== 0 && back !== asked?.amountMinor)
      found.push(`${name}: ${back} was refunded, and ${asked?.amountMinor ?? 'nothing'} was asked for`);
    if (rows.filter(({ status }) => status === 'refunded').length > 1) found.push(`${name} was refunded twice`);
    if (asked?.told === 'done' && back === 0) found.push(`${name}: the refund was told to be done and is not`);
    if (asked?.told === 'failed' && back !== 0) found.push(`${name}: the refund was told to have failed and is done`);
    return found;
  });

/**
 * Each copy of a paid sale, and of a refund, is on paper; a second one, and one behind a torn one, says that it is a
 * duplicate.
 */
const paper = ({ journal, slips, copies }: Evidence): string[] => {
  const found: string[] = [];
  const byNumber = Map.groupBy(slips, ({ transactionNumber }) => transactionNumber);
  for (const row of journal) {
    const own = byNumber.get(row.transactionNumber) ?? [];
    const name = `${row.kind} ${row.transactionNumber}`;
    if (isPayment(row) ? row.verdict !== 'paid' : row.status !== 'refunded') {
      if (own.length > 0) found.push(`${name} is ${row.status} and has a slip on sheet ${own[0]?.sheet}`);
      continue;
    }
    for (let copy = 1; copy <= copies; copy += 1) {
      const out = own.filter((slip) => slip.copy === copy);
      if (out.length === 0) found.push(`${name}: copy ${copy} is not on paper`);
      if (out.filter(({ isMarked }) => !isMarked).length > 1) found.push(`${name}: copy ${copy} twice, unmarked`);
      if (out.slice(1).some(({ isMarked }) => !isMarked)) found.push(`${name}: copy ${copy} again, unmarked`);
    }
    for (const [index, slip] of own.entries()) {
      const next = own[index + 1];
      if (slip.copy === null && next !== undefined && !next.isMarked)
        found.push(`${name}: unmarked on sheet ${next.sheet} behind the torn one on sheet ${slip.sheet}`);
    }
  }
  return found;
};

const journalFile = (path: string): string[] => {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const said = db.prepare('PRAGMA integrity_check').get()?.integrity_check;
    const owed = Number(db.prepare('SELECT count(*) AS owed FROM document_copy WHERE printed = 0').get()?.owed);
    return [
      ...(said === 'ok' ? [] : [`the journal is damaged: ${said}`]),
      ...(owed === 0 ? [] : [`${owed} copies are still owed on paper`]),
    ];
  } finally {
    db.close();
  }
};
