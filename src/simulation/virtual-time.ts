/**
 * Virtual time: a queue of what is due, and nothing else that moves. Between two events every promise that can go on
 * does so, and what the box does at the end of a turn (`setImmediate`) has been done.
 */
import { assert } from '../errors.ts';

export interface Alarm {
  readonly dueMs: number;
  readonly order: number;
  /** Null: cancelled, or it has rung. */
  ring: (() => void) | null;
}

const isSooner = (one: Alarm, other: Alarm): boolean =>
  one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);

/** After every promise that can go on has done so: Node runs ticks when its queue of promises is empty. */
const promisesAtRest = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class VirtualTime {
  #nowMs = 0;
  #order = 0;
  #pending = 0;
  #turnWanted = false;
  readonly #heap: Alarm[] = [];

  /** Milliseconds since the seed began. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Alarms that are set: a bound on what a box at rest has under way. */
  get pending(): number {
    return this.#pending;
  }

  after(delayMs: number, ring: () => void): Alarm {
    this.#order += 1;
    const alarm: Alarm = { dueMs: this.#nowMs + Math.max(0, delayMs), order: this.#order, ring };
    this.#pending += 1;
    this.#push(alarm);
    return alarm;
  }

  cancel(alarm: Alarm): void {
    if (alarm.ring === null) return;
    alarm.ring = null;
    this.#pending -= 1;
  }

  /** Before its time, where it has not rung and was not cancelled. */
  ringNow(alarm: Alarm): void {
    const { ring } = alarm;
    if (ring === null) return;
    this.cancel(alarm);
    ring();
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Somebody has asked for the end of the turn: the next event waits for it. */
  wantTurn(): void {
    this.#turnWanted = true;
  }

  /** Until `done`, or until nothing is due any more. Returns how many events there were. */
  async run(done: () => boolean): Promise<number> {
    let events = 0;
    await this.settle();
    while (!done()) {
      const alarm = this.#pop();
      if (alarm === null) break;
      const { ring } = alarm;
      if (ring === null) continue;
      assert(alarm.dueMs >= this.#nowMs, 'time goes forward');
      this.#nowMs = alarm.dueMs;
      alarm.ring = null;
      this.#pending -= 1;
      events += 1;
      ring();
      await this.settle();
    }
    return events;
  }

  async settle(): Promise<void> {
    await promisesAtRest();
    while (this.#turnWanted) {
      this.#turnWanted = false;
      await endOfTurn();
      await promisesAtRest();
    }
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(alarm);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Alarm;
      if (!isSooner(alarm, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = alarm;
  }

  #pop(): Alarm | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isSooner(heap[right] as Alarm, heap[left] as Alarm) ? right : left;
      if (!isSooner(heap[child] as Alarm, last)) break;
      heap[at] = heap[child] as Alarm;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

/** A clock for machines and drivers that stops with the power: what a dead box has set never rings. */
export interface BoxClock {
  setTimeout(ring: () => void, delayMs: number): Alarm;
  // biome-ignore lint/suspicious/noExplicitAny: XState's clock has it so, and the drivers' timers are narrower
  clearTimeout(alarm: any): void;
}
