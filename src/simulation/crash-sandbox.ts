/** `npm start` as a process of its own, followed over the panel's HTTP surface: its screens, its paper, its power. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { request } from 'undici';
import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { PanelKey } from '../keys.ts';
import type { Screen } from '../panel/screen.ts';
import type { Payment } from '../payment/types.ts';

export interface CrashSandbox {
  readonly data: string;
  readonly controlSocket: string;
  readonly screen: () => Screen | null;
  /** Returns the way to stop listening. */
  readonly onScreen: (listener: (screen: Screen) => void) => () => void;
  /** True as soon as the screen fits; false when the patience is over. */
  readonly until: (fits: (screen: Screen) => boolean, patienceMs: number) => Promise<boolean>;
  /** Resolves with the next screen, or when the patience is over. */
  readonly nextScreen: (patienceMs: number) => Promise<void>;
  /** The payment that waits on the customer's phone; null: none does any more. Called for each change. */
  readonly onPhone: (listener: (payment: Payment | null) => void) => () => void;
  /** Every piece of paper since the start, the oldest first. */
  readonly paper: () => readonly PaperSheet[];
  /** Resolves when something comes out of the printer, or when the patience is over. */
  readonly nextPaper: (patienceMs: number) => Promise<void>;
  /** Resolves when a box process runs. */
  readonly powered: () => Promise<void>;
  /** SIGKILL. Resolves when the death has been told. */
  readonly cut: () => Promise<void>;
  readonly press: (key: PanelKey) => Promise<void>;
  readonly post: (path: string, body: unknown) => Promise<number>;
  /** What it complained of: a box that dies by itself is told there. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');
const startTimeoutMs = 60_000;
/** True when it happens; false when the patience is over. `listen` returns what ends the listening. */
const patiently = (patienceMs: number, listen: (happened: () => void) => () => void): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (happened: boolean): void => {
      clearTimeout(timer);
      stopListening();
      resolve(happened);
    };
    const timer = setTimeout(() => end(false), patienceMs);
    const stopListening = listen(() => end(true));
  });

/** A death by SIGKILL is told within milliseconds. */
const deathTimeoutMs = 2_000;

const readyUrl = async (child: ChildProcess, said: () => string): Promise<string> => {
  const { stdout } = child;
  if (stdout === null) throw new Error('the sandbox has a stdout');
  const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
  try {
    for await (const line of createInterface({ input: stdout })) {
      if (line.startsWith('ready ')) return line.slice('ready '.length);
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`the sandbox does not start: ${said()}`);
};

/**
 * Node keeps compiled modules only where a process ends in order, and the boxes of this run never do: one that starts
 * elsewhere and ends at once (its stdin is empty) does it for all of them. Each start then takes half the time.
 */
const compileOnce = async (data: string): Promise<string> => {
  const cache = join(data, 'compiled');
  const elsewhere = join(data, 'compiling');
  mkdirSync(elsewhere);
  const box = promisify(execFile)(join(root, 'bin/box-node'), [join(root, 'src/main.ts')], {
    timeout: startTimeoutMs,
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: cache,
      SENDYBOX_DATA: elsewhere,
      SENDYBOX_LOG: join(elsewhere, 'Log'),
      SENDYBOX_SOCKET: join(elsewhere, 'control.sock'),
      SENDYBOX_SUPERVISED: '1',
    },
  });
  box.child.stdin?.end();
  await box;
  return cache;
};

export const startCrashSandbox = async (data: string): Promise<CrashSandbox> => {
  const cache = await compileOnce(data);
  const flags = ['--data', data, '--panel-port', '0', '--headless', '--activated'];
  const child = spawn(join(root, 'bin/box-node'), [join(root, 'src/sandbox/start.ts'), ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-20_000);
  });
  const url = await readyUrl(child, () => said);

  let present: Screen | null = null;
  let isPowered = false;
  const listeners = new Set<(screen: Screen) => void>();
  const phones = new Set<(payment: Payment | null) => void>();
  const waiting = new Set<() => void>();
  const mourning = new Set<() => void>();
  const printing = new Set<() => void>();
  const sheets = new Map<number, PaperSheet>();
  const abort = new AbortController();

  const take = (name: string, text: string): void => {
    const data = JSON.parse(text);
    if (name === 'paper') {
      sheets.set(data.id, data);
      for (const wake of printing) wake();
    }
    if (name === 'screen') {
      present = data;
      for (const listener of listeners) listener(data);
    }
    if (name !== 'device') return;
    if (data.device === 'phone') for (const listener of phones) listener(data.payment);
    if (data.device !== 'power') return;
    const wasPowered = isPowered;
    isPowered = data.fault !== 'cut';
    const told = isPowered ? waiting : wasPowered ? mourning : null;
    for (const wake of told ?? []) wake();
    told?.clear();
  };
  const follow = async (): Promise<void> => {
    const { body } = await request(new URL('/api/events', url), { signal: abort.signal, bodyTimeout: 0 });
    let name = '';
    for await (const line of createInterface({ input: body })) {
      if (line.startsWith('event: ')) name = line.slice('event: '.length);
      if (line.startsWith('data: ')) take(name, line.slice('data: '.length));
    }
  };
  // The stream ends when this process was too busy to read it; the next one begins with the present state.
  const followAll = async (): Promise<void> => {
    while (!abort.signal.aborted) await follow().catch(() => undefined);
  };
  const following = followAll();

  const post = async (path: string, body: unknown): Promise<number> => {
    const answer = await request(new URL(path, url), {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    await answer.body.dump();
    return answer.statusCode;
  };

  const onScreen = (listener: (screen: Screen) => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const until = async (fits: (screen: Screen) => boolean, patienceMs: number): Promise<boolean> =>
    (present !== null && fits(present)) ||
    patiently(patienceMs, (happened) =>
      onScreen((screen) => {
        if (fits(screen)) happened();
      }),
    );

  const powered = (): Promise<void> => (isPowered ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve)));

  return {
    data,
    controlSocket: join(data, 'control.sock'),
    screen: () => present,
    onScreen,
    until,
    nextScreen: async (patienceMs) => {
      const before = present;
      await until((screen) => screen !== before, patienceMs);
    },
    onPhone: (listener) => {
      phones.add(listener);
      return () => phones.delete(listener);
    },
    paper: () => [...sheets.values()].sort((a, b) => a.id - b.id),
    nextPaper: async (patienceMs) => {
      await patiently(patienceMs, (happened) => {
        printing.add(happened);
        return () => printing.delete(happened);
      });
    },
    powered,
    cut: async () => {
      // A box that has just died by itself cannot be killed: the next one is.
      for (let isDead = false; !isDead; ) {
        await powered();
        const dead = new Promise<true>((resolve) => mourning.add(() => resolve(true)));
        await post('/api/power', { action: 'cut' });
        isDead = await Promise.race([dead, pause(deathTimeoutMs, false)]);
      }
    },
    press: async (key) => {
      await post('/api/keys', { key });
    },
    post,
    said: () => said,
    stop: async () => {
      abort.abort();
      await following;
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
};
