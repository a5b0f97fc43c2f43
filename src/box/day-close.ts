/** The day close as the machine needs it: both books, side by side, and the close itself. */
import { refusalOf } from '../../devices/printer/status.ts';
import type { DayClose, DayClosePort, PrinterStatus, Sale } from '../../machines/ports.ts';
import { firstPiece } from '../documents/detail.ts';
import { buildCloseReport } from '../documents/report.ts';
import { fieldError } from '../errors.ts';
import type { GatewayClient } from '../gateway/client.ts';
import type { Outcome } from '../gateway/outcome.ts';
import type { NewDocument } from '../journal/documents.ts';
import type { Journal } from '../journal/journal.ts';
import { createReconciler, type Reconciliation } from '../payment/reconciliation.ts';
import type { Payment, ShiftReport, TerminalInfo } from '../payment/types.ts';

export interface DayCloseOptions {
  readonly client: () => Pick<GatewayClient, 'shift' | 'shiftTransactions' | 'cancel' | 'closeShift'>;
  readonly journal: Journal;
  readonly printer: () => PrinterStatus;
  readonly info: () => TerminalInfo;
  readonly timeZone: () => string;
  /** The setting `detailedDayClose`: each transaction is on paper, too. */
  readonly isDetailed: () => boolean;
  readonly now: () => string;
  /** The gateway has answered, and it is on disk. */
  readonly onClosed: () => void;
}

/** The contract's greatest page; a key waits no longer for as many rows of the journal. */
const pageRows = 500;

/** So often the screen hears of it: a bar that moves. */
const progressRows = 20;

/** By rising number, a page in memory at a time. */
async function* journalBook(journal: Pick<Journal, 'bookPage'>, shift: number): AsyncGenerator<Sale, undefined> {
  let after = 0;
  for (;;) {
    const page = await journal.bookPage({ shift }, after, pageRows);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return undefined;
    after = last.intent.transactionNumber;
  }
}

/** The same of the gateway; returns what kept it from going on. */
async function* gatewayBook(
  client: () => Pick<GatewayClient, 'shiftTransactions'>,
  shift: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Payment, Exclude<Outcome<unknown>, { kind: 'answered' }> | undefined> {
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<GatewayClient['shiftTransactions']>> = await client().shiftTransactions(
      shift,
      { after, limit: pageRows },
      signal,
    );
    if (page.kind !== 'answered') return page;
    yield* page.value.transactions;
    after = page.value.next;
  }
  return undefined;
}

export const dayClosePort = (options: DayCloseOptions): DayClosePort => {
  const { client, journal, now } = options;
  const reportOf = (close: Parameters<typeof buildCloseReport>[0]) =>
    buildCloseReport(close, options.info(), options.timeZone(), now());

  const detailOf = ({ shiftNumber }: DayClose): NewDocument => ({
    kind: 'detail',
    transactionNumber: null,
    data: firstPiece({
      scope: { shift: shiftNumber },
      source: 'gateway',
      timeZone: options.timeZone(),
    }),
    copies: 1,
  });

  /** Both books by rising number; what the gateway files under this shift and the journal under another is looked up. */
  const compare = async (
    report: ShiftReport,
    shift: number,
    onProgress: (compared: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<Outcome<Reconciliation>> => {
    const reconciler = createReconciler(report);
    const [ours, theirs] = [journalBook(journal, shift), gatewayBook(client, shift, signal)];
    let compared = 0;
    let [sale, told] = await Promise.all([ours.next(), theirs.next()]);
    while (sale.done !== true || told.done !== true) {
      if (told.done === true && told.value !== undefined) return told.value;
      const number = sale.done === true ? Number.POSITIVE_INFINITY : sale.value.intent.transactionNumber;
      const toldNumber = told.done === true ? Number.POSITIVE_INFINITY : told.value.transactionNumber;
      const payment = told.done !== true && toldNumber <= number ? told.value : null;
      const entry = sale.done !== true && number <= toldNumber ? sale.value : null;
      reconciler.add(entry ?? (payment === null ? null : await journal.sale(payment.transactionNumber)), payment);
      if (entry !== null) sale = await ours.next();
      if (payment === null) continue;
      told = await theirs.next();
      compared += 1;
      if (compared % progressRows === 0) onProgress(compared);
    }
    return { kind: 'answered', value: reconciler.result() };
  };

  return {
    printerTrouble: () => refusalOf(options.printer()),
    shift: (shiftNumber, signal) => client().shift(shiftNumber, signal),
    compare: async (report, onProgress, signal) =>
      report.shiftNumber === undefined
        ? { kind: 'noAnswer', error: fieldError('NET-10') }
        : compare(report, report.shiftNumber, onProgress, signal),

    async reverse(transactionNumbers, signal) {
      for (const number of transactionNumbers) {
        const sale = await journal.sale(number);
        if (sale === null || sale.verdict !== 'notPaid') continue;
        const order = { reason: 'recovery', ifPaid: 'refund', cancelledAt: now() } as const;
        await journal.recordSale(number, { cancel: order }, [
          { type: 'cancel.refund', at: now(), data: { reason: order.reason, ifPaid: order.ifPaid } },
        ]);
        await client().cancel(sale.intent, order, signal);
      }
    },

    begin: (comparison) => journal.beginClose(comparison),
    close: ({ shiftNumber, begunAt, comparison }, signal) =>
      client().closeShift({ shiftNumber, totals: comparison.report.totals, closedAt: begunAt }, signal),
    async conclude(_, closed) {
      const concluded = await journal.concludeClose(closed, (dayClose) => [
        { kind: 'dayClose', transactionNumber: null, data: reportOf(dayClose), copies: 1 },
        ...(options.isDetailed() ? [detailOf(dayClose)] : []),
      ]);
      options.onClosed();
      return concluded;
    },
    abandon: (shiftNumber) => journal.abandonClose(shiftNumber),
    openClose: () => journal.openClose(),

    async reprint(shiftNumber) {
      const close = await journal.closedShift(shiftNumber);
      if (close === null) return null;
      const data = reportOf(close);
      await journal.createDocument({ kind: 'dayClose', transactionNumber: null, data, copies: 1, isDuplicate: true });
      return close;
    },
  };
};
