/**
 * The journal: every payment with its whole history, and the documents that are owed on paper, in one SQLite file. An
 * undisturbed sale is three commits: the intent, the verdict with its slips, the slips printed. The work is synchronous
 * inside; a promise of the journal rejects with FieldFailure JRN-… (then nothing of the call is on disk), or with a bug.
 */
import { isDeepStrictEqual } from 'node:util';
import type {
  Begun,
  JournalPort,
  OwedDocument,
  RefundDraft,
  Sale,
  SaleChange,
  SaleDraft,
  SaleEvent,
  TransactionAnswer,
} from '../../machines/ports.ts';
import { assert, type FieldError, FieldFailure, failed, ok, type Result } from '../errors.ts';
import { nextTransactionNumber } from '../payment/numbers.ts';
import type { Counters, Payment, SaleStatus } from '../payment/types.ts';
import { type BookScope, bookPage } from './book.ts';
import { closeBook, type DayCloseBook } from './day-closes.ts';
import * as documents from './documents.ts';
import { suspicionOf } from './duplicate-guard.ts';
import { adoptedSale, type NewNumber, newPayment, newRefund } from './new-sales.ts';
import { createPaperDesk, type PaperOptions } from './paper-desk.ts';
import { changedSale, isEndedByRefund, isMoneyBack, mayReplace } from './sale-rules.ts';
import * as sales from './sales.ts';
import { type Connect, type Connection, Store } from './store.ts';

export type { PaperSettings, StoredDocument } from './documents.ts';
export type { TransactionQuery } from './sales.ts';

export interface JournalOptions extends PaperOptions {
  readonly path: string;
  /** 128 random bits, base64url: the saleId. */
  readonly randomId: () => string;
  /** What the answer to *did it go through?* says. */
  readonly answerFor: (answer: TransactionAnswer) => unknown;
  readonly log?: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  /** Pages of 4 KiB the file may have. */
  readonly maxPageCount?: number;
  /** Pages in the write-ahead log after which a commit checkpoints without waiting for an idle box. */
  readonly maxLogPages?: number;
  /** In place of SQLite's own connection. */
  readonly connect?: Connect;
  /** After an input or output error the file is open again: what was said to have failed may be in it all the same. */
  readonly onReopened?: () => void;
}

export interface Scope {
  /** `serverUrl` as the settings have it. */
  readonly gateway: string;
  readonly terminalId: string;
}

export interface Journal extends JournalPort, DayCloseBook {
  /**
   * Whose rows are meant from now on. Null: the box is not activated; there are no sales then, and none may begin.
   * Errors: JRN-….
   */
  scope(scope: Scope | null): Result<void>;
  /** The gateways and terminals that have open sales. */
  openScopes(): Promise<readonly Scope[]>;
  /** The latest payment. */
  lastSale(): Promise<Sale | null>;
  /** The latest, by falling number. `limit` 1–10 000. */
  transactions(query: sales.TransactionQuery): Promise<readonly Sale[]>;
  /** By rising number above `after`, at most `limit` (1–1 000): every one of a shift, or what counts in a span of time. */
  bookPage(scope: BookScope, after: number, limit: number): Promise<readonly Sale[]>;
  /** Is there one of this status in that shift? */
  hasInShift(shift: number, status: SaleStatus): Promise<boolean>;
  history(transactionNumber: number): Promise<readonly SaleEvent[]>;
  /** 0 when there is none. */
  highestNumber(): Promise<number>;
  /** The latest instant in the journal, a floor of the wall clock (gateway contract, rule 6). */
  highestInstant(): Promise<string | null>;
  /** One copy with all that printing it needs. */
  document(id: number): Promise<documents.StoredDocument | null>;
  /** Every copy of every document of a sale, for a reprint. */
  documentsOf(transactionNumber: number): Promise<readonly documents.StoredDocument[]>;
  /** Owes a document on paper; one commit. Returns the ids of its copies. */
  createDocument(document: documents.NewDocument): Promise<readonly number[]>;
  /** To be called when the box is idle; the only other fsyncs of the journal are those of its commits. */
  checkpoint(): Promise<void>;
  /** Why the journal could not be written; null after the next commit that succeeds. */
  failure(): FieldError | null;
  /** Writes as little as can be: where it could not be written before, this tells whether it can again. */
  probe(): Promise<void>;
  close(): void;
}

const maxTransactions = 10_000;
const maxOpenSales = 10_000;

const scopeSql = {
  find: 'SELECT id FROM scope WHERE gateway = ? AND terminal_id = ?',
  insert: 'INSERT INTO scope (gateway, terminal_id) VALUES (?, ?)',
} as const;

/** Errors: JRN-01 disk full, JRN-02 not readable or writable, JRN-03 of a newer version, JRN-04 damaged. */
export const openJournal = (options: JournalOptions): Result<Journal> => {
  const { path, maxPageCount, maxLogPages, connect, onReopened, log = () => {} } = options;
  const store = Store.open({ path, log, maxPageCount, maxLogPages, connect, onReopened });
  return store.ok ? ok(journalOn(store.value, options)) : store;
};

const clamped = (limit: number, highest: number): number => {
  assert(Number.isSafeInteger(limit) && limit > 0, 'a limit is a positive integer');
  return Math.min(limit, highest);
};

const isRefunded = ({ kind, status }: Sale): boolean => kind === 'refund' && status === 'refunded';

/** A step that a sale takes at most a few times: kept whatever the length of its history. */
const isMilestone = (before: Sale, after: Sale): boolean =>
  before.status !== after.status ||
  before.verdict !== after.verdict ||
  before.resolved !== after.resolved ||
  before.cancel?.ifPaid !== after.cancel?.ifPaid;

const journalOn = (store: Store, options: JournalOptions): Journal => {
  const { now, randomId, answerFor } = options;
  let scopeId: number | null = null;
  /** The last one. A terminal that is activated once more keeps its rows, also while the disk fails. */
  let found: { readonly scope: Scope; readonly id: number } | null = null;

  const scoped = (): number => {
    assert(scopeId !== null, 'sales belong to an activated terminal');
    return scopeId;
  };
  /** Queries of a box that is not activated find nothing. */
  const query = <T>(none: T, work: (connection: Connection, scopeId: number) => T): T => {
    const id = scopeId;
    return id === null ? none : store.read((connection) => work(connection, id));
  };

  const paperDesk = createPaperDesk(options);

  const newNumber = (counters: Counters, highest: number, createdAt: string): NewNumber => ({
    transactionNumber: nextTransactionNumber(counters.lastTransactionNumber, highest),
    saleId: randomId(),
    shiftNumber: counters.shiftNumber,
    createdAt,
  });

  const insert = (connection: Connection, scope: number, sale: Sale, code: string | null, event: SaleEvent): void => {
    sales.insertSale(connection, scope, sale, code);
    sales.appendEvents(connection, scope, sale.intent.transactionNumber, [event], true);
  };

  return {
    ...closeBook({ store, scope: () => scopeId, owe: paperDesk.owe, now }),

    scope(scope) {
      scopeId = null;
      if (scope === null) return ok(undefined);
      if (found !== null && isDeepStrictEqual(found.scope, scope)) {
        scopeId = found.id;
        return ok(undefined);
      }
      try {
        const key = [scope.gateway, scope.terminalId] as const;
        const known = store.read((connection) => connection.sql(scopeSql.find).get(...key)?.id);
        const id = Number(
          known ?? store.commit((connection) => connection.sql(scopeSql.insert).run(...key).lastInsertRowid),
        );
        found = { scope, id };
        scopeId = id;
        return ok(undefined);
      } catch (thrown) {
        if (thrown instanceof FieldFailure) return failed(thrown.fieldError);
        throw thrown;
      }
    },

    async beginSale(draft: SaleDraft, counters: Counters): Promise<Begun> {
      const scope = scoped();
      return store.commit((connection) => {
        const earlier = draft.ref === null ? null : sales.findByRef(connection, draft.ref);
        assert(earlier === null || mayReplace(earlier), 'a reference of the till makes one payment');
        const at = now();
        const highest = sales.highestNumber(connection, scope);
        const suspicion = suspicionOf(draft, at, sales.guardSource(connection, scope, highest));
        if (suspicion !== null) return { kind: 'suspicious', suspicion };
        const sale = newPayment(newNumber(counters, highest, at), draft);
        insert(connection, scope, sale, draft.code, { type: 'sale.begun', at });
        return { kind: 'begun', sale };
      });
    },

    async beginRefund(draft: RefundDraft, counters: Counters): Promise<Sale> {
      const scope = scoped();
      return store.commit((connection) => {
        const at = now();
        const others = sales.refundsOf(connection, scope, draft.original.transactionNumber);
        const refund = newRefund(newNumber(counters, sales.highestNumber(connection, scope), at), draft, others);
        insert(connection, scope, refund, null, { type: 'refund.begun', at, data: { reason: draft.reason } });
        return refund;
      });
    },

    async adopt(payments: readonly Payment[], atMost: number): Promise<readonly Sale[]> {
      const scope = scoped();
      const isNew = (connection: Connection, { intent }: Sale): boolean =>
        sales.findSale(connection, scope, intent.transactionNumber) === null;
      const open = payments.map(adoptedSale).filter((sale) => sale !== null);
      // asked before each sale, and nearly always for nothing: looked up without a commit
      if (!store.read((connection) => open.some((sale) => isNew(connection, sale)))) return [];
      const at = now();
      return store.commit((connection) => {
        const adopted: Sale[] = [];
        for (const sale of open) {
          if (adopted.length >= atMost) break;
          if (!isNew(connection, sale)) continue;
          insert(connection, scope, sale, null, { type: 'sale.adopted', at, data: { status: sale.status } });
          adopted.push(sale);
        }
        return adopted;
      });
    },

    async recordSale(transactionNumber: number, change: SaleChange, events: readonly SaleEvent[]): Promise<Sale> {
      const scope = scoped();
      return store.commit((connection) => {
        const before = sales.findSale(connection, scope, transactionNumber);
        assert(before !== null, `sale ${transactionNumber} is in the journal`);
        const after = changedSale(before, change);
        assert(
          !isEndedByRefund(before, after) || isMoneyBack(after, sales.refundsOf(connection, scope, transactionNumber)),
          `sale ${transactionNumber}: charged, NOT PAID and over without the money back`,
        );
        sales.updateSale(connection, scope, after);
        sales.appendEvents(connection, scope, transactionNumber, events, isMilestone(before, after));
        paperDesk.oweFor(connection, scope, before, after);
        if (isRefunded(after) && !isRefunded(before)) sales.countRefund(connection, scope, after);
        return after;
      });
    },

    async recordPrinted(documentIds: readonly number[]): Promise<void> {
      if (documentIds.length === 0) return;
      const at = now();
      store.commit((connection) => {
        for (const id of documentIds) {
          const printed = documents.markPrinted(connection, id);
          if (printed?.kind === 'detail') paperDesk.oweNextPiece(connection, id);
          if (printed === null || printed.scopeId === null || printed.transactionNumber === null) continue;
          const event: SaleEvent = { type: 'document.printed', at, data: { documentId: id, copy: printed.copy } };
          sales.appendEvents(connection, printed.scopeId, printed.transactionNumber, [event], true);
        }
      });
    },

    async recordMayBeOut(documentId: number): Promise<void> {
      store.commit((connection) => documents.markMayBeOut(connection, documentId));
    },

    async owedDocuments(): Promise<readonly OwedDocument[]> {
      return store.read((connection) => documents.owedDocuments(connection, scopeId));
    },

    async openSales(limit) {
      return query([], (connection, scope) => sales.openSales(connection, scope, clamped(limit, maxOpenSales)));
    },

    async findByRef(ref) {
      return store.read((connection) => sales.findByRef(connection, ref));
    },

    async openScopes() {
      return store.read((connection) => sales.openScopes(connection));
    },

    async sale(transactionNumber) {
      return query(null, (connection, scope) => sales.findSale(connection, scope, transactionNumber));
    },

    async refundsOf(transactionNumber) {
      return query([], (connection, scope) => sales.refundsOf(connection, scope, transactionNumber));
    },

    async reprint(transactionNumber: number | null): Promise<Sale | null> {
      const wanted = query(null, (connection, scope) => paperDesk.slipToReprint(connection, scope, transactionNumber));
      if (wanted === null) return null;
      const { sale, data, language, width } = wanted;
      const number = sale.intent.transactionNumber;
      const at = now();
      store.commit((connection) => {
        const document = { kind: 'slip', transactionNumber: number, data, copies: 1, isDuplicate: true } as const;
        const [id] = documents.insertDocument(connection, scopeId, document, { language, width }, at);
        const event: SaleEvent = { type: 'slip.reprinted', at, data: { documentId: id } };
        sales.appendEvents(connection, scoped(), number, [event], true);
      });
      return sale;
    },

    async oweAnswer(answer: TransactionAnswer): Promise<void> {
      scoped();
      // not a paper of that transaction: no history of it is kept, and nobody waits for its slip
      const document = { kind: 'answer', transactionNumber: null, data: answerFor(answer), copies: 1 } as const;
      store.commit((connection) => paperDesk.owe(connection, scopeId, document));
    },

    async lastSale() {
      return query(null, (connection, scope) => sales.lastSale(connection, scope));
    },

    async transactions(wanted) {
      const limit = clamped(wanted.limit, maxTransactions);
      return query([], (connection, scope) => sales.transactions(connection, scope, { ...wanted, limit }));
    },

    async bookPage(scope, after, limit) {
      return query([], (connection, id) => bookPage(connection, id, scope, after, clamped(limit, 1_000)));
    },

    async hasInShift(shift, status) {
      return query(false, (connection, scope) => sales.hasInShift(connection, scope, shift, status));
    },

    async history(transactionNumber) {
      return query([], (connection, scope) => sales.history(connection, scope, transactionNumber));
    },

    async highestNumber() {
      return query(0, (connection, scope) => sales.highestNumber(connection, scope));
    },

    async highestInstant() {
      return store.read((connection) => sales.highestInstant(connection));
    },

    async document(id) {
      return store.read((connection) => documents.findDocument(connection, id));
    },

    async documentsOf(transactionNumber) {
      return query([], (connection, scope) => documents.documentsOfPayment(connection, scope, transactionNumber));
    },

    async createDocument(document) {
      return store.commit((connection) => paperDesk.owe(connection, scopeId, document));
    },

    async checkpoint() {
      store.checkpoint();
    },

    failure: () => store.failure,
    async probe() {
      store.probe();
    },
    close: () => store.close(),
  };
};
