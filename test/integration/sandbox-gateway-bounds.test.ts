import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { SandboxGateway } from '../../src/sandbox/gateway/sandbox-gateway.ts';
import { newId, startActivated } from '../helpers/sandbox-gateway-client.ts';

const openSocket = (gateway: SandboxGateway): TLSSocket => {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(gateway.url).port),
    servername: 'localhost',
    ca: readFileSync(gateway.caFile),
  });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
};

/** Everything that comes until the gateway closes the connection. */
const readToEnd = (socket: TLSSocket): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.once('close', () => resolve(text));
  });

test('a body over 64 KiB is refused and its connection closed', async () => {
  const { gateway } = await startActivated();
  const socket = openSocket(gateway);
  socket.write(`POST /pos/refund HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n${'x'.repeat(70_000)}`);
  const answer = await readToEnd(socket);
  expect(answer).toContain('HTTP/1.1 400');
  expect(answer).toContain('request-invalid');
});

test('a body without an end is given up at 64 KiB', async () => {
  const { gateway } = await startActivated();
  const socket = openSocket(gateway);
  socket.write('POST /pos/refund HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
  socket.write(`11170\r\n${'x'.repeat(70_000)}\r\n`);
  expect(await readToEnd(socket)).toContain('HTTP/1.1 400');
});

test('what is no HTTP, and headers without measure, end their connection and nothing else', async () => {
  const { gateway, box } = await startActivated();
  const nonsense = openSocket(gateway);
  nonsense.write('\u0000\u0001\u0002 nonsense\r\n\r\n');
  await readToEnd(nonsense);
  const endless = openSocket(gateway);
  endless.write(`GET / HTTP/1.1\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`);
  expect(await readToEnd(endless)).toContain('431');
  expect((await box.get('pos/counters')).status).toBe(200);
});

test('a client that goes away in the middle of its body leaves nothing behind', async () => {
  const { gateway, box, log } = await startActivated();
  const socket = openSocket(gateway);
  socket.write(
    'POST /pos/payment/offline HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{"transactionNumber":1',
  );
  await new Promise<void>((flushed) => socket.once('secureConnect', flushed));
  socket.destroy();
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(0);
  expect(log.filter(({ event }) => event === 'gateway.bug')).toEqual([]);
});

test('more connections than a shop can have are dropped, and those that are open go on working', async () => {
  const { gateway, box } = await startActivated();
  await box.get('pos/counters');
  const sockets = Array.from({ length: 80 }, () => openSocket(gateway));
  const outcomes = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<'open' | 'dropped'>((resolve) => {
          socket.once('secureConnect', () => resolve('open'));
          socket.once('close', () => resolve('dropped'));
        }),
    ),
  );
  const open = outcomes.filter((outcome) => outcome === 'open').length;
  expect(open).toBeLessThanOrEqual(64);
  expect(open).toBeGreaterThan(50);
  expect((await box.get('pos/counters')).status).toBe(200);
});

test('strange paths and numbers are our bug, never the gateway’s', async () => {
  const { gateway, box, log } = await startActivated();
  for (const path of [
    'pos/payment/999999999999999?saleId=x',
    `pos/payment/99999999999999999999?saleId=${newId()}`,
    'pos/payment/-1',
    'pos/shift/1/transactions?limit=abc',
    'pos/%00',
  ])
    expect((await box.get(path)).body).toMatchObject({ status: 400, code: 'request-invalid' });
  const socket = openSocket(gateway);
  socket.write('GET //[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await readToEnd(socket)).toContain('HTTP/1.1 400');
  expect(log.filter(({ event }) => event === 'gateway.bug')).toEqual([]);
});
