/** Is the terminal's key worth anything? Another box that is activated for the terminal voids it (gateway contract, 403). */
import { type FieldError, fieldError } from '../errors.ts';

export interface TerminalKey {
  /** ACT-06 from the moment the gateway says so until it takes the key again, or there is a new one. */
  lost(): FieldError | null;
  /** What an answer of the gateway says of it. */
  learn(valid: boolean): void;
  /** The box has just been activated: nothing is known against the new one. */
  renew(): void;
}

/** `onChange`: not for a new key, whose activation announces itself. */
export const watchTerminalKey = (onChange: (lost: FieldError | null) => void): TerminalKey => {
  let lost: FieldError | null = null;
  return {
    lost: () => lost,
    learn(valid) {
      if (valid === (lost === null)) return;
      lost = valid ? null : fieldError('ACT-06');
      onChange(lost);
    },
    renew() {
      lost = null;
    },
  };
};
