import { expect, test } from 'vitest';
import { createPanelApp } from '../../src/panel/server.ts';
import { createEventHub, maxWatchers } from '../../src/panel/server-events.ts';
import { createFakeBox } from '../helpers/panel-of-a-fake-box.ts';

const screenEvent = (state: string) => ({ event: 'screen' as const, data: { state } });

/** Reads a stream event by event. */
const reader = (response: Response) => {
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let held = '';
  return {
    async next(): Promise<string> {
      while (!held.includes('\n\n')) {
        const { value, done } = (await chunks?.read()) ?? { done: true, value: undefined };
        if (done) return 'end';
        held += value;
      }
      const [first = '', ...rest] = held.split('\n\n');
      held = rest.join('\n\n');
      return first;
    },
    cancel: () => chunks?.cancel(),
  };
};

test('whoever comes gets the present state at once, then every change in its order', async () => {
  const hub = createEventHub();
  const response = hub.watch([screenEvent('ready')]);
  if (response === null) throw new Error('there is room');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const events = reader(response);
  expect(await events.next()).toBe('retry: 500');
  expect(await events.next()).toBe('event: screen\ndata: {"state":"ready"}');
  hub.publish(screenEvent('paying'));
  hub.publish({ event: 'paper', data: { id: 1, text: 'two\nlines' } });
  expect(await events.next()).toBe('event: screen\ndata: {"state":"paying"}');
  expect(await events.next()).toBe('event: paper\ndata: {"id":1,"text":"two\\nlines"}');
  hub.close();
  expect(await events.next()).toBe('end');
});

test('there is an end to how many may watch, and a place is free again when one leaves', async () => {
  const hub = createEventHub();
  const first = hub.watch([]);
  for (let count = 1; count < maxWatchers; count += 1) expect(hub.watch([])).not.toBeNull();
  expect(hub.watch([])).toBeNull();
  await first?.body?.cancel();
  expect(hub.watchers()).toBe(maxWatchers - 1);
  expect(hub.watch([])).not.toBeNull();
  hub.close();
});

test('one who does not read is dropped, and nobody else waits for it', async () => {
  const hub = createEventHub();
  const asleep = hub.watch([]);
  const awake = reader(hub.watch([]) ?? new Response());
  await awake.next();
  for (let count = 0; count < 10_000; count += 1) {
    hub.publish(screenEvent(`s${count}`));
    expect(await awake.next()).toContain(`"s${count}"`);
  }
  expect(hub.watchers()).toBe(1);
  expect(asleep).not.toBeNull();
  hub.close();
});

test('too many streams are refused with a clear answer', async () => {
  const hub = createEventHub();
  const app = createPanelApp({ source: createFakeBox(), log: () => {} }, () => 80, hub);
  const ask = () => app.request('/api/events', { headers: { host: 'localhost' } });
  for (let count = 0; count < maxWatchers; count += 1) expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(503);
  expect(await refused.json()).toEqual({ error: { code: 'too-many-watchers', message: expect.any(String) } });
  hub.close();
});
