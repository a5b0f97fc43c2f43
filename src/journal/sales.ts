/** The payments of one scope and their history: rows of `payment` and `event`, inside the caller's transaction. */
import { hash } from 'node:crypto';
import type { Sale, SaleEvent } from '../../machines/ports.ts';
import { assert } from '../errors.ts';
import { maxTransactionNumber } from '../payment/numbers.ts';
import type { Intent, RefundReason, SaleStatus } from '../payment/types.ts';
import { type GuardSource, guardedPaidSales, guardedSales } from './duplicate-guard.ts';
import type { Connection } from './store.ts';

/** An obligation may be asked for every minute for months; its history stays readable. */
const maxStepsOfSale = 1_000;
const maxEventDataChars = 16_384;
/** Each gives back a kopeck at least, and nobody gives a payment back in more pieces. */
const maxRefunds = 1_000;
/** The last slip is asked for on the day of its sale. */
const lookedBack = 1_000;

interface PaymentRow {
  readonly number: number;
  readonly sale_id: string;
  readonly kind: string;
  readonly shift_number: number;
  readonly method: string;
  readonly payment_system: string | null;
  readonly amount_minor: number;
  readonly currency: string;
  readonly expires_in_seconds: number;
  readonly created_at: string;
  readonly ref: string | null;
  readonly original_number: number | null;
  readonly refunded_before: number | null;
  readonly refund_reason: string | null;
  readonly status: string;
  readonly verdict: string | null;
  readonly error: string | null;
  readonly cancel: string | null;
  readonly answered: number;
  readonly unanswered: number;
  readonly answer: string | null;
  readonly resolved: number;
}

export const saleColumns = `number, sale_id, kind, shift_number, method, payment_system, amount_minor, currency,
  expires_in_seconds, created_at, ref, original_number, refunded_before, refund_reason, status, verdict, error, cancel,
  answered, unanswered, answer, resolved`;

const select = {
  one: `SELECT ${saleColumns} FROM payment WHERE scope_id = ? AND number = ?`,
  last: `SELECT ${saleColumns} FROM payment WHERE scope_id = ? AND kind = 'payment' ORDER BY number DESC LIMIT 1`,
  refundsOf: `SELECT ${saleColumns} FROM payment INDEXED BY refund_of_payment WHERE scope_id = ? AND original_number = ?
    ORDER BY number LIMIT ${maxRefunds}`,
  lastWithSlip: `SELECT * FROM (SELECT ${saleColumns} FROM payment WHERE scope_id = ? ORDER BY number DESC LIMIT ${lookedBack})
    WHERE verdict = 'paid' OR (refund_reason = 'customer' AND status IN ('pending', 'refunded')) LIMIT 1`,
  highest: 'SELECT max(number) AS number FROM payment WHERE scope_id = ?',
  // INDEXED BY: left to itself, the planner takes the primary key for these, which is all that was ever sold
  open: `SELECT ${saleColumns} FROM payment INDEXED BY payment_open WHERE scope_id = ? AND resolved = 0
    ORDER BY number LIMIT ?`,
  // Not by the clock, which may go back between two of them: what is not replaced is one at most (`mayReplace`).
  unreplacedByRef: `SELECT ${saleColumns} FROM payment INDEXED BY payment_ref
    WHERE ref = ? AND NOT (resolved = 1 AND status = 'refused') LIMIT 1`,
  byRef: `SELECT ${saleColumns} FROM payment INDEXED BY payment_ref WHERE ref = ?
    ORDER BY created_at DESC, scope_id DESC, number DESC LIMIT 1`,
  openScopes: `SELECT gateway, terminal_id FROM scope s WHERE EXISTS
    (SELECT 1 FROM payment p INDEXED BY payment_open WHERE p.scope_id = s.id AND p.resolved = 0) OR EXISTS
    (SELECT 1 FROM day_close c INDEXED BY day_close_open WHERE c.scope_id = s.id AND c.closed_at IS NULL)`,
  // The guard looks through the last rows themselves: 20 µs, where an index would be one more page in every intent's commit.
  guardedCode: `SELECT number, amount_minor FROM payment WHERE scope_id = ? AND number > ? AND code_hash = ?
    AND NOT (resolved = 1 AND status IN ('refused', 'unsent')) ORDER BY number DESC LIMIT 1`,
  guardedOpen: `SELECT number, amount_minor FROM payment INDEXED BY payment_open
    WHERE scope_id = ? AND resolved = 0 AND kind = 'payment' AND amount_minor = ? ORDER BY number DESC LIMIT 1`,
  /** The wallet and the instant are the gateway's where it has said them. */
  guardedPaid: `SELECT number, amount_minor FROM
    (SELECT number, amount_minor, created_at, payment_system, answer FROM payment
      WHERE scope_id = ? AND number > ? AND amount_minor = ? AND verdict = 'paid'
      ORDER BY number DESC LIMIT ${guardedPaidSales})
    WHERE coalesce(answer ->> '$.paidAt', created_at) BETWEEN ? AND ?
    AND coalesce(answer ->> '$.paymentSystem', payment_system) = ? LIMIT 1`,
  all: `SELECT ${saleColumns} FROM payment WHERE scope_id = ? AND number < ? ORDER BY number DESC LIMIT ?`,
  ofShift: `SELECT ${saleColumns} FROM payment INDEXED BY payment_of_shift
    WHERE scope_id = ? AND counted_shift = ? AND number < ? ORDER BY number DESC LIMIT ?`,
  oneOfShift: `SELECT 1 FROM payment INDEXED BY payment_of_shift
    WHERE scope_id = ? AND counted_shift = ? AND status = ? LIMIT 1`,
  history: 'SELECT type, at, data FROM event WHERE scope_id = ? AND number = ? ORDER BY step LIMIT ?',
  lastStep: 'SELECT max(step) AS step FROM event WHERE scope_id = ? AND number = ?',
  /** A box is moved a few times in its life. */
  latestScopes: 'SELECT id FROM scope WHERE id > 0 ORDER BY id DESC LIMIT 16',
  /** The clock never goes back (rule 6), so the latest instants are among the latest sales. */
  latestInstant: `SELECT max(at) AS at FROM
    (SELECT at FROM event WHERE scope_id = ? ORDER BY scope_id DESC, number DESC, step DESC LIMIT 1000)`,
  salt: 'SELECT salt FROM journal',
} as const;

const change = {
  insertPayment: `INSERT INTO payment (scope_id, number, sale_id, kind, shift_number, method, payment_system,
    amount_minor, currency, expires_in_seconds, created_at, ref, code_hash, original_number, refunded_before,
    refund_reason, status, answered, answer)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  updatePayment: `UPDATE payment SET status = ?, verdict = ?, error = ?, cancel = ?, answered = ?,
    unanswered = ?, answer = ?, resolved = ? WHERE scope_id = ? AND number = ?`,
  insertEvent: 'INSERT INTO event (scope_id, number, step, type, at, data) VALUES (?, ?, ?, ?, ?, ?)',
} as const;

const parsed = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));
const asJson = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** The journal wrote these rows itself: their types are trusted. */
export const saleOf = (row: unknown): Sale => {
  const r = row as PaymentRow;
  return {
    intent: {
      transactionNumber: r.number,
      saleId: r.sale_id,
      shiftNumber: r.shift_number,
      method: r.method as Intent['method'],
      paymentSystem: r.payment_system as Intent['paymentSystem'],
      amountMinor: r.amount_minor,
      currency: r.currency,
      expiresInSeconds: r.expires_in_seconds,
      createdAt: r.created_at,
      ...(r.original_number === null
        ? {}
        : {
            refund: {
              originalTransactionNumber: r.original_number,
              refundedBeforeMinor: r.refunded_before ?? 0,
              reason: r.refund_reason as RefundReason,
            },
          }),
    },
    kind: r.kind as Sale['kind'],
    status: r.status as SaleStatus,
    verdict: r.verdict as Sale['verdict'],
    error: parsed(r.error),
    cancel: parsed(r.cancel),
    answered: r.answered === 1,
    unanswered: r.unanswered === 1,
    payment: parsed(r.answer),
    resolved: r.resolved === 1,
    ref: r.ref,
  };
};
const saleOrNull = (row: unknown): Sale | null => (row === undefined ? null : saleOf(row));

export interface TransactionQuery {
  readonly shift?: number | undefined;
  /** Only the numbers below: the page that follows. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export const findSale = (connection: Connection, scopeId: number, number: number): Sale | null =>
  saleOrNull(connection.sql(select.one).get(scopeId, number));

/** The latest payment. */
export const lastSale = (connection: Connection, scopeId: number): Sale | null =>
  saleOrNull(connection.sql(select.last).get(scopeId));

/** Oldest first, of whatever end. */
export const refundsOf = (connection: Connection, scopeId: number, number: number): readonly Sale[] =>
  connection.sql(select.refundsOf).all(scopeId, number).map(saleOf);

/** The latest that has a slip, or would have one if the box printed any. */
export const lastWithSlip = (connection: Connection, scopeId: number): Sale | null =>
  saleOrNull(connection.sql(select.lastWithSlip).get(scopeId));

/**
 * The one that counts: a number that the gateway refused is followed by another for the same sale. Of every gateway and
 * terminal: the till's name of a sale means the same sale whatever the box was set to since.
 */
export const findByRef = (connection: Connection, ref: string): Sale | null =>
  saleOrNull(connection.sql(select.unreplacedByRef).get(ref) ?? connection.sql(select.byRef).get(ref));

/** Whose sales are still open: their gateway and terminal may not be changed (gateway contract, rule 1). */
export const openScopes = (connection: Connection): { gateway: string; terminalId: string }[] =>
  connection
    .sql(select.openScopes)
    .all()
    .map((row) => ({ gateway: String(row.gateway), terminalId: String(row.terminal_id) }));

export const openSales = (connection: Connection, scopeId: number, limit: number): readonly Sale[] =>
  connection.sql(select.open).all(scopeId, limit).map(saleOf);

export const transactions = (connection: Connection, scopeId: number, query: TransactionQuery): readonly Sale[] => {
  const { shift, before = maxTransactionNumber + 1, limit } = query;
  return shift === undefined
    ? connection.sql(select.all).all(scopeId, before, limit).map(saleOf)
    : connection.sql(select.ofShift).all(scopeId, shift, before, limit).map(saleOf);
};

/** Is there one of this status in that shift? */
export const hasInShift = (connection: Connection, scopeId: number, shift: number, status: SaleStatus): boolean =>
  connection.sql(select.oneOfShift).get(scopeId, shift, status) !== undefined;

export const highestNumber = (connection: Connection, scopeId: number): number =>
  Number(connection.sql(select.highest).get(scopeId)?.number ?? 0);

/** Of all terminals: a clock that goes wrong does not ask whose payment it is. */
export const highestInstant = (connection: Connection): string | null => {
  const instants = connection
    .sql(select.latestScopes)
    .all()
    .map(({ id }) => connection.sql(select.latestInstant).get(Number(id))?.at);
  return instants.reduce<string | null>(
    (highest, at) => (typeof at === 'string' && (highest === null || at > highest) ? at : highest),
    null,
  );
};

export const history = (connection: Connection, scopeId: number, number: number): readonly SaleEvent[] =>
  connection
    .sql(select.history)
    .all(scopeId, number, 2 * maxStepsOfSale)
    .map((row) => {
      const data = parsed<Readonly<Record<string, unknown>>>(row.data as string | null);
      return { type: String(row.type), at: String(row.at), ...(data === null ? {} : { data }) };
    });

/** A journal's salt never changes, and a scan should not wait for a query. */
const salts = new WeakMap<Connection, string>();

const saltOf = (connection: Connection): string => {
  const known = salts.get(connection);
  if (known !== undefined) return known;
  const salt = connection.sql(select.salt).get()?.salt;
  assert(typeof salt === 'string' && salt.length >= 32, 'the journal has a salt');
  salts.set(connection, salt);
  return salt;
};

/** Gateway contract, customer codes: nothing of a code is stored but a salted hash for the duplicate guard. */
export const codeHash = (connection: Connection, code: string): string =>
  hash('sha256', `${saltOf(connection)}:${code}`, 'base64url');

/** Where the duplicate guard looks. `highest`: the highest number of the scope. */
export const guardSource = (connection: Connection, scopeId: number, highest: number): GuardSource => {
  const oldest = highest - guardedSales;
  const earlier = (row: unknown): { transactionNumber: number; amountMinor: number } | null => {
    if (row === undefined) return null;
    const r = row as Pick<PaymentRow, 'number' | 'amount_minor'>;
    return { transactionNumber: r.number, amountMinor: r.amount_minor };
  };
  return {
    withCode: (code) => earlier(connection.sql(select.guardedCode).get(scopeId, oldest, codeHash(connection, code))),
    open: (amountMinor) => earlier(connection.sql(select.guardedOpen).get(scopeId, amountMinor)),
    paidBetween: ({ amountMinor, from, to, wallet }) =>
      earlier(connection.sql(select.guardedPaid).get(scopeId, oldest, amountMinor, from, to, wallet)),
  };
};

export const insertSale = (connection: Connection, scopeId: number, sale: Sale, code: string | null): void => {
  const { intent } = sale;
  connection
    .sql(change.insertPayment)
    .run(
      scopeId,
      intent.transactionNumber,
      intent.saleId,
      sale.kind,
      intent.shiftNumber,
      intent.method,
      intent.paymentSystem,
      intent.amountMinor,
      intent.currency,
      intent.expiresInSeconds,
      intent.createdAt,
      sale.ref,
      code === null ? null : codeHash(connection, code),
      intent.refund?.originalTransactionNumber ?? null,
      intent.refund?.refundedBeforeMinor ?? null,
      intent.refund?.reason ?? null,
      sale.status,
      Number(sale.answered),
      asJson(sale.payment),
    );
};

export const updateSale = (connection: Connection, scopeId: number, sale: Sale): void => {
  const { changes } = connection
    .sql(change.updatePayment)
    .run(
      sale.status,
      sale.verdict,
      asJson(sale.error),
      asJson(sale.cancel),
      Number(sale.answered),
      Number(sale.unanswered),
      asJson(sale.payment),
      Number(sale.resolved),
      scopeId,
      sale.intent.transactionNumber,
    );
  assert(changes === 1, 'a sale has one row');
};

/** The payment's own row tells how much of it went back, as far as this box has had a hand in it. */
export const countRefund = (connection: Connection, scopeId: number, { intent }: Sale): void => {
  if (intent.refund === undefined) return;
  const { originalTransactionNumber, refundedBeforeMinor } = intent.refund;
  const original = findSale(connection, scopeId, originalTransactionNumber);
  if (original === null || original.payment === null) return;
  const refundedAmount = Math.max(original.payment.refundedAmount, refundedBeforeMinor + intent.amountMinor);
  updateSale(connection, scopeId, { ...original, payment: { ...original.payment, refundedAmount } });
};

/** A token of the customer's QR must not reach the disk by way of an answer in an event's data. */
const withoutSecrets = (key: string, value: unknown): unknown => (key === 'qr' ? undefined : value);

const eventData = (event: SaleEvent): string | null => {
  if (event.data === undefined) return null;
  const json = JSON.stringify(event.data, withoutSecrets);
  return json.length <= maxEventDataChars ? json : JSON.stringify({ omittedChars: json.length });
};

/** Past the bound of a history only the events of a `milestone` are kept: those are few by the rules of a sale. */
export const appendEvents = (
  connection: Connection,
  scopeId: number,
  number: number,
  events: readonly SaleEvent[],
  isMilestone: boolean,
): void => {
  let step = Number(connection.sql(select.lastStep).get(scopeId, number)?.step ?? 0);
  if (step >= maxStepsOfSale && !isMilestone) return;
  for (const event of events) {
    step += 1;
    connection.sql(change.insertEvent).run(scopeId, number, step, event.type, event.at, eventData(event));
  }
};
