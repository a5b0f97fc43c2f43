/** What the gateway's answers oblige the box to: payments that it must adopt, contradictions that it must tell of. */
import { maxObligations } from '../../machines/box-context.ts';
import type { Exchange } from '../gateway/transport/exchange.ts';
import type { Counters, Payment, PaymentStatus } from '../payment/types.ts';
import type { Books } from './books.ts';
import type { WireRequest } from './operator.ts';
import { bodyOf, numberOf } from './wire-watch.ts';

export interface AnswersJudgeOptions {
  readonly books: Books;
  readonly nowMs: () => number;
  /** The disk works and no port breaks. */
  readonly worksInside: boolean;
  /** Besides, the power stays on: what the box hears it writes down. */
  readonly staysOn: boolean;
  readonly violate: (rule: string, detail: string) => void;
}

export interface AnswersJudge {
  /** `isLooking`: a job looks something up, and takes nothing on. */
  ends(request: WireRequest, end: Exchange, isLooking: boolean): void;
  /** A sale or a refund was begun with what these counters said. */
  begun(number: number, counters: Counters): void;
  cut(): void;
  forget(): void;
  /** The gateway has denied what it said of this number, as far as the box can know. */
  isDenied(number: number): boolean;
  /** The box must have told of a contradiction on paper. */
  readonly toldOfDenial: ReadonlySet<number>;
  /** The box has heard that this refund is under way, and has written it down. */
  wasUnderWay(number: number): boolean;
  atRest(): void;
}

/** What was heard so shortly before the power went need not be on disk. */
const writtenWithinMs = 1_000;

const mayFollow = (from: PaymentStatus, to: PaymentStatus): boolean =>
  from === to || from === 'pending' || (from === 'paid' && to === 'reversed');

const isCounters = (body: Readonly<Record<string, unknown>>): boolean =>
  Number.isSafeInteger(body.lastTransactionNumber) &&
  Number(body.lastTransactionNumber) >= 0 &&
  Array.isArray(body.open);

export const createAnswersJudge = ({
  books,
  nowMs,
  worksInside,
  staysOn,
  violate,
}: AnswersJudgeOptions): AnswersJudge => {
  /** By number: when a list of open payments had it that the journal had not. */
  const unknown = new Map<number, { readonly saleId: string; readonly atMs: number }>();
  const heard = new Map<number, PaymentStatus>();
  const denied = new Set<number>();
  const told = new Set<number>();
  const underWay = new Set<number>();

  const hearsOf = (
    number: number,
    end: Exchange & { readonly ok: true },
    body: Partial<Payment>,
    isLooking: boolean,
  ): void => {
    const row = books.row(number);
    if (row === null) return;
    const before = heard.get(number);
    if (end.answer.status === 404 || end.answer.status === 409) {
      // What was adopted from a list of open payments was heard of there.
      if (before !== undefined || row.payment !== null) denied.add(number);
      return;
    }
    const isIts =
      end.answer.status === 200 &&
      body.transactionNumber === number &&
      body.saleId === row.saleId &&
      body.kind === row.kind &&
      body.amount === row.amountMinor;
    if (!isIts || body.status === undefined) return;
    const onDisk = row.payment?.status;
    if (before !== undefined && !mayFollow(before, body.status)) denied.add(number);
    else heard.set(number, body.status);
    if (onDisk === undefined || mayFollow(onDisk, body.status)) return;
    denied.add(number);
    // A question from the menu shows and prints its answer by itself.
    if (worksInside && staysOn && !isLooking && !row.resolved && row.verdict === 'notPaid') told.add(number);
  };

  return {
    ends(request, end, isLooking) {
      const body = bodyOf(end);
      if (!end.ok || body === null) return;
      if (request.path === '/pos/counters') {
        if (isLooking || end.answer.status !== 200 || !isCounters(body)) return;
        for (const { transactionNumber, saleId } of body.open as Payment[]) {
          if (!heard.has(transactionNumber)) heard.set(transactionNumber, 'pending');
          // What is more than the box drives at once waits for the next list.
          if (
            worksInside &&
            books.row(transactionNumber) === null &&
            books.open().length + unknown.size < maxObligations
          )
            unknown.set(transactionNumber, { saleId, atMs: nowMs() });
        }
        return;
      }
      const number = numberOf(request);
      if (number !== null) hearsOf(number, end, body, isLooking);
    },
    begun(number, counters) {
      if (number <= counters.lastTransactionNumber)
        violate('number-is-new', `${number} is taken, and the gateway's last was ${counters.lastTransactionNumber}`);
      for (const row of books.open()) if (row.kind === 'refund' && row.status === 'pending') underWay.add(row.number);
    },
    cut() {
      for (const row of books.open()) if (row.kind === 'refund' && row.status === 'pending') underWay.add(row.number);
      for (const [number, { atMs }] of unknown) if (nowMs() - atMs < writtenWithinMs) unknown.delete(number);
    },
    forget() {
      for (const known of [unknown, heard, denied, told, underWay]) known.clear();
    },
    isDenied: (number) => denied.has(number),
    toldOfDenial: told,
    wasUnderWay: (number) => underWay.has(number),
    atRest() {
      for (const [number, { saleId }] of unknown) {
        if (books.row(number)?.saleId !== saleId)
          violate('open-payments-are-adopted', `${number} was in the list of open payments, and is in no journal`);
      }
      unknown.clear();
    },
  };
};
