/** Server-sent events: who watches gets the present state at once, and then every change. */

export interface PanelEvent {
  readonly event: 'screen' | 'paper' | 'device';
  readonly data: unknown;
}

/** A browser keeps one stream a page; more than these is a leak somewhere. */
export const maxWatchers = 32;
/** Events that a watcher may leave unread. One that does is dropped: it comes back and gets the present state. */
const maxUnread = 512;
/** A proxy or a sleeping laptop that lost the stream is found out by it. */
const heartbeatMs = 15_000;
/** How soon a browser that lost the stream tries again: the panel is back within a second of a restart. */
const retryMs = 500;

export interface EventHub {
  /** Null: there are too many watchers already. */
  watch(present: readonly PanelEvent[]): Response | null;
  publish(event: PanelEvent): void;
  watchers(): number;
  /** Ends every stream. */
  close(): void;
}

const encoder = new TextEncoder();
const encode = ({ event, data }: PanelEvent): Uint8Array =>
  encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

export const createEventHub = (): EventHub => {
  const watchers = new Set<ReadableStreamDefaultController<Uint8Array>>();

  const send = (watcher: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array): void => {
    if ((watcher.desiredSize ?? 0) > 0) {
      watcher.enqueue(bytes);
    } else {
      watchers.delete(watcher);
      watcher.error(new Error('the watcher does not read'));
    }
  };
  const sendAll = (bytes: Uint8Array): void => {
    for (const watcher of watchers) send(watcher, bytes);
  };
  const heartbeat = setInterval(() => sendAll(encoder.encode(': heartbeat\n\n')), heartbeatMs);
  heartbeat.unref();

  return {
    watch(present) {
      if (watchers.size >= maxWatchers) return null;
      let own: ReadableStreamDefaultController<Uint8Array>;
      const stream = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            own = controller;
            watchers.add(controller);
            send(controller, encoder.encode(`retry: ${retryMs}\n\n`));
            for (const event of present) send(controller, encode(event));
          },
          cancel() {
            watchers.delete(own);
          },
        },
        { highWaterMark: maxUnread },
      );
      return new Response(stream, {
        headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
      });
    },
    publish: (event) => sendAll(encode(event)),
    watchers: () => watchers.size,
    close() {
      clearInterval(heartbeat);
      for (const watcher of watchers) watcher.close();
      watchers.clear();
    },
  };
};
