/** The counter as the cashier meets it: a screen to read, keys to press, a scanner to hold codes before. */

import type { KeypadSimulator } from '../../devices/keypad/simulator.ts';
import type { ScannerSimulator } from '../../devices/scanner/simulator.ts';
import type { BoxView } from '../../machines/box-view.ts';
import type { PanelKey } from '../keys.ts';
import type { Alarm, VirtualTime } from './virtual-time.ts';

export class Till {
  readonly #time: VirtualTime;
  readonly #keypad: KeypadSimulator;
  readonly #scanner: ScannerSimulator;
  readonly #say: (line: string) => void;
  readonly #onShown: (code: string) => void;
  readonly #onPressed: (key: PanelKey, view: BoxView | null) => void;
  #view: BoxView | null = null;
  #wake: (() => void) | null = null;

  constructor(
    time: VirtualTime,
    devices: { readonly keypad: KeypadSimulator; readonly scanner: ScannerSimulator },
    say: (line: string) => void,
    seen: {
      readonly onShown: (code: string) => void;
      readonly onPressed: (key: PanelKey, view: BoxView | null) => void;
    },
  ) {
    this.#onShown = seen.onShown;
    this.#onPressed = seen.onPressed;
    this.#time = time;
    this.#keypad = devices.keypad;
    this.#scanner = devices.scanner;
    this.#say = say;
  }

  /** Null: the screen is dark. */
  get view(): BoxView | null {
    return this.#view;
  }

  show(view: BoxView | null): void {
    this.#view = view;
    this.#wake?.();
  }

  /** Until the screen changes, and no longer than that. */
  changed(atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      let alarm: Alarm | null = null;
      const wake = (): void => {
        if (this.#wake !== wake) return;
        this.#wake = null;
        if (alarm !== null) this.#time.cancel(alarm);
        resolve();
      };
      this.#wake = wake;
      alarm = this.#time.after(atMostMs, wake);
    });
  }

  get nowMs(): number {
    return this.#time.nowMs;
  }

  sleep(ms: number): Promise<void> {
    return this.#time.sleep(ms);
  }

  press(key: PanelKey): void {
    this.#say(`key ${key}`);
    this.#onPressed(key, this.#view);
    this.#keypad.press(key);
  }

  scan(code: string): void {
    this.#say(`scan ${code.slice(0, 5)}…`);
    if (!code.startsWith('SBX1')) this.#onShown(code);
    this.#scanner.scan(code);
  }
}
