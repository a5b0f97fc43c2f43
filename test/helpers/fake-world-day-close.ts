/**
 * The day close of a box whose gateway the test plays: what is asked of the gateway waits for its answer, what is written
 * outlives the box as a disk does. Both stand in the order log.
 */
import type { ClosedShift, DayClose, DayClosePort } from '../../machines/ports.ts';
import { type FieldCode, type FieldError, FieldFailure, fieldError } from '../../src/errors.ts';
import type { Outcome, Problem, ProblemCode } from '../../src/gateway/outcome.ts';
import { problemRules } from '../../src/gateway/problem.ts';
import type { Reconciliation } from '../../src/payment/reconciliation.ts';
import { createAdder } from '../../src/payment/totals.ts';
import type { ShiftReport } from '../../src/payment/types.ts';

type CallName = 'shift' | 'compare' | 'reverse' | 'close';

export const emptyTotals = createAdder().totals();
export const someTotals = {
  ...emptyTotals,
  paid: { count: 3, amount: 45_000 },
  refunded: { count: 1, amount: 5_000 },
};

export const openShift: ShiftReport = {
  shiftNumber: 7,
  openedAt: '2026-11-24T06:00:00.000Z',
  closedAt: null,
  currency: 'RUB',
  totals: someTotals,
};

export const agreeing: Reconciliation = {
  report: openShift,
  boxTotals: someTotals,
  differences: [],
  differenceCount: 0,
  toReverse: [],
  transactions: 4,
};

export class DayCloseCall {
  readonly name: CallName;
  /** What was asked: a shift's number, the numbers to reverse, or the close on disk. */
  readonly asked: unknown;
  readonly onProgress: (compared: number) => void;
  readonly #end: (outcome: Outcome<unknown>) => Promise<void>;

  constructor(
    name: CallName,
    asked: unknown,
    end: (outcome: Outcome<unknown>) => Promise<void>,
    onProgress: (compared: number) => void = () => {},
  ) {
    this.name = name;
    this.asked = asked;
    this.#end = end;
    this.onProgress = onProgress;
  }

  answers(value: ShiftReport | Reconciliation | ClosedShift | null): Promise<void> {
    return this.#end({ kind: 'answered', value });
  }

  refused(code: ProblemCode, more: Partial<Problem> = {}): Promise<void> {
    const { status, fieldCode } = problemRules[code];
    return this.#end({ kind: 'refused', problem: { status, code, error: fieldError(fieldCode), ...more } });
  }

  noAnswer(code: FieldCode = 'NET-06'): Promise<void> {
    return this.#end({ kind: 'noAnswer', error: fieldError(code) });
  }

  notSent(code: FieldCode = 'NET-01'): Promise<void> {
    return this.#end({ kind: 'notSent', error: fieldError(code) });
  }
}

export interface FakeDayCloseOptions {
  readonly now: () => string;
  readonly record: (line: string) => void;
  readonly settle: () => Promise<void>;
  readonly working: <T>(work: () => T) => Promise<T>;
}

export class FakeDayClose implements DayClosePort {
  trouble: FieldError | null = null;
  /** What the disk says to every commit. */
  failure: FieldError | null = null;
  /** The next commit has its effect, and then fails or never returns. */
  landsAnd: FieldError | 'hangs' | null = null;
  /** On disk and without an answer. */
  begun: DayClose | null = null;
  readonly closedShifts: DayClose[] = [];
  readonly papers: string[] = [];
  readonly #options: FakeDayCloseOptions;
  #waiting: DayCloseCall[] = [];

  constructor(options: FakeDayCloseOptions) {
    this.#options = options;
  }

  printerTrouble(): FieldError | null {
    return this.trouble;
  }

  shift(shiftNumber: number, signal?: AbortSignal) {
    return this.#ask<ShiftReport>('shift', shiftNumber, signal);
  }

  compare(report: ShiftReport, onProgress: (compared: number) => void, signal?: AbortSignal) {
    return this.#ask<Reconciliation>('compare', report.shiftNumber, signal, onProgress);
  }

  async reverse(transactionNumbers: readonly number[], signal?: AbortSignal): Promise<void> {
    await this.#ask('reverse', transactionNumbers, signal);
  }

  begin(comparison: Reconciliation): Promise<DayClose> {
    return this.#commit('begin', () => {
      const begun: DayClose = {
        shiftNumber: comparison.report.shiftNumber ?? 0,
        begunAt: this.#options.now(),
        comparison,
        closed: null,
      };
      this.begun = begun;
      return begun;
    });
  }

  close(dayClose: DayClose, signal?: AbortSignal) {
    return this.#ask<ClosedShift>('close', dayClose, signal);
  }

  conclude(dayClose: DayClose, closed: ClosedShift): Promise<DayClose> {
    return this.#commit('conclude', () => {
      const concluded = { ...dayClose, closed };
      this.begun = null;
      this.closedShifts.push(concluded);
      this.papers.push(`close ${closed.shiftNumber}`);
      return concluded;
    });
  }

  abandon(): Promise<void> {
    return this.#commit('abandon', () => {
      this.begun = null;
    });
  }

  openClose(): Promise<DayClose | null> {
    return this.#options.working(() => this.begun);
  }

  reprint(): Promise<DayClose | null> {
    return this.#commit('reprint', () => {
      const last = this.closedShifts.at(-1) ?? null;
      if (last !== null) this.papers.push(`close ${last.shiftNumber} again`);
      return last;
    });
  }

  /** The oldest question of this name that waits for its answer; fails if the box has not asked it. */
  async next(name: CallName): Promise<DayCloseCall> {
    await this.#options.settle();
    const call = this.#waiting.find((one) => one.name === name);
    if (call === undefined)
      throw new Error(`the box does not wait for ${name}; it waits for: ${this.waitingFor() || 'nothing'}`);
    this.#waiting = this.#waiting.filter((one) => one !== call);
    return call;
  }

  waitingFor(): string {
    return this.#waiting.map(({ name }) => name).join(', ');
  }

  #ask<T>(
    name: CallName,
    asked: unknown,
    signal: AbortSignal | undefined,
    onProgress?: (compared: number) => void,
  ): Promise<Outcome<T>> {
    return new Promise((resolve) => {
      const call = new DayCloseCall(
        name,
        asked,
        (outcome) => {
          resolve(outcome as Outcome<T>);
          return this.#options.settle();
        },
        onProgress,
      );
      signal?.addEventListener('abort', () => {
        this.#waiting = this.#waiting.filter((one) => one !== call);
        resolve({ kind: 'noAnswer', error: fieldError('NET-06', 'given up') });
      });
      this.#options.record(`send ${name}`);
      this.#waiting.push(call);
    });
  }

  #commit<T>(name: string, work: () => T): Promise<T> {
    return this.#options.working(() => {
      if (this.failure !== null) throw new FieldFailure(this.failure);
      this.#options.record(`disk ${name}`);
      const done = work();
      const { landsAnd } = this;
      this.landsAnd = null;
      if (landsAnd === 'hangs') return new Promise<T>(() => {});
      if (landsAnd !== null) throw new FieldFailure(landsAnd);
      return done;
    }) as Promise<T>;
  }
}
