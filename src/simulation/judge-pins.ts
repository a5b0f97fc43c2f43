/** How often the service PIN may be guessed: of four looks at a PIN in five minutes one of the first three was right. */
import { maxPinAttempts, pinLockMs } from '../settings/pin-attempts.ts';

export interface PinsJudgeOptions {
  readonly nowMs: () => number;
  /** Of the box itself; else a lock may be over early after a restart: it knows no better time. */
  readonly hasTrueClock: boolean;
  readonly violate: (rule: string, detail: string) => void;
}

export interface PinsJudge {
  /** The box compares a PIN with the right one. */
  looksAt(isRight: boolean): void;
}

export const createPinsJudge = ({ nowMs, hasTrueClock, violate }: PinsJudgeOptions): PinsJudge => {
  /** When a wrong one was looked at, the latest, since the last right one. */
  let wrongMs: readonly number[] = [];
  return {
    looksAt(isRight) {
      const [first] = wrongMs;
      const isFourth = wrongMs.length === maxPinAttempts && first !== undefined;
      if (hasTrueClock && isFourth && nowMs() - first < pinLockMs)
        violate('pin-guesses', `the fourth PIN within ${nowMs() - first} ms is looked at`);
      wrongMs = isRight ? [] : [...wrongMs, nowMs()].slice(-maxPinAttempts);
    },
  };
};
