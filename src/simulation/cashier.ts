/** The cashier: sells, reads the screen, answers what it asks, and is a person all the while. */
import type { BoxView } from '../../machines/box-view.ts';
import type { PanelKey } from '../keys.ts';
import { answerMenu, digitKeys, type MenuErrand } from './cashier-menu.ts';
import { answerService } from './cashier-service.ts';
import type { Customers } from './customer.ts';
import type { Random } from './random.ts';
import type { Till } from './till.ts';

export interface CashierOptions {
  readonly till: Till;
  readonly customers: Customers;
  readonly random: Random;
  /** 0: never a wrong key. */
  readonly clumsy: number;
  readonly account: () => {
    readonly terminalId: string;
    readonly serialNumber: string;
    readonly activationCode: string;
  };
  readonly onFault: (kind: string) => void;
  /** Somebody pulls the plug of a box that is out of service. */
  readonly powerCycle: () => void;
}

/** How this cashier serves one customer. */
export interface Errand {
  readonly amountMinor: number;
  /** Milliseconds after the sale began; null: not cancelled. */
  readonly cancelAfterMs: number | null;
  /** The customer's code, as it will be held before the scanner; null: nobody shows one. */
  readonly code: string | null;
  /** Mode *ask*: which of both. */
  readonly online: boolean;
}

export interface Cashier {
  /** Types the amount and serves the customer. Returns when the screen is free again, or the box is not. */
  sell(errand: Errand): Promise<void>;
  /** Serves the customer of a sale that is on the screen already. */
  attend(errand: Errand): Promise<void>;
  /** Goes through the menu for one job. */
  work(errand: MenuErrand): Promise<void>;
  /** Answers and clears whatever is on the screen, until the box is ready or `atMostMs` are over. */
  tidy(atMostMs: number): Promise<boolean>;
}

/** More looks at the screen than any sale takes: the cashier turns to the next customer. */
const maxLooks = 400;
const outOfServiceMs = 10 * 60_000;
/** From an activation on a box that sells: longer than it waits, or than any job is let run. */
const walksAwayMs = [310_000, 310_000, 31 * 60_000] as const;

const typesIn = (stage: string | undefined): stage is 'terminalId' | 'serialNumber' | 'code' =>
  stage === 'terminalId' || stage === 'serialNumber' || stage === 'code';

export const createCashier = (options: CashierOptions): Cashier => {
  const { till, customers, random, clumsy, onFault } = options;

  const type = async (keys: readonly PanelKey[]): Promise<void> => {
    for (const key of keys) {
      await till.sleep(random.whole(60, 250));
      till.press(key);
    }
  };

  const hesitate = (): Promise<void> => till.sleep(random.span(400, 4_000));

  /** What any screen but that of a sale under way wants. True: it is `ready` and nothing is in the way. */
  const clear = async (view: BoxView): Promise<boolean> => {
    if (view.question !== null) {
      // Some are busy, and answer when the customer has gone.
      await till.sleep(random.chance(0.1 + 0.3 * clumsy) ? random.span(10_000, 600_000) : random.span(1_100, 8_000));
      if (till.view?.question?.intent.transactionNumber !== view.question.intent.transactionNumber) return false;
      till.press(random.chance(0.6) ? 'ENTER' : 'CANCEL');
      await till.changed(2_000);
      return false;
    }
    switch (view.state.split('.')[0]) {
      case 'ready':
        return true;
      case 'showingResult': {
        if (clumsy > 0 && random.chance(0.05 * clumsy)) await till.sleep(random.span(10_000, 300_000));
        else await till.sleep(random.span(300, 5_000));
        if (till.view?.state === 'showingResult') till.press('ENTER');
        await till.changed(1_000);
        return false;
      }
      case 'menu': {
        await hesitate();
        // After an activation the first PIN is asked for; else somebody has left the menu open.
        const service = view.menu?.service ?? null;
        const isFirstPin = service?.stage === 'newPin' || service?.stage === 'repeatedPin';
        if (isFirstPin && random.chance(0.8)) await type(answerService(service, random).keys);
        else till.press('CANCEL');
        await till.changed(1_000);
        return false;
      }
      case 'closingDay':
        // Somebody has opened the menu and gone: a close that has left nobody stops.
        if (view.menu?.dayClose?.stage === 'asking') till.press('CANCEL');
        await till.changed(30_000);
        return false;
      case 'inactive':
        // Or the engineer does it from elsewhere.
        if (random.chance(0.3 * clumsy)) await till.changed(random.span(10_000, 400_000));
        else await activate(view);
        return false;
      case 'outOfService':
        if (view.obstacle?.code === 'GWY-04') {
          await till.sleep(random.span(1_000, 300_000));
          till.press(random.chance(0.1) ? 'MENU' : 'ENTER');
          await till.changed(1_000);
          return false;
        }
        await till.changed(outOfServiceMs);
        if (till.view?.state === 'outOfService') options.powerCycle();
        return false;
      default:
        await till.changed(30_000);
        return false;
    }
  };

  const activate = async (view: BoxView): Promise<void> => {
    const { terminalId, serialNumber, activationCode } = options.account();
    const stage = view.activation?.stage;
    const wanted = { terminalId, serialNumber, code: activationCode };
    const gives = clumsy > 0 && random.chance(0.15 * clumsy);
    if (view.menu !== null && stage !== 'requesting' && random.chance(typesIn(stage) ? 0.1 : 0.5)) {
      await till.sleep(random.pick(walksAwayMs));
      return;
    }
    if (typesIn(stage)) {
      const wrong = stage === 'code' && clumsy > 0 && random.chance(0.4 * clumsy);
      if (gives) await type(['CANCEL']);
      else if (view.activation?.value !== '') await type(['CLEAR', 'CLEAR']);
      else await type([...digitKeys(wrong ? '12345678' : wanted[stage]), 'ENTER']);
    } else if (stage === 'confirmingReplacement' || stage === 'confirmingAgain') {
      // Whoever is asked that asks somebody else first.
      await till.sleep(random.span(1_000, 60_000));
      await type([random.chance(0.6) ? 'ENTER' : 'CANCEL']);
    } else if (stage === 'requesting' && gives) await type(['CANCEL']);
    else if (stage === 'failed') await type([random.chance(0.5) ? 'ENTER' : 'CANCEL']);
    else if (stage !== 'requesting') await type(['ENTER']);
    await till.changed(5_000);
  };

  const show = async (code: string): Promise<void> => {
    await till.sleep(random.span(500, 9_000));
    till.scan(code);
    if (clumsy > 0 && random.chance(0.15 * clumsy)) {
      onFault('people.scanTwice');
      await till.sleep(random.whole(20, 1_500));
      till.scan(code);
    }
  };

  const pay = async (view: BoxView, errand: Errand, sinceMs: number, nowMs: () => number): Promise<void> => {
    const stage = view.sale?.stage;
    const leftMs = errand.cancelAfterMs === null ? null : errand.cancelAfterMs - (nowMs() - sinceMs);
    if (
      leftMs !== null &&
      leftMs <= 0 &&
      stage !== 'concluding' &&
      (stage !== 'cancelling' || view.sale?.leaveOffered)
    ) {
      onFault('people.cancel');
      till.press('CANCEL');
      await till.changed(random.span(300, 8_000));
      return;
    }
    const patienceMs = leftMs === null ? 60_000 : Math.max(1, leftMs);
    switch (stage) {
      case 'choosingMode': {
        await hesitate();
        if (!errand.online && errand.code !== null && random.chance(0.3)) return show(errand.code);
        const index = view.sale?.options.indexOf(errand.online ? 'online' : 'offline') ?? 0;
        till.press(String(Math.max(0, index) + 1) as PanelKey);
        break;
      }
      case 'choosingSystem': {
        await hesitate();
        if (random.chance(0.2)) till.press('DOWN');
        till.press(
          random.chance(0.5) ? 'ENTER' : (String(random.whole(1, view.sale?.options.length ?? 1)) as PanelKey),
        );
        break;
      }
      case 'awaitingScan':
        if (errand.code !== null) await show(errand.code);
        break;
      case 'doubting':
        await till.sleep(random.chance(0.03) ? 70_000 : random.span(1_100, 6_000));
        if (till.view?.sale?.stage === 'doubting') till.press(random.chance(0.7) ? 'ENTER' : 'CANCEL');
        break;
      default:
    }
    await till.changed(patienceMs);
  };

  const tidy = async (atMostMs: number): Promise<boolean> => {
    const endMs = till.nowMs + atMostMs;
    while (till.nowMs < endMs) {
      const { view } = till;
      if (view === null) await till.changed(Math.max(1, endMs - till.nowMs));
      else if (view.state.startsWith('paying')) await till.changed(60_000);
      else if (await clear(view)) return true;
    }
    return false;
  };

  const attend = async (errand: Errand): Promise<void> => {
    const sinceMs = till.nowMs;
    for (let looks = 0; looks < maxLooks; looks += 1) {
      const { view } = till;
      if (view === null || !view.state.startsWith('paying')) return;
      await pay(view, errand, sinceMs, () => till.nowMs);
    }
  };

  return {
    tidy,
    attend,
    async work(errand) {
      if (!(await tidy(30 * 60_000))) return;
      await type(['MENU']);
      await till.changed(1_000);
      for (let looks = 0; looks < errand.patience; looks += 1) {
        const menu = till.view?.menu ?? null;
        if (menu === null || till.view === null) break;
        if (till.view.activation !== null) {
          await activate(till.view);
          continue;
        }
        await answerMenu(menu, errand, till, random);
      }
      await tidy(30 * 60_000);
    },
    async sell(errand) {
      if (!(await tidy(30 * 60_000))) return;
      if (clumsy > 0 && random.chance(0.05 * clumsy)) {
        onFault('people.scanBefore');
        till.scan(customers.code());
      }
      await type([...digitKeys(String(errand.amountMinor)), 'ENTER']);
      await till.changed(1_000);
      await attend(errand);
      if (till.view?.state === 'ready') {
        // Refused before it began: what was typed goes away.
        await type(['CANCEL']);
        return;
      }
      // Some leave the result on the screen: the next sale may come from the till.
      if (!random.chance(till.view?.state === 'outOfService' ? 0.5 : 0.1)) await tidy(30 * 60_000);
    },
  };
};
