/**
 * The sandbox: holds what is outside the box (the gateway with its ledger, the far ends of the devices, the panel's port)
 * and one box process, which may die and come back; paper and page stay.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { serveVirtualDevices } from '../../devices/transport/virtual-server.ts';
import { createControlClient } from '../control/control-client.ts';
import { type PanelServer, startPanelServer } from '../panel/server.ts';
import type { PanelEvent } from '../panel/server-events.ts';
import { activateBox } from './activated-box.ts';
import { createBench } from './bench.ts';
import { createBoxProcess } from './box-process.ts';
import { createBoxScreens, startingState } from './box-screens.ts';
import { prepareSettings } from './box-settings.ts';
import type { DataDirectory } from './data-directory.ts';
import { createSandboxGateway, type SandboxGateway } from './gateway/sandbox-gateway.ts';
import type { SandboxFlags } from './options.ts';
import { addSandboxRoutes } from './panel-routes.ts';
import { watchPhone } from './phone-watch.ts';

type Log = (event: string, data?: Readonly<Record<string, unknown>>) => void;

export interface SupervisorOptions {
  readonly flags: SandboxFlags;
  readonly directory: DataDirectory;
  /** The checkout, and where its box logs. */
  readonly root: string;
  readonly logDirectory: string;
  /** Opens the panel's port; which one is the caller's rule. */
  readonly openPanel: (open: (port: number) => Promise<PanelServer>) => Promise<PanelServer>;
  /** A death of the box that nobody asked for. */
  readonly onBoxDied: (how: string) => void;
  readonly log: Log;
}

export interface Sandbox {
  readonly panelUrl: string;
  /** Resolves when the box shows its first own screen. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/** The built-in gateway could not start. */
export class GatewayUnusable extends Error {}

const openGateway = async (options: SupervisorOptions, onLog: () => void): Promise<SandboxGateway | null> => {
  if (options.flags.gatewayUrl !== null) return null;
  try {
    return await createSandboxGateway({
      dataDir: options.directory.gateway,
      now: () => Date.now(),
      random: (bytes) => randomBytes(bytes),
      log(event, data) {
        options.log(event, data);
        onLog();
      },
    });
  } catch (thrown) {
    throw new GatewayUnusable(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
};

const nullIfNotFound = (address: string | undefined): string | null =>
  address === undefined || address === 'ENOTFOUND' ? null : address;

export const startSandbox = async (options: SupervisorOptions): Promise<Sandbox> => {
  const { flags, directory, log } = options;
  const listeners = new Set<(event: PanelEvent) => void>();
  const publish = (event: PanelEvent): void => {
    for (const listener of listeners) listener(event);
  };
  /** What is to be closed, the last opened first. */
  const open: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of open.splice(0).reverse()) await close();
  };

  let lookAtPhone = (): void => {};
  const gateway = await openGateway(options, () => lookAtPhone());
  if (gateway !== null) open.push(() => gateway.stop());
  try {
    await prepareSettings(directory.settingsFile, {
      serverUrl: gateway?.url ?? flags.gatewayUrl ?? '',
      caFile: gateway?.caFile ?? null,
      gatewayDirectory: directory.gateway,
    });
    if (flags.activated && gateway !== null) await activateBox(directory.path, gateway, log);

    const phone = gateway === null ? null : watchPhone(gateway, publish);
    if (phone !== null) {
      lookAtPhone = phone.look;
      open.push(() => phone.stop());
    }

    const bench = createBench({ publish, log });
    const resolve = (host: string): string | null => nullIfNotFound(gateway?.resolve(host));
    const devices = await serveVirtualDevices(directory.devicesSocket, bench.accept, resolve);
    open.push(() => devices.close());

    const screens = createBoxScreens(createControlClient(directory.controlSocket), bench.whenOpen);
    let powered = false;
    const tellPower = (on: boolean): void => {
      powered = on;
      publish({ event: 'device', data: { device: 'power', fault: on ? 'ok' : 'cut' } });
    };
    const box = createBoxProcess({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', join(options.root, 'src/main.ts')],
      environment: {
        SENDYBOX_DATA: directory.path,
        SENDYBOX_LOG: options.logDirectory,
        SENDYBOX_SOCKET: directory.controlSocket,
        SENDYBOX_VIRTUAL: directory.devicesSocket,
        // An outside gateway is found by the system's own names.
        ...(gateway === null ? {} : { SENDYBOX_RESOLVER: directory.devicesSocket }),
        SENDYBOX_SUPERVISED: '1',
      },
      onStart() {
        tellPower(true);
        screens.follow();
      },
      onEnd(how, cut) {
        screens.goDark();
        tellPower(false);
        if (!cut) options.onBoxDied(how);
      },
    });

    const panel = await options.openPanel((port) =>
      startPanelServer(
        {
          source: { screen: screens.screen, onScreen: screens.onScreen, press: bench.press },
          log,
          extension: {
            routes: (app) =>
              addSandboxRoutes(app, { bench, gateway, onGatewayTouched: lookAtPhone, cutPower: box.cutPower }),
            present: () => [
              ...bench.present(),
              ...(phone?.present() ?? []),
              { event: 'device', data: { device: 'power', fault: powered ? 'ok' : 'cut' } },
            ],
            onEvent(listener) {
              listeners.add(listener);
              return () => listeners.delete(listener);
            },
          },
        },
        port,
      ),
    );
    open.push(() => panel.close());

    const ready = new Promise<void>((resolveReady) => {
      const unsubscribe = screens.onScreen(({ state, tone }) => {
        // A key that is pressed while the box recovers is dropped; where it asks something, it waits for one.
        if (state === startingState || (state === 'recovering' && tone !== 'ask')) return;
        unsubscribe();
        resolveReady();
      });
    });
    box.start();
    open.push(() => box.stop());
    return { panelUrl: panel.url, ready, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
};
