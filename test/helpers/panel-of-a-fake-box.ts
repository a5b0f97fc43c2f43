/** The panel's server before a box that only remembers what it was told, with the sandbox's calls answered from a table. */
import type { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import type { PaperSheet } from '../../devices/printer/paper.ts';
import type { PanelKey } from '../../src/keys.ts';
import type { Screen } from '../../src/panel/screen.ts';
import { type PanelServer, startPanelServer } from '../../src/panel/server.ts';
import type { PanelEvent } from '../../src/panel/server-events.ts';

export const readyScreen: Screen = {
  state: 'ready',
  lines: ['Готов к оплате', 'Введите сумму', '', ''],
  tone: 'idle',
  keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', '.', 'ENTER'],
  language: 'ru',
};

export const facts = {
  terminalId: '18273645',
  serialNumber: '1092837465',
  activationCode: '12345678',
  servicePin: '1234',
  customerCodes: { sendy: '7700112233445566', wechat: '131122334455667788', alipay: '2811223344556677' },
  gateway: 'built-in',
};

export interface FakeBox {
  readonly pressed: PanelKey[];
  readonly log: string[];
  screen(): Screen;
  onScreen(listener: (screen: Screen) => void): () => void;
  press(key: PanelKey): void;
  show(screen: Partial<Screen>): void;
}

export const createFakeBox = (): FakeBox => {
  const listeners = new Set<(screen: Screen) => void>();
  const pressed: PanelKey[] = [];
  let present = readyScreen;
  return {
    pressed,
    log: [],
    screen: () => present,
    onScreen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (key) => void pressed.push(key),
    show(screen) {
      present = { ...readyScreen, ...screen };
      for (const listener of listeners) listener(present);
    },
  };
};

export interface FakePanel {
  readonly server: PanelServer;
  readonly box: FakeBox;
  /** Bodies of the sandbox's calls, by path. */
  readonly calls: { readonly path: string; readonly body: unknown }[];
  device(data: Record<string, unknown>): void;
  paper(sheet: PaperSheet): void;
}

/** `sandbox: false`: a real box, whose panel has the page, the screen and the keys alone. */
export const startFakePanel = async ({
  sandbox = true,
  answers = {} as Record<string, unknown>,
} = {}): Promise<FakePanel> => {
  const box = createFakeBox();
  const calls: { path: string; body: unknown }[] = [];
  const present: PanelEvent[] = [];
  const listeners = new Set<(event: PanelEvent) => void>();
  const publish = (event: PanelEvent): void => {
    present.push(event);
    for (const listener of listeners) listener(event);
  };
  const routes = (app: Hono): void => {
    app.get('/api/sandbox', (context) => context.json(facts));
    app.get('/uqr.js', async (context) => {
      const encoder = await import('node:fs/promises');
      const text = await encoder.readFile(new URL(import.meta.resolve('uqr')), 'utf8');
      return context.body(text, 200, { 'content-type': 'text/javascript' });
    });
    for (const path of ['/api/scan', '/api/device', '/api/customer', '/api/network', '/api/power'])
      app.post(path, async (context) => {
        calls.push({ path, body: await context.req.json() });
        return context.json(answers[path] ?? {});
      });
  };
  const server = await startPanelServer(
    {
      source: box,
      log: (event) => box.log.push(event),
      ...(sandbox
        ? {
            extension: {
              routes,
              present: () => present,
              onEvent(listener: (event: PanelEvent) => void) {
                listeners.add(listener);
                return () => listeners.delete(listener);
              },
            },
          }
        : {}),
    },
    0,
  );
  onTestFinished(() => server.close());
  return {
    server,
    box,
    calls,
    device: (data) => publish({ event: 'device', data }),
    paper: (sheet) => publish({ event: 'paper', data: sheet }),
  };
};
