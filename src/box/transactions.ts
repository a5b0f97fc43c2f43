/** `sendybox transactions`: the journal, page by page, and one transaction with its history. */
import type { ControlHandlers, TransactionsParams } from '../control/protocol.ts';
import { paymentStory } from '../documents/payment-story.ts';
import { FieldFailure, fieldError, reasonedError } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { type SaleStatus, saleStatuses } from '../payment/types.ts';
import type { Settings } from '../settings/schema.ts';
import { rowOf } from './rows.ts';

export interface TransactionsOptions {
  readonly journal: Pick<Journal, 'transactions' | 'sale' | 'history'>;
  readonly settings: { current(): Pick<Settings, 'language'>; timeZone(): string };
}

/** As many as are read in one go: a key must not wait for them. */
const pageRows = 1_000;

const knownStatus = (text: string): SaleStatus => {
  const status = saleStatuses.find((known) => known === text);
  if (status === undefined)
    throw new FieldFailure(reasonedError('CTL-01', 'stateUnknown', { allowed: saleStatuses.join(', ') }));
  return status;
};

/** The instants of the journal are RFC 3339 UTC with milliseconds; those of a question may be without. */
const asWritten = (instant: string | undefined): string | null =>
  instant === undefined ? null : new Date(instant).toISOString();

export const transactionHandlers = ({
  journal,
  settings,
}: TransactionsOptions): Pick<ControlHandlers, 'transactions' | 'transaction'> => ({
  async transactions({ shift, state, before, ...range }: TransactionsParams) {
    const status = state === undefined ? null : knownStatus(state);
    const [from, to] = [asWritten(range.from), asWritten(range.to)];
    const read = await journal.transactions({ shift, before, limit: pageRows });
    const wanted = read.filter(
      (sale) =>
        (status === null || sale.status === status) &&
        (from === null || sale.intent.createdAt >= from) &&
        (to === null || sale.intent.createdAt < to),
    );
    const last = read.length < pageRows ? undefined : read.at(-1);
    return { rows: wanted.map(rowOf), next: last?.intent.transactionNumber ?? null };
  },

  /** Rejects with PAY-06 where the journal does not know it. */
  async transaction({ transactionNumber }) {
    const sale = await journal.sale(transactionNumber);
    if (sale === null) throw new FieldFailure(fieldError('PAY-06'));
    const history = await journal.history(transactionNumber);
    const { language } = settings.current();
    return {
      transaction: rowOf(sale),
      history,
      story: paymentStory(sale, history, { language, timeZone: settings.timeZone() }),
    };
  },
});
