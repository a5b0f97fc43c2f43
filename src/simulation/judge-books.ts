/** At rest: the journal, the ledger and what was shown say the same of every number, and so do the totals. */

import type { Verdict } from '../payment/types.ts';
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { BookRow, Books } from './books.ts';

export interface BooksJudgeOptions {
  readonly books: Books;
  readonly ledger: Ledger;
  readonly shown: ReadonlyMap<number, Verdict>;
  /** Numbers that another box has taken; this one may have adopted them. */
  readonly others: ReadonlySet<number>;
  /** Numbers that the journal has forgotten, or of which it remembers an earlier moment: it was replaced. */
  readonly excused: ReadonlySet<number>;
  readonly isEndless: (number: number) => boolean;
  readonly violate: (rule: string, detail: string) => void;
}

/** What the customer must be out of pocket for. */
const owedBy = (row: BookRow, rows: readonly BookRow[]): number => {
  if (row.verdict !== 'paid') return 0;
  const refunded = rows
    .filter((one) => one.originalNumber === row.number && one.status === 'refunded')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return row.amountMinor - refunded;
};

const isRefunded = ({ status }: { readonly status: string }): boolean => status === 'refunded';

const judgeTotals = ({ ledger, others, violate }: BooksJudgeOptions, rows: readonly BookRow[]): void => {
  const own = new Set(rows.map(({ saleId }) => saleId));
  const foreign = ledger.view.payments().filter((one) => others.has(one.transactionNumber) && !own.has(one.saleId));
  const shifts = new Set(ledger.view.payments().map((payment) => payment.shiftNumber));
  for (const shiftNumber of shifts) {
    const report = ledger.shift(shiftNumber);
    if (!report.ok) continue;
    const { paid, refunded } = report.value.totals;
    const ofShift = rows.filter((row) => (row.payment?.shiftNumber ?? row.shiftNumber) === shiftNumber);
    const sum = (status: string) => {
      const amounts = [
        ...ofShift.filter((row) => row.status === status).map(({ amountMinor }) => amountMinor),
        ...foreign
          .filter((one) => one.shiftNumber === shiftNumber && one.status === status)
          .map(({ amount }) => amount),
      ];
      return { count: amounts.length, amount: amounts.reduce((total, amount) => total + amount, 0) };
    };
    const booked = { paid: sum('paid'), refunded: sum('refunded') };
    if (booked.paid.count !== paid.count || booked.paid.amount !== paid.amount)
      violate(
        'totals-agree',
        `shift ${shiftNumber}: paid ${JSON.stringify(booked.paid)}, ledger ${JSON.stringify(paid)}`,
      );
    if (booked.refunded.count !== refunded.count || booked.refunded.amount !== refunded.amount)
      violate(
        'totals-agree',
        `shift ${shiftNumber}: refunded ${JSON.stringify(booked.refunded)}, ledger ${JSON.stringify(refunded)}`,
      );
  }
};

export const judgeBooks = (options: BooksJudgeOptions): void => {
  const { books, ledger, shown, others, violate } = options;
  const rows = books.rows();
  const byNumber = new Map(rows.map((row) => [row.number, row] as const));

  for (const row of rows) {
    if (options.isEndless(row.number)) continue;
    if (!row.resolved) violate('obligations-end', `${row.kind} ${row.number} is open: ${row.status}, ${row.verdict}`);
    if (options.excused.has(row.number)) continue;
    if (row.kind === 'payment' && row.verdict === null)
      violate('every-sale-has-a-verdict', `payment ${row.number} has none`);
    const said = shown.get(row.number);
    if (said !== undefined && said !== row.verdict)
      violate('shown-is-stored', `${row.number} was shown ${said}, the journal has ${row.verdict}`);
    if (row.kind === 'refund') {
      const known = ledger.view.payment(row.number);
      const differs = known === null ? row.status === 'refunded' : isRefunded(known) !== isRefunded(row);
      if (differs) violate('refunds-agree', `refund ${row.number} is ${row.status}, in the ledger ${known?.status}`);
      continue;
    }
    const net = ledger.view.netCharged(row.number);
    const owed = owedBy(row, rows);
    if (net !== owed) violate('money-is-as-told', `${row.number} is ${row.verdict}: charged ${net}, not ${owed}`);
    const known = ledger.view.payment(row.number);
    if (known === null && row.verdict === 'paid') violate('money-is-as-told', `${row.number} is PAID and unknown`);
  }
  for (const payment of ledger.view.payments()) {
    const row = byNumber.get(payment.transactionNumber);
    if (row?.saleId !== payment.saleId && others.has(payment.transactionNumber)) continue;
    if (options.excused.has(payment.transactionNumber)) continue;
    if (row === undefined) violate('every-payment-is-known', `${payment.transactionNumber} is in no journal`);
    else if (row.saleId !== payment.saleId) violate('number-used-once', `${row.number} belongs to another sale`);
  }
  if (options.excused.size === 0) judgeTotals(options, rows);
  for (const contradiction of ledger.view.audit()) violate('the-ledger-holds-together', contradiction);
};

export interface RefsJudgeOptions extends Pick<BooksJudgeOptions, 'books' | 'ledger' | 'violate'> {
  readonly refs: ReadonlyMap<string, Verdict>;
}

/** One reference of a till is one payment at most, and as it was told. */
export const judgeRefs = ({ books, ledger, refs, violate }: RefsJudgeOptions): void => {
  const byRef = Map.groupBy(
    books.rows().filter(({ ref }) => ref !== null),
    ({ ref }) => ref,
  );
  for (const [ref, rows] of byRef) {
    const paid = rows.filter(({ verdict }) => verdict === 'paid');
    if (paid.length > 1) violate('a-reference-pays-once', `${ref}: ${paid.map(({ number }) => number).join(' and ')}`);
    const said = ref === null ? undefined : refs.get(ref);
    if (said === 'notPaid' && paid.length > 0) violate('told-is-stored', `${ref} was told notPaid and is paid`);
    if (said === 'paid' && paid.length === 0) violate('told-is-stored', `${ref} was told paid and is not`);
    // A number that the gateway refused may be another box's sale.
    const charged = rows.filter(
      ({ number, saleId }) => ledger.view.payment(number)?.saleId === saleId && ledger.view.netCharged(number) > 0,
    );
    if (charged.length > 1) violate('a-reference-pays-once', `${ref} is charged ${charged.length} times`);
  }
};
