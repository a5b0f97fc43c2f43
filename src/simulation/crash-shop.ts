/**
 * A busy shop around the box that is being killed: a cashier at the keypad, a till that says `pay --ref` and repeats it
 * until it knows and `refund` once, customers with phones, a network and a printer that fail. The next sale begins as soon
 * as the screen takes one. Each sale has an amount of its own, by which the judge knows it again in the ledger, in the
 * journal, on the screen and on paper.
 */
import { delays } from '../../machines/delays.ts';
import { createControlClient } from '../control/control-client.ts';
import type { JobReport, PayParams, PayResult } from '../control/protocol.ts';
import type { PanelKey } from '../keys.ts';
import type { Screen } from '../panel/screen.ts';
import { formatForScreen } from '../payment/money.ts';
import type { Payment, PaymentSystem } from '../payment/types.ts';
import type { CrashSandbox } from './crash-sandbox.ts';
import type { Random } from './random.ts';

/** What somebody was told of a sale: each is a promise that the books must keep. */
export interface ShopSale {
  readonly amountMinor: number;
  readonly by: 'keypad' | 'till';
  readonly ref: string | null;
  /** The display said PAID, or NOT PAID. */
  shownPaid: boolean;
  shownNotPaid: boolean;
  /**
   * Every answer that the till had, in order. `notBegun`: NOT PAID before there was a number, or under one that the gateway
   * refused to process; who asks again then begins, and may be paid.
   */
  readonly told: ('paid' | 'notPaid' | 'notBegun')[];
  /** Asked for at most once, and never again: a refund has no reference. */
  refund: ShopRefund | null;
}

export interface ShopRefund {
  readonly amountMinor: number;
  /** Null: the box died before it answered. */
  told: JobReport['outcome'] | null;
}

export interface Shop {
  readonly sales: ReadonlyMap<number, ShopSale>;
  /** Questions *goods given?* that were answered. */
  readonly answered: () => number;
  /** No new sale; what was begun is seen to its end. */
  readonly closeDoors: () => void;
  /** Nobody waits for anything any more. */
  readonly isQuiet: () => boolean;
  readonly stop: () => Promise<void>;
}

/** Within the sandbox terminal's limits; counted up, so that no two sales have one amount. */
const firstAmountMinor = 10_001;
/** Who waits for nothing in particular looks up so often. */
const glanceMs = 100;
/** Longer than anything that a screen of a sale waits for without a fault. */
const impatienceMs = 2_500;
const answerTimeoutMs = 60_000;

const showsResult = (state: string): boolean => state === 'showingResult' || state === 'menu.showing';
const takesSales = ({ state }: Screen): boolean => state === 'ready' || showsResult(state);

const answerOf = ({ outcome, payment }: PayResult): ShopSale['told'][number] => {
  if (outcome === 'paid') return 'paid';
  return payment === null || payment.status === 'refused' ? 'notBegun' : 'notPaid';
};

export const openShop = (sandbox: CrashSandbox, dice: Random): Shop => {
  const control = createControlClient(sandbox.controlSocket);
  const sales = new Map<number, ShopSale>();
  const byScreen = new Map<string, ShopSale>();
  let nextAmountMinor = firstAmountMinor;
  let answered = 0;
  let isOpen = true;
  let isStopped = false;
  let isSelling = false;
  /** Begun under their reference, and not known yet. */
  const unknown = new Map<ShopSale, PayParams>();
  /** Paid, with the number to refund by. */
  const refundable = new Map<ShopSale, number>();
  const timers = new Set<NodeJS.Timeout>();
  const deeds = new Set<Promise<unknown>>();

  const newSale = (by: ShopSale['by']): ShopSale => {
    const amountMinor = nextAmountMinor;
    nextAmountMinor += 1;
    const ref = by === 'till' ? `R-${amountMinor}` : null;
    const sale: ShopSale = { amountMinor, by, ref, shownPaid: false, shownNotPaid: false, told: [], refund: null };
    sales.set(amountMinor, sale);
    byScreen.set(formatForScreen(amountMinor, 'RUB'), sale);
    return sale;
  };

  const state = (): string => sandbox.screen()?.state ?? 'starting';
  const isPaying = (): boolean => state().startsWith('paying');
  const later = (ms: number, act: () => Promise<unknown>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const deed = act().finally(() => deeds.delete(deed));
      deeds.add(deed);
    }, ms);
    timers.add(timer);
  };

  /** A code is used once, as a wallet makes it (contract, customer codes). */
  const newCode = (): string => {
    const digits = (count: number): string => Array.from({ length: count }, () => dice.whole(0, 9)).join('');
    return dice.pick([`13${digits(16)}`, `28${digits(14)}`, `77${digits(14)}`]);
  };

  /** A key that was pressed in the dark was not felt: what is not on the screen is not gone on with. */
  const typeSale = async (): Promise<void> => {
    if (showsResult(state())) await sandbox.press('ENTER');
    if (!(await sandbox.until((screen) => screen.state === 'ready', 500))) return;
    const sale = newSale('keypad');
    await sandbox.press('CANCEL');
    for (const digit of String(sale.amountMinor / 100)) await sandbox.press(digit as PanelKey);
    const amount = formatForScreen(sale.amountMinor, 'RUB');
    if (!(await sandbox.until((screen) => screen.state === 'ready' && screen.lines.includes(amount), 500))) return;
    await sandbox.press('ENTER');
    if (!(await sandbox.until((screen) => screen.state === 'paying.choosingMode', 500))) return;
    if (dice.chance(0.5)) await sandbox.post('/api/scan', { data: newCode() });
    else {
      await sandbox.press('2');
      if (await sandbox.until((screen) => screen.state === 'paying.online.choosingSystem', 500))
        await sandbox.press(dice.pick(['1', '2', '3']));
    }
    await sandbox.until((screen) => !screen.state.startsWith('paying'), answerTimeoutMs);
  };

  /** Asks, and notes the answer if there is one. */
  const hear = async (sale: ShopSale, params: PayParams): Promise<'told' | 'unknown' | 'refused' | 'dead'> => {
    const end = await control.request('pay', params, { timeoutMs: answerTimeoutMs });
    if (!end.ok) return end.error.reason === 'refused' ? 'refused' : 'dead';
    if (end.value.outcome === 'unknown') return 'unknown';
    const answer = answerOf(end.value);
    sale.told.push(answer);
    if (answer === 'paid' && end.value.payment !== null) refundable.set(sale, end.value.payment.transactionNumber);
    return 'told';
  };

  /** Repeats the same reference until it knows; a verdict is asked for once more, to hear whether it stands. */
  const payByTill = async (): Promise<void> => {
    const sale = newSale('till');
    const params: PayParams = {
      amountMinor: sale.amountMinor,
      ref: sale.ref ?? '',
      ...(dice.chance(0.5)
        ? { method: 'offline', code: newCode() }
        : { method: 'online', paymentSystem: dice.pick<PaymentSystem>(['sendy', 'wechat', 'alipay']) }),
    };
    while (!isStopped) {
      const heard = await hear(sale, params);
      if (heard === 'told') {
        if (dice.chance(0.3)) unknown.set(sale, params);
        return;
      }
      // It is in the journal: the next customer need not wait until the box has found out.
      if (heard === 'unknown') return void unknown.set(sale, params);
      // A till that was only ever refused goes home with the shop.
      if (heard === 'refused' && !isOpen) return;
      // What was typed and not started keeps the till out.
      if (heard === 'refused' && state() === 'ready') await sandbox.press('CANCEL');
      await sandbox.nextScreen(glanceMs);
      await sandbox.until(takesSales, impatienceMs);
    }
  };

  const asksAgain = async (): Promise<void> => {
    while (!isStopped) {
      await sandbox.nextScreen(glanceMs);
      if (state() === 'starting') continue;
      for (const [sale, params] of unknown) {
        const heard = await hear(sale, params);
        if (heard === 'dead') break;
        if (heard === 'told' || (heard === 'refused' && !isOpen)) unknown.delete(sale);
      }
    }
  };

  const refundByTill = async (sale: ShopSale, transactionNumber: number): Promise<void> => {
    refundable.delete(sale);
    const amountMinor = dice.chance(0.5) ? sale.amountMinor : dice.whole(1, sale.amountMinor);
    sale.refund = { amountMinor, told: null };
    const end = await control.request('refund', { transactionNumber, amountMinor }, { timeoutMs: answerTimeoutMs });
    // What the box refuses at once, as a busy one does, is not begun.
    if (end.ok) sale.refund.told = end.value.outcome;
    else if (end.error.reason === 'refused') sale.refund.told = 'failed';
  };

  const selling = async (): Promise<void> => {
    while (!isStopped) {
      if (!isOpen) return;
      if (!(await sandbox.until(takesSales, glanceMs)) || !isOpen) continue;
      isSelling = true;
      const [paid] = refundable;
      if (showsResult(state()) && dice.chance(0.3)) await sandbox.press('ENTER');
      if (paid !== undefined && dice.chance(0.2)) await refundByTill(...paid);
      else if (dice.chance(0.35)) await typeSale();
      else await payByTill();
      isSelling = false;
    }
  };

  /** Answers what the screen asks, and cancels: some customers change their mind, and some never confirm. */
  const cashier = async (): Promise<void> => {
    let sinceMs: number | null = null;
    let patienceMs = impatienceMs;
    while (!isStopped) {
      await sandbox.nextScreen(glanceMs);
      if (!isPaying()) sinceMs = null;
      if (state() === 'recovering' && offersEnter()) {
        // A key counts once the question can have been read.
        const asked = sandbox.screen()?.lines[0];
        const isLeft = await sandbox.until(
          (screen) => screen.lines[0] !== asked,
          delays.readingMs + dice.whole(0, 100),
        );
        if (isLeft || isStopped) continue;
        await sandbox.press(dice.chance(0.7) ? 'ENTER' : 'CANCEL');
        if ((await sandbox.until((screen) => screen.lines[0] !== asked, 500)) && state() !== 'starting') answered += 1;
      } else if (showsResult(state()) && !isSelling) await sandbox.press('ENTER');
      else if (isPaying()) {
        if (sinceMs === null) {
          sinceMs = performance.now();
          patienceMs = dice.chance(0.12) ? dice.whole(0, 300) : impatienceMs;
        }
        if (performance.now() - sinceMs < patienceMs) continue;
        await sandbox.press('CANCEL');
        sinceMs = performance.now();
        patienceMs = impatienceMs;
      }
    }
  };
  const offersEnter = (): boolean => sandbox.screen()?.keys.includes('ENTER') ?? false;

  /** Most confirm at once; a late one finds the box dead, cancelled, or recovering. */
  let lastNumber = 0;
  const stopCustomers = sandbox.onPhone((payment: Payment | null) => {
    if (payment === null || payment.transactionNumber <= lastNumber) return;
    lastNumber = payment.transactionNumber;
    const does = (action: string) => () => sandbox.post('/api/customer', { action });
    const kind = dice.next();
    if (kind < 0.65) later(dice.whole(0, 150), does('confirm'));
    else if (kind < 0.72) later(dice.whole(0, 150), does('reject'));
    else if (kind < 0.9) later(dice.whole(150, 1_500), does('confirm'));
  });

  /** Something is wrong with the way to the gateway, or with the printer, now and then while a sale or a start is on. */
  let isStormy = false;
  const storm = async (path: string, fault: Record<string, string>): Promise<void> => {
    await sandbox.post(path, fault);
    later(dice.whole(50, 700), async () => {
      await sandbox.post(path, { ...fault, fault: 'ok' });
      isStormy = false;
    });
  };
  let wasCalm = true;
  const stopWeather = sandbox.onScreen((screen) => {
    const isCalm = !screen.state.startsWith('paying') && screen.state !== 'starting';
    const isOnset = wasCalm && !isCalm;
    wasCalm = isCalm;
    if (!isOnset || isStormy || !isOpen) return;
    const kind = dice.next();
    isStormy = kind < 0.22;
    if (kind < 0.15) {
      const fault = dice.pick(['down', 'slow', 'lost-answers', 'lost-answers', 'lost-requests', 'errors', 'dns']);
      later(dice.whole(0, 100), () => storm('/api/network', { fault }));
    } else if (isStormy) {
      const fault = dice.pick(['paper-out', 'cover-open', 'unplugged']);
      later(dice.whole(0, 100), () => storm('/api/device', { device: 'printer', fault }));
    }
  });

  const stopWatching = sandbox.onScreen(({ state, lines, tone }) => {
    const sale = state === 'showingResult' ? byScreen.get(lines[0] ?? '') : undefined;
    if (sale === undefined) return;
    if (tone === 'paid') sale.shownPaid = true;
    if (tone === 'failed') sale.shownNotPaid = true;
  });

  const people = [selling(), asksAgain(), cashier()];
  return {
    sales,
    answered: () => answered,
    closeDoors: () => {
      isOpen = false;
    },
    isQuiet: () => !isSelling && unknown.size === 0 && !isStormy && state() === 'ready',
    stop: async () => {
      isStopped = true;
      stopWatching();
      stopWeather();
      stopCustomers();
      await Promise.all([...people, ...deeds]);
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(deeds);
    },
  };
};
