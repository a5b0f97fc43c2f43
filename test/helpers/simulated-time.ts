/** Virtual time for machines: it moves from timer to timer, and what each timer has set going comes to rest before the next. */
import { SimulatedClock } from 'xstate';

/** A turn lets every promise that can go on do so; work that sets new work going needs the next one. */
const maxTurns = 2_000;

export class SimulatedTime extends SimulatedClock {
  readonly #dueMs = new Map<number, number>();
  #underWay = 0;
  #activity = 0;

  override setTimeout(fn: () => void, timeoutMs: number): number {
    const id = super.setTimeout(() => {
      this.#dueMs.delete(id);
      fn();
    }, timeoutMs);
    this.#dueMs.set(id, this.now() + timeoutMs);
    return id;
  }

  override clearTimeout(id: number): void {
    this.#dueMs.delete(id);
    super.clearTimeout(id);
  }

  /** Work that ends by itself and takes no virtual time, such as a commit: `settle` waits for it. */
  async working<T>(work: () => T): Promise<T> {
    this.#underWay += 1;
    this.stir();
    try {
      await new Promise((done) => setImmediate(done));
      return work();
    } finally {
      this.#underWay -= 1;
      this.stir();
    }
  }

  /** Something has happened: `settle` waits for what follows from it. */
  stir(): void {
    this.#activity += 1;
  }

  /** Until nothing happens any more without time passing or somebody answering. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < maxTurns; turn += 1) {
      const before = this.#activity;
      await new Promise((done) => setImmediate(done));
      if (this.#activity === before && this.#underWay === 0) return;
    }
    throw new Error(`no rest after ${maxTurns} turns: something goes round in circles without time passing`);
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.now() + ms;
    await this.settle();
    for (;;) {
      const nextMs = Math.min(...this.#dueMs.values());
      if (!(nextMs <= endMs)) break;
      this.set(Math.max(nextMs, this.now()));
      await this.settle();
    }
    this.set(endMs);
    await this.settle();
  }
}
