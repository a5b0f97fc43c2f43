/**
 * The pretend operator's ledger: every rule of the gateway contract that concerns money, numbers, shifts and activation,
 * without a word of HTTP. Calls are synchronous and each commits before it returns, so one number's calls follow one
 * another whatever connections they came by.
 */
import type { Result } from '../../errors.ts';
import type {
  CancelRequest,
  CloseShiftAnswer,
  CloseShiftRequest,
  OfflineRequest,
  OnlineRequest,
  RefundRequest,
} from '../../gateway/contract.ts';
import type { Counters, Payment, PaymentSystem, ShiftReport, TransactionsPage } from '../../payment/types.ts';
import { type Activation, openActivation } from './activation.ts';
import { audit } from './audit.ts';
import { type Books, expireDue, nextExpiryMs } from './books.ts';
import { type CustomerRefusal, customerActs } from './customer.ts';
import { openBooks } from './database.ts';
import { type Account, type Movement, openMovements } from './movements.ts';
import { type Nonces, openNonces } from './nonces.ts';
import { cancelPayment, findPayment, payOffline, payOnline } from './payments.ts';
import { refundPayment, settleOwed } from './refunds.ts';
import type { Answer } from './refusal.ts';
import { closeShift, listReport, listShift, type Page, type Range, readReport, readShift } from './shifts.ts';
import { openTerminal, type Permits } from './terminal.ts';
import { asTransactions, openTransactions, toPayment } from './transactions.ts';
import { customerCodes, type RandomBytes, type WalletMood } from './wallets.ts';

export interface LedgerOptions {
  /** The file of the books; `:memory:` for a test. */
  readonly path: string;
  /** The operator's clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly random: RandomBytes;
}

/** What a tester, a demonstration or a judge may look at. Amounts are minor units. */
export interface LedgerView {
  payment(transactionNumber: number): Payment | null;
  /** By rising number. */
  payments(): readonly Payment[];
  movements(transactionNumber?: number): readonly Movement[];
  /** What the customer of this number is out of pocket now: charged, less what came back by reversal and refunds. */
  netCharged(transactionNumber: number): number;
  balance(account: Account): number;
  /** Contradictions between rows and movements: none, or the ledger is broken. */
  audit(): readonly string[];
}

/** What the operator's staff and the merchant's account can do to the terminal and its wallets. */
export interface OperatorDesk {
  block(blocked: boolean): void;
  permit(permits: Partial<Permits>): void;
  /** How wallets treat refunds and reversals from now on. */
  setWalletMood(mood: WalletMood): void;
  /** Wallets do, or refuse, what they had put off. */
  settleOwed(how: 'done' | 'refused'): void;
}

export interface MerchantAccount {
  readonly terminalId: string;
  readonly serialNumber: string;
  /** Always one that works: a used or void code is followed by a new one at once. */
  readonly activationCode: string;
  readonly customerCodes: Readonly<Record<PaymentSystem, string>>;
}

export interface Ledger {
  readonly activation: Activation;
  readonly nonces: Nonces;
  readonly view: LedgerView;
  readonly desk: OperatorDesk;
  readonly counters: () => Counters;
  readonly payOffline: (request: OfflineRequest) => Answer<Payment>;
  readonly payOnline: (request: OnlineRequest) => Answer<Payment>;
  readonly find: (transactionNumber: number, saleId: string) => Answer<Payment>;
  readonly cancel: (transactionNumber: number, request: CancelRequest) => Answer<Payment>;
  readonly refund: (request: RefundRequest) => Answer<Payment>;
  readonly shift: (shiftNumber: number) => Answer<ShiftReport>;
  readonly report: (range: Range) => Answer<ShiftReport>;
  readonly shiftTransactions: (shiftNumber: number, page: Page) => Answer<TransactionsPage>;
  readonly reportTransactions: (range: Range, page: Page) => Answer<TransactionsPage>;
  readonly closeShift: (request: CloseShiftRequest) => Answer<CloseShiftAnswer>;
  /** By its printed QR, by its number, or the latest that is pending. */
  readonly customer: (action: string, qr?: string, transactionNumber?: number) => Result<Payment, CustomerRefusal>;
  readonly account: () => MerchantAccount;
  /** Ends what is due; called by whoever holds a timer. */
  readonly expireDue: () => void;
  readonly nextExpiryMs: () => number | null;
  /** Small things the gateway keeps with the books. */
  readonly setting: (name: string) => string | null;
  readonly setSetting: (name: string, value: string) => void;
  /** Called after a transaction changed, with its number; returns the way to stop listening. */
  readonly onChange: (listener: (transactionNumber: number) => void) => () => void;
  readonly close: () => void;
}

export const openLedger = ({ path, now, random }: LedgerOptions): Ledger => {
  const db = openBooks(path);
  const listeners = new Set<(transactionNumber: number) => void>();
  const books: Books = {
    db,
    transactions: openTransactions(db),
    movements: openMovements(db),
    terminal: openTerminal(db, random),
    now,
    random,
    changed: (transactionNumber) => {
      for (const listener of listeners) listener(transactionNumber);
    },
  };
  const { transactions, movements, terminal } = books;

  const payment = (transactionNumber: number): Payment | null => {
    const row = transactions.find(transactionNumber);
    return row === null ? null : toPayment(row);
  };

  return {
    activation: openActivation(books),
    nonces: openNonces(db),
    view: {
      payment,
      payments: () =>
        asTransactions(db.prepare('SELECT * FROM transactions ORDER BY transactionNumber').all()).map(toPayment),
      movements: (transactionNumber) =>
        transactionNumber === undefined ? movements.all() : movements.of(transactionNumber),
      netCharged: (transactionNumber) =>
        [transactionNumber, ...transactions.refundsOf(transactionNumber).map((refund) => refund.transactionNumber)]
          .flatMap((number) => movements.of(number))
          .reduce((net, { kind, amount }) => (kind === 'charge' ? net + amount : net - amount), 0),
      balance: movements.balance,
      audit: () => audit(books),
    },
    desk: {
      block: terminal.setBlocked,
      permit: (permits) => terminal.setPermits({ ...terminal.permits(), ...permits }),
      setWalletMood: terminal.setWalletMood,
      settleOwed: (how) => settleOwed(books, how),
    },
    counters: () => {
      expireDue(books);
      return {
        lastTransactionNumber: transactions.lastNumber(),
        shiftNumber: terminal.openShift(),
        open: transactions.pending('payment').map(toPayment),
      };
    },
    payOffline: (request) => payOffline(books, request),
    payOnline: (request) => payOnline(books, request),
    find: (transactionNumber, saleId) => findPayment(books, transactionNumber, saleId),
    cancel: (transactionNumber, request) => cancelPayment(books, transactionNumber, request),
    refund: (request) => refundPayment(books, request),
    shift: (shiftNumber) => readShift(books, shiftNumber),
    report: (range) => readReport(books, range),
    shiftTransactions: (shiftNumber, page) => listShift(books, shiftNumber, page),
    reportTransactions: (range, page) => listReport(books, range, page),
    closeShift: (request) => closeShift(books, request),
    customer: (action, qr, transactionNumber) => customerActs(books, action, qr, transactionNumber),
    account: () => ({
      terminalId: terminal.terminalId,
      serialNumber: terminal.serialNumber,
      activationCode: terminal.activationCode().code,
      customerCodes,
    }),
    expireDue: () => expireDue(books),
    nextExpiryMs: () => nextExpiryMs(books),
    setting: (name) => {
      const row = db.prepare('SELECT value FROM settings WHERE name = ?').get(name);
      return row === undefined ? null : String(row.value);
    },
    setSetting: (name, value) =>
      void db.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)').run(name, value),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => db.close(),
  };
};
