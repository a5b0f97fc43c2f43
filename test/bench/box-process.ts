/** A box process under test, from source or bundled, on a data directory that is activated already. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createControlClient } from '../../src/control/control-client.ts';
import type { Screen } from '../../src/panel/screen.ts';
import { TerminalStore } from '../../src/terminal/terminal-store.ts';
import { sharedNowMs } from './fast-gateway.ts';
import { randomId, terminalInfo } from './sample-sale.ts';

const root = join(import.meta.dirname, '../..');

/** How each is started: as a release is, and as a checkout is. */
const builds = { bundled: ['dist/sendy-box'], source: ['bin/box-node', 'src/main.ts'] } as const;
export type Build = keyof typeof builds;

export interface BoxPlace {
  readonly directory: string;
  readonly socketPath: string;
  /** Where the virtual devices are. */
  readonly virtualPath: string;
}

export interface BoxProcess {
  /** Milliseconds from the spawn to the state `ready`. */
  readonly startMs: number;
  /** Resident set, bytes. */
  rss(): number;
  /** Resolves when the box's screen is, or next becomes, one for which this holds. */
  screen(holds: (screen: Screen) => boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Settings and identity as after an activation; the journal is left as it is. */
export const preparePlace = async (directory: string, serverUrl: string): Promise<BoxPlace> => {
  await mkdir(directory, { recursive: true });
  const device = { driver: 'virtual' };
  const devices = { printer: device, scanner: device, keypad: device, display: device };
  await writeFile(
    join(directory, 'settings.json'),
    JSON.stringify({ version: 1, serverUrl, mode: 'offline', devices }),
  );
  await new TerminalStore({ directory, log: () => {} }).save({
    serverUrl,
    hardwareId: randomId(),
    terminalKey: Buffer.alloc(32, 7).toString('base64'),
    info: { ...terminalInfo, paymentSystems: [...terminalInfo.paymentSystems], modes: [...terminalInfo.modes] },
    activatedAt: terminalInfo.activatedAt,
  });
  return {
    directory,
    socketPath: join(directory, 'control.sock'),
    virtualPath: join(directory, 'virtual.sock'),
  };
};

export const residentBytes = (pid: number): number => {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (match === null) throw new Error(`process ${pid} has no resident set`);
  return Number(match[1]) * 1_024;
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

/** How often the control socket is looked for while the box starts: finer than what is measured. */
const lookMs = 1;

export const startBox = async (build: Build, place: BoxPlace): Promise<BoxProcess> => {
  await rm(place.socketPath, { force: true });
  const startedMs = sharedNowMs();
  const [program, ...rest] = builds[build];
  const child = spawn(join(root, program), rest, {
    cwd: root,
    env: {
      ...process.env,
      SENDYBOX_NODE: process.execPath,
      SENDYBOX_DATA: place.directory,
      SENDYBOX_LOG: join(place.directory, 'Log'),
      SENDYBOX_SOCKET: place.socketPath,
      SENDYBOX_VIRTUAL: place.virtualPath,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('the box does not start');

  let screen: Screen | null = null;
  const waiting = new Set<() => void>();
  const onScreen = (shown: Screen): void => {
    screen = shown;
    for (const look of waiting) look();
  };
  let unwatch = (): void => {};
  // the socket is there a moment before it is listened on
  const watch = (): void => {
    if (child.exitCode !== null) return;
    unwatch = createControlClient(place.socketPath).watch(onScreen, (error) => {
      if (error !== null && screen === null) setTimeout(watch, lookMs);
    });
  };
  watch();
  const box: Omit<BoxProcess, 'startMs'> = {
    rss: () => residentBytes(pid),
    screen: (holds) =>
      new Promise((done) => {
        const look = (): void => {
          if (screen === null || !holds(screen)) return;
          waiting.delete(look);
          done();
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      unwatch();
      child.kill('SIGTERM');
      await ended(child);
    },
  };
  const gone = ended(child).then(() => {
    throw new Error(`the box ended with ${child.exitCode ?? child.signalCode} while it started`);
  });
  await Promise.race([box.screen(({ state }) => state === 'ready'), gone]);
  gone.catch(() => {});
  return { ...box, startMs: sharedNowMs() - startedMs };
};
