/** The cashier in the menu: the day close, a refund, *did it go through?*, a slip once more, the settings. */
import type { InformationView, MenuView } from '../../machines/box-view.ts';
import type { PanelKey } from '../keys.ts';
import { answerService } from './cashier-service.ts';
import type { Random } from './random.ts';
import type { Till } from './till.ts';

export interface MenuErrand {
  readonly job: 'dayClose' | 'refund' | 'inquiry' | 'reprint' | 'information' | 'service';
  /** Null, for a reprint: the last slip. */
  readonly transactionNumber: number | null;
  /** Minor units; null: all that is left. */
  readonly amountMinor: number | null;
  /** The customer has brought the slip: its code is scanned in place of the number. */
  readonly slipCode: string | null;
  /** Presses CANCEL when this many screens have been answered. */
  readonly patience: number;
  /** Does not think better of it. */
  readonly isResolved?: boolean;
}

const itemKeys: Readonly<Record<MenuErrand['job'], PanelKey>> = {
  dayClose: '1',
  reprint: '3',
  refund: '4',
  inquiry: '5',
  information: '6',
  service: '7',
};

export const digitKeys = (text: string): readonly PanelKey[] => [...text].map((digit) => digit as PanelKey);

type Type = (keys: readonly PanelKey[]) => Promise<void>;

/** Longer than a page waits for a key, and than a disk may take; or than any job is let run. */
const walksAwayMs = [70_000, 70_000, 11 * 60_000] as const;

/** Longer than the service menu is ever left open. */
const serviceForgottenMs = 31 * 60_000;

/** Pages are turned, printed, looked at in vain, left, and left standing. */
const readPages = async (stage: InformationView['stage'], type: Type, till: Till, random: Random): Promise<void> => {
  const press = (key: PanelKey) => async (): Promise<void> => {
    await type([key]);
    await till.changed(1_500);
  };
  const wait = async (): Promise<void> => till.changed(random.pick(walksAwayMs));
  const choices: Readonly<Record<InformationView['stage'], readonly (readonly [number, () => Promise<void>])[]>> = {
    reading: [
      [3, wait],
      [1, press('CANCEL')],
    ],
    showing: [
      [4, press('DOWN')],
      [2, press('UP')],
      [3, press('ENTER')],
      [1, press('5')],
      [1, press('MENU')],
      [1, press('CANCEL')],
      [1, wait],
    ],
    owing: [
      [3, wait],
      [1, press('DOWN')],
    ],
    told: [
      [2, wait],
      [1, press('ENTER')],
      [1, press('CANCEL')],
    ],
    failed: [
      [1, wait],
      [1, press('ENTER')],
    ],
  };
  await random.weighed(choices[stage])();
};

/** Answers its question, and thinks better of it now and then, at whatever moment. */
const watchClose = async (
  { dayClose }: MenuView,
  { isResolved = false }: MenuErrand,
  type: Type,
  till: Till,
  random: Random,
): Promise<void> => {
  if (dayClose?.stage === 'asking') {
    await till.sleep(random.span(300, 3_000));
    await type([isResolved || random.chance(0.9) ? 'ENTER' : 'CANCEL']);
  } else if (!isResolved && dayClose?.stage !== 'closing' && random.chance(0.1)) {
    await till.sleep(random.whole(1, 60));
    till.press('CANCEL');
  }
  await till.changed(random.chance(0.3) ? random.whole(5, 60) : 30_000);
};

/** Answers the screen once. */
export const answerMenu = async (menu: MenuView, errand: MenuErrand, till: Till, random: Random): Promise<void> => {
  const type = async (keys: readonly PanelKey[]): Promise<void> => {
    for (const key of keys) {
      await till.sleep(random.whole(60, 250));
      till.press(key);
    }
  };
  if (menu.stage === 'closing') return watchClose(menu, errand, type, till, random);
  await till.sleep(random.span(300, 3_000));
  switch (menu.stage) {
    case 'choosing':
      await type([itemKeys[errand.job]]);
      break;
    case 'typingNumber':
      if (menu.entry !== '') await type(['CLEAR']);
      else if (errand.slipCode !== null && menu.error === null) till.scan(errand.slipCode);
      else if (errand.transactionNumber === null) await type(['ENTER']);
      else await type([...digitKeys(String(errand.transactionNumber)), 'ENTER']);
      break;
    case 'typingAmount':
      if (menu.error !== null) await type(['CANCEL']);
      else if (random.chance(0.02)) await till.sleep(walksAwayMs[0]);
      else await type([...(errand.amountMinor === null ? [] : digitKeys(String(errand.amountMinor))), 'ENTER']);
      break;
    case 'showing':
      await type(['ENTER']);
      break;
    case 'service': {
      if (menu.service === null) break;
      if (random.chance(0.01)) await till.sleep(serviceForgottenMs);
      const { sleepMs = 0, keys } = answerService(menu.service, random);
      if (sleepMs > 0) await till.sleep(sleepMs);
      if (menu.service.stage === 'working') await till.changed(30_000);
      await type(keys);
      break;
    }
    case 'information':
      await readPages(menu.information?.stage ?? 'reading', type, till, random);
      return;
    default:
      await till.changed(30_000);
      return;
  }
  await till.changed(1_500);
};
