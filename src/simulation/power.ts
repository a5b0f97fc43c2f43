/**
 * The power of one run of the box. Everything that the box does to the world, and everything that the world tells it, is
 * a numbered step, and at any of them the power may go. From then on the box that ran on it does nothing more: its calls
 * never return, its clock stands still.
 */
import type { Alarm, BoxClock, VirtualTime } from './virtual-time.ts';

export interface PowerDeps {
  readonly time: VirtualTime;
  /** A step is being taken; may call `cut`. */
  readonly onStep: (what: string) => void;
}

/** What a dead box waits for. */
export const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

export class Power {
  #on = true;
  readonly #deps: PowerDeps;
  readonly #alarms = new Set<Alarm>();

  constructor(deps: PowerDeps) {
    this.#deps = deps;
  }

  get on(): boolean {
    return this.#on;
  }

  /** Alarms that this box has set. */
  get alarms(): number {
    return this.#alarms.size;
  }

  cut(): void {
    this.#on = false;
    for (const alarm of this.#alarms) this.#deps.time.cancel(alarm);
    this.#alarms.clear();
  }

  /** False: the power is gone, now or since long. */
  step(what: string): boolean {
    if (this.#on) this.#deps.onStep(what);
    return this.#on;
  }

  /** A call of the box: the power may go before it has any effect, and after it before anybody hears of it. */
  async call<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    if (!this.step(what)) return never();
    let value: T;
    try {
      value = await work();
    } catch (thrown) {
      if (!this.step(`${what} failed`)) return never();
      throw thrown;
    }
    return this.step(`${what} done`) ? value : never();
  }

  /** `factor`: a pause in which nobody looks at the devices passes in larger steps. */
  clock(factor: () => number = () => 1): BoxClock {
    const { time } = this.#deps;
    return {
      setTimeout: (ring, delayMs) => {
        const alarm = time.after(this.#on ? delayMs * factor() : 0, () => {
          this.#alarms.delete(alarm);
          if (this.#on) ring();
        });
        if (this.#on) this.#alarms.add(alarm);
        else time.cancel(alarm);
        return alarm;
      },
      clearTimeout: (alarm: Alarm | null | undefined) => {
        if (alarm === null || alarm === undefined) return;
        this.#alarms.delete(alarm);
        time.cancel(alarm);
      },
    };
  }
}
