/** The whole sandbox as people start it: `npm start` on a directory of its own, spoken to over the panel's HTTP surface. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { PanelKey } from '../../src/keys.ts';
import type { Screen } from '../../src/panel/screen.ts';

export const checkout = join(import.meta.dirname, '..', '..');

export interface Reply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came and checks it
  readonly body: any;
}

export interface SandboxFacts {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly activationCode: string;
  readonly servicePin: string;
  readonly customerCodes: { readonly sendy: string; readonly wechat: string; readonly alipay: string };
}

export interface RunningSandbox {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  readonly data: string;
  readonly process: ChildProcess;
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  facts(): Promise<SandboxFacts>;
  /** Presses the keys one after the other; `'150'` types its digits. */
  press(...keys: readonly (PanelKey | string)[]): Promise<void>;
  paper(): Promise<readonly PaperSheet[]>;
  /** The first screen, the present one or a later one, that `fits`; its state is told when none comes in time. */
  screen(fits: (screen: Screen) => boolean, what: string): Promise<Screen>;
  /** The state, or one inside it (`ready`, `paying`). */
  inState(state: string): Promise<Screen>;
  /** The box has this device open (again). */
  connected(device: string): Promise<void>;
  /** From the letter beside the box, as a person types it. */
  activate(): Promise<void>;
  /** What it said on stderr so far. */
  said(): string;
  /** SIGTERM, and how it ended. */
  stop(signal?: NodeJS.Signals): Promise<{ readonly status: number | null; readonly tookMs: number }>;
}

/** Nothing in the sandbox takes that long; on two busy cores everything takes longer. */
const patienceMs = 30_000;

export interface SandboxOptions {
  readonly flags?: readonly string[];
  /** A directory of an earlier run; else one of its own, removed with the test. */
  readonly data?: string;
  /** As people start it; without it npm's own half second is saved. */
  readonly throughNpm?: boolean;
}

export const scratchDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'sendybox-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

/** Starts the command of `npm start` with these flags and nothing else. */
export const spawnSandbox = (flags: readonly string[], throughNpm = false): ChildProcess =>
  throughNpm
    ? spawn('npm', ['start', '--silent', '--', ...flags], { cwd: checkout })
    : spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/sandbox/start.ts'), ...flags], { cwd: tmpdir() });

/** Everything it says until it ends, and its exit status. */
export const runToEnd = async (flags: readonly string[]) => {
  const child = spawnSandbox(flags);
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  const [status] = await once(child, 'close');
  return { status: status as number | null, ...text };
};

export const startSandbox = async (options: SandboxOptions = {}): Promise<RunningSandbox> => {
  const data = options.data ?? scratchDirectory();
  const flags = ['--data', data, '--panel-port', '0', '--headless', ...(options.flags ?? [])];
  const child = spawnSandbox(flags, options.throughNpm);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });

  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const startedMs = performance.now();
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return { status: child.exitCode, tookMs: performance.now() - startedMs };
  };
  onTestFinished(async () => {
    await stop();
  });

  const url = await readyUrl(child, () => stderr);
  const watch = watchEvents(url);
  onTestFinished(watch.stop);

  const call = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> => {
    const answer = await request(new URL(path, url), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.statusCode, body: await answer.body.json() };
  };

  const sandbox: RunningSandbox = {
    url,
    data,
    process: child,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    facts: async () => (await call('GET', '/api/sandbox')).body as SandboxFacts,
    async press(...keys) {
      const singly = keys.flatMap((key) => (/^\d+$/.test(key) && key !== '00' ? [...key] : [key]));
      for (const key of singly) {
        const { status } = await call('POST', '/api/keys', { key });
        if (status !== 200) throw new Error(`key ${key}: ${status}`);
      }
    },
    paper: async () => (await call('GET', '/api/paper')).body as PaperSheet[],
    screen: watch.until,
    connected: watch.connected,
    inState: (state) => watch.until((screen) => isIn(screen.state, state), `state ${state}`),
    async activate() {
      const { terminalId, serialNumber, activationCode } = await sandbox.facts();
      await sandbox.inState('inactive');
      await sandbox.press(terminalId, 'ENTER', serialNumber, 'ENTER', activationCode, 'ENTER');
      await sandbox.inState('ready');
    },
    said: () => stderr,
    stop,
  };
  return sandbox;
};

export const isIn = (state: string, outer: string): boolean => state === outer || state.startsWith(`${outer}.`);

const readyUrl = (child: ChildProcess, said: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the sandbox has a stdout');
    const timer = setTimeout(() => reject(new Error(`not ready in time: ${said()}`)), patienceMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('ready ')) return;
      clearTimeout(timer);
      resolve(line.slice('ready '.length));
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code ?? signal}: ${said()}`));
    });
  });

/** Waits for a value that fits, the present one or a later one. */
const createWaiter = <T>() => {
  let present: T | null = null;
  const waiting = new Set<(value: T) => void>();
  return {
    set(value: T): void {
      present = value;
      for (const look of waiting) look(value);
    },
    until: (fits: (value: T) => boolean, what: string): Promise<T> =>
      new Promise((resolve, reject) => {
        const look = (value: T): void => {
          if (!fits(value)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(value);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no ${what}; what is: ${JSON.stringify(present)}`));
        }, patienceMs);
        waiting.add(look);
        if (present !== null) look(present);
      }),
  };
};

/** Follows `/api/events`: no screen is missed between two questions. */
const watchEvents = (url: string) => {
  const abort = new AbortController();
  const screens = createWaiter<Screen>();
  const open = createWaiter<ReadonlySet<string>>();
  let connected: ReadonlySet<string> = new Set();
  const take = (name: string, text: string): void => {
    const data = JSON.parse(text);
    if (name === 'screen') screens.set(data as Screen);
    if (name !== 'device' || data.connected === undefined) return;
    const others = [...connected].filter((device) => device !== data.device);
    connected = new Set(data.connected ? [...others, data.device] : others);
    open.set(connected);
  };
  const follow = async (): Promise<void> => {
    const { body } = await request(new URL('/api/events', url), { signal: abort.signal, bodyTimeout: 0 });
    let name = '';
    for await (const line of createInterface({ input: body })) {
      if (line.startsWith('event: ')) name = line.slice('event: '.length);
      if (line.startsWith('data: ')) take(name, line.slice('data: '.length));
    }
  };
  // It ends with the sandbox; whoever still waits then says what for.
  follow().catch(() => {});
  return {
    until: screens.until,
    connected: async (device: string) => {
      await open.until((devices) => devices.has(device), `${device} open`);
    },
    stop: () => abort.abort(),
  };
};
