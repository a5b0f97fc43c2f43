/**
 * A busy shop around the box that is being killed: a cashier at the keypad, a till that says `pay --ref` and repeats it
 * until it knows, customers with phones, a network and a printer that fail. Each sale has an amount of its own, by which
 * the judge knows it again in the ledger, in the journal, on the screen and on paper.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createControlClient } from '../control/control-client.ts';
import type { PayParams, PayResult } from '../control/protocol.ts';
import type { PanelKey } from '../keys.ts';
import { formatForScreen } from '../payment/money.ts';
import type { PaymentSystem } from '../payment/types.ts';
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
const glanceMs = 25;
/** The other sales begin at the keypad. */
const tillShare = 0.35;

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
  let tillWaits = false;

  const newSale = (by: ShopSale['by']): ShopSale => {
    const amountMinor = nextAmountMinor;
    nextAmountMinor += 1;
    const ref = by === 'till' ? `R-${amountMinor}` : null;
    const sale: ShopSale = { amountMinor, by, ref, shownPaid: false, shownNotPaid: false, told: [] };
    sales.set(amountMinor, sale);
    byScreen.set(formatForScreen(amountMinor, 'RUB'), sale);
    return sale;
  };

  const stopWatching = sandbox.onScreen(({ state, lines, tone }) => {
    const sale = state === 'showingResult' ? byScreen.get(lines[0] ?? '') : undefined;
    if (sale === undefined) return;
    if (tone === 'paid') sale.shownPaid = true;
    if (tone === 'failed') sale.shownNotPaid = true;
  });

  const stateIs = (state: string): boolean => sandbox.screen()?.state === state;
  const isPaying = (): boolean => sandbox.screen()?.state.startsWith('paying') ?? false;
  const offers = (key: PanelKey): boolean => sandbox.screen()?.keys.includes(key) ?? false;
  /** The screen may change, or go dark, at any moment: who waits for it gives up in time. */
  const seen = async (fits: () => boolean, patienceMs: number): Promise<boolean> => {
    const endMs = performance.now() + patienceMs;
    while (!fits() && performance.now() < endMs && !isStopped) await pause(glanceMs);
    return fits();
  };

  /** A code is used once, as a wallet makes it (contract, customer codes). */
  const newCode = (): string => {
    const digits = (count: number): string => Array.from({ length: count }, () => dice.whole(0, 9)).join('');
    return dice.pick([`13${digits(16)}`, `28${digits(14)}`, `77${digits(14)}`]);
  };

  const typeSale = async (): Promise<void> => {
    const sale = newSale('keypad');
    await sandbox.press('CANCEL');
    for (const digit of String(sale.amountMinor / 100).replace('.', ',')) {
      await sandbox.press(digit === ',' ? '.' : (digit as PanelKey));
    }
    const amount = formatForScreen(sale.amountMinor, 'RUB');
    // A key that was pressed in the dark was not felt: what is not on the screen is not started.
    if (!(await seen(() => stateIs('ready') && (sandbox.screen()?.lines.includes(amount) ?? false), 500))) return;
    await sandbox.press('ENTER');
    if (!(await seen(() => stateIs('paying.choosingMode'), 500))) return;
    if (dice.chance(0.5)) await sandbox.post('/api/scan', { data: newCode() });
    else {
      await sandbox.press('2');
      if (await seen(() => stateIs('paying.online.choosingSystem'), 500))
        await sandbox.press(dice.pick(['1', '2', '3']));
    }
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
    tillWaits = true;
    let wanted = 1;
    while (sale.told.length < wanted && !isStopped) {
      const end = await control.request('pay', params, { timeoutMs: 60_000 });
      if (end.ok && end.value.outcome !== 'unknown') {
        sale.told.push(answerOf(end.value));
        if (sale.told.length === 1 && dice.chance(0.5)) wanted = 2;
        continue;
      }
      // A till that was only ever refused goes home with the shop; one that heard *not known yet* asks on.
      if (!isOpen && !end.ok && end.error.reason === 'refused') break;
      await pause(dice.whole(50, 250));
    }
    tillWaits = false;
  };

  const cashier = async (): Promise<void> => {
    while (!isStopped) {
      await pause(glanceMs);
      if (stateIs('showingResult')) {
        await pause(dice.whole(0, 250));
        if (stateIs('showingResult')) await sandbox.press('ENTER');
      } else if (stateIs('recovering') && offers('ENTER')) {
        // A key counts once the question can have been read (machines/delays.ts).
        await pause(dice.whole(300, 1_200));
        if (!stateIs('recovering') || !offers('ENTER')) continue;
        await sandbox.press(dice.chance(0.7) ? 'ENTER' : 'CANCEL');
        answered += 1;
      } else if (isPaying()) {
        if (dice.chance(0.01) || (!isOpen && dice.chance(0.02))) await sandbox.press('CANCEL');
      } else if (stateIs('ready') && tillWaits) {
        // What was typed and not started keeps the till out.
        if (dice.chance(0.2)) await sandbox.press('CANCEL');
      } else if (stateIs('ready') && isOpen) {
        if (dice.chance(tillShare)) void payByTill();
        else await typeSale();
      }
    }
  };

  const customers = async (): Promise<void> => {
    while (!isStopped) {
      await pause(dice.whole(20, 200));
      const action = dice.next();
      if (action < 0.6) await sandbox.post('/api/customer', { action: 'confirm' });
      else if (action < 0.68) await sandbox.post('/api/customer', { action: 'reject' });
    }
  };

  /** A quarter of the time something is wrong with the way to the gateway, or with the printer. */
  const weather = async (): Promise<void> => {
    while (!isStopped) {
      await pause(dice.whole(500, 3_000));
      if (!isOpen) continue;
      if (dice.chance(0.7)) {
        const fault = dice.pick(['down', 'slow', 'lost-answers', 'lost-requests', 'errors', 'dns']);
        await sandbox.post('/api/network', { fault });
        await pause(dice.whole(100, 1_200));
        await sandbox.post('/api/network', { fault: 'ok' });
      } else {
        const fault = dice.pick(['paper-out', 'cover-open', 'unplugged']);
        await sandbox.post('/api/device', { device: 'printer', fault });
        await pause(dice.whole(100, 1_200));
        await sandbox.post('/api/device', { device: 'printer', fault: 'ok' });
      }
    }
  };

  const people = [cashier(), customers(), weather()];
  return {
    sales,
    answered: () => answered,
    closeDoors: () => {
      isOpen = false;
    },
    isQuiet: () => !tillWaits && stateIs('ready'),
    stop: async () => {
      isStopped = true;
      stopWatching();
      await Promise.all(people);
    },
  };
};
