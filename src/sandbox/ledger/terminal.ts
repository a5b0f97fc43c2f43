/** The one terminal of the sandbox's merchant: who it is, what it may do, which shift is open. */
import type { DatabaseSync } from 'node:sqlite';
import { assert } from '../../errors.ts';
import type { PaymentMethod, PaymentSystem, TerminalInfo } from '../../payment/types.ts';
import { type RandomBytes, randomDigits, type WalletMood } from './wallets.ts';

/** What the operator allows this terminal. Limits are minor units. */
export interface Permits {
  readonly paymentSystems: readonly PaymentSystem[];
  readonly modes: readonly PaymentMethod[];
  readonly limits: { readonly minAmount: number; readonly maxAmount: number };
  readonly refund: boolean;
}

const allPermits: Permits = {
  paymentSystems: ['sendy', 'wechat', 'alipay'],
  modes: ['online', 'offline'],
  limits: { minAmount: 1_00, maxAmount: 500_000_00 },
  refund: true,
};

/** A florist of the textbooks; the tax id has a right check digit and belongs to nobody. */
const merchant = { name: 'ООО «Ромашка»', taxId: '7700000009', address: 'г. Москва, ул. Цветочная, д. 1' };
export const currency = 'RUB';

/** Activation code: as many digits as a person types without a mistake on a numeric keypad. */
const activationCodeDigits = 8;
/** Contract, activation: the third wrong attempt voids the code. */
export const attemptsPerCode = 3;

export interface Terminal {
  readonly terminalId: string;
  readonly serialNumber: string;
  openShift(): number;
  setOpenShift(shiftNumber: number): void;
  permits(): Permits;
  setPermits(permits: Permits): void;
  blocked(): boolean;
  setBlocked(blocked: boolean): void;
  walletMood(): WalletMood;
  setWalletMood(mood: WalletMood): void;
  activationCode(): { readonly code: string; readonly attemptsLeft: number };
  setAttemptsLeft(attemptsLeft: number): void;
  /** A code that was never issued before, with all its attempts. */
  issueActivationCode(): string;
  info(activatedMs: number): TerminalInfo;
}

interface Row {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly activationCode: string;
  readonly attemptsLeft: number;
  readonly openShift: number;
  readonly blocked: number;
  readonly permits: string;
  readonly walletMood: WalletMood;
}

const numericId = (random: RandomBytes, digits: number): string => `1${randomDigits(random, digits - 1)}`;

/** Registers the merchant's terminal on new books; finds it on old ones. */
export const openTerminal = (db: DatabaseSync, random: RandomBytes): Terminal => {
  db.prepare(
    `INSERT OR IGNORE INTO terminal
       (id, terminalId, serialNumber, activationCode, attemptsLeft, openShift, blocked, permits, walletMood)
     VALUES (1, ?, ?, ?, ?, 1, 0, ?, 'at-once')`,
  ).run(
    numericId(random, 8),
    numericId(random, 10),
    numericId(random, activationCodeDigits),
    attemptsPerCode,
    JSON.stringify(allPermits),
  );
  const select = db.prepare('SELECT * FROM terminal WHERE id = 1');
  const isVoid = db.prepare('SELECT 1 FROM voidCodes WHERE code = ?');
  const row = (): Row => {
    const found = select.get();
    assert(found !== undefined, 'the terminal is registered');
    return found as unknown as Row;
  };
  const set = (column: keyof Row, value: string | number) =>
    db.prepare(`UPDATE terminal SET ${column} = ? WHERE id = 1`).run(value);
  const permits = (): Permits => JSON.parse(row().permits) as Permits;
  const { terminalId, serialNumber } = row();

  return {
    terminalId,
    serialNumber,
    openShift: () => row().openShift,
    setOpenShift: (shiftNumber) => void set('openShift', shiftNumber),
    permits,
    setPermits: (next) => void set('permits', JSON.stringify(next)),
    blocked: () => row().blocked === 1,
    setBlocked: (blocked) => void set('blocked', blocked ? 1 : 0),
    walletMood: () => row().walletMood,
    setWalletMood: (mood) => void set('walletMood', mood),
    activationCode: () => ({ code: row().activationCode, attemptsLeft: row().attemptsLeft }),
    setAttemptsLeft: (attemptsLeft) => void set('attemptsLeft', attemptsLeft),
    issueActivationCode: () => {
      let code: string;
      do code = numericId(random, activationCodeDigits);
      while (code === row().activationCode || isVoid.get(code) !== undefined);
      set('activationCode', code);
      set('attemptsLeft', attemptsPerCode);
      return code;
    },
    info: (activatedMs) => {
      const allowed = permits();
      return {
        terminal: { id: terminalId, serialNumber, name: 'Касса 1' },
        merchant,
        currency,
        paymentSystems: allowed.paymentSystems,
        modes: allowed.modes,
        limits: allowed.limits,
        permissions: { refund: allowed.refund },
        activatedAt: new Date(activatedMs).toISOString(),
      };
    },
  };
};
