/** Spreads seeds over processes, one a core: each takes a block, reports seed by seed, and is replaced by the next. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { SeedOptions, SeedReport } from './seed-run.ts';

export interface RunOrder extends Omit<SeedOptions, 'seed' | 'onTransition'> {
  readonly seeds: readonly number[];
  /** Name of a planted bug, or null. */
  readonly plant: string | null;
}

/** `transitions` are those that this process has not told before; `trace` only where a rule was broken. */
export interface SeedMessage extends SeedReport {
  readonly tookMs: number;
  /** The planted bug's file was loaded. */
  readonly planted: boolean;
}

/** A day of 50 sales takes tenths of a second: a seed that is silent for so long turns in a circle. */
const silenceMs = 120_000;

/** The exit status of a process that could not load the box: a bug of the plant, not one that it plants. */
export const notLoadedStatus = 3;

/** A seed that brought no report: why. */
export const endless = (seed: number, rule: string, detail: string, tookMs: number): SeedMessage => ({
  seed,
  violations: [{ rule, detail, at: '' }],
  transitions: [],
  trace: [],
  traceHash: '',
  sales: 0,
  refunds: 0,
  faults: {},
  powerCuts: 0,
  simulatedMs: 0,
  tookMs,
  planted: true,
});

/** False: no further seed. */
type OnSeed = (message: SeedMessage) => boolean;

/** The seeds in their order; a process that hangs or dies loses one seed, and another goes on with the rest. */
export const runSeeds = async (order: RunOrder, onSeed: OnSeed): Promise<void> => {
  let isStopped = false;
  let rest = order.seeds;
  while (rest.length > 0 && !isStopped) {
    const reported = new Set<number>();
    await runInProcess({ ...order, seeds: rest }, (message) => {
      reported.add(message.seed);
      isStopped = !onSeed(message);
      return !isStopped;
    });
    rest = rest.filter((seed) => !reported.has(seed));
  }
};

/** Resolves when the process is done, was stopped, hung or died. Rejects when it could not load the box. */
const runInProcess = (order: RunOrder, onSeed: OnSeed): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), [], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const reported = new Set<number>();
    let isOver = false;
    let said = '';
    let timer: NodeJS.Timeout | undefined;

    const lost = (rule: string, detail: string): void => {
      const seed = order.seeds.find((each) => !reported.has(each));
      if (!isOver && seed !== undefined) onSeed(endless(seed, rule, detail, 0));
      end(child);
    };
    const end = (process: ChildProcess): void => {
      isOver = true;
      clearTimeout(timer);
      process.kill('SIGKILL');
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => lost('hangs', `no end within ${silenceMs / 1_000} s`), silenceMs);
    };

    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4_000);
    });
    child.on('message', (message: SeedMessage) => {
      if (isOver) return;
      reported.add(message.seed);
      wait();
      if (!onSeed(message)) end(child);
    });
    child.on('exit', (code, signal) => {
      if (code === notLoadedStatus) return reject(new Error(said));
      if (!isOver && (code !== 0 || reported.size < order.seeds.length))
        lost('process died', `${signal ?? `status ${code}`} ${said}`.trim());
      isOver = true;
      clearTimeout(timer);
      resolve();
    });
    child.on('error', (error) => lost('process died', error.message));
    wait();
    child.send(order);
  });

/** Runs the jobs, at most `workers` at a time, in their order. */
export const inParallel = async (workers: number, jobs: readonly (() => Promise<void>)[]): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      next += 1;
      await job();
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
};

/** Blocks of seeds: small enough that all processes end together, large enough that starting one costs nothing. */
export const blocksOf = (from: number, count: number, workers: number): readonly (readonly number[])[] => {
  const size = Math.max(1, Math.min(250, Math.ceil(count / (workers * 4))));
  const blocks: number[][] = [];
  for (let start = from; start < from + count; start += size) {
    const length = Math.min(size, from + count - start);
    blocks.push(Array.from({ length }, (_, index) => start + index));
  }
  return blocks;
};
