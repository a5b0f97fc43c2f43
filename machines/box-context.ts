/** What the box machine knows and hears, and the pure questions that it asks of it. */
import type { ActorRefFrom } from 'xstate';
import { type FieldError, fieldError } from '../src/errors.ts';
import { type AmountKey, amountKeys, type PanelKey } from '../src/keys.ts';
import { type AmountEntry, entryAmountMinor } from '../src/payment/money.ts';
import type { ActivationEvent } from './activation.ts';
import type { JobRequest, JobResult } from './job.ts';
import type { obligationMachine } from './obligation.ts';
import type { DayClose, Sale, Terms } from './ports.ts';
import type { refundObligationMachine } from './refund-obligation.ts';
import { requestRefusal, type SaleRequest } from './sale.ts';
import type { SaleResult } from './sale-result.ts';

export interface BoxInput {
  readonly terms: Terms | null;
  readonly obstacle: FieldError | null;
}

/**
 * The slips of the result on the screen. stuck: the printer cannot go on. skipped: the cashier does not wait for it.
 */
export type SlipsOfResult = 'owed' | 'stuck' | 'out' | 'skipped';

export interface LastResult {
  readonly paid: boolean;
  readonly amountMinor: number;
}

/** Of a payment or of a refund: both are driven to their end, each by its own rules. */
export type ObligationRef = ActorRefFrom<typeof obligationMachine> | ActorRefFrom<typeof refundObligationMachine>;

export interface BoxContext extends BoxInput {
  readonly entry: AmountEntry;
  /** CLEAR was pressed a moment ago. */
  readonly clearArmed: boolean;
  /** The last who had to do with an activation sat at the keys. */
  readonly atKeys: boolean;
  /** As soon as the box is ready the service PIN is set: it has none. */
  readonly firstPin: boolean;
  /** Why a box that was activated has no terms: another one has its terminal. */
  readonly keyLost: FieldError | null;
  /** The gateway takes no new payments of this terminal; null: as far as is known it does. */
  readonly blocked: FieldError | null;
  readonly notice: FieldError | null;
  readonly request: SaleRequest | null;
  readonly result: SaleResult | null;
  /** How the last sale ended: still on the screen when its result has been left. */
  readonly last: LastResult | null;
  readonly slips: SlipsOfResult;
  readonly obligations: Readonly<Record<number, ObligationRef>>;
  /** Numbers that recovery still waits for. */
  readonly unjudged: readonly number[];
  /** Since the start the gateway was asked, or could not be asked, for payments that the journal does not know. */
  readonly adopted: boolean;
  /** The journal was opened again after an error: rows may be in it that nobody drives. */
  readonly mustReload: boolean;
  /** What the menu was opened for from outside; null: the cashier opened it. */
  readonly job: JobRequest | null;
  /** Its result is on the screen, and who waited for it has been told. */
  readonly jobShown: boolean;
  /** Found paid without a verdict: the cashier is asked about the first. */
  readonly questions: readonly number[];
  /** A day close without an answer, which is to go on before anything is sold. */
  readonly openClose: DayClose | null;
}

/** What was left open in an earlier life of the box. */
export interface OpenEnds {
  readonly sales: readonly Sale[];
  readonly dayClose: DayClose | null;
}

export type BoxEvent =
  | ActivationEvent
  | { type: 'code.scanned'; code: string }
  | { type: 'scan.unwanted' }
  | { type: 'scan.refused'; error: FieldError }
  | { type: 'pay.requested'; request: SaleRequest }
  | { type: 'job.requested'; request: JobRequest }
  | { type: 'job.shown'; result: JobResult | null }
  | { type: 'payments.adopted'; sales: readonly Sale[] }
  | { type: 'refund.begun'; sale: Sale }
  | { type: 'refund.learnt'; sale: Sale; error: FieldError | null }
  | { type: 'terms.changed'; terms: Terms | null; obstacle: FieldError | null; keyLost?: FieldError | null }
  | { type: 'printer.ready' }
  | { type: 'documents.owed' }
  | { type: 'journal.reopened' }
  | { type: 'slips.stuck' }
  | { type: 'slips.drained'; transactionNumber: number | null }
  | { type: 'obligation.foundPaid'; transactionNumber: number }
  | { type: 'obligation.judged'; sale: Sale }
  | { type: 'obligation.ended'; transactionNumber: number }
  | { type: 'obligations.hurried' }
  | { type: 'activation.failed'; error: FieldError }
  | { type: 'notice.given'; error: FieldError | null }
  | { type: 'notice.expired' }
  | { type: 'clear.disarmed' };

export type BoxEmitted =
  | { type: 'sale.finished'; requestId: number | null; result: SaleResult }
  | { type: 'job.finished'; requestId: number | null; result: JobResult | null }
  | { type: 'activation.finished'; error: FieldError | null };

/** More open ends than this and no new sale is taken: the network has been dead for long. */
export const maxObligations = 64;
/**
 * At a start every open end is driven, also those beyond: a sale that was under way when the last payment was adopted, and
 * the refunds that give late money back. There is no other way to have more.
 */
export const maxLoaded = 4 * maxObligations;

export const isAmountKey = (key: PanelKey): key is AmountKey => amountKeys.some((amountKey) => amountKey === key);

export const pressed = (event: BoxEvent): PanelKey | null => (event.type === 'key.pressed' ? event.key : null);

/** A sale and a refund may each become one more open end: why none may begin now, or null. */
export const openEndsRefusal = ({ obligations }: BoxContext): FieldError | null =>
  Object.keys(obligations).length >= maxObligations ? fieldError('PAY-10') : null;

/**
 * Transactions whose end would change the sums of a shift after it was closed: every open payment, and a refund of which
 * the gateway has not said yet that it took it on. A pending refund settles into the shift that is open then (contract).
 */
export const holdsShiftOpen = ({ obligations }: BoxContext): readonly number[] =>
  Object.values(obligations).flatMap((obligation) => {
    const { sale, known } = obligation.getSnapshot().context;
    return sale.kind === 'refund' && known.payment !== null ? [] : [sale.intent.transactionNumber];
  });

/** Why this request cannot start, or null. */
export const startRefusal = (context: BoxContext, request: SaleRequest): FieldError | null => {
  if (context.obstacle !== null) return context.obstacle;
  if (context.terms === null) return context.keyLost ?? fieldError('ACT-01');
  // Whether it would be of this shift or of the next is not known until the close is answered.
  if (context.openClose !== null) return fieldError('PAY-04', 'closingDay');
  return openEndsRefusal(context) ?? requestRefusal(request, context.terms);
};

/** Why this job cannot start, or null. */
export const jobRefusal = (context: BoxContext, request: JobRequest): FieldError | null => {
  if (context.obstacle !== null) return context.obstacle;
  if (context.terms === null) return context.keyLost ?? fieldError('ACT-01');
  return request.kind === 'refund' ? openEndsRefusal(context) : null;
};

/** What the cashier has typed, with everything else to be asked for. */
export const typedRequest = (context: BoxContext): SaleRequest => ({
  amountMinor: entryAmountMinor(context.entry),
  method: null,
  paymentSystem: null,
  code: null,
  ref: null,
  requestId: null,
});

const slipsOf = ({ terms }: BoxContext): 'owed' | 'out' => ((terms?.slipCopies ?? 0) > 0 ? 'owed' : 'out');

/** All slips of the sale whose result is on the screen are out, and the cashier still waits for them. */
export const isOfTheResult = (context: BoxContext, drained: { readonly transactionNumber: number | null }): boolean =>
  context.result?.sale?.intent.transactionNumber === drained.transactionNumber && context.slips !== 'skipped';

/** This sale has ended: nothing is open of it any more. */
export const withoutObligation = (context: BoxContext, ended: number): Partial<BoxContext> => {
  const { [ended]: _, ...obligations } = context.obligations;
  const others = (numbers: readonly number[]) => numbers.filter((number) => number !== ended);
  return { obligations, unjudged: others(context.unjudged), questions: others(context.questions) };
};

/** The cashier is to be asked about this sale, once. */
export const withQuestion = (context: BoxContext, found: number): Partial<BoxContext> => {
  if (!(found in context.obligations)) return {};
  return {
    questions: context.questions.includes(found) ? context.questions : [...context.questions, found],
    unjudged: context.unjudged.filter((number) => number !== found),
  };
};

/** Null without a verdict: nothing is told that is not on disk. */
const lastOf = ({ outcome, sale }: SaleResult, amountMinor: number): LastResult | null =>
  sale?.verdict === null ? null : { paid: outcome === 'paid', amountMinor };

/** A payment or a refund was refused since the terminal is blocked (gateway contract, 403): no use in trying the next. */
export const blockedBy = (error: FieldError | null): Partial<BoxContext> =>
  error?.code === 'GWY-04' ? { blocked: error } : {};

/** A day close has ended: nothing of it is open, unless nobody can tell for now. */
export const closeLeftBy = (result: JobResult | null): Partial<BoxContext> =>
  result?.kind === 'dayClose'
    ? { openClose: result.outcome === 'unknown' ? (result.dayClose?.close ?? null) : null }
    : {};

/** The result goes on the screen, with its slips still to come, and nothing over it. */
export const withResult = (context: BoxContext, result: SaleResult): Partial<BoxContext> => {
  const amountMinor = result.sale?.intent.amountMinor ?? context.request?.amountMinor ?? 0;
  const outcome = { result, last: lastOf(result, amountMinor), notice: null, slips: slipsOf(context) };
  return { ...outcome, blocked: null, ...blockedBy(result.error) };
};

/** The cashier's answer is on disk: it is shown as the result of that sale. */
export const withJudged = (context: BoxContext, sale: Sale): Partial<BoxContext> => {
  const result: SaleResult =
    sale.verdict === 'paid'
      ? { outcome: 'paid', sale, error: null }
      : { outcome: 'unresolved', sale, error: fieldError('PAY-05') };
  return {
    ...withResult(context, result),
    request: null,
    questions: context.questions.filter((number) => number !== sale.intent.transactionNumber),
  };
};
