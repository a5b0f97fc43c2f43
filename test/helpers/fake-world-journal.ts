/**
 * A journal in memory, which outlives the box as a disk does. What may be learnt of a sale is judged by the rules of the
 * real one (`sale-rules.ts`), so that a machine that breaks them fails here too. Each commit stands in the order log.
 */
import type { JournalPort, OwedDocument, Sale, SaleChange, SaleDraft, SaleEvent } from '../../machines/ports.ts';
import { assert, type FieldError, FieldFailure } from '../../src/errors.ts';
import { changedSale, mayReplace } from '../../src/journal/sale-rules.ts';
import { nextTransactionNumber } from '../../src/payment/numbers.ts';
import type { Counters, Intent } from '../../src/payment/types.ts';

export interface FakeJournalOptions {
  readonly now: () => string;
  readonly slipCopies: () => number;
  readonly record: (line: string) => void;
  /** Runs what takes no virtual time but is not done at once. */
  readonly working: <T>(work: () => T) => Promise<T>;
}

const changeName = (change: SaleChange): string => {
  const parts = [
    change.verdict === undefined ? null : `verdict ${change.verdict}`,
    change.cancel === undefined ? null : `order ${change.cancel.ifPaid}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'change' : parts.join(' + ');
};

const begun = (intent: Intent, ref: string | null): Sale => ({
  intent,
  kind: 'payment',
  status: 'intent',
  verdict: null,
  error: null,
  cancel: null,
  answered: false,
  unanswered: false,
  payment: null,
  resolved: false,
  ref,
});

export class FakeJournal implements JournalPort {
  readonly sales = new Map<number, Sale>();
  readonly events: { number: number; type: string }[] = [];
  /** What breaks: every commit while it is set, or only those of these methods. */
  failure: { readonly error: FieldError; readonly only?: readonly (keyof JournalPort)[] } | null = null;
  /** Makes the disk slow: commits wait until it resolves. */
  holdUp: Promise<void> | null = null;
  /** The same for what is read: it has been looked up already, and is told later. */
  readsHeldUp: Promise<void> | null = null;
  /** As the real one, which gives so many: the rest follows when these are printed. */
  maxOwed = 1_000;
  #documents: OwedDocument[] = [];
  #lastId = 0;
  readonly #options: FakeJournalOptions;

  constructor(options: FakeJournalOptions) {
    this.#options = options;
  }

  /** A sale as an earlier life of the box has left it. */
  put(sale: Sale): void {
    this.sales.set(sale.intent.transactionNumber, sale);
  }

  /** A sale that was begun and whose end is not known. */
  putOpen(number: number, change: Partial<Sale> = {}): Sale {
    const intent: Intent = {
      transactionNumber: number,
      saleId: `offline-sale-${number}`,
      shiftNumber: 7,
      method: 'offline',
      paymentSystem: null,
      amountMinor: number * 100,
      currency: 'RUB',
      expiresInSeconds: 120,
      createdAt: '2026-11-24T08:00:00.000Z',
    };
    const sale = { ...begun(intent, null), ...change };
    this.put(sale);
    return sale;
  }

  owe(transactionNumber: number | null, copies: number): void {
    for (let copy = 1; copy <= copies; copy += 1) {
      this.#lastId += 1;
      this.#documents.push({ id: this.#lastId, transactionNumber, kind: 'slip', copy, mayBeOut: false });
    }
  }

  sale(number: number): Sale {
    const sale = this.sales.get(number);
    assert(sale !== undefined, `sale ${number} is in the journal`);
    return sale;
  }

  beginSale(draft: SaleDraft, counters: Counters): Promise<Sale> {
    return this.#commit('beginSale', () => {
      const earlier = draft.ref === null ? undefined : this.#byRef(draft.ref);
      assert(earlier === undefined || mayReplace(earlier), 'a reference of the till makes one payment');
      const number = nextTransactionNumber(counters.lastTransactionNumber, Math.max(0, ...this.sales.keys()));
      const { ref, code: _code, ...drafted } = draft;
      const intent: Intent = {
        ...drafted,
        transactionNumber: number,
        saleId: `${draft.method}-sale-${number}`,
        shiftNumber: counters.shiftNumber,
        createdAt: this.#options.now(),
      };
      const sale = begun(intent, ref);
      this.put(sale);
      this.#options.record(`commit intent ${number}`);
      return sale;
    });
  }

  recordSale(number: number, change: SaleChange, events: readonly SaleEvent[]): Promise<Sale> {
    return this.#commit('recordSale', () => {
      const before = this.sale(number);
      const after = changedSale(before, change);
      this.put(after);
      this.events.push(...events.map(({ type }) => ({ number, type })));
      if (after.verdict === 'paid' && before.verdict === null) this.owe(number, this.#options.slipCopies());
      this.#options.record(`commit ${changeName(change)} ${number}`);
      return after;
    });
  }

  recordPrinted(ids: readonly number[]): Promise<void> {
    return this.#commit('recordPrinted', () => {
      this.#documents = this.#documents.filter((document) => !ids.includes(document.id));
      this.#options.record('commit printed');
    });
  }

  recordMayBeOut(id: number): Promise<void> {
    return this.#commit('recordMayBeOut', () => {
      this.#documents = this.#documents.map((one) => (one.id === id ? { ...one, mayBeOut: true } : one));
      this.#options.record('commit mayBeOut');
    });
  }

  owedDocuments(): Promise<readonly OwedDocument[]> {
    return this.#read('owedDocuments', () => this.#documents.slice(0, this.maxOwed));
  }

  openSales(limit: number): Promise<readonly Sale[]> {
    return this.#read('openSales', () => [...this.sales.values()].filter((sale) => !sale.resolved).slice(0, limit));
  }

  findByRef(ref: string): Promise<Sale | null> {
    return this.#read('findByRef', () => this.#byRef(ref) ?? null);
  }

  #byRef(ref: string): Sale | undefined {
    return [...this.sales.values()].findLast((sale) => sale.ref === ref);
  }

  #throwIfBroken(method: keyof JournalPort): void {
    const { failure } = this;
    if (failure !== null && (failure.only === undefined || failure.only.includes(method)))
      throw new FieldFailure(failure.error);
  }

  async #commit<T>(method: keyof JournalPort, work: () => T): Promise<T> {
    await this.holdUp;
    return this.#options.working(() => {
      this.#throwIfBroken(method);
      return work();
    });
  }

  /** As the real one: what was on disk when it was asked for. */
  async #read<T>(method: keyof JournalPort, work: () => T): Promise<T> {
    this.#throwIfBroken(method);
    const found = work();
    await this.readsHeldUp;
    return this.#options.working(() => found);
  }
}
