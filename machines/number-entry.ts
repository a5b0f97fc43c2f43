/** A transaction number, typed or read off a slip: the beginning of every job that is about one transaction. */
import type { FieldError } from '../src/errors.ts';
import type { PanelKey } from '../src/keys.ts';
import { maxTransactionNumber } from '../src/payment/numbers.ts';
import type { Terms } from './ports.ts';
import { scannedNumber } from './scanned-slip.ts';

/** The entry after this key: digits, of which CLEAR takes the last; what would leave the bounds changes nothing. */
export const typeNumber = (entry: string, key: PanelKey): string => {
  if (key === 'CLEAR') return entry.slice(0, -1);
  if (!/^\d+$/.test(key)) return entry;
  const next = (entry + key).replace(/^0+/, '');
  return Number(next) <= maxTransactionNumber ? next : entry;
};

export interface NumberEntry {
  readonly terms: Terms;
  /** What has been typed. */
  readonly entry: string;
  /** Null: none yet, or none is wanted. */
  readonly transactionNumber: number | null;
  /** Why the last scan was not taken. */
  readonly error: FieldError | null;
}

type Entering = {
  readonly context: NumberEntry;
  readonly event: { readonly type: string; readonly key?: PanelKey; readonly code?: string };
};

export const withKey = ({ context, event }: Entering) => ({
  entry: event.key === undefined ? context.entry : typeNumber(context.entry, event.key),
  error: null,
});

/** Nothing typed is no number: the last one, where that means something. */
export const withTyped = ({ context }: Entering) => ({
  transactionNumber: context.entry === '' ? null : Number(context.entry),
  error: null,
});

export const withScanned = ({ context, event }: Entering) => {
  const scanned = scannedNumber(event.code ?? '', context.terms.about.terminalId);
  return scanned.ok
    ? { transactionNumber: scanned.value, entry: String(scanned.value), error: null }
    : { error: scanned.error };
};

export const isOurSlip = ({ context, event }: Entering): boolean =>
  event.code !== undefined && scannedNumber(event.code, context.terms.about.terminalId).ok;

/**
 * The state in which the number is asked for. The machine that uses it has the state `ended`, the delay `choiceMs`, the
 * guards `isCancelKey`, `isOurSlip` and the one that says when ENTER takes, and the actions `type`, `takeTyped`,
 * `takeScanned` and `leave`.
 */
export const typingNumber = <Target extends string, Enter extends string>(target: Target, enter: Enter) =>
  ({
    after: { choiceMs: { target: 'ended', actions: 'leave' } },
    on: {
      'key.pressed': [
        { guard: 'isCancelKey', target: 'ended', actions: 'leave' },
        { guard: enter, target, actions: 'takeTyped' },
        { target: 'typingNumber', reenter: true, actions: 'type' },
      ],
      'code.scanned': [
        { guard: 'isOurSlip', target, actions: 'takeScanned' },
        { target: 'typingNumber', reenter: true, actions: 'takeScanned' },
      ],
      'cancel.requested': { target: 'ended', actions: 'leave' },
    },
  }) as const;
