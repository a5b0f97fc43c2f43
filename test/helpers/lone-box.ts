/** The box's own process with nothing around it: no sandbox, no devices, a directory that the test has prepared. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type ControlClient, createControlClient } from '../../src/control/control-client.ts';
import type { StatusReport } from '../../src/control/protocol.ts';
import type { Screen } from '../../src/panel/screen.ts';
import { checkout } from './sandbox.ts';

export interface LoneBox {
  readonly control: ControlClient;
  status(): Promise<StatusReport>;
  /** The first screen, the present one or a later one, that `fits`. */
  screen(fits: (screen: Screen) => boolean): Promise<Screen>;
  /** SIGTERM, and its exit status. */
  stop(): Promise<number | null>;
}

export const boxDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'lone-box-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
};

export const spawnBox = (directory: string) =>
  spawn(join(checkout, 'bin/box-node'), [join(checkout, 'src/main.ts')], {
    env: {
      PATH: process.env.PATH,
      SENDYBOX_DATA: directory,
      SENDYBOX_LOG: join(directory, 'Log'),
      SENDYBOX_SOCKET: join(directory, 'control.sock'),
    },
  });

/** Resolves when it answers on its socket. */
export const startLoneBox = async (directory: string): Promise<LoneBox> => {
  const child = spawnBox(directory);
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  onTestFinished(async () => {
    await stop();
  });

  const socket = join(directory, 'control.sock');
  const control = createControlClient(socket);
  const status = async (): Promise<StatusReport> => {
    const answer = await control.request('status', undefined);
    if (!answer.ok) throw new Error(`${answer.error.reason}: ${answer.error.error.code}`);
    return answer.value;
  };
  // Its file is there a moment before anybody listens on it.
  await expectSoon(
    async () => existsSync(socket) && (await control.request('status', undefined)).ok,
    () => `no answer; exit status ${child.exitCode}`,
  );

  return {
    control,
    status,
    stop,
    screen: (fits) =>
      new Promise((resolve, reject) => {
        let last: Screen | null = null;
        const end = control.watch(
          (screen) => {
            last = screen;
            if (!fits(screen)) return;
            end();
            resolve(screen);
          },
          (error) => {
            if (error !== null) reject(new Error(`${error.code}; last screen: ${JSON.stringify(last)}`));
          },
        );
      }),
  };
};

/** Looks at every turn of the timers; fails with `why` after half a minute. */
const expectSoon = async (isSo: () => Promise<boolean>, why: () => string): Promise<void> => {
  const startedMs = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedMs > 30_000) throw new Error(why());
    await setTimeout(20);
  }
};
