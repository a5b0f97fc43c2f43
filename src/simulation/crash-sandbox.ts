/** `npm start` as a process of its own, followed over the panel's HTTP surface: its screens, its paper, its power. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { PanelKey } from '../keys.ts';
import type { Screen } from '../panel/screen.ts';

export interface CrashSandbox {
  readonly data: string;
  readonly controlSocket: string;
  readonly screen: () => Screen | null;
  /** Returns the way to stop listening. */
  readonly onScreen: (listener: (screen: Screen) => void) => () => void;
  /** Every piece of paper since the start, the oldest first. */
  readonly paper: () => readonly PaperSheet[];
  /** Resolves when a box process runs; `cuts` counts those that died. */
  readonly powered: () => Promise<void>;
  readonly cuts: () => number;
  readonly press: (key: PanelKey) => Promise<void>;
  readonly post: (path: string, body: unknown) => Promise<number>;
  /** What it complained of: a box that dies by itself is told there. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

const root = join(import.meta.dirname, '..', '..');
const startTimeoutMs = 60_000;

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

export const startCrashSandbox = async (data: string): Promise<CrashSandbox> => {
  const flags = ['--data', data, '--panel-port', '0', '--headless', '--activated'];
  const child = spawn(join(root, 'bin/box-node'), [join(root, 'src/sandbox/start.ts'), ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-20_000);
  });
  const url = await readyUrl(child, () => said);

  let present: Screen | null = null;
  let isPowered = false;
  let cuts = 0;
  const listeners = new Set<(screen: Screen) => void>();
  const waiting = new Set<() => void>();
  const sheets = new Map<number, PaperSheet>();
  const abort = new AbortController();

  const take = (name: string, text: string): void => {
    const data = JSON.parse(text);
    if (name === 'paper') sheets.set(data.id, data);
    if (name === 'screen') {
      present = data;
      for (const listener of listeners) listener(data);
    }
    if (name !== 'device' || data.device !== 'power') return;
    if (isPowered && data.fault === 'cut') cuts += 1;
    isPowered = data.fault !== 'cut';
    if (!isPowered) return;
    for (const wake of waiting) wake();
    waiting.clear();
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

  return {
    data,
    controlSocket: join(data, 'control.sock'),
    screen: () => present,
    onScreen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    paper: () => [...sheets.values()].sort((a, b) => a.id - b.id),
    powered: () => (isPowered ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve))),
    cuts: () => cuts,
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
