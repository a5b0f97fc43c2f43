/**
 * A journal in memory, which outlives the box as a disk does. What may be learnt of a sale is judged by the rules of the
 * real one (`sale-rules.ts`), so that a machine that breaks them fails here too. Each commit stands in the order log.
 */
import type {
  Begun,
  DocumentKind,
  JournalPort,
  OwedDocument,
  RefundDraft,
  Sale,
  SaleChange,
  SaleDraft,
  SaleEvent,
  TransactionAnswer,
} from '../../machines/ports.ts';
import type { Information } from '../../src/documents/information.ts';
import { assert, type FieldError, FieldFailure } from '../../src/errors.ts';
import { type GuardSource, guardedSales, suspicionOf, wasNeverProcessed } from '../../src/journal/duplicate-guard.ts';
import { adoptedSale, type NewNumber, newPayment, newRefund } from '../../src/journal/new-sales.ts';
import { hasSlip, paperOwed } from '../../src/journal/paper-rules.ts';
import { changedSale, isEndedByRefund, isMoneyBack, mayReplace } from '../../src/journal/sale-rules.ts';
import { nextTransactionNumber } from '../../src/payment/numbers.ts';
import type { Counters, Intent, Payment } from '../../src/payment/types.ts';
import { information } from '../fixtures/information.ts';

/** The information port stands on the journal too. */
type JournalCall = keyof JournalPort | 'readInformation' | 'oweInformation';

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
  /** Notices and answers that were ever owed: `lateMoney 42`, `answer 42`. */
  readonly papers: string[] = [];
  /** What breaks: every commit while it is set, or only those of these methods. */
  failure: { readonly error: FieldError; readonly only?: readonly JournalCall[] } | null = null;
  /** Makes the disk slow: commits wait until it resolves. */
  holdUp: Promise<void> | null = null;
  /** The same for what is read: it has been looked up already, and is told later. */
  readsHeldUp: Promise<void> | null = null;
  /** As the real one, which gives so many: the rest follows when these are printed. */
  maxOwed = 1_000;
  #documents: OwedDocument[] = [];
  readonly #codes = new Map<string, number>();
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

  owe(transactionNumber: number | null, copies: number, kind: DocumentKind = 'slip', mayBeOut = false): void {
    for (let copy = 1; copy <= copies; copy += 1) {
      this.#lastId += 1;
      this.#documents.push({ id: this.#lastId, transactionNumber, kind, copy, mayBeOut });
    }
  }

  /** The row of a number that is there. */
  row(number: number): Sale {
    const sale = this.sales.get(number);
    assert(sale !== undefined, `sale ${number} is in the journal`);
    return sale;
  }

  sale(number: number): Promise<Sale | null> {
    return this.#read('sale', () => this.sales.get(number) ?? null);
  }

  beginSale(draft: SaleDraft, counters: Counters): Promise<Begun> {
    return this.#commit('beginSale', () => {
      const earlier = draft.ref === null ? undefined : this.#byRef(draft.ref);
      assert(earlier === undefined || mayReplace(earlier), 'a reference of the till makes one payment');
      const suspicion = suspicionOf(draft, this.#options.now(), this.#guardSource());
      if (suspicion !== null) return { kind: 'suspicious', suspicion };
      const sale = newPayment(this.#newNumber(`${draft.method}-sale`, counters), draft);
      if (draft.code !== null) this.#codes.set(draft.code, sale.intent.transactionNumber);
      return { kind: 'begun', sale: this.#begin(sale, 'intent') };
    });
  }

  beginRefund(draft: RefundDraft, counters: Counters): Promise<Sale> {
    return this.#commit('beginRefund', () => {
      const others = this.#refundsOf(draft.original.transactionNumber);
      return this.#begin(newRefund(this.#newNumber('refund', counters), draft, others), 'refund');
    });
  }

  adopt(payments: readonly Payment[], atMost: number): Promise<readonly Sale[]> {
    const open = payments.map(adoptedSale).filter((sale) => sale !== null);
    const adopted = open.filter((sale) => !this.sales.has(sale.intent.transactionNumber)).slice(0, atMost);
    if (adopted.length === 0) return this.#read('adopt', () => []);
    return this.#commit('adopt', () => adopted.map((sale) => this.#begin(sale, 'adopted')));
  }

  refundsOf(number: number): Promise<readonly Sale[]> {
    return this.#read('refundsOf', () => this.#refundsOf(number));
  }

  reprint(number: number | null): Promise<Sale | null> {
    return this.#commit('reprint', () => {
      const last = this.#latest().find((sale) => hasSlip(sale) && sale.intent.refund?.reason !== 'late-money');
      const sale = number === null ? last : this.sales.get(number);
      if (sale === undefined || !hasSlip(sale)) return null;
      this.owe(sale.intent.transactionNumber, 1, 'slip', true);
      this.#options.record(`commit reprint ${sale.intent.transactionNumber}`);
      return sale;
    });
  }

  readInformation(): Promise<Information> {
    return this.#read('readInformation', () => information);
  }

  oweInformation(): Promise<void> {
    return this.#commit('oweInformation', () => this.#owePaper('information', null, 'information'));
  }

  oweAnswer({ transactionNumber }: TransactionAnswer): Promise<void> {
    return this.#commit('oweAnswer', () => this.#owePaper(`answer ${transactionNumber}`, null, 'answer'));
  }

  recordSale(number: number, change: SaleChange, events: readonly SaleEvent[]): Promise<Sale> {
    return this.#commit('recordSale', () => {
      const before = this.row(number);
      const after = changedSale(before, change);
      const isWhole = !isEndedByRefund(before, after) || isMoneyBack(after, this.#refundsOf(number));
      assert(isWhole, `sale ${number}: charged, NOT PAID and over without the money back`);
      this.put(after);
      this.events.push(...events.map(({ type }) => ({ number, type })));
      const { slips, notices } = paperOwed(before, after);
      if (slips) this.owe(number, this.#options.slipCopies());
      for (const { kind, transactionNumber } of notices)
        this.#owePaper(`${kind} ${transactionNumber}`, transactionNumber, 'notice');
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

  #newNumber(name: string, counters: Counters): NewNumber {
    const number = nextTransactionNumber(counters.lastTransactionNumber, Math.max(0, ...this.sales.keys()));
    return {
      transactionNumber: number,
      saleId: `${name}-${number}`,
      shiftNumber: counters.shiftNumber,
      createdAt: this.#options.now(),
    };
  }

  #begin(sale: Sale, what: string): Sale {
    this.put(sale);
    this.#options.record(`commit ${what} ${sale.intent.transactionNumber}`);
    return sale;
  }

  /** Once, as the real one. */
  #owePaper(paper: string, transactionNumber: number | null, kind: DocumentKind): void {
    if (kind === 'notice' && this.papers.includes(paper)) return;
    this.papers.push(paper);
    this.owe(transactionNumber, 1, kind);
  }

  /** By falling number. */
  #latest(): Sale[] {
    return [...this.sales.values()].sort((a, b) => b.intent.transactionNumber - a.intent.transactionNumber);
  }

  #refundsOf(number: number): readonly Sale[] {
    return this.#latest()
      .filter(({ intent }) => intent.refund?.originalTransactionNumber === number)
      .reverse();
  }

  #guardSource(): GuardSource {
    const payments = this.#latest().filter((sale) => sale.kind === 'payment');
    const earlier = (isIt: (sale: Sale) => boolean) => {
      const intent = payments.slice(0, guardedSales).find(isIt)?.intent;
      return intent === undefined
        ? null
        : { transactionNumber: intent.transactionNumber, amountMinor: intent.amountMinor };
    };
    return {
      withCode: (code) =>
        earlier((sale) => this.#codes.get(code) === sale.intent.transactionNumber && !wasNeverProcessed(sale)),
      open: (amountMinor) => earlier((sale) => !sale.resolved && sale.intent.amountMinor === amountMinor),
      paidBetween: ({ amountMinor, wallet, from, to }) =>
        earlier(({ intent, payment, verdict }) => {
          const at = payment?.paidAt ?? intent.createdAt;
          const isThen = from <= at && at <= to;
          const isOfWallet = (payment?.paymentSystem ?? intent.paymentSystem) === wallet;
          return verdict === 'paid' && intent.amountMinor === amountMinor && isOfWallet && isThen;
        }),
    };
  }

  #byRef(ref: string): Sale | undefined {
    return [...this.sales.values()].findLast((sale) => sale.ref === ref);
  }

  #throwIfBroken(method: JournalCall): void {
    const { failure } = this;
    if (failure !== null && (failure.only === undefined || failure.only.includes(method)))
      throw new FieldFailure(failure.error);
  }

  async #commit<T>(method: JournalCall, work: () => T): Promise<T> {
    await this.holdUp;
    return this.#options.working(() => {
      this.#throwIfBroken(method);
      return work();
    });
  }

  /** As the real one: what was on disk when it was asked for. */
  async #read<T>(method: JournalCall, work: () => T): Promise<T> {
    this.#throwIfBroken(method);
    const found = work();
    await this.readsHeldUp;
    return this.#options.working(() => found);
  }
}
