/** The one box process: started again after any death, until it is to stop. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface BoxProcessOptions {
  /** Of the program that is the box. */
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** A new process has been started. */
  readonly onStart: () => void;
  /** It is gone; `how` is its exit status or signal. `cut`: the power was cut on purpose. */
  readonly onEnd: (how: string, cut: boolean) => void;
}

export interface BoxProcess {
  start(): void;
  /** Resolves when the process is dead; it comes back by itself. */
  cutPower(): Promise<void>;
  /** Resolves when the process is dead and stays so: after SIGTERM, or SIGKILL when that takes too long. */
  stop(): Promise<void>;
}

/** After a power cut: long enough to be seen on the page. */
const powerBackMs = 200;
/** A box that dies again and again: 0.1 s, 0.2 s, 0.4 s … at most 5 s. */
const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** A box that lived that long was well: the next delay is the first again. */
const wellAfterMs = 10_000;
/** Everything has to be over within 5 s of SIGTERM; a box needs some 100 ms. */
const stopTimeoutMs = 3_000;

export const createBoxProcess = (options: BoxProcessOptions): BoxProcess => {
  let child: ChildProcess | null = null;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let cutting = false;
  let deaths = 0;

  const ended = (how: string, startedMs: number): void => {
    child = null;
    const cut = cutting;
    cutting = false;
    deaths = performance.now() - startedMs > wellAfterMs || cut ? 0 : deaths + 1;
    options.onEnd(how, cut);
    if (stopping) return;
    const delayMs = cut ? powerBackMs : Math.min(longestDelayMs, firstDelayMs * 2 ** (deaths - 1));
    restart = setTimeout(start, delayMs);
  };

  const start = (): void => {
    const startedMs = performance.now();
    // The box reads its stdin to the end: when this process dies, however it dies, the box learns it there and stops.
    // What it prints is for people and goes where our own messages go; our stdout has the ready line alone.
    const started = spawn(options.command, options.args, {
      env: { ...process.env, ...options.environment },
      stdio: ['pipe', 2, 2],
    });
    child = started;
    // The pipe breaks with the process; `exit` says all that matters.
    started.stdin?.on('error', () => undefined);
    started.once('exit', (code, signal) => ended(signal ?? `status ${code}`, startedMs));
    started.once('error', (error) => {
      if (started.pid === undefined) ended(error.message, startedMs);
    });
    options.onStart();
  };

  const waitForEnd = async (dying: ChildProcess): Promise<void> => {
    if (dying.exitCode === null && dying.signalCode === null) await once(dying, 'exit');
  };

  return {
    start,
    async cutPower() {
      const dying = child;
      if (dying === null) return;
      cutting = true;
      dying.kill('SIGKILL');
      await waitForEnd(dying);
    },
    async stop() {
      stopping = true;
      clearTimeout(restart);
      const dying = child;
      if (dying === null) return;
      dying.kill('SIGTERM');
      const kill = setTimeout(() => dying.kill('SIGKILL'), stopTimeoutMs);
      await waitForEnd(dying);
      clearTimeout(kill);
    },
  };
};
