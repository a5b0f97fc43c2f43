import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import { maxRequestBytes } from '../../src/control/protocol.ts';
import { screen, startControlBox } from '../helpers/control-box.ts';
import { rawClient } from '../helpers/control-raw-client.ts';

const request = '{"id":1,"method":"status"}\n';

test.each([
  ['no JSON', 'hello\n'],
  ['an empty line', '\n'],
  ['no object', '[]\n'],
  ['no id', '{"method":"status"}\n'],
  ['a method that is no text', '{"id":1,"method":7}\n'],
  ['an unknown member', '{"id":1,"method":"status","secret":1}\n'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x0a])],
  ['HTTP', 'GET / HTTP/1.1\r\nHost: box\r\n\r\n'],
])('a client that sends %s is told CTL-01 and closed, another is served', async (_, bytes) => {
  const { path, client } = await startControlBox();
  const bad = await rawClient(path);
  bad.send(bytes);
  await bad.closed;
  expect(JSON.parse(bad.received().split('\n')[0] ?? '')).toMatchObject({ id: null, error: { code: 'CTL-01' } });
  expect((await client.request('status', undefined)).ok).toBe(true);
});

test('a line that never ends is cut off at its bound', async () => {
  const { path, client } = await startControlBox();
  const bad = await rawClient(path);
  bad.send('a'.repeat(maxRequestBytes + 1));
  await bad.closed;
  expect(bad.received()).toContain('CTL-03');
  expect((await client.request('status', undefined)).ok).toBe(true);
});

test('a request that comes byte by byte is still one request', async () => {
  const { path } = await startControlBox();
  const slow = await rawClient(path);
  slow.socket.setNoDelay(true);
  for (const byte of Buffer.from(request)) slow.send(Buffer.from([byte]));
  expect(await slow.lines(1)).toMatchObject([{ id: 1, result: { state: 'ready' } }]);
});

test('a client that sends half a request and falls silent is closed in time, one whose payment waits is not', async () => {
  const clock = new SimulatedClock();
  let paying!: () => void;
  const begun = new Promise<void>((resolve) => (paying = resolve));
  const { path } = await startControlBox({ pay: () => new Promise(() => paying()) }, { clock });
  const waiting = await rawClient(path);
  waiting.send('{"id":1,"method":"pay","params":{"amountMinor":100}}\n');
  await begun;
  const half = await rawClient(path);
  half.send(request.slice(0, 10));
  const asked = await rawClient(path); // once this is answered, the half request has arrived too
  asked.send(request);
  await asked.lines(1);

  clock.increment(30_000);
  await half.closed;
  expect(half.received()).toContain('requestIncomplete');
  await asked.closed;
  expect(waiting.socket.closed).toBe(false);
});

test('the thirty-third connection is turned away, and there is room again when one has gone', async () => {
  const { path, client } = await startControlBox();
  const crowd = await Promise.all(Array.from({ length: 32 }, () => rawClient(path)));
  for (const one of crowd) one.send(request);
  await Promise.all(crowd.map((one) => one.lines(1)));
  expect(await client.request('status', undefined)).toMatchObject({
    error: { reason: 'refused', error: { code: 'PAY-04', params: { reason: 'tooManyConnections' } } },
  });
  const idle = await rawClient(path);
  await idle.closed; // it asks nothing, and is not kept for that

  const [first] = crowd;
  first?.send('bye\n');
  await first?.closed;
  expect((await client.request('status', undefined)).ok).toBe(true);
});

test('of one connection at most eight requests are open at a time', async () => {
  let begun = 0;
  const { path } = await startControlBox({
    pay: () => {
      begun += 1;
      return new Promise(() => {});
    },
  });
  const client = await rawClient(path);
  client.send('{"id":1,"method":"pay","params":{"amountMinor":100}}\n'.repeat(9));
  expect(await client.lines(1)).toMatchObject([{ error: { code: 'PAY-04' } }]);
  expect(begun).toBe(8);
});

test('a client that watches and does not read is closed, and the box keeps nothing for it', async () => {
  let send!: (text: string) => void;
  let gone!: () => void;
  const left = new Promise<void>((resolve) => (gone = resolve));
  let watching!: () => void;
  const begun = new Promise<void>((resolve) => (watching = resolve));
  const { path } = await startControlBox({
    watch: (listener) => {
      send = (text) => listener({ ...screen, lines: [text] });
      watching();
      return () => gone();
    },
  });
  const deaf = await rawClient(path);
  deaf.socket.pause();
  deaf.send('{"id":1,"method":"watch"}\n');
  await begun;
  for (let count = 0; count < 100; count += 1) send('x'.repeat(10_000));
  await left;
});

test('a client that asks and asks and never reads does not fill the memory', async () => {
  let answered = 0;
  const { path, client } = await startControlBox({
    transactions: async () => {
      answered += 1;
      return Array.from({ length: 100 }, () => ({ text: 'x'.repeat(1_000) })) as never;
    },
  });
  const deaf = await rawClient(path);
  deaf.socket.pause();
  for (let round = 0; round < 40; round += 1) {
    deaf.send('{"id":1,"method":"transactions","params":{}}\n');
    expect((await client.request('status', undefined)).ok).toBe(true); // a turn of the box, and others are served
  }
  expect(answered).toBeLessThan(20);
});
