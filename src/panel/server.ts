/** The front panel over HTTP, on loopback: the page, what the display shows, and the keys. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { panelKeys } from '../keys.ts';
import type { PanelSource } from './screen.ts';
import { createEventHub, type EventHub, maxWatchers, type PanelEvent } from './server-events.ts';
import { answerRefusal, guardBody, guardCaller, guardPage, PanelRefusal, readBody } from './server-guard.ts';
import { loadPage, pageDirectory } from './server-page.ts';

/** What the sandbox adds to the panel of a box. */
export interface PanelExtension {
  routes(app: Hono): void;
  /** The present state, for a watcher that has just come. */
  present(): readonly PanelEvent[];
  /** Returns the unsubscribe function. */
  onEvent(listener: (event: PanelEvent) => void): () => void;
}

export interface PanelOptions {
  readonly source: PanelSource;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly extension?: PanelExtension;
  /** Where the page's files are; in a checkout beside this file. */
  readonly pageDirectory?: string;
}

const keyBody = z.object({ key: z.enum(panelKeys) });

/** The routes alone. `port` is the one that `Host` and `Origin` must name. */
export const createPanelApp = (options: PanelOptions, port: () => number, hub: EventHub): Hono => {
  const { source, log, extension } = options;
  const page = loadPage(options.pageDirectory ?? pageDirectory);
  const app = new Hono();

  app.onError((thrown, context) => {
    if (thrown instanceof PanelRefusal) return answerRefusal(context, thrown);
    log('panel.bug', { error: thrown.stack ?? String(thrown) });
    return answerRefusal(context, new PanelRefusal(500, 'bug', 'see the log'));
  });
  app.notFound((context) => answerRefusal(context, new PanelRefusal(404, 'not-found', 'no such call')));
  app.use(guardPage(), guardCaller(port), guardBody());
  app.use('/api/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });

  app.get('/api/screen', (context) => context.json(source.screen()));
  app.get('/api/events', () => {
    const present: PanelEvent[] = [{ event: 'screen', data: source.screen() }, ...(extension?.present() ?? [])];
    const stream = hub.watch(present);
    if (stream === null) throw new PanelRefusal(503, 'too-many-watchers', `at most ${maxWatchers} streams`);
    return stream;
  });
  app.post('/api/keys', async (context) => {
    const { key } = await readBody(context, keyBody);
    source.press(key);
    return context.json({ key });
  });
  extension?.routes(app);
  app.get('*', (context) => {
    const file = page.get(context.req.path);
    if (file === undefined) throw new PanelRefusal(404, 'not-found', 'no such call');
    return context.body(file.text, 200, { 'content-type': file.contentType, 'cache-control': 'no-cache' });
  });
  return app;
};

export interface PanelServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 is any free one. Rejects with the system's error (`EADDRINUSE`, `EACCES`). */
export const startPanelServer = async (options: PanelOptions, port: number): Promise<PanelServer> => {
  const hub = createEventHub();
  let boundPort = port;
  const app = createPanelApp(options, () => boundPort, hub);
  const server = createAdaptorServer({
    fetch: app.fetch,
    overrideGlobalObjects: false,
    // A caller that sends half a request is no reason to hold a socket; a stream of events is no request.
    serverOptions: { requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8_192 },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  boundPort = (server.address() as AddressInfo).port;
  const unsubscribes = [
    options.source.onScreen((screen) => hub.publish({ event: 'screen', data: screen })),
    options.extension?.onEvent(hub.publish) ?? (() => {}),
  ];
  return {
    port: boundPort,
    url: `http://127.0.0.1:${boundPort}/`,
    close: () =>
      new Promise((resolve) => {
        for (const unsubscribe of unsubscribes) unsubscribe();
        hub.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
