/**
 * What was sold in a shift or in a span of time: by the gateway's book, and by the journal, marked as such, where the
 * gateway cannot be reached. Nothing is changed by a report.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { ReportOrder, ReportPage, ReportPageParams, ReportParams } from '../control/protocol.ts';
import { firstPiece } from '../documents/detail.ts';
import { buildReport } from '../documents/report.ts';
import { FieldFailure, fieldError } from '../errors.ts';
import type { GatewayClient } from '../gateway/client.ts';
import { type Outcome, outcomeError } from '../gateway/outcome.ts';
import type { BookScope } from '../journal/book.ts';
import type { Journal } from '../journal/journal.ts';
import { createAdder } from '../payment/totals.ts';
import type { Report, ShiftReport, TerminalInfo } from '../payment/types.ts';
import { answeredRowOf, rowOf } from './rows.ts';

export interface ReportsOptions {
  readonly client: () => Pick<
    GatewayClient,
    'counters' | 'shift' | 'report' | 'shiftTransactions' | 'reportTransactions'
  >;
  readonly journal: Pick<Journal, 'bookPage' | 'lastSale' | 'sale' | 'createDocument'>;
  readonly info: () => TerminalInfo;
  readonly timeZone: () => string;
  readonly now: () => string;
  /** Something is owed on paper. */
  readonly onOwed: () => void;
}

export interface Reports {
  /**
   * Rejects with FieldFailure RPT-01 (no such shift), RPT-02 (an end that is not later than the beginning), the gateway's
   * refusal, or the journal's failure where the gateway cannot be asked.
   */
  report(params: ReportOrder): Promise<Report>;
  /** The transactions of a report, by rising number, from the same book. */
  page(params: ReportPageParams): Promise<ReportPage>;
}

/** The contract's greatest page; a key waits no longer for as many rows of the journal. */
const pageRows = 500;

/** Nothing is known of what was asked: the journal may answer. */
const isSilent = ({ kind }: Outcome<unknown>): boolean => kind === 'noAnswer' || kind === 'notSent';

const scopeOf = (params: ReportParams): BookScope | null => {
  const { shift, from, to } = params;
  if (shift !== undefined) return { shift };
  if (from === undefined || to === undefined) return null;
  const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  if (span.from >= span.to) throw new FieldFailure(fieldError('RPT-02'));
  return span;
};

const answerOf = <T>(outcome: Outcome<T>, shift: number | null): T | null => {
  if (outcome.kind === 'answered') return outcome.value;
  if (isSilent(outcome)) return null;
  if (outcome.kind === 'refused' && outcome.problem.code === 'shift-not-found')
    throw new FieldFailure(fieldError('RPT-01', undefined, shift === null ? {} : { shift }));
  throw new FieldFailure(outcomeError(outcome) ?? fieldError('BUG-01', 'a refusal without a reason'));
};

export const createReports = ({ client, journal, info, timeZone, now, onOwed }: ReportsOptions): Reports => {
  /** By the gateway; where it is silent, the shift of the last sale. */
  const presentShift = async (): Promise<number> => {
    const told = answerOf(await client().counters(), null);
    const shift = told?.shiftNumber ?? (await journal.lastSale())?.intent.shiftNumber;
    if (shift === undefined) throw new FieldFailure(fieldError('RPT-01'));
    return shift;
  };

  const byJournal = async (scope: BookScope): Promise<Report> => {
    const adder = createAdder();
    let after = 0;
    let rows = 0;
    for (;;) {
      const page = await journal.bookPage(scope, after, pageRows);
      for (const sale of page) {
        if (sale.payment !== null) adder.add({ ...sale.payment, amount: sale.intent.amountMinor });
      }
      rows += page.length;
      const last = page.at(-1);
      if (last === undefined || page.length < pageRows) break;
      after = last.intent.transactionNumber;
      await breathe();
    }
    if ('shift' in scope && rows === 0) throw new FieldFailure(fieldError('RPT-01', undefined, { shift: scope.shift }));
    const book = {
      openedAt: null,
      closedAt: null,
      currency: info().currency,
      totals: adder.totals(),
      source: 'journal',
    } as const;
    return 'shift' in scope ? { shiftNumber: scope.shift, ...book } : { ...scope, ...book };
  };

  const byGateway = async (scope: BookScope): Promise<ShiftReport | null> =>
    'shift' in scope
      ? answerOf(await client().shift(scope.shift), scope.shift)
      : answerOf(await client().report(scope), null);

  return {
    async report({ print, detail, ...params }) {
      const scope = scopeOf(params) ?? { shift: await presentShift() };
      const told = await byGateway(scope);
      const report: Report = told === null ? await byJournal(scope) : { ...told, source: 'gateway' };
      if (print === true) {
        const data = buildReport(report, info(), timeZone(), now());
        await journal.createDocument({ kind: 'report', transactionNumber: null, data, copies: 1 });
        if (detail === true) {
          const piece = firstPiece({ scope, source: report.source, timeZone: timeZone() });
          await journal.createDocument({ kind: 'detail', transactionNumber: null, data: piece, copies: 1 });
        }
        onOwed();
      }
      return report;
    },

    async page({ source, after = 0, ...params }) {
      const scope = scopeOf(params);
      if (scope === null) throw new FieldFailure(fieldError('RPT-01'));
      if (source === 'journal') {
        const sales = await journal.bookPage(scope, after, pageRows);
        const last = sales.length < pageRows ? undefined : sales.at(-1);
        return { rows: sales.map(rowOf), next: last?.intent.transactionNumber ?? null };
      }
      const page = { after, limit: pageRows };
      const outcome =
        'shift' in scope
          ? await client().shiftTransactions(scope.shift, page)
          : await client().reportTransactions(scope, page);
      // The sums above these rows came from the gateway: rows of another book do not go with them.
      if (isSilent(outcome)) throw new FieldFailure(outcomeError(outcome) ?? fieldError('NET-06'));
      const told = answerOf(outcome, 'shift' in scope ? scope.shift : null);
      const rows = await Promise.all(
        (told?.transactions ?? []).map(async (payment) =>
          answeredRowOf(payment, await journal.sale(payment.transactionNumber)),
        ),
      );
      return { rows, next: told?.next ?? null };
    },
  };
};
